import { stat } from 'node:fs/promises';
import { ConfigurationError, messageOf } from '../../runtime/errors.js';
import { printable } from '../../runtime/text.js';
import type { PullRequestEvent, RunEvent } from '../runner/event.js';
import type { Git } from '../change/git.js';
import type { Environment } from '../../runtime/environment.js';

interface TrustDeps {
  /** The one that names the images. */
  readonly folder: string;
  /** In that folder. */
  readonly git: Git;
  readonly environment: Environment;
  readonly signal: AbortSignal;
}

/**
 * Under `pull_request_target` a run has the repository's secrets, whoever opened the pull request, so it must not use a checkout of the pull
 * request. Only the base commit or its ancestors are accepted. Everything else is refused, including what git cannot answer. A missing folder
 * is accepted: its files are read by the API.
 * Source: securitylab.github.com, "Preventing pwn requests".
 * @throws {ConfigurationError} if the checkout holds the pull request, or may hold it
 */
export async function requireTrusted(event: RunEvent, deps: TrustDeps): Promise<void> {
  if (event.name !== 'pull_request_target') return;
  const why =
    event.kind === 'pull-request' ? await findDistrustReason(event, deps) : (event.why ?? 'The event is no such one.');
  if (why !== undefined) throw new ConfigurationError([`pull_request_target: ${why} ${whatToDo}`]);
}

const whatToDo =
  'Such a run has this repository’s secrets and a token that may write: whoever opens a pull request could have both, and decide what is put under your registry’s name. Leave out "ref" and "repository" of actions/checkout, or let the event pull_request start the workflow. Only where you trust everybody who can open a pull request, set "allow-untrusted: true".';

async function findDistrustReason(event: PullRequestEvent, deps: TrustDeps): Promise<string | undefined> {
  // The run itself tells of a folder that is not there.
  const isThere = await stat(deps.folder).catch(() => undefined);
  if (isThere === undefined) return undefined;
  try {
    return await compare(event, deps);
  } catch (error) {
    deps.signal.throwIfAborted();
    return cannotTell(messageOf(error));
  }
}

/** A merged pull request is in the base: what the event or the runner names as the base is trusted before anything else is looked at. */
async function compare(event: PullRequestEvent, deps: TrustDeps): Promise<string | undefined> {
  const { git, environment, signal } = deps;
  const ask: AskGit = async (...args) => git(args, signal);
  const commit = await ask('cat-file', 'commit', 'HEAD');
  if (commit.exitCode !== 0) return cannotTell(`They are in no checkout of git’s: ${commit.stderr}`);
  const head = (await ask('rev-parse', '--verify', 'HEAD')).stdout.trim();
  const bases = [environment.GITHUB_SHA ?? '', event.baseSha].filter((sha) => /^[0-9a-f]{40,64}$/.test(sha));
  if (await isOfBase(head, bases, ask)) return undefined;
  const relation = await relate(head, commit.stdout, event, ask);
  if (relation !== undefined)
    return `the checkout that names the images ${relation} pull request #${event.number} (${event.headSha.slice(0, 7)}).`;
  return `the checkout that names the images (${head.slice(0, 7)}) is not what the event or the runner calls the base, nor known to be an earlier commit of it: it may hold pull request #${event.number}.`;
}

interface GitAnswer {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

type AskGit = (...args: readonly string[]) => Promise<GitAnswer>;

async function isOfBase(head: string, bases: readonly string[], ask: AskGit): Promise<boolean> {
  if (bases.includes(head)) return true;
  for (const base of bases) {
    // 1 is no, and more than that is that git cannot tell: the history is cut off.
    if ((await ask('merge-base', '--is-ancestor', head, base)).exitCode === 0) return true;
  }
  return false;
}

/** How a checkout has to do with the pull request, for the words alone: it is refused whatever this finds. */
async function relate(
  head: string,
  commit: string,
  { headSha }: PullRequestEvent,
  ask: AskGit,
): Promise<'is' | 'is a merge of' | 'holds' | undefined> {
  if (head === headSha) return 'is';
  // Its own words: `rev-list --parents` knows none where the history is cut off.
  const [header = ''] = commit.split('\n\n', 1);
  if (header.split('\n').includes(`parent ${headSha}`)) return 'is a merge of';
  // The pull request may have gone on since the event.
  const pulls = ['refs/remotes/pull', 'refs/pull'];
  const refs = await ask('for-each-ref', '--points-at', 'HEAD', '--format=%(refname)', ...pulls);
  if (refs.stdout.trim() !== '') return 'is';
  return (await ask('merge-base', '--is-ancestor', headSha, 'HEAD')).exitCode === 0 ? 'holds' : undefined;
}

function cannotTell(why: string): string {
  const what = printable(why.trim(), 300).replace(/\.$/, '');
  return `whether the files are the pull request’s own cannot be told. ${what}. Have git on the PATH before actions/checkout runs, for without it that makes no checkout that can be asked.`;
}
