import type PQueue from 'p-queue';
import type { Clock } from '../clock.js';
import { RegistryError, messageOf } from '../errors.js';
import type { ImageSource, ImageTarget } from '../image/access.js';
import type { Digest } from '../image/digest.js';
import type { ManifestContent } from '../image/manifest.js';
import { formatCanonical } from '../image/reference.js';
import type { Outcome, OutcomeFacts } from '../outcome.js';
import { type Decision, type Policy, decide, leftAsItIs, missingUpstream } from '../plan/decide.js';
import type { Task } from '../plan/task.js';
import type { Progress } from '../report/progress.js';
import type { BlobPlan } from './blob-plan.js';
import type { Companion } from './convoy.js';
import type { ConfigCache } from './config-cache.js';
import { type CopyResult, copyImage } from './copy-image.js';
import { readPlatforms } from './platforms.js';
import type { PullBudgets } from './pull-budgets.js';
import type { PulledImage } from './pull-need.js';
import type { Admission } from './registry-budget.js';

export interface MirrorOptions extends Policy {
  readonly onMissingPlatform: 'fail' | 'warn';
  readonly verifyTimeoutMs: number;
}

/** One task with all that is needed to do it. */
export interface Job {
  readonly task: Task;
  /** what all targets of the task's source share */
  readonly image: PulledImage;
  readonly target: ImageTarget;
  /** where the image is kept under several targets */
  readonly companion: Companion | undefined;
  readonly options: MirrorOptions;
  readonly plan: BlobPlan;
  readonly configs: ConfigCache;
  readonly budgets: PullBudgets;
  /** holds back what more could be worked on side by side */
  readonly queue: PQueue;
  readonly clock: Clock;
  readonly progress: Pick<Progress, 'started' | 'moved' | 'finished'>;
  readonly signal: AbortSignal;
}

type CopyDecision = Extract<Decision, { kind: 'copy' }>;
type Deferral = Extract<Admission, { kind: 'deferred' }>;

/** A task that is decided on, and what becomes of it. */
export interface BegunTask {
  readonly task: Task;
  /** of what needs no copy; else it comes when the copy is done, and is never rejected */
  readonly outcome: Outcome | Promise<Outcome>;
}

/**
 * Decides on one task, and begins what is to be done, which is not waited for: it has a turn of its own. Whatever goes wrong is this task's
 * outcome, and no other's. Never throws.
 */
export async function beginTask(job: Job): Promise<BegunTask> {
  const { task, image, budgets } = job;
  const prepared = await prepare(job).catch((error: unknown) => failureOf(error, job.signal));
  if (prepared.kind === 'copy') return { task, outcome: copyWhenAdmitted(job, prepared) };
  if (prepared.kind === 'would-mirror') budgets.foresee(image);
  budgets.pass(image);
  return { task, outcome: finish(job, prepared) };
}

function finish({ task, companion, progress }: Job, outcome: Outcome): Outcome {
  companion?.leave();
  progress.finished(task, outcome);
  return outcome;
}

function failureOf(error: unknown, signal: AbortSignal): Outcome {
  return { kind: 'failed', message: wordsOf(error, signal), warnings: [] };
}

/** What needs no copy has its outcome at once. */
async function prepare(job: Job): Promise<CopyDecision | Outcome> {
  const { task, image, target, options, progress, signal } = job;
  progress.started(task);
  const source = { headManifest: async (reference: string) => image.source.headOnce(reference, signal) };
  const decision = await decide(task, options, { source, target }, signal);
  if (decision.kind !== 'copy') return settle(job, decision);
  return options.mode === 'mirror' ? decision : foresee(job, decision);
}

async function copyWhenAdmitted(job: Job, decision: CopyDecision): Promise<Outcome> {
  const { image, target, budgets, queue, signal } = job;
  const isAbsent = decision.previous === undefined;
  try {
    const admission = await budgets.admit({ image, wanted: decision.wanted, isAbsent, target });
    if (admission.kind === 'deferred') return finish(job, defer(decision, admission));
    // Before what is still to be decided on: what is begun is to be ended.
    return finish(job, await queue.add(async () => carryOut(job, decision), { priority: 1 }));
  } catch (error) {
    return finish(job, failureOf(error, signal));
  }
}

async function carryOut(job: Job, decision: CopyDecision): Promise<Outcome> {
  const { image, budgets } = job;
  const refused = await budgets.recheck(image);
  if (refused?.kind === 'deferred') return defer(decision, refused);
  try {
    return await copy(job, decision);
  } catch (error) {
    const met = await budgets.recheck(image, error);
    return met?.kind === 'deferred' ? defer(decision, met) : settleFailure(job, decision, error);
  }
}

/** What a pull request is about must not seem to be done: without a copy on the target it is a failure. */
function defer(decision: CopyDecision, deferral: Deferral): Outcome {
  const { until, isUrgent } = deferral;
  const isAbsent = decision.previous === undefined;
  const message = isAbsent ? deferral.message : leftAsItIs(deferral.message);
  const facts = { ...factsOf(decision), message, warnings: [] };
  return isUrgent && isAbsent ? { kind: 'failed', ...facts } : { kind: 'deferred', until, ...facts };
}

/** A source that does not give what its tag shows leaves the copy as it is; whatever else goes wrong is a failure. */
function settleFailure({ task, image: { source }, signal }: Job, decision: CopyDecision, error: unknown): Outcome {
  const facts = factsOf(decision);
  const message = wordsOf(error, signal);
  if (task.pin !== undefined && isMissing(error, source, task.pin))
    return { kind: 'failed', message: missingUpstream(task), ...facts, warnings: [] };
  const { previous } = decision;
  if (task.pin === undefined && previous !== undefined && isUnreadable(error) && !signal.aborted)
    return { kind: 'skipped', reason: 'unverified', ...facts, warnings: [leftAsItIs(message)] };
  return { kind: 'failed', message, ...facts, warnings: [] };
}

function wordsOf(error: unknown, signal: AbortSignal): string {
  return signal.aborted ? 'The run was stopped before this image was done.' : messageOf(error);
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
  'tls',
]);

/** What needs no copy. */
async function settle(job: Job, decision: Exclude<Decision, CopyDecision>): Promise<Outcome> {
  switch (decision.kind) {
    case 'up-to-date':
    case 'present': {
      const { digest } = decision;
      const platforms = await verifyPlatforms(job, digest);
      return {
        kind: 'skipped',
        reason: decision.kind,
        previous: digest,
        digest,
        ...platforms,
        warnings: platforms.warnings ?? [],
      };
    }
    case 'unverified':
      return {
        kind: 'skipped',
        reason: 'unverified',
        previous: decision.digest,
        warnings: [decision.message],
      };
    case 'target-behind': {
      const { wanted, previous } = decision;
      const message = `${formatCanonical(job.task.target)} is behind its source, and "on-mismatch" is "report".`;
      return { kind: 'stale', reason: 'target-behind', message, previous, digest: wanted, warnings: [] };
    }
    case 'fail':
      return { kind: 'failed', message: decision.message, ...factsOf(decision), warnings: [] };
  }
}

/** Where platforms are required, a copy that is there already must serve them too. The target is read, which no limit counts. */
async function verifyPlatforms(job: Job, digest: Digest): Promise<Partial<OutcomeFacts>> {
  return job.task.platforms.length === 0 ? {} : platformsAt(job, job.target, digest);
}

async function platformsAt(
  { task, options, configs, signal }: Job,
  source: ImageSource,
  digest: Digest,
): Promise<Pick<OutcomeFacts, 'platforms' | 'warnings'>> {
  const rule = { platforms: task.platforms, onMissingPlatform: options.onMissingPlatform };
  const readManifest = async (child: Digest): Promise<ManifestContent> => source.getManifest(child, signal);
  const root = await readManifest(digest);
  const { platforms, warnings } = await readPlatforms(root, rule, { source, configs, signal, readManifest });
  return { platforms, warnings };
}

/** What a copy would do: where platforms are required, the source's manifest has to be read to tell. */
async function foresee(job: Job, decision: CopyDecision): Promise<Outcome> {
  const facts = factsOf(decision);
  if (job.task.platforms.length === 0) return { kind: 'would-mirror', ...facts, warnings: [] };
  try {
    return { kind: 'would-mirror', ...facts, ...(await platformsAt(job, job.image.source, decision.wanted)) };
  } catch (error) {
    return settleFailure(job, decision, error);
  }
}

async function copy(job: Job, decision: CopyDecision): Promise<Outcome> {
  const { task, image, target, companion, options, progress, signal } = job;
  const { onMissingPlatform, verifyTimeoutMs } = options;
  const request = {
    wanted: decision.wanted,
    previous: decision.previous,
    mayReplace: options.onMismatch === 'update',
    tag: task.target.tag,
    source: image.source,
    sourceTag: task.pin === undefined ? task.source.tag : undefined,
    target,
    companion,
    platforms: task.platforms,
    onMissingPlatform,
    verifyTimeoutMs,
    onBytes: (bytes: number) => {
      progress.moved(task, bytes);
    },
  };
  return toOutcome(job, decision, await copyImage(request, job, signal));
}

function toOutcome({ task }: Job, decision: CopyDecision, result: CopyResult): Outcome {
  const { size, platforms, copiedBytes } = result;
  const facts = { ...factsOf(decision), platforms, size, warnings: result.warnings };
  switch (result.tag.kind) {
    case 'put':
    case 'not-visible':
      return { kind: 'mirrored', ...facts, copiedBytes };
    case 'done-elsewhere':
      return { kind: 'skipped', reason: 'done elsewhere', ...facts, digest: result.tag.found };
    case 'immutable': {
      const name = formatCanonical(task.target);
      const message = `${name} cannot be moved: the registry keeps its tags as they are. Allow this tag to change there, or bump the file to a new tag.`;
      return { kind: 'stale', reason: 'immutable-tag', message, ...facts, previous: result.tag.found };
    }
  }
}

function factsOf({
  wanted,
  previous,
}: {
  readonly wanted?: Digest;
  readonly previous?: Digest;
}): Pick<OutcomeFacts, 'previous' | 'digest'> {
  return { ...(previous === undefined ? {} : { previous }), ...(wanted === undefined ? {} : { digest: wanted }) };
}
