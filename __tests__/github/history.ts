import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach } from '@jest/globals';
import { onTestFinished, skip } from '../support/jest/testing.js';

const run = promisify(execFile);

/** Nobody's own settings, but for what a test says. */
export const gitEnvironment = {
  PATH: process.env.PATH,
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_AUTHOR_NAME: 'a',
  GIT_AUTHOR_EMAIL: 'a@example.com',
  GIT_COMMITTER_NAME: 'a',
  GIT_COMMITTER_EMAIL: 'a@example.com',
};

const noGit = 'git is not on this machine';

async function isGitThere(): Promise<boolean> {
  return run('git', ['--version']).then(
    () => true,
    () => false,
  );
}

/** Skips the tests of a block, or of a file, by name where git is missing. */
export function useGit(): void {
  beforeEach(async () => {
    skip(!(await isGitThere()), noGit);
  });
}

/** A history for all tests of a block, made once, for a dozen programs make it; the tests are skipped where git is missing. */
export function shareHistory(): () => History {
  let history: History | undefined;
  beforeAll(async () => {
    if (!(await isGitThere())) return;
    const folder = await mkdtemp(join(tmpdir(), 'image-mirror-git-'));
    history = await makeHistory(folder);
  });
  afterAll(async () => {
    if (history !== undefined) await rm(history.folder, { recursive: true, force: true });
  });
  beforeEach(() => {
    skip(history === undefined, noGit);
  });
  return () => {
    if (history === undefined) throw new Error('there is no history before the tests');
    return history;
  };
}

/** A real repository with a pull request in it, as GitHub keeps one. */
export interface History {
  /** To clone from; shallow clones want an address. */
  readonly url: string;
  readonly folder: string;
  /** Where the base branch was when the pull request's event happened. */
  readonly baseSha: string;
  readonly headSha: string;
  /** Where the base branch is now: another file was changed there. */
  readonly newBaseSha: string;
}

/**
 * The base has gone on since the pull request's branch parted from it, and once more since the event; `refs/pull/7/merge` is the merge of
 * the pull request into the newest base.
 */
async function makeHistory(folder: string): Promise<History> {
  const git = async (...args: readonly string[]): Promise<string> => runGit(folder, ...args);
  await git('init', '--quiet', '--initial-branch=main');
  await git('config', 'uploadpack.allowAnySHA1InWant', 'true');
  await commit(folder, {
    'kept.txt': 'kept',
    'old name.txt': 'renamed as it is',
    'gone.txt': 'x',
    'sub/changed.txt': '1',
  });
  await git('checkout', '--quiet', '-b', 'topic');
  await git('mv', 'old name.txt', 'neu – “ü”.txt');
  await git('rm', '--quiet', 'gone.txt');
  const headSha = await commit(folder, { 'sub/changed.txt': '2', 'line\nbreak.txt': 'y' });
  await git('checkout', '--quiet', 'main');
  const baseSha = await commit(folder, { 'base-before.txt': 'z' });
  const newBaseSha = await commit(folder, { 'base-after.txt': 'z' });
  await git('merge', '--quiet', '--no-ff', '--no-edit', 'topic');
  await git('update-ref', 'refs/pull/7/merge', 'HEAD');
  await git('reset', '--quiet', '--hard', newBaseSha);
  return { folder, url: `file://${folder}`, baseSha, headSha, newBaseSha };
}

export const changedByHistory = ['gone.txt', 'line\nbreak.txt', 'neu – “ü”.txt', 'old name.txt', 'sub/changed.txt'];

/** What `actions/checkout` does: a commit or ref with as much of its history as it is told, and with 0 all branches whole. */
export async function checkOut({ url }: History, ref: string, depth: number): Promise<string> {
  const folder = await makeFolder();
  await runGit(folder, 'init', '--quiet');
  const fetch = ['fetch', '--quiet', '--no-tags', ...(depth === 0 ? [] : [`--depth=${depth}`]), url];
  if (depth === 0) await runGit(folder, ...fetch, '+refs/heads/*:refs/remotes/origin/*');
  await runGit(folder, ...fetch, ref);
  await runGit(folder, 'checkout', '--quiet', '--detach', 'FETCH_HEAD');
  return folder;
}

export async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'image-mirror-git-'));
  onTestFinished(async () => rm(folder, { recursive: true, force: true }));
  return folder;
}

export async function commit(folder: string, files: Readonly<Record<string, string>>): Promise<string> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  await runGit(folder, 'add', '--all');
  await runGit(folder, 'commit', '--quiet', '--message=x');
  return runGit(folder, 'rev-parse', 'HEAD');
}

/** Makes a folder a checkout of what it has in it; gives the commit. The test is skipped where git is missing. */
export async function makeCheckout(folder: string): Promise<string> {
  skip(!(await isGitThere()), noGit);
  await runGit(folder, 'init', '--quiet');
  return commit(folder, {});
}

export async function runGit(folder: string, ...args: readonly string[]): Promise<string> {
  return (await run('git', [...args], { cwd: folder, env: gitEnvironment })).stdout.trim();
}
