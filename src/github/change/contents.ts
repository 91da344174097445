import { createHash } from 'node:crypto';
import * as v from 'valibot';
import { withDeadline } from '../../runtime/wait.js';
import { type TextFileKind, type ReadResult, decodeText, readProblem, tooLarge } from '../../tree/read.js';
import type { GithubClient } from '../api/octokit.js';
import { statusOf, wordsFor } from '../api/failure-words.js';

/** A file at a commit. */
export interface FileAtCommit {
  readonly owner: string;
  readonly repository: string;
  /** From the repository's root. */
  readonly path: string;
  /** A commit; undefined: the default branch. */
  readonly sha: string | undefined;
}

/** One answer, with the longest wait that a rate limit may ask for. */
const readingTimeoutMs = 90_000;

/** Of files above 1 MB GitHub gives no content. Source: docs.github.com, "Get repository content". */
const fileSchema = v.object({
  type: v.literal('file'),
  size: v.number(),
  encoding: v.string(),
  content: v.string(),
});

type Contents =
  | ReadResult
  /** There is no such file. */
  | { readonly kind: 'absent' };

/**
 * Reads a file by GitHub's contents API, bounded as one of the workspace is.
 * @param blob git's name of what is expected; GitHub follows links, and what is behind one has another name
 * @throws {Error} sentences: GitHub cannot be asked
 */
export async function readContents(
  { owner, repository, path, sha }: FileAtCommit,
  blob: string | undefined,
  client: GithubClient,
  signal: AbortSignal,
  kind?: TextFileKind,
): Promise<Contents> {
  // git has no others; an address would be another with them.
  if (!path.split('/').every((part) => !['', '.', '..'].includes(part))) return { kind: 'absent' };
  try {
    const answer = await withDeadline(readingTimeoutMs, { clock: client.clock, signal }, async () =>
      client.request('GET /repos/{owner}/{repo}/contents/{path}', {
        owner,
        repo: repository,
        path,
        ...(sha === undefined ? {} : { ref: sha }),
      }),
    );
    return decode(answer.data, blob, kind);
  } catch (error) {
    if (statusOf(error) === 404) return { kind: 'absent' };
    throw new Error(wordsFor(error, 'contents: read'), { cause: error });
  }
}

function decode(answer: unknown, blob: string | undefined, kind?: TextFileKind): ReadResult {
  const file = v.safeParse(fileSchema, answer);
  if (!file.success) return readProblem(`This is no regular file; ${kind?.name ?? 'a Dockerfile'} is one.`);
  const { size, encoding, content } = file.output;
  if (encoding !== 'base64') return tooLarge(size, kind);
  const bytes = Buffer.from(content, 'base64');
  if (blob !== undefined && blob !== nameOfBlob(bytes))
    return readProblem(
      'This is a link, which is not followed here, or the pull request has gone on since the run was started.',
    );
  return decodeText(bytes, kind);
}

/** Source: git-scm.com, "Git Internals - Git Objects". */
export function nameOfBlob(bytes: Uint8Array): string {
  return createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
}
