import * as v from 'valibot';
import { systemClock } from '../../runtime/clock.js';
import { withDeadline } from '../../runtime/wait.js';
import type { CommitRangeEvent } from '../runner/event.js';
import { type RepositoryDiff, diffOfListed, listedFileSchema } from './diff.js';
import type { GithubClient } from '../api/octokit.js';
import { wordsFor } from '../api/failure-words.js';

/** GitHub lists no more, and does not say that there are more. Source: docs.github.com, "Compare two commits". */
const maxComparedFiles = 300;

/** One answer, with the longest wait that a rate limit may ask for. */
const comparingTimeoutMs = 120_000;

const comparisonSchema = v.object({ status: v.string(), files: v.array(listedFileSchema) });

/**
 * What is different between an event's two commits, as GitHub compares them: from where they parted, which must be the first of them.
 * @throws {Error} sentences: GitHub cannot be asked, or does not tell
 */
export async function compareCommits(
  { owner, repository, baseSha, headSha }: CommitRangeEvent,
  client: GithubClient,
  signal: AbortSignal,
): Promise<RepositoryDiff> {
  // The files are all on the first page, and the commits, which are what is paged, are not wanted.
  const parameters = { owner, repo: repository, basehead: `${baseSha}...${headSha}`, per_page: 1 };
  const answer = await withDeadline(comparingTimeoutMs, { clock: systemClock, signal }, async () =>
    client.request('GET /repos/{owner}/{repo}/compare/{basehead}', parameters),
  ).catch((error: unknown) => {
    throw new Error(wordsFor(error, 'contents: read'), { cause: error });
  });
  const comparison = v.safeParse(comparisonSchema, answer.data);
  if (!comparison.success) throw new Error('the answer is no comparison.');
  const { status, files } = comparison.output;
  // Of what was taken back by force GitHub says nothing.
  if (status !== 'ahead' && status !== 'identical')
    throw new Error('it does not tell what a push by force takes back.');
  if (files.length >= maxComparedFiles)
    throw new Error(`it lists no more than ${maxComparedFiles} files, and there are as many.`);
  return diffOfListed(files);
}
