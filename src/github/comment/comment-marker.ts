import { createHash } from 'node:crypto';
import type { OptionTexts } from '../../config/options.js';
import { withoutTrailing } from '../../runtime/text.js';
import type { Environment } from '../../runtime/environment.js';
import { maxBodyCharacters } from '../runner/event.js';

/** What a comment of ours begins with: whose it is, and which run wrote it. Readers do not see it. */
export interface CommentMarker {
  /** Of everything that makes a comment one's own; 16 hexadecimal digits. */
  readonly key: string;
  /** GITHUB_RUN_NUMBER, which grows with each run of a workflow; 0 where there is none. */
  readonly run: number;
  /** counted from 1 */
  readonly attempt: number;
}

/**
 * The marker of this run. Targets, what chooses and names images, workflow and job are its key, so that another target, job or leg of a matrix has a
 * comment of its own. They are taken as they were written: a run whose inputs are wrong finds the comment of those before it.
 */
export function markerFor(inputs: OptionTexts, environment: Environment): CommentMarker {
  const { target = '' } = inputs;
  const targets = target
    .split(/[,\n]/)
    .map((item) => withoutTrailing(item.trim().toLowerCase(), '/'))
    .filter((item) => item !== '');
  const choice = choosing.map((name) => (inputs[name] ?? '').trim());
  const { GITHUB_WORKFLOW_REF: reference = '', GITHUB_WORKFLOW: workflowName = '' } = environment;
  // `octo-org/octo-repo/.github/workflows/mirror.yml`: its file, without the branch that it was read from.
  const workflow = reference === '' ? workflowName : reference.replace(/@refs\/.*$/s, '');
  const parts = [[...new Set(targets)].sort(), ...choice, workflow, environment.GITHUB_JOB];
  return {
    key: createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16),
    run: countOf(environment.GITHUB_RUN_NUMBER),
    attempt: countOf(environment.GITHUB_RUN_ATTEMPT),
  };
}

/** Inputs that say which images a run is of, and what they are called. The legs of a matrix have one name of a job, and differ in these. */
const choosing = ['images', 'dockerfiles', 'only', 'exclude', 'naming', 'build-args'] as const;

function countOf(text = ''): number {
  return /^\d{1,15}$/.test(text) ? Number(text) : 0;
}

/** What a comment has room for behind its marker, which has at most eighty-three characters and a line end. */
export const maxCommentCharacters = maxBodyCharacters - 100;

export function formatMarker({ key, run, attempt }: CommentMarker): string {
  return `<!-- image-mirror:${key} run=${run} attempt=${attempt} -->`;
}

/** @returns undefined of a comment that does not begin with one */
export function parseMarker(body: string): CommentMarker | undefined {
  const match = /^<!-- image-mirror:([0-9a-f]{16}) run=(\d{1,15}) attempt=(\d{1,15}) -->/.exec(body);
  if (match?.[1] === undefined) return undefined;
  return { key: match[1], run: countOf(match[2]), attempt: countOf(match[3]) };
}

/** Says whether one run began before the other. */
export function isOlder(one: CommentMarker, other: CommentMarker): boolean {
  return one.run === other.run ? one.attempt < other.attempt : one.run < other.run;
}
