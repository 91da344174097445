import { messageOf } from '../errors.js';
import { readCheckoutFiles } from './checkout-files.js';
import type { PullRequestEvent } from './event.js';
import type { Git } from './git.js';
import type { GithubClient } from './octokit.js';
import { listPullRequestFiles, maxListedFiles } from './pull-request-files.js';

/** Paths from the repository's root; of what was renamed both, and of what was removed the one it had. */
export type ChangedFiles =
  | { readonly kind: 'known'; readonly files: ReadonlySet<string> }
  /** @property why sentences, with what to try */
  | { readonly kind: 'unknown'; readonly why: string };

export interface ChangedFilesMeans {
  /** undefined: there is no token. */
  readonly client: GithubClient | undefined;
  /** In the checkout. */
  readonly git: Git;
  readonly signal: AbortSignal;
}

/**
 * The files that a pull request changes: as GitHub lists them, and where it does not, by the checkout. GitHub lists those of the pull
 * request as it is now, which may be newer than the run. Never throws.
 */
export async function readChangedFiles(event: PullRequestEvent, means: ChangedFilesMeans): Promise<ChangedFiles> {
  const { client, git, signal } = means;
  const listed = await attempt(async () => listFiles(event, client, signal));
  if (listed.kind === 'done') return listed.value === undefined ? tooMany(event) : known(listed.value);
  const diffed = await attempt(async () => readCheckoutFiles(event, git, signal));
  if (diffed.kind === 'done') return known(diffed.value);
  const why = `Which files pull request #${event.number} changes is not known. GitHub’s list: ${listed.why} The checkout: ${diffed.why}`;
  return { kind: 'unknown', why };
}

async function listFiles(
  event: PullRequestEvent,
  client: GithubClient | undefined,
  signal: AbortSignal,
): Promise<ReadonlySet<string> | undefined> {
  if (client !== undefined) return listPullRequestFiles(event, client, signal);
  throw new Error(
    'There is no `github-token`; its default has the permission `pull-requests: read` where the job gives it.',
  );
}

type Attempt<T> = { readonly kind: 'done'; readonly value: T } | { readonly kind: 'failed'; readonly why: string };

async function attempt<T>(task: () => Promise<T>): Promise<Attempt<T>> {
  try {
    return { kind: 'done', value: await task() };
  } catch (error) {
    return { kind: 'failed', why: messageOf(error) };
  }
}

function known(files: ReadonlySet<string>): ChangedFiles {
  return { kind: 'known', files };
}

function tooMany({ number }: PullRequestEvent): ChangedFiles {
  const why = `Which files pull request #${number} changes is not known: GitHub lists no more than ${maxListedFiles}, and there are as many.`;
  return { kind: 'unknown', why };
}
