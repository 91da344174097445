import * as v from 'valibot';
import { withDeadline } from '../../runtime/wait.js';
import type { PullRequestEvent } from '../runner/event.js';
import type { GithubClient } from '../api/octokit.js';
import { type ListedFile, type RepositoryDiff, diffOfListed, listedFileSchema } from './diff.js';
import { readPages } from '../api/pages.js';
import { wordsFor } from '../api/failure-words.js';

/** GitHub lists no more, and does not say that there are more. Source: docs.github.com, "List pull requests files". */
export const maxListedFiles = 3_000;

/** Thirty pages of GitHub's, or one with the longest wait that a rate limit may ask for. */
const listingTimeoutMs = 120_000;

const pageSchema = v.array(listedFileSchema);

/**
 * The files that a pull request changes, as GitHub lists them.
 * @returns undefined where there are more than GitHub lists
 * @throws {Error} a sentence: GitHub cannot be asked
 */
export async function listPullRequestFiles(
  event: PullRequestEvent,
  client: GithubClient,
  signal: AbortSignal,
): Promise<RepositoryDiff | undefined> {
  try {
    return await withDeadline(listingTimeoutMs, { clock: client.clock, signal }, async (bounded) =>
      readFiles(event, client, bounded),
    );
  } catch (error) {
    throw new Error(wordsFor(error, 'pull-requests: read'), { cause: error });
  }
}

async function readFiles(
  { owner, repository, number }: PullRequestEvent,
  client: GithubClient,
  signal: AbortSignal,
): Promise<RepositoryDiff | undefined> {
  const parameters = { owner, repo: repository, pull_number: number };
  const listed: ListedFile[] = [];
  for await (const answer of readPages(client, 'GET /repos/{owner}/{repo}/pulls/{pull_number}/files', parameters)) {
    signal.throwIfAborted();
    const page = v.safeParse(pageSchema, answer);
    if (!page.success) throw new Error('the answer is no list of files');
    listed.push(...page.output);
    if (listed.length >= maxListedFiles) return undefined;
  }
  return diffOfListed(listed);
}
