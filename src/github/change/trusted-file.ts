import { join } from 'node:path/posix';
import type { Clock } from '../../runtime/clock.js';
import { ConfigurationError, messageOf } from '../../runtime/errors.js';
import type { Environment } from '../../runtime/environment.js';
import { type TextFileKind, type ReadResult, decodeText, readProblem, tooLarge } from '../../tree/read.js';
import type { LazyGithub } from '../api/api.js';
import { wordsFor } from '../api/failure-words.js';
import type { GithubClient } from '../api/octokit.js';
import { findRoot, fromRoot } from './checkout.js';
import { nameOfBlob, readContents } from './contents.js';
import { type Git, createGit } from './git.js';
import type { TrustedCommit } from './trusted-commit.js';

/** A file, or that there is none. */
type FoundText = ReadResult | { readonly kind: 'absent' };

export interface TrustedFileDeps {
  readonly environment: Environment;
  readonly workspace: string;
  readonly github: LazyGithub;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/**
 * Reads a file that decides what a run may do, where what is not merged has no part in it.
 * @param path relative to the workspace
 * @returns undefined if there is no such file
 * @throws {ConfigurationError} where that cannot be found out: a run without the file may do more than one with it
 */
export async function readTrustedFile(
  path: string,
  kind: TextFileKind,
  place: TrustedCommit,
  deps: TrustedFileDeps,
): Promise<string | undefined> {
  const found = await readAtCommit(path, kind, place, deps).catch((error: unknown) => readProblem(messageOf(error)));
  if (found.kind === 'absent') return undefined;
  if (found.kind === 'text') return found.text;
  throw new ConfigurationError([`${path}: ${found.message} ${whereWords(place)}`]);
}

function whereWords({ sha }: TrustedCommit): string {
  return `It is read at ${sha === undefined ? 'the default branch' : `the base, ${sha.slice(0, 7)}`}, as what is not merged does not count.`;
}

async function readAtCommit(
  path: string,
  kind: TextFileKind,
  place: TrustedCommit,
  { environment, workspace, github, clock, signal }: TrustedFileDeps,
): Promise<FoundText> {
  const root = await findRoot(workspace, path);
  const file = { ...place, path: fromRoot(path, root) };
  if (file.sha !== undefined) {
    const git = createGit(join(workspace, root), environment, clock);
    const found = await readCommit({ ...file, sha: file.sha }, kind, git, signal).catch(() => undefined);
    if (found !== undefined) return found;
  }
  const client = await github.client();
  if (client === undefined)
    throw new Error('The checkout does not have it, and to ask GitHub takes the input `github-token`.');
  const found = await readContents(file, undefined, client, signal, kind);
  if (found.kind === 'absent') await requireReadable(file, client);
  return found;
}

/** By the checkout's own objects, which have their names from what is in them: nobody can have changed them. @returns undefined: it lacks some */
async function readCommit(
  { sha, path }: { readonly sha: string; readonly path: string },
  kind: TextFileKind,
  git: Git,
  signal: AbortSignal,
): Promise<FoundText | undefined> {
  const listed = await git(['--literal-pathspecs', 'ls-tree', '-l', '-z', '--full-tree', sha, '--', path], signal);
  if (listed.exitCode !== 0) return undefined;
  if (listed.stdout === '') return { kind: 'absent' };
  const [, blob, size] = /^100(?:644|755) blob ([0-9a-f]+) +(\d+)\t/.exec(listed.stdout) ?? [];
  if (blob === undefined) return readProblem(`This is no regular file; ${kind.name} is one.`);
  if (Number(size) > kind.maxBytes) return tooLarge(Number(size), kind);
  const { exitCode, stdout } = await git(['cat-file', 'blob', blob], signal);
  const bytes = Buffer.from(stdout);
  if (exitCode !== 0) return undefined;
  return nameOfBlob(bytes) === blob ? decodeText(bytes, kind) : undefined;
}

/** GitHub's 404 may also mean that the token may not read: then nobody knows whether the file is there. */
async function requireReadable({ owner, repository, sha }: TrustedCommit, client: GithubClient): Promise<void> {
  try {
    const ref = sha ?? 'HEAD';
    const parameters = { owner, repo: repository, basehead: `${ref}...${ref}`, per_page: 1 };
    await client.request('GET /repos/{owner}/{repo}/compare/{basehead}', parameters);
  } catch (error) {
    throw new Error(`GitHub does not say whether it is there: ${wordsFor(error, 'contents: read')}`, { cause: error });
  }
}
