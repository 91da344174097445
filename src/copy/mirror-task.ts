import type PQueue from 'p-queue';
import type { Clock } from '../clock.js';
import type { ImageSource, ImageTarget } from '../image/access.js';
import type { Digest } from '../image/digest.js';
import type { ManifestContent } from '../image/manifest.js';
import { formatCanonical } from '../image/reference.js';
import type { Outcome, OutcomeFacts } from '../outcome.js';
import { type Decision, type Policy, decide } from '../plan/decide.js';
import type { Task } from '../plan/task.js';
import type { Progress } from '../report/progress.js';
import type { BlobPlan } from './blob-plan.js';
import type { Companion } from './convoy.js';
import type { ConfigCache } from './config-cache.js';
import { copyImage } from './copy-image.js';
import type { Comparisons } from './comparisons.js';
import { HeldManifests, type Inspection, inspectCopy } from './lost-content.js';
import { warnOfMovedVersion } from './moved-version.js';
import { readPlatforms } from './platforms.js';
import type { PullBudgets } from './pull-budgets.js';
import type { PulledImage } from './pull-need.js';
import type { PushGates } from './push-gate.js';
import { type Held, type Refusals, decideAsCheck, readerOf } from './refusals.js';
import {
  type CopyDecision,
  defer,
  factsOf,
  failureOf,
  lossWarnings,
  settleFailure,
  toOutcome,
} from './task-outcome.js';
import { withVia } from './via.js';

export interface MirrorOptions extends Policy {
  readonly onMissingPlatform: 'fail' | 'warn';
  readonly verifyTimeoutMs: number;
}

/** What is to be left as it is, with what the target's tag leads to. */
type LeftDecision = Exclude<Extract<Decision, { digest: Digest }>, { kind: 'copy' }>;

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
  readonly comparisons: Comparisons;
  readonly gates: PushGates;
  readonly refusals: Refusals;
  /** holds back what more could be worked on side by side */
  readonly queue: PQueue;
  readonly clock: Clock;
  readonly progress: Pick<Progress, 'started' | 'moved' | 'finished'>;
  readonly signal: AbortSignal;
}

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
  budgets.pass(image);
  return { task, outcome: finish(job, prepared) };
}

function finish({ task, image, target, companion, comparisons, progress }: Job, outcome: Outcome): Outcome {
  companion?.leave();
  const moved = warnOfMovedVersion(task, outcome);
  const warned = moved.length === 0 ? outcome : { ...outcome, warnings: [...outcome.warnings, ...moved] };
  const finished = withVia(warned, [image.source, target]);
  progress.finished(task, finished);
  comparisons.offer({ task, image, target, outcome: finished });
  return finished;
}

/** What needs no copy has its outcome at once. */
async function prepare(job: Job): Promise<CopyDecision | Outcome> {
  const { task, target, options, progress, signal } = job;
  progress.started(task);
  const decision = await decide(task, options, { source: headOf(job), target }, signal);
  if (decision.kind === 'fail' && options.mode !== 'verify' && (await job.refusals.turns(decision.refusal, target)))
    return checkInstead(job, { kind: 'unread', target });
  if (decision.kind === 'copy') return options.mode === 'mirror' ? decision : foresee(job, decision);
  return options.force && 'digest' in decision ? settleByForce(job, decision) : settle(job, decision);
}

/** The tag is right, or its source cannot be asked: what it leads to is looked into, and what was lost is copied again. */
async function settleByForce(job: Job, decision: LeftDecision): Promise<CopyDecision | Outcome> {
  const { digest } = decision;
  const inspection = await inspectCopy(digest, job);
  if (inspection.losses.length === 0) return settle(job, decision, { inspection });
  const repair: CopyDecision = { kind: 'copy', wanted: digest, previous: digest, lost: inspection };
  return job.options.mode === 'mirror' ? repair : foresee(job, repair);
}

function headOf({ image, signal }: Job): Pick<ImageSource, 'headManifest'> {
  return { headManifest: async (reference) => image.source.headOnce(reference, signal) };
}

async function copyWhenAdmitted(job: Job, decision: CopyDecision): Promise<Outcome> {
  const { image, target, budgets, queue, signal } = job;
  const isAbsent = decision.previous === undefined;
  try {
    const refused = await stopAtGate(job, decision);
    if (refused !== undefined) return finish(job, refused);
    const admission = await budgets.admit({ image, wanted: decision.wanted, isAbsent, target });
    if (admission.kind === 'deferred') return finish(job, defer(decision, admission));
    // Before what is still to be decided on: what is begun is to be ended.
    return finish(job, await queue.add(async () => carryOut(job, decision), { priority: 1 }));
  } catch (error) {
    return finish(job, failureOf(error, signal));
  }
}

/** Before anything of the source is read that may be counted: what comes of an image whose target takes nothing. */
async function stopAtGate(job: Job, decision: CopyDecision): Promise<Outcome | undefined> {
  const { image, target, plan, budgets, gates, signal } = job;
  const isThere = async (): Promise<boolean> =>
    decision.previous !== undefined || (await plan.repositoryExists(target, signal));
  try {
    const error = await gates.ask(target, isThere);
    if (error === undefined) return undefined;
    const outcome = await settleRefused(job, decision, error);
    budgets.pass(image);
    return outcome;
  } catch (error) {
    budgets.pass(image);
    throw error;
  }
}

async function settleRefused(job: Job, decision: CopyDecision, error: unknown): Promise<Outcome> {
  const isTurned = await job.refusals.turns(error, job.target);
  return isTurned
    ? checkInstead(job, { kind: 'known', digest: decision.previous })
    : settleFailure({ ...job, source: job.image.source }, decision, error);
}

async function checkInstead(job: Job, held: Held): Promise<Outcome> {
  const { task, options, target, signal } = job;
  const { decision, warnings } = await decideAsCheck(task, options, { source: headOf(job), held }, signal);
  const outcome = await (decision.kind === 'copy'
    ? foresee(job, decision)
    : settle(job, decision, { target: held.kind === 'known' ? target : readerOf(target) }));
  return { ...outcome, warnings: [...outcome.warnings, ...warnings] };
}

async function carryOut(job: Job, decision: CopyDecision): Promise<Outcome> {
  const { image, budgets } = job;
  const refused = await budgets.recheck(image);
  if (refused?.kind === 'deferred') return defer(decision, refused);
  try {
    return await copy(job, decision);
  } catch (error) {
    const met = await budgets.recheck(image, error);
    return met?.kind === 'deferred' ? defer(decision, met) : settleRefused(job, decision, error);
  }
}

/** What a copy that is there already is looked at by. */
interface Look {
  /** what looking into all of it found */
  readonly inspection?: Inspection;
  /** the target, as it may be read */
  readonly target?: ImageSource;
}

/** What needs no copy. */
async function settle(job: Job, decision: Exclude<Decision, { kind: 'copy' }>, look: Look = {}): Promise<Outcome> {
  switch (decision.kind) {
    case 'up-to-date':
    case 'present': {
      const { digest } = decision;
      const { inspection } = look;
      const platforms = await verifyPlatforms(job, digest, look);
      return {
        kind: 'skipped',
        reason: decision.kind,
        previous: digest,
        digest,
        ...platforms,
        ...(inspection === undefined ? {} : { size: inspection.size }),
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
async function verifyPlatforms(
  job: Job,
  digest: Digest,
  { inspection, target = job.target }: Look,
): Promise<Partial<OutcomeFacts>> {
  const isKnown = inspection !== undefined || job.task.platforms.length > 0;
  return isKnown ? platformsAt(job, target, digest, inspection?.manifests) : {};
}

async function platformsAt(
  { task, options, configs, signal }: Job,
  source: ImageSource,
  digest: Digest,
  manifests?: HeldManifests,
): Promise<Pick<OutcomeFacts, 'platforms' | 'warnings'>> {
  const rule = { platforms: task.platforms, onMissingPlatform: options.onMissingPlatform };
  const readManifest = async (child: Digest): Promise<ManifestContent> =>
    (manifests === undefined ? undefined : await manifests.find(child)) ?? source.getManifest(child, signal);
  const root = await readManifest(digest);
  const { platforms, warnings } = await readPlatforms(root, rule, { source, configs, signal, readManifest });
  return { platforms, warnings };
}

/** What a copy would do: where platforms are required, the source's manifest has to be read to tell. */
async function foresee(job: Job, decision: CopyDecision): Promise<Outcome> {
  const facts = factsOf(decision);
  const losses = lossWarnings(decision, 'would be copied again');
  job.budgets.foresee(job.image, decision.wanted);
  if (job.task.platforms.length === 0) return { kind: 'would-mirror', ...facts, warnings: losses };
  try {
    const platforms = await platformsAt(job, job.image.source, decision.wanted);
    return { kind: 'would-mirror', ...facts, ...platforms, warnings: [...losses, ...platforms.warnings] };
  } catch (error) {
    return settleFailure({ ...job, source: job.image.source }, decision, error);
  }
}

async function copy(job: Job, decision: CopyDecision): Promise<Outcome> {
  const { task, image, target, companion, options, progress, signal } = job;
  const { onMissingPlatform, verifyTimeoutMs } = options;
  const request = {
    wanted: decision.wanted,
    previous: decision.previous,
    mayReplace: options.force || options.onMismatch === 'update',
    tag: task.target.tag,
    source: image.source,
    sourceTag: task.pin === undefined ? task.source.tag : undefined,
    target,
    companion,
    manifests: options.force ? (decision.lost?.manifests ?? new HeldManifests(target, signal)) : undefined,
    platforms: task.platforms,
    onMissingPlatform,
    verifyTimeoutMs,
    onBytes: (bytes: number) => {
      progress.moved(task, bytes);
    },
  };
  return toOutcome(task, decision, await copyImage(request, job, signal));
}
