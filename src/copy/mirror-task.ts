import type { Digest } from '../image/digest.js';
import type { Outcome } from '../result/outcome.js';
import { decide, missingUpstream } from '../plan/decide.js';
import type { Decision } from '../plan/decision.js';
import type { Task } from '../plan/task.js';
import { type CopyHooks, type CopyResult, copyImage } from './copy-image.js';
import { type MirrorOptions, type RunContext, type TaskContext, optionsFor } from './task-context.js';
import { type Loss, TargetManifests, inspectCopy } from './image/lost-content.js';
import type { MemoryShare } from './memory/memory-share.js';
import { warnOfMovedVersion } from './compare/moved-version.js';
import { headOf, lookAhead, lookUpSides } from './look-up-sides.js';
import { predictCopy, outcomeWithoutCopy } from './not-copied.js';
import type { TagMove } from './push/put-tag.js';
import { type TargetTag, decideAsCheck, readOnly } from './push/refusals.js';
import { type CopyDecision, defer, failedOutcome, outcomeOfFailure, toOutcome } from './task-outcome.js';
import { withVia } from '../result/via.js';

/** What is to be left as it is, with what the target's tag leads to. */
type LeftDecision = Extract<Decision, { kind: 'up-to-date' | 'present' | 'unverified' }>;

/** What comes next for a task: one of its steps, or nothing more. */
type Next<Step> = Step | { readonly next: 'done'; readonly outcome: Outcome };
type Decided = Next<{ readonly next: 'prepare'; readonly decision: Decision }>;
type Inspected = Next<{ readonly next: 'repair'; readonly losses: readonly Loss[] }>;
type Prepared = Next<{ readonly next: 'copy'; readonly decision: CopyDecision }>;
type Copied = Next<{ readonly next: 'check-tag'; readonly result: CopyResult }>;

/** A task that is decided on, and what becomes of it. */
interface StartedTask {
  /** Never rejected. */
  readonly outcome: Promise<Outcome>;
}

/**
 * Decides on one task and starts its copy, which takes turns of its own and is not waited for. Any failure becomes this task's outcome, and no
 * other's. Never throws.
 */
export async function startTask(context: TaskContext, run: RunContext): Promise<StartedTask> {
  const decided = await decideOn(context, run).catch((error: unknown) => done(failedOutcome(error, run.signal)));
  return { outcome: carryOn(context, decided, run) };
}

async function carryOn(context: TaskContext, decided: Decided, run: RunContext): Promise<Outcome> {
  const prepared = await prepare(context, decided, run).catch((error: unknown) =>
    done(failedOutcome(error, run.signal)),
  );
  if (prepared.next === 'copy') {
    const { decision } = prepared;
    return copyWhenAdmitted(lookingAt(context, decision, run), decision, run);
  }
  context.pulls.skip();
  return finish(context, prepared.outcome, run);
}

function done(outcome: Outcome): Next<never> {
  return { next: 'done', outcome };
}

/**
 * A target that refused to show the tag may answer so for everything that it does not have. A repository that has a tag is there. After a pull request
 * it may hold the image without any tag; then its list of tags says that the repository does not exist.
 */
function lookingAt(
  context: TaskContext,
  { previousDigest, previousUnknown, isHeld }: CopyDecision,
  run: RunContext,
): TaskContext {
  const { task, image, target, participant, pulls, turns } = context;
  if (previousDigest !== undefined || isHeld === true) run.copying.plan.recordRepository(target);
  return previousUnknown === true
    ? { task, image, target: target.denyingAbsent(), participant, pulls, turns }
    : context;
}

function finish({ task, image, target, participant }: TaskContext, outcome: Outcome, run: RunContext): Outcome {
  participant?.leave();
  const first = task.contest === undefined ? [] : [task.contest.warning];
  // Registries report an absent image in many ways, so say this of every failure.
  const stage = outcome.state === 'failed' ? task.possibleStage : undefined;
  const noStage =
    stage === undefined ? [] : [`No stage of this file is called "${stage}", so that it was taken for an image.`];
  const more = [...warnOfMovedVersion(task, outcome), ...noStage];
  const warned =
    first.length + more.length === 0 ? outcome : { ...outcome, warnings: [...first, ...outcome.warnings, ...more] };
  const finished = withVia(warned, [image.source, target]);
  run.progress.finished(task, finished);
  run.comparisons.offer({ task, image, target, outcome: finished });
  return finished;
}

/** Looks tags up, and reads nothing. */
async function decideOn(context: TaskContext, run: RunContext): Promise<Decided> {
  const { task, image } = context;
  run.progress.started(task);
  // What was not begun costs next to nothing then: the report of many images has to be written in time.
  run.signal.throwIfAborted();
  // Without an account, reveal nothing of an image, or of its copy, that its source does not show to everybody.
  if (run.isPublicOnly) {
    const head = await image.source.headOnce(task.digest ?? task.source.tag ?? 'latest', run.signal);
    if (head === undefined) return done({ state: 'failed', ...missingUpstream(task), warnings: [] });
  }
  return {
    next: 'prepare',
    decision: await decide(task, optionsFor(task, run), lookUpSides(context, run), run.signal),
  };
}

/** What needs no copy has its outcome. */
async function prepare(context: TaskContext, decided: Decided, run: RunContext): Promise<Prepared> {
  if (decided.next === 'done') return decided;
  const { decision } = decided;
  const { target } = context;
  const { mode, force } = run.options;
  const isFailed = decision.kind === 'fail' && mode !== 'verify';
  if (isFailed && (await run.refusals.shouldCheckInstead(decision.refusal, target)))
    return done(await checkInstead(context, { kind: 'unread', target }, run));
  if (decision.kind === 'copy') return copyOrPredict(context, decision, run);
  const isLeft = decision.kind === 'up-to-date' || decision.kind === 'present' || decision.kind === 'unverified';
  return force && !run.isPublicOnly && isLeft
    ? repairOrLeave(context, decision, run)
    : done(await outcomeWithoutCopy(context, decision, run));
}

async function copyOrPredict(context: TaskContext, decision: CopyDecision, run: RunContext): Promise<Prepared> {
  return run.options.mode === 'mirror' ? { next: 'copy', decision } : done(await predictCopy(context, decision, run));
}

/** The tag is right, or its source cannot be asked: what it leads to is looked into, and what was lost is copied again, lists of referrers included. */
async function repairOrLeave(context: TaskContext, decision: LeftDecision, run: RunContext): Promise<Prepared> {
  const { target, turns } = context;
  const { digest } = decision;
  const { plan, referrers } = run.copying;
  const { mode, verifyTimeoutMs } = run.options;
  const found = await turns.read(target, async (share): Promise<Inspected> => {
    const inspection = await inspectCopy(digest, { target, plan, signal: run.signal, count: share.count });
    const { losses } = inspection;
    if (losses.length > 0) return { next: 'repair', losses };
    const outcome = await outcomeWithoutCopy(context, decision, run, { inspected: { inspection, share } });
    // An earlier run may have been refused the lists, or did not write any yet. The tag leads to the image, so nothing waits for the merge.
    const links = { verifyTimeoutMs, hasWritten: false, signal: run.signal };
    const unlisted = mode === 'mirror' ? await referrers.link(inspection.contents, target, links) : [];
    return done({ ...outcome, warnings: [...outcome.warnings, ...unlisted] });
  });
  if (found.next === 'done') return found;
  return copyOrPredict(context, { kind: 'copy', digest, previousDigest: digest, lost: found.losses }, run);
}

async function copyWhenAdmitted(context: TaskContext, decision: CopyDecision, run: RunContext): Promise<Outcome> {
  const { image, target, pulls } = context;
  const isAbsent = decision.previousDigest === undefined;
  try {
    const refused = await stopAtGate(context, decision, run);
    if (refused !== undefined) return finish(context, refused, run);
    const admission = await pulls.admit({ image, digest: decision.digest, isAbsent, target });
    if (admission.kind === 'deferred') return finish(context, defer(decision, admission), run);
    return finish(context, await carryOut(context, decision, run), run);
  } catch (error) {
    return finish(context, failedOutcome(error, run.signal), run);
  }
}

/** Before anything of the source is read that may be counted: what comes of an image whose target takes nothing. */
async function stopAtGate(context: TaskContext, decision: CopyDecision, run: RunContext): Promise<Outcome | undefined> {
  const { target, pulls } = context;
  const { copying, gates, signal } = run;
  const isThere = async (): Promise<boolean> => copying.plan.repositoryExists(target, signal);
  try {
    const error = await gates.ask(target, isThere, () => {
      lookAhead(context, decision, run);
    });
    if (error === undefined) return undefined;
    const outcome = await outcomeOfRefusal(context, decision, error, run);
    pulls.skip();
    return outcome;
  } catch (error) {
    pulls.skip();
    throw error;
  }
}

async function outcomeOfRefusal(
  context: TaskContext,
  decision: CopyDecision,
  error: unknown,
  run: RunContext,
): Promise<Outcome> {
  const { task, image, target } = context;
  // It took an upload, so this run may write there. What it refuses after that is a failure.
  const isChecked = decision.previousUnknown !== true && (await run.refusals.shouldCheckInstead(error, target));
  return isChecked
    ? checkInstead(context, { kind: 'known', digest: decision.previousDigest }, run)
    : outcomeOfFailure(task, image.source, decision, error, run.signal);
}

async function checkInstead(context: TaskContext, targetTag: TargetTag, run: RunContext): Promise<Outcome> {
  const { task, image, target } = context;
  const sides = { source: headOf(image, run.signal), targetTag };
  const { decision, warnings, ...known } = await decideAsCheck(task, optionsFor(task, run), sides, run.signal);
  const outcome = await (decision.kind === 'copy'
    ? predictCopy(context, decision, run)
    : outcomeWithoutCopy(context, decision, run, { target: targetTag.kind === 'known' ? target : readOnly(target) }));
  return { ...outcome, ...known, warnings: [...outcome.warnings, ...warnings] };
}

async function carryOut(context: TaskContext, decision: CopyDecision, run: RunContext): Promise<Outcome> {
  try {
    return await copy(context, decision, run);
  } catch (error) {
    const met = await context.pulls.recheck(context.image, error);
    return met?.kind === 'deferred' ? defer(decision, met) : outcomeOfRefusal(context, decision, error, run);
  }
}

async function copy(context: TaskContext, decision: CopyDecision, run: RunContext): Promise<Outcome> {
  const { task, image, target, pulls, turns } = context;
  const { digest, previousDigest } = decision;
  const tag = decision.tagWaits === true ? undefined : tagMove(task, previousDigest, optionsFor(task, run));
  const copied = await turns.read(image.source, async (share): Promise<Copied> => {
    const refused = await pulls.recheck(image);
    if (refused?.kind === 'deferred') return done(defer(decision, refused));
    const result = await run.exposures.watchCopy(task.source, digest, image.source, target, async () =>
      copyOnce(context, digest, tag, decision.lost, share, run),
    );
    return { next: 'check-tag', result };
  });
  if (copied.next === 'done') return copied.outcome;
  const { result } = copied;
  const last = result.tag.kind === 'taken-back' ? await restoreTag(context, decision, result.tag.newer, run) : result;
  return toOutcome(task, decision, last, run.signal);
}

/** Puts the tag back to the newer image of another run. That image is checked like any copy. The target has it, so nothing is pulled. */
async function restoreTag(
  context: TaskContext,
  { digest: ours, lost }: CopyDecision,
  newer: Digest,
  run: RunContext,
): Promise<CopyResult> {
  const { task, image, target, turns } = context;
  run.copying.plan.recordRepository(target);
  const tag = tagMove(task, ours, optionsFor(task, run));
  const result = await turns.read(image.source, async (share) => copyOnce(context, newer, tag, lost, share, run));
  return result.tag.kind === 'put' ? { ...result, tag: { kind: 'done elsewhere', found: newer } } : result;
}

async function copyOnce(
  { task, image: { source }, target, participant }: TaskContext,
  digest: Digest,
  tag: TagMove | undefined,
  lost: CopyDecision['lost'],
  share: MemoryShare,
  run: RunContext,
): Promise<CopyResult> {
  const { copying, progress, signal } = run;
  const { force, onMissingPlatform } = optionsFor(task, run);
  const platformRule = { platforms: task.platforms, onMissingPlatform };
  const targetManifests = force ? new TargetManifests(target, signal, lost) : undefined;
  const hooks: CopyHooks = {
    onBytes: (bytes) => {
      progress.moved(task, bytes);
    },
    onExpected: (bytes) => {
      progress.expected(task, bytes);
    },
  };
  const route = { source, target, participant, targetManifests };
  return copyImage({ digest, platformRule, tagMove: tag }, route, share, hooks, copying, signal);
}

/** @param previousDigest what the tag is known to lead to */
function tagMove(
  { source, digest, target, contest }: Task,
  previousDigest: Digest | undefined,
  { force, onMismatch, verifyTimeoutMs }: MirrorOptions,
): TagMove {
  return {
    tag: target.tag,
    previousDigest,
    mayReplace: force || onMismatch === 'update',
    // Whoever pins a tag decides on it, also where pins differ: its source is not followed to what nobody pins.
    sourceTag: digest === undefined && contest === undefined ? source.tag : undefined,
    verifyTimeoutMs,
  };
}
