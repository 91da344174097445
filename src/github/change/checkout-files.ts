import { printable } from '../../runtime/text.js';
import { type RepositoryDiff, diffOfRaw } from './diff.js';
import type { CommitRangeEvent, PullRequestEvent } from '../runner/event.js';
import type { Git } from './git.js';

/**
 * What a pull request changes, by the checkout's own history.
 * @throws {Error} a sentence: the history is not there, or is not the pull request's
 */
export async function readCheckoutFiles(
  event: PullRequestEvent,
  git: Git,
  signal: AbortSignal,
  mergeSha?: string,
): Promise<RepositoryDiff> {
  return compare(await findBase(event, git, signal, mergeSha), 'HEAD', git, signal);
}

/**
 * What is different between the commits of a push or a merge group, by the checkout's own history.
 * @throws {Error} a sentence: the history is not there
 */
export async function readRangeFiles(
  { baseSha, headSha }: CommitRangeEvent,
  git: Git,
  signal: AbortSignal,
): Promise<RepositoryDiff> {
  for (const sha of [baseSha, headSha]) {
    const { exitCode } = await git(['cat-file', '-e', `${sha}^{commit}`], signal);
    if (exitCode !== 0) throw tooShallow(sha);
  }
  return compare(baseSha, headSha, git, signal);
}

/** `diff.relative` would hide what is outside the folder, and `ignore` in `.gitmodules` a submodule. */
async function compare(base: string, head: string, git: Git, signal: AbortSignal): Promise<RepositoryDiff> {
  const options = ['--raw', '--find-renames', '--ignore-submodules=none', '--no-ext-diff', '--no-textconv', '-z'];
  const text = await ask(git, ['-c', 'diff.relative=false', 'diff', ...options, `${base}..${head}`, '--'], signal);
  return diffOfRaw(text);
}

/** Says whether the checkout is of the pull request's own commit, or of GitHub's merge of it. A shallow one has the names of the parents, too. */
export async function isHeadCheckedOut({ headSha }: PullRequestEvent, git: Git, signal: AbortSignal): Promise<boolean> {
  const head = (await ask(git, ['rev-parse', '--verify', 'HEAD'], signal)).trim();
  if (head === headSha) return true;
  const [header = ''] = (await ask(git, ['cat-file', 'commit', 'HEAD'], signal)).split('\n\n');
  return header.split('\n').includes(`parent ${headSha}`);
}

/**
 * What `actions/checkout` leaves is the merge that GitHub made of both sides, and its first parent is the other side: the payload's base may
 * have been moved on since. Anything else has to be compared with where it parted from that base: whoever may push to a branch can merge, too,
 * and a merge of that kind has a first parent of his own choice.
 * @param mergeSha GitHub's merge, where it is known
 * @throws {Error} a sentence: the history is not there, or is not the pull request's
 */
export async function findBase(
  event: PullRequestEvent,
  git: Git,
  signal: AbortSignal,
  mergeSha?: string,
): Promise<string> {
  const { headSha } = event;
  const [head = '', ...parents] = (await ask(git, ['rev-list', '--parents', '--max-count=1', 'HEAD'], signal))
    .trim()
    .split(' ');
  const [first, second, ...others] = parents;
  const isGithubs = mergeSha === undefined || mergeSha === '' || head === mergeSha;
  if (isGithubs && first !== undefined && second === headSha && others.length === 0) return first;
  if (head !== headSha) await requireCommit(event, git, signal);
  return findMergeBase(event, git, signal);
}

/**
 * `pull_request_target` checks out the base, which beside itself changes nothing at all; and no depth of it brings a fork's commits, of which
 * GitHub alone tells.
 */
async function requireCommit(event: PullRequestEvent, git: Git, signal: AbortSignal): Promise<void> {
  const { name, headSha } = event;
  const { exitCode } = await git(['merge-base', '--is-ancestor', headSha, 'HEAD'], signal);
  if (exitCode === 0) return;
  const isBaseCheckout = name === 'pull_request_target' && !(await isHeadCheckedOut(event, git, signal));
  if (exitCode !== 1 && !isBaseCheckout) throw tooShallow(headSha, mergeDepth);
  const why = isBaseCheckout ? ': under pull_request_target it is the base’s, as it should be' : '';
  throw new Error(`It is not of the pull request, whose commit ${short(headSha)} is not in it${why}.`);
}

async function findMergeBase(
  { baseSha, isFromFork }: PullRequestEvent,
  git: Git,
  signal: AbortSignal,
): Promise<string> {
  const { exitCode, stdout } = await git(['merge-base', baseSha, 'HEAD'], signal);
  const base = stdout.trim();
  if (exitCode !== 0 || base === '')
    throw tooShallow(baseSha, isFromFork ? `${mergeDepth} The fork’s own repository need not have it.` : mergeDepth);
  return base;
}

async function ask(git: Git, args: readonly string[], signal: AbortSignal): Promise<string> {
  const { exitCode, stdout, stderr } = await git(args, signal);
  if (exitCode !== 0) throw new Error(`git cannot read it: ${printable(stderr, 200) || `exit code ${exitCode}`}.`);
  return stdout;
}

/** Of GitHub's merge the two parents are enough, which is all that a big repository should have to fetch. */
const mergeDepth =
  '`fetch-depth: 2` of actions/checkout brings it where that checks out GitHub’s merge, and `fetch-depth: 0` of anything else.';

function tooShallow(sha: string, advice = '`fetch-depth: 0` of actions/checkout brings that.'): Error {
  return new Error(`It lacks the history to commit ${short(sha)}; ${advice}`);
}

function short(sha: string): string {
  return sha.slice(0, 7);
}
