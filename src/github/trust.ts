import { stat } from 'node:fs/promises';
import { ConfigurationError, messageOf } from '../errors.js';
import { printable } from '../text.js';
import type { PullRequestEvent, RunEvent } from './event.js';
import type { Git } from './git.js';

export interface TrustMeans {
  /** The one that names the images. */
  readonly folder: string;
  /** In that folder. */
  readonly git: Git;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly log: (line: string) => void;
  readonly signal: AbortSignal;
}

/**
 * Under `pull_request_target` a run has the repository's secrets, whoever opened the pull request: it must not work on a checkout of the pull
 * request. Of files that are in no checkout it cannot be told, which the log says.
 * Source: securitylab.github.com, "Preventing pwn requests".
 * @throws {ConfigurationError} where the checkout holds the pull request, or may hold it: its history is cut off
 */
export async function requireTrusted(event: RunEvent, means: TrustMeans): Promise<void> {
  if (event.name !== 'pull_request_target') return;
  const origin = event.kind === 'other' ? unknown(event.why ?? '') : await findOrigin(event, means);
  switch (origin.kind) {
    case 'trusted':
      return;
    case 'unknown':
      means.log(
        `Whether the files are the pull request’s own cannot be told. ${origin.why} Under pull_request_target nothing of a pull request should be checked out.`,
      );
      return;
    case 'untrusted':
      throw new ConfigurationError([`pull_request_target: ${origin.why} ${whatToDo}`]);
  }
}

const whatToDo =
  'Such a run has this repository’s secrets and a token that may write: whoever opens a pull request could have both, and decide what is put under your registry’s name. Leave out "ref" and "repository" of actions/checkout, or let the event pull_request start the workflow. Only where you trust everybody who can open a pull request, set "allow-untrusted: true".';

type Origin =
  | { readonly kind: 'trusted' }
  | { readonly kind: 'unknown'; readonly why: string }
  | { readonly kind: 'untrusted'; readonly why: string };

async function findOrigin(event: PullRequestEvent, means: TrustMeans): Promise<Origin> {
  // The run itself tells of a folder that is not there.
  const isThere = await stat(means.folder).catch(() => undefined);
  if (isThere === undefined) return { kind: 'trusted' };
  try {
    return await compare(event, means);
  } catch (error) {
    return unknown(printable(messageOf(error)));
  }
}

/** A merged pull request is in the base: what the event names as the base is trusted before anything else is looked at. */
async function compare(event: PullRequestEvent, { git, environment, signal }: TrustMeans): Promise<Origin> {
  const ask = async (...args: readonly string[]): Promise<Answer> => git([...owned, ...args], signal);
  const commit = await ask('cat-file', 'commit', 'HEAD');
  const head = (await ask('rev-parse', 'HEAD')).stdout.trim();
  if (commit.exitCode !== 0) return unknown('They are in no checkout of git’s.');
  if (head === environment.GITHUB_SHA || head === event.baseSha) return { kind: 'trusted' };
  if (head === event.headSha) return untrusted(event, 'is');
  // Its own words: `rev-list --parents` knows none where the history is cut off.
  const parents = [
    ...commit.stdout
      .split('\n\n', 1)
      .join('')
      .matchAll(/^parent ([0-9a-f]+)$/gm),
  ].map(([, sha]) => sha);
  if (parents.includes(event.headSha)) return untrusted(event, 'is a merge of');
  // The pull request may have gone on since the event.
  const refs = await ask(
    'for-each-ref',
    '--points-at',
    'HEAD',
    '--format=%(refname)',
    'refs/remotes/pull',
    'refs/pull',
  );
  if (refs.stdout.trim() !== '') return untrusted(event, 'is');
  return findInHistory(event, ask);
}

interface Answer {
  readonly exitCode: number;
  readonly stdout: string;
}

async function findInHistory(
  event: PullRequestEvent,
  ask: (...args: readonly string[]) => Promise<Answer>,
): Promise<Origin> {
  const { exitCode } = await ask('merge-base', '--is-ancestor', event.headSha, 'HEAD');
  if (exitCode === 0) return untrusted(event, 'holds');
  const isCutOff = (await ask('rev-parse', '--is-shallow-repository')).stdout.trim() !== 'false';
  if (!isCutOff) return { kind: 'trusted' };
  const why = `the checkout that names the images is not what the event calls the base, and has too little history to tell whether it holds pull request #${event.number} (fetch-depth: 0 brings all).`;
  return { kind: 'untrusted', why };
}

/** A job in a container is another user than the one who checked out, and git would say nothing. Nothing here runs what is configured there. */
const owned = ['-c', 'safe.directory=*'];

function untrusted({ number, headSha }: PullRequestEvent, verb: string): Origin {
  return {
    kind: 'untrusted',
    why: `the checkout that names the images ${verb} pull request #${number} (${headSha.slice(0, 7)}).`,
  };
}

function unknown(why: string): Origin {
  return { kind: 'unknown', why };
}
