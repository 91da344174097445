import type { ImageSource } from '../image/access.js';
import type { Digest } from '../image/digest.js';
import type { ManifestContent } from '../image/manifest.js';
import type { Outcome } from '../result/outcome.js';
import { decide, missingUpstream } from '../plan/decide.js';
import type { Decision } from '../plan/decision.js';
import type { Task } from '../plan/task.js';
import { type CopyRequest, type CopyResult, copyImage } from './copy-image.js';
import type { Job } from './job.js';
import { TargetManifests, inspectCopy } from './image/lost-content.js';
import type { MemoryShare } from './memory/memory-share.js';
import { warnOfMovedVersion } from './compare/moved-version.js';
import { predictCopy, outcomeWithoutCopy } from './not-copied.js';
import { type TargetTag, decideAsCheck, readOnly } from './push/refusals.js';
import { type CopyDecision, defer, failedOutcome, outcomeOfFailure, toOutcome } from './task-outcome.js';
import { inTurn } from './turn.js';
import { withVia } from './image/via.js';

/** What is to be left as it is, with what the target's tag leads to. */
type LeftDecision = Extract<Decision, { kind: 'up-to-date' | 'present' | 'unverified' }>;

/** A task that is decided on, and what becomes of it. */
export interface StartedTask {
  /** Never rejected. */
  readonly outcome: Promise<Outcome>;
}

/**
 * Decides on one task, and begins what is to be done, which is not waited for: it has turns of its own. Whatever goes wrong is this task's
 * outcome, and no other's. Never throws.
 */
export async function startTask(job: Job): Promise<StartedTask> {
  const decided = await decideOn(job).catch((error: unknown) => failedOutcome(error, job.signal));
  return { outcome: carryOn(job, decided) };
}

async function carryOn(job: Job, decided: Decision | Outcome): Promise<Outcome> {
  const prepared = await prepare(job, decided).catch((error: unknown) => failedOutcome(error, job.signal));
  if ('kind' in prepared) return copyWhenAdmitted(lookingAt(job, prepared), prepared);
  job.budgets.skip(job.image);
  return finish(job, prepared);
}

/**
 * A target that refused to show the tag may answer so for all that it does not have. After a pull request it may hold the image without any tag: then its
 * list of tags says that the repository does not exist.
 */
function lookingAt(job: Job, { previousUnknown, isHeld }: CopyDecision): Job {
  if (isHeld === true) job.plan.recordRepository(job.target);
  return previousUnknown === true ? { ...job, target: job.target.denyingAbsent() } : job;
}

function finish({ task, image, target, participant, comparisons, progress }: Job, outcome: Outcome): Outcome {
  participant?.leave();
  const first = task.contest === undefined ? [] : [task.contest.warning];
  const more = [...warnOfMovedVersion(task, outcome), ...warnOfNoStage(task, outcome)];
  const warned =
    first.length + more.length === 0 ? outcome : { ...outcome, warnings: [...first, ...outcome.warnings, ...more] };
  const finished = withVia(warned, [image.source, target]);
  progress.finished(task, finished);
  comparisons.offer({ task, image, target, outcome: finished });
  return finished;
}

/** Registries call what is not there by many names: of all that failed. */
function warnOfNoStage({ possibleStage }: Task, { state }: Outcome): readonly string[] {
  if (possibleStage === undefined || state !== 'failed') return [];
  return [`No stage of this file is called "${possibleStage}", so that it was taken for an image.`];
}

/** Looks tags up, and reads nothing. */
async function decideOn(job: Job): Promise<Decision | Outcome> {
  const { task, target, options, progress, signal } = job;
  progress.started(task);
  const takesUploads = async (): Promise<boolean> => job.gates.takesUploads(target);
  const sides = { source: headOf(job), target, takesUploads };
  return (await findHidden(job)) ?? decide(task, options, sides, signal);
}

/** What needs no copy has its outcome. */
async function prepare(job: Job, decided: Decision | Outcome): Promise<CopyDecision | Outcome> {
  if ('warnings' in decided) return decided;
  const { target, options } = job;
  if (
    decided.kind === 'fail' &&
    options.mode !== 'verify' &&
    (await job.refusals.shouldCheckInstead(decided.refusal, target))
  )
    return checkInstead(job, { kind: 'unread', target });
  if (decided.kind === 'copy') return options.mode === 'mirror' ? decided : predictCopy(job, decided);
  return options.force && !job.isPublicOnly && isLeft(decided)
    ? repairOrLeave(job, decided)
    : outcomeWithoutCopy(job, decided);
}

function isLeft(decision: Decision): decision is LeftDecision {
  return decision.kind === 'up-to-date' || decision.kind === 'present' || decision.kind === 'unverified';
}

/** Whoever has no account is told nothing of an image, nor of its copy, that its source does not show to everybody. */
async function findHidden(job: Job): Promise<Outcome | undefined> {
  if (!job.isPublicOnly) return undefined;
  const { digest, source } = job.task;
  const head = await headOf(job).headManifest(digest ?? source.tag ?? 'latest', job.signal);
  return head === undefined ? { state: 'failed', message: missingUpstream(job.task), warnings: [] } : undefined;
}

/** The tag is right, or its source cannot be asked: what it leads to is looked into, and what was lost is copied again, lists of referrers included. */
async function repairOrLeave(job: Job, decision: LeftDecision): Promise<CopyDecision | Outcome> {
  const { digest } = decision;
  const settled = await inTurn(job, job.target, async (share) => {
    const inspection = await inspectCopy(digest, { ...job, count: share.count });
    const { losses } = inspection;
    if (losses.length > 0) return { losses };
    const outcome = await outcomeWithoutCopy(job, decision, { inspected: { inspection, share } });
    const unlisted = await listReferrers(job, inspection.contents);
    return { ...outcome, warnings: [...outcome.warnings, ...unlisted] };
  });
  if (!('losses' in settled)) return settled;
  const repair: CopyDecision = { kind: 'copy', digest, previousDigest: digest, lost: settled.losses };
  return job.options.mode === 'mirror' ? repair : predictCopy(job, repair);
}

/** An earlier run may have been refused the lists, or did not write any yet. The tag leads to the image, so nothing waits for the merge. */
async function listReferrers(job: Job, image: readonly ManifestContent[]): Promise<readonly string[]> {
  const { target, options, referrers, signal } = job;
  if (options.mode !== 'mirror') return [];
  const { verifyTimeoutMs } = options;
  return referrers.link(image, target, { verifyTimeoutMs, hasWritten: false, signal });
}

function headOf({ image, signal }: Job): Pick<ImageSource, 'headManifest'> {
  return { headManifest: async (reference) => image.source.headOnce(reference, signal) };
}

async function copyWhenAdmitted(job: Job, decision: CopyDecision): Promise<Outcome> {
  const { image, target, budgets, signal } = job;
  const isAbsent = decision.previousDigest === undefined;
  try {
    const refused = await stopAtGate(job, decision);
    if (refused !== undefined) return finish(job, refused);
    const admission = await budgets.admit({ image, digest: decision.digest, isAbsent, target });
    if (admission.kind === 'deferred') return finish(job, defer(decision, admission));
    return finish(job, await carryOut(job, decision));
  } catch (error) {
    return finish(job, failedOutcome(error, signal));
  }
}

/** Before anything of the source is read that may be counted: what comes of an image whose target takes nothing. */
async function stopAtGate(job: Job, decision: CopyDecision): Promise<Outcome | undefined> {
  const { image, target, plan, budgets, gates, signal } = job;
  const isThere = async (): Promise<boolean> =>
    decision.previousDigest !== undefined || (await plan.repositoryExists(target, signal));
  try {
    const error = await gates.ask(target, isThere);
    if (error === undefined) return undefined;
    const outcome = await outcomeOfRefusal(job, decision, error);
    budgets.skip(image);
    return outcome;
  } catch (error) {
    budgets.skip(image);
    throw error;
  }
}

async function outcomeOfRefusal(job: Job, decision: CopyDecision, error: unknown): Promise<Outcome> {
  // It took an upload, so this run may write there. What it refuses after that is a failure.
  const isChecked = decision.previousUnknown !== true && (await job.refusals.shouldCheckInstead(error, job.target));
  return isChecked
    ? checkInstead(job, { kind: 'known', digest: decision.previousDigest })
    : outcomeOfFailure({ ...job, source: job.image.source }, decision, error);
}

async function checkInstead(job: Job, targetTag: TargetTag): Promise<Outcome> {
  const { task, options, target, signal } = job;
  const { decision, warnings, ...known } = await decideAsCheck(
    task,
    options,
    { source: headOf(job), targetTag },
    signal,
  );
  const outcome = await (decision.kind === 'copy'
    ? predictCopy(job, decision)
    : outcomeWithoutCopy(job, decision, { target: targetTag.kind === 'known' ? target : readOnly(target) }));
  return { ...outcome, ...known, warnings: [...outcome.warnings, ...warnings] };
}

async function carryOut(job: Job, decision: CopyDecision): Promise<Outcome> {
  const { image, budgets } = job;
  try {
    return await copy(job, decision);
  } catch (error) {
    const met = await budgets.recheck(image, error);
    return met?.kind === 'deferred' ? defer(decision, met) : outcomeOfRefusal(job, decision, error);
  }
}

async function copy(job: Job, decision: CopyDecision): Promise<Outcome> {
  const { task, image, budgets, exposures, signal } = job;
  const copied = await inTurn(job, image.source, async (share) => {
    const refused = await budgets.recheck(image);
    if (refused?.kind === 'deferred') return refused;
    const request = requestOf(job, decision, share);
    return exposures.watchCopy(job, decision.digest, async () => copyImage(request, job, signal));
  });
  if ('kind' in copied) return defer(decision, copied);
  const last = copied.tag.kind === 'taken-back' ? await restoreTag(job, decision, copied.tag.newer) : copied;
  return toOutcome(task, decision, last, signal);
}

/** Puts the tag back to the newer image of another run. That image is checked like any copy. The target has it, so nothing is pulled. */
async function restoreTag(job: Job, decision: CopyDecision, newer: Digest): Promise<CopyResult> {
  job.plan.recordRepository(job.target);
  const result = await inTurn(job, job.image.source, async (share) => {
    const request = { ...requestOf(job, decision, share), digest: newer, previousDigest: decision.digest };
    return copyImage(request, job, job.signal);
  });
  return result.tag.kind === 'put' ? { ...result, tag: { kind: 'done elsewhere', found: newer } } : result;
}

function requestOf(job: Job, decision: CopyDecision, share: MemoryShare): CopyRequest {
  const { task, image, target, participant, options, progress, signal } = job;
  const { onMissingPlatform, verifyTimeoutMs } = options;
  return {
    digest: decision.digest,
    previousDigest: decision.previousDigest,
    mayReplace: options.force || options.onMismatch === 'update',
    tag: decision.tagWaits === true ? undefined : task.target.tag,
    source: image.source,
    // Whoever pins a tag decides on it, also where pins differ: its source is not followed to what nobody pins.
    sourceTag: task.digest === undefined && task.contest === undefined ? task.source.tag : undefined,
    target,
    participant,
    manifests: options.force ? new TargetManifests(target, signal, decision.lost) : undefined,
    share,
    platforms: task.platforms,
    onMissingPlatform,
    verifyTimeoutMs,
    onRefused: (digests: readonly Digest[]) => {
      image.source.drop(digests);
    },
    onBytes: (bytes: number) => {
      progress.moved(task, bytes);
    },
    onExpected: (bytes: number) => {
      progress.expected(task, bytes);
    },
  };
}
