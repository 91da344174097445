import { RegistryError, messageOf, stopWords } from '../errors.js';
import type { ImageSource } from '../image/access.js';
import type { Digest } from '../image/digest.js';
import { formatCanonical } from '../image/reference.js';
import type { Outcome, OutcomeFacts } from '../outcome.js';
import { type Decision, leftAsItIs, missingUpstream } from '../plan/decide.js';
import type { Task } from '../plan/task.js';
import type { CopyResult } from './copy-image.js';
import { type Loss, formatLosses } from './lost-content.js';
import type { Admission } from './registry-budget.js';

export type CopyDecision = Extract<Decision, { kind: 'copy' }> & {
  /** what the target lost of a copy whose tag is right: it is to be brought back */
  readonly lost?: readonly Loss[];
};
export type Deferral = Extract<Admission, { kind: 'deferred' }>;

/** Of what went wrong before anything was known. */
export function failureOf(error: unknown, signal: AbortSignal): Outcome {
  return { kind: 'failed', message: wordsOf(error, signal), warnings: [] };
}

/** What a pull request is about must not seem to be done: without a copy on the target it is a failure. */
export function defer(decision: CopyDecision, deferral: Deferral): Outcome {
  const { until, isUrgent } = deferral;
  const isAbsent = decision.previous === undefined;
  const message = isAbsent ? deferral.message : leftAsItIs(deferral.message);
  const facts = { ...factsOf(decision), message, warnings: lossWarnings(decision) };
  return isUrgent && isAbsent ? { kind: 'failed', ...facts } : { kind: 'deferred', until, ...facts };
}

interface FailedCopy {
  readonly task: Task;
  readonly source: ImageSource;
  readonly signal: AbortSignal;
}

/** A source that does not give what its tag shows leaves the copy as it is; whatever else goes wrong is a failure. */
export function settleFailure({ task, source, signal }: FailedCopy, decision: CopyDecision, error: unknown): Outcome {
  const facts = { ...factsOf(decision), warnings: lossWarnings(decision) };
  const message = wordsOf(error, signal);
  if (task.pin !== undefined && isMissing(error, source, task.pin))
    return { kind: 'failed', message: missingUpstream(task), ...previousOf(decision), warnings: facts.warnings };
  const mayStay = task.pin === undefined && decision.previous !== undefined && decision.lost === undefined;
  if (mayStay && isUnreadable(error) && !signal.aborted)
    return { kind: 'skipped', reason: 'unverified', ...facts, warnings: [leftAsItIs(message)] };
  return { kind: 'failed', message, ...facts };
}

/** Of a copy that is not whole and was not mended. */
export function lossWarnings({ lost }: CopyDecision, what = 'was not brought back'): readonly string[] {
  return lost === undefined
    ? []
    : [`The copy on the target was not whole: ${formatLosses(lost)}. What is lost ${what}.`];
}

function wordsOf(error: unknown, signal: AbortSignal): string {
  return signal.aborted ? `${stopWords(signal)} before this image was done.` : messageOf(error);
}

/** A pin is read without being looked up before: there it shows that the source does not have it. */
function isMissing(error: unknown, { name }: ImageSource, pin: Digest): boolean {
  return error instanceof RegistryError && error.code === 'not-found' && error.reference === `${name}@${pin}`;
}

function isUnreadable(error: unknown): boolean {
  return error instanceof RegistryError && error.side === 'source' && unreadableCodes.has(error.code);
}

/** Docker Hub answers HEAD and counts GET: most limits show only here. Content that is wrong is no matter of reading. */
const unreadableCodes: ReadonlySet<string> = new Set([
  'unauthorized',
  'denied',
  'credentials',
  'token-refused',
  'pull-limit',
  'rate-limited',
  'unavailable',
  'timeout',
  'network',
  'unreachable',
  'tls',
]);

export function toOutcome(task: Task, decision: CopyDecision, result: CopyResult, signal: AbortSignal): Outcome {
  const { size, platforms, tag } = result;
  const warnings = [...lossWarnings(decision, 'was brought back'), ...result.warnings];
  const facts = { ...factsOf(decision), platforms, size, warnings };
  // A repair may be of manifests alone.
  const copiedBytes = result.copiedBytes + (decision.lost === undefined ? 0 : result.putBytes);
  switch (tag.kind) {
    case 'not-visible':
      return { kind: 'mirrored', ...facts, copiedBytes, visible: false };
    case 'put':
    // The source moved on once more: what is there now the next run replaces.
    case 'taken-back':
      return { kind: 'mirrored', ...facts, copiedBytes };
    case 'waits':
      return { kind: 'mirrored', ...facts, tagWaits: true, copiedBytes };
    case 'done-elsewhere':
      if (decision.lost !== undefined && tag.found === decision.wanted)
        return { kind: 'mirrored', ...facts, copiedBytes };
      return { kind: 'skipped', reason: 'done elsewhere', ...facts, digest: tag.found };
    case 'in-doubt': {
      const message = `${stopWords(signal)} while the tag was put: whether it leads to this image now is not known.`;
      return { kind: 'failed', message, ...facts };
    }
    case 'immutable': {
      const name = formatCanonical(task.target);
      const message = `${name} cannot be moved: the registry keeps its tags as they are. Allow this tag to change there, or bump the file to a new tag.`;
      return { kind: 'stale', reason: 'immutable-tag', message, ...facts, previous: tag.found };
    }
  }
}

/** Nobody is known to have the digest of a pin that its source has not. */
function previousOf({ previous }: CopyDecision): Pick<OutcomeFacts, 'previous'> {
  return previous === undefined ? {} : { previous };
}

export function factsOf({
  wanted,
  previous,
}: {
  readonly wanted?: Digest;
  readonly previous?: Digest;
}): Pick<OutcomeFacts, 'previous' | 'digest'> {
  return { ...(previous === undefined ? {} : { previous }), ...(wanted === undefined ? {} : { digest: wanted }) };
}
