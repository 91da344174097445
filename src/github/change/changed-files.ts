import type { Clock } from '../../runtime/clock.js';
import { messageOf } from '../../runtime/errors.js';
import { readCheckoutFiles, readRangeFiles } from './checkout-files.js';
import { compareCommits } from './compare-commits.js';
import type { RepositoryDiff } from './diff.js';
import type { CommitRangeEvent, PullRequestEvent } from '../runner/event.js';
import type { Git } from './git.js';
import type { GithubClient } from '../api/octokit.js';
import { listPullRequestFiles, maxListedFiles } from './pull-request-files.js';

export type ChangingEvent = PullRequestEvent | CommitRangeEvent;

export type ChangedFiles =
  | { readonly kind: 'known'; readonly diff: RepositoryDiff }
  /** @property why sentences, with what to try */
  | { readonly kind: 'unknown'; readonly why: string };

export interface ChangedFilesDeps {
  /** Called where GitHub is to be asked; undefined: there is no token, or it cannot be asked. */
  readonly client: () => Promise<GithubClient | undefined>;
  /** In the checkout. */
  readonly git: Git;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** GitHub's own merge of a pull request, by the runner's word; any other may be anybody's. */
  readonly mergeSha?: string | undefined;
}

/**
 * What the event that started a run changes. Of a pull request as GitHub lists it, and where it does not, by the checkout; GitHub lists
 * it as it is now, which may be newer than the run. Of a push and a merge group by the checkout, and where that lacks the history, as
 * GitHub compares. Never throws.
 */
export async function readChangedFiles(event: ChangingEvent, deps: ChangedFilesDeps): Promise<ChangedFiles> {
  return event.kind === 'pull-request' ? readPullRequest(event, deps) : readRange(event, deps);
}

/** `pull request #7`, `push 1f2e3d4..9a8b7c6` */
export function formatChange(event: ChangingEvent): string {
  if (event.kind === 'pull-request') return `pull request #${event.number}`;
  const range = `${event.baseSha.slice(0, 7)}..${event.headSha.slice(0, 7)}`;
  return `${event.name === 'push' ? 'push' : 'merge group'} ${range}`;
}

async function readPullRequest(event: PullRequestEvent, deps: ChangedFilesDeps): Promise<ChangedFiles> {
  const { client, git, signal, mergeSha } = deps;
  const listed = await attempt(async () => listFiles(event, await client(), signal));
  if (listed.kind === 'done' && listed.value !== undefined) return { kind: 'known', diff: listed.value };
  const why = listed.kind === 'done' ? `It has no more than ${maxListedFiles}, and there are as many.` : listed.why;
  const diffed = await attempt(async () => readCheckoutFiles(event, git, signal, mergeSha));
  if (diffed.kind === 'done') return { kind: 'known', diff: diffed.value };
  return unknown(event, `. GitHub’s list: ${why} The checkout: ${diffed.why}`);
}

async function listFiles(
  event: PullRequestEvent,
  client: GithubClient | undefined,
  signal: AbortSignal,
): Promise<RepositoryDiff | undefined> {
  if (client !== undefined) return listPullRequestFiles(event, client, signal);
  throw new Error(
    'There is no `github-token`; its default has the permission `pull-requests: read` where the job gives it.',
  );
}

async function readRange(event: CommitRangeEvent, deps: ChangedFilesDeps): Promise<ChangedFiles> {
  const { client, git, signal } = deps;
  if (/^0+$/.test(event.baseSha)) return unknown(event, ': its branch is new, and there is nothing before it.');
  const diffed = await attempt(async () => readRangeFiles(event, git, signal));
  if (diffed.kind === 'done') return { kind: 'known', diff: diffed.value };
  const compared = await attempt(async () => {
    const known = await client();
    if (known === undefined) throw new Error('There is no `github-token`.');
    return compareCommits(event, known, signal);
  });
  if (compared.kind === 'done') return { kind: 'known', diff: compared.value };
  return unknown(event, `. The checkout: ${diffed.why} GitHub’s comparison: ${compared.why}`);
}

type AttemptResult<T> =
  { readonly kind: 'done'; readonly value: T } | { readonly kind: 'failed'; readonly why: string };

async function attempt<T>(task: () => Promise<T>): Promise<AttemptResult<T>> {
  try {
    return { kind: 'done', value: await task() };
  } catch (error) {
    return { kind: 'failed', why: messageOf(error) };
  }
}

function unknown(event: ChangingEvent, why: string): ChangedFiles {
  return { kind: 'unknown', why: `Which files ${formatChange(event)} changes is not known${why}` };
}
