import { messageOf } from '../errors.js';
import type { Urgency } from '../plan/urgency.js';
import { connectGithub } from './api.js';
import { readChangedFiles } from './changed-files.js';
import { readEvent } from './event.js';
import { createGit } from './git.js';

export interface UrgencyMeans {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly workspace: string;
  /** The input `github-token`. */
  readonly token: string;
  readonly log: (line: string) => void;
  readonly signal: AbortSignal;
}

/** Which images the run's pull request is about, where there is one. Where that cannot be told, it is about all. */
export async function readUrgency(means: UrgencyMeans): Promise<Urgency> {
  const event = await readEvent(means.environment);
  const { environment, workspace, log, signal } = means;
  if (event.kind === 'other') {
    if (event.why === undefined) return { kind: 'none' };
    log(`${event.why} All images are taken to be the pull request’s.`);
    return { kind: 'all' };
  }
  const api = await connectGithub(means).catch((error: unknown) => {
    log(`GitHub cannot be asked: ${messageOf(error)}`);
    return undefined;
  });
  try {
    const git = createGit(workspace, environment);
    const changed = await readChangedFiles(event, { client: api?.client, git, signal });
    if (changed.kind === 'known') return { kind: 'files', files: changed.files };
    log(`${changed.why} All images are taken to be the pull request’s.`);
    return { kind: 'all' };
  } finally {
    await api?.close();
  }
}
