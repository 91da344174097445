import { formatTime } from '../../runtime/text.js';
import { type ReadResult, decodeText, maxDockerfileBytes, readProblem, tooLarge } from '../../tree/read.js';
import type { ChangedFilesDeps, ChangingEvent } from './changed-files.js';
import { nameOfBlob, readContents } from './contents.js';
import type { GithubClient } from '../api/octokit.js';

/** A file at a commit. */
interface CommitPath {
  readonly sha: string;
  /** From the repository's root. */
  readonly path: string;
  /** git's name of what is expected, where that is known. */
  readonly blob?: string | undefined;
}

/** @returns undefined where the checkout lacks it */
export async function readCheckout(
  { sha, path }: CommitPath,
  { git, signal }: ChangedFilesDeps,
): Promise<ReadResult | undefined> {
  const read = await git(['cat-file', 'blob', `${sha}:${path}`], signal).catch(() => undefined);
  return read?.exitCode === 0 ? decodeText(Buffer.from(read.stdout)) : undefined;
}

/**
 * The same of what a pull request brings, which nobody has looked at: what is no regular file, is not what GitHub lists, or is no text stays
 * unread here. A checkout with all branches has those of its own repository.
 */
export async function readCheckedFile(file: CommitPath, deps: ChangedFilesDeps): Promise<ReadResult | undefined> {
  const { git, signal } = deps;
  const ask = ['--literal-pathspecs', 'ls-tree', '-l', '-z', '--full-tree', file.sha, '--', file.path];
  const listed = await git(ask, signal).catch(() => undefined);
  const [, blob, size] = /^100(?:644|755) blob ([0-9a-f]+) +(\d+)\t/.exec(listed?.stdout ?? '') ?? [];
  if (blob === undefined || (file.blob ?? blob) !== blob) return undefined;
  // Nothing ends a git that prints it.
  if (Number(size) > maxDockerfileBytes) return tooLarge(Number(size));
  const read = await git(['cat-file', 'blob', blob], signal).catch(() => undefined);
  const bytes = Buffer.from(read?.stdout ?? '');
  return nameOfBlob(bytes) === blob ? decodeText(bytes) : undefined;
}

/**
 * @param reserved how many requests are left to the comment, and to other jobs
 * @throws {Error} sentences: GitHub cannot be asked, or has too little left to answer
 */
export async function readGithub(
  { sha, path, blob }: CommitPath,
  { owner, repository }: ChangingEvent,
  { client, signal }: ChangedFilesDeps,
  reserved: number,
): Promise<ReadResult> {
  const github = await client();
  if (github === undefined) throw new Error('there is no `github-token`.');
  requireLeft(github, reserved);
  const contents = await readContents({ owner, repository, path, sha }, blob, github, signal);
  return contents.kind === 'absent' ? readProblem(`It is not there at ${sha.slice(0, 7)}.`) : contents;
}

function requireLeft({ requestsLeft }: GithubClient, reserved: number): void {
  const left = requestsLeft();
  if (left === undefined || left.count > reserved) return;
  const count = left.count === 1 ? '1 request' : `${left.count} requests`;
  throw new Error(
    `GitHub’s rate limit leaves ${count} until ${formatTime(left.until)}, which are for the comment and for other jobs.`,
  );
}
