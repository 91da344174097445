import * as v from 'valibot';
import { systemClock } from '../clock.js';
import { withDeadline } from '../settle.js';
import { messageOf } from '../errors.js';
import { printable } from '../text.js';
import type { PullRequestEvent } from './event.js';
import { statusOf } from './failure.js';
import type { GithubClient } from './octokit.js';
import { readPages } from './pages.js';

/** GitHub lists no more, and does not say that there are more. Source: docs.github.com, "List pull requests files". */
export const maxListedFiles = 3_000;

/** Thirty pages of GitHub's, or one with the longest wait that a rate limit may ask for. */
const listingTimeoutMs = 120_000;

const pageSchema = v.array(v.object({ filename: v.string(), previous_filename: v.optional(v.string()) }));

/**
 * The files that a pull request changes, as GitHub lists them; a renamed one under both names.
 * @returns undefined where there are more than GitHub lists
 * @throws {Error} a sentence: GitHub cannot be asked
 */
export async function listPullRequestFiles(
  event: PullRequestEvent,
  client: GithubClient,
  signal: AbortSignal,
): Promise<ReadonlySet<string> | undefined> {
  try {
    return await withDeadline(listingTimeoutMs, { clock: systemClock, signal }, async (bounded) =>
      readFiles(event, client, bounded),
    );
  } catch (error) {
    throw new Error(wordsFor(error), { cause: error });
  }
}

async function readFiles(
  { owner, repository, number }: PullRequestEvent,
  client: GithubClient,
  signal: AbortSignal,
): Promise<ReadonlySet<string> | undefined> {
  const parameters = { owner, repo: repository, pull_number: number };
  const files = new Set<string>();
  let listed = 0;
  for await (const answer of readPages(client, 'GET /repos/{owner}/{repo}/pulls/{pull_number}/files', parameters)) {
    signal.throwIfAborted();
    const page = parsePage(answer);
    for (const { filename, previous_filename: previous } of page) {
      files.add(filename);
      if (previous !== undefined) files.add(previous);
    }
    listed += page.length;
    if (listed >= maxListedFiles) return undefined;
  }
  return files;
}

function parsePage(answer: unknown): v.InferOutput<typeof pageSchema> {
  const page = v.safeParse(pageSchema, answer);
  if (page.success) return page.output;
  throw new Error('the answer is no list of files');
}

function wordsFor(error: unknown): string {
  const what = printable(messageOf(error), 200).replace(/\.$/, '');
  const status = statusOf(error);
  if (status === undefined) return `${what}.`;
  const lacksPermission = (status === 401 || status === 403 || status === 404) && !/rate limit/i.test(what);
  return `${status} ${what}.${lacksPermission ? ' The job needs the permission `pull-requests: read`.' : ''}`;
}
