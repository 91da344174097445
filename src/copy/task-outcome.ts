import { RegistryError } from '../image/registry-error.js';
import { messageOf, stopWords } from '../runtime/errors.js';
import type { ImageSource } from '../image/source-and-target.js';
import type { Digest } from '../image/digest.js';
import { formatCanonical } from '../image/reference.js';
import type { Outcome, OutcomeFacts } from '../result/outcome.js';
import { leftAsItIs, missingUpstream } from '../plan/decide.js';
import type { Decision } from '../plan/decision.js';
import type { Task } from '../plan/task.js';
import type { CopyResult } from './copy-image.js';
import { type Loss, formatLosses } from './image/lost-content.js';
import type { Admission } from './pulls/registry-budget.js';

export type CopyDecision = Extract<Decision, { kind: 'copy' }> & {
  /** content that the target lost of a copy whose tag is right; it has to be restored */
  readonly lost?: readonly Loss[];
};
type Deferral = Extract<Admission, { kind: 'deferred' }>;

/** Of what went wrong before anything was known. */
export function failedOutcome(error: unknown, signal: AbortSignal): Outcome {
  return { state: 'failed', message: wordsOf(error, signal), warnings: [] };
}

/** What a pull request is about must not seem to be done: without a copy on the target it is a failure. */
export function defer(decision: CopyDecision, deferral: Deferral): Outcome {
  const { until, isUrgent } = deferral;
  const isAbsent = decision.previousDigest === undefined;
  const message = isAbsent ? deferral.message : leftAsItIs(deferral.message);
  const facts = { ...factsOf(decision), message, warnings: lossWarnings(decision) };
  return isUrgent && isAbsent ? { state: 'failed', ...facts } : { state: 'deferred', until, ...facts };
}

/** A source that does not give what its tag shows leaves the copy as it is; whatever else goes wrong is a failure. */
export function outcomeOfFailure(
  task: Task,
  source: ImageSource,
  decision: CopyDecision,
  error: unknown,
  signal: AbortSignal,
): Outcome {
  const facts = { ...factsOf(decision), warnings: lossWarnings(decision) };
  const words = wordsOf(error, signal);
  // The target may have refused to show the tag because rights are missing, and not because the tag is absent.
  const isUnread = decision.previousUnknown === true && error instanceof RegistryError && error.side === 'target';
  const message = isUnread ? `${words} ${unreadWords}` : words;
  // A pin is read without a look-up before it. Only here it shows that the source does not have it.
  const isNotFound = error instanceof RegistryError && error.code === 'not-found';
  if (task.digest !== undefined && isNotFound && error.reference === `${source.name}@${task.digest}`)
    return { state: 'failed', ...missingUpstream(task), ...beforeOf(decision), warnings: facts.warnings };
  if (!signal.aborted && mayStay(task, decision, error))
    return { state: 'skipped', reason: 'unverified', ...facts, warnings: [leftAsItIs(message)] };
  return { state: 'failed', message, ...facts };
}

const unreadWords =
  'Before, the target refused (403) to show the tag, and took an upload. If the account may write there and not read, give it the right to read, too.';

/** Of a copy that is not whole and was not mended. */
export function lossWarnings({ lost }: CopyDecision, what = 'was not brought back'): readonly string[] {
  return lost === undefined
    ? []
    : [`The copy on the target was not whole: ${formatLosses(lost)}. What is lost ${what}.`];
}

function wordsOf(error: unknown, signal: AbortSignal): string {
  return signal.aborted ? `${stopWords(signal)} before this image was done.` : messageOf(error);
}

/** Whether the copy is whole, and only its source could not be read. A pin that is not copied is a failure all the same. */
function mayStay(task: Task, { previousDigest, lost }: CopyDecision, error: unknown): boolean {
  const isUnreadable = error instanceof RegistryError && error.side === 'source' && unreadableCodes.has(error.code);
  return isUnreadable && task.digest === undefined && previousDigest !== undefined && lost === undefined;
}

/** Docker Hub answers HEAD and counts GET, so most limits show only here. Wrong content is a failure of its own. */
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
      if (decision.previousUnknown === true) {
        const message = `${formatCanonical(task.target)} was put, and the target does not show it. ${unreadWords}`;
        return { state: 'failed', message, ...facts };
      }
      return { state: 'mirrored', ...facts, copiedBytes, visible: false };
    case 'put':
    // The source moved on once more: what is there now the next run replaces.
    case 'taken-back':
      return { state: 'mirrored', ...facts, copiedBytes };
    case 'waits':
      return { state: 'mirrored', ...facts, tagWaits: true, copiedBytes };
    case 'done elsewhere':
      if (decision.lost !== undefined && tag.found === decision.digest)
        return { state: 'mirrored', ...facts, copiedBytes };
      return { state: 'skipped', reason: 'done elsewhere', ...facts, digest: tag.found };
    case 'in-doubt': {
      const message = `${stopWords(signal)} while the tag was put: whether it leads to this image now is not known.`;
      return { state: 'failed', message, ...facts };
    }
    case 'immutable': {
      const name = formatCanonical(task.target);
      const message = `${name} cannot be moved: the registry keeps its tags as they are. Allow this tag to change there, or bump the file to a new tag.`;
      return { state: 'stale', reason: 'immutable-tag', message, ...facts, previousDigest: tag.found };
    }
  }
}

type Before = Pick<OutcomeFacts, 'previousDigest' | 'previousUnknown'>;

/** What is known of what the tag led to. */
export function beforeOf({ previousDigest, previousUnknown }: Before): Before {
  return {
    ...(previousDigest === undefined ? {} : { previousDigest }),
    ...(previousUnknown === undefined ? {} : { previousUnknown }),
  };
}

export function factsOf({
  digest,
  ...before
}: Before & { readonly digest?: Digest }): Before & Pick<OutcomeFacts, 'digest'> {
  return { ...beforeOf(before), ...(digest === undefined ? {} : { digest }) };
}
