import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { systemClock } from '../../src/runtime/clock.js';
import { lazyGithub } from '../../src/github/api/api.js';
import { triggerOf } from '../../src/github/change/trigger.js';
import { readEvent } from '../../src/github/runner/event.js';
import type { Change, KnownChange, Trigger } from '../../src/tree/known-change.js';
import type { Github } from '../support/github/github.js';
import { onTestFinished } from '../support/jest/testing.js';
import { fast } from './connected-client.js';
import { gitEnvironment, makeFolder } from './history.js';

const repo = { full_name: 'octo-org/octo-repo' };

/** A run that an event started, as far as what it changes. */
export interface Started {
  readonly trigger: Trigger;
  readonly lines: readonly string[];
}

export interface Start {
  readonly name: string;
  readonly payload?: unknown;
  readonly workspace: string;
  readonly images?: string;
  readonly github?: Github;
  readonly environment?: Readonly<Record<string, string>>;
}

export async function start({
  name,
  payload,
  workspace,
  images = 'images',
  github,
  environment,
}: Start): Promise<Started> {
  const path = join(await makeFolder(), 'event.json');
  await writeFile(path, JSON.stringify(payload ?? {}));
  const lines: string[] = [];
  const log = (line: string): void => void lines.push(line);
  const { signal } = new AbortController();
  const all = {
    ...gitEnvironment,
    GITHUB_API_URL: github?.apiUrl ?? 'http://127.0.0.1:1',
    GITHUB_EVENT_NAME: name,
    GITHUB_EVENT_PATH: path,
    GITHUB_REPOSITORY: repo.full_name,
    ...environment,
  };
  const lazy = lazyGithub({
    environment: all,
    clock: systemClock,
    token: github?.token ?? '',
    log,
    signal,
    limits: fast,
  });
  onTestFinished(lazy.close);
  return {
    trigger: triggerOf({
      event: await readEvent(all),
      environment: all,
      workspace,
      images,
      github: lazy,
      clock: systemClock,
      log,
      signal,
    }),
    lines,
  };
}

export async function changeOf({ trigger }: Started): Promise<Change> {
  if (trigger.kind === 'none') throw new Error('it changes nothing');
  return trigger.change();
}

export async function knownOf(started: Started): Promise<KnownChange> {
  const change = await changeOf(started);
  if (change.kind === 'unknown') throw new Error(change.why);
  return change;
}

/** Of pull request 7. */
export function pullRequestPayload(sides: { readonly headSha: string; readonly baseSha: string }): object {
  const side = (sha: string): object => ({ sha, repo });
  const pull_request = { head: side(sides.headSha), base: side(sides.baseSha) };
  return { action: 'synchronize', number: 7, pull_request };
}

/** Where there is no history. */
export const ofHistory = { headSha: 'a'.repeat(40), baseSha: 'b'.repeat(40) };
