import type { Clock } from './runtime/clock.js';
import type { Config } from './config/config.js';
import { formatTarget } from './config/naming.js';
import type { MirrorSurroundings, Wire } from './copy/mirror-all.js';
import { ConfigurationError, StoppedError } from './runtime/errors.js';
import type { KeptKnowledge } from './cache/open-cache.js';
import type { Knowledge } from './cache/run-cache.js';
import { type Allowed, type Reachable, mayAsk } from './plan/allowed-registries.js';
import type { Refusal, WhenRefused } from './plan/refusal.js';
import type { Task } from './plan/task.js';
import type { Urgency } from './plan/urgency.js';
import type { Progress } from './result/progress.js';
import { redactOutcome, redactProgress } from './result/redact.js';
import { type Report, type ReportInput, type ScopeReport, type TrafficReport, buildReport } from './result/report.js';
import { unlessLate } from './runtime/wait.js';
import type { Redact } from './runtime/text.js';
import type { Trigger } from './tree/known-change.js';
import type { Scope } from './tree/scope.js';
import { findWork } from './find-work.js';

/** What a run works with; the entries make the real ones. */
export interface Surroundings {
  readonly workspace: string;
  readonly clock: Clock;
  readonly progress: Progress;
  /** Takes the secrets out of what others wrote; they become known on the way. */
  readonly redact: Redact;
  readonly signal: AbortSignal;
  /** Aborted when a run that was stopped waits for nothing more: its report is made of what is known by then. */
  readonly tidyUntil: AbortSignal;
  /** What started the run; what that changes is asked for where it matters. */
  readonly trigger: Trigger;
  /** What becomes of images whose target does not let the run write. */
  readonly whenRefused: WhenRefused;
  /** A sentence: why nothing may be written, whatever the configuration says. */
  readonly onlyCheck?: string | undefined;
  /** A target's registry where a repository that the run makes may be readable by everybody. */
  readonly exposed?: MirrorSurroundings['exposed'];
  readonly maxMemoryBytes?: MirrorSurroundings['maxMemoryBytes'];
  /** A sentence: what is said of a run of mode `check` that leaves images to mirror. */
  readonly whenLeft?: string | undefined;
  /** Opened, as the wire is made, only where there is something to ask a registry. */
  readonly remember: (warn: (sentence: string) => void) => Promise<KeptKnowledge>;
  /** @param trusted registries that may be at a private address, as those may that the configuration names */
  readonly connect: (
    knowledge: Knowledge,
    trusted: readonly string[],
    tell: (sentence: string) => void,
  ) => Promise<Wire>;
}

/**
 * The whole job: read the tree, plan, ask and copy, report.
 * @throws {ConfigurationError} before any request, where the inputs or the tree make no sense.
 */
export async function run(wanted: Config, given: Surroundings): Promise<Report> {
  const { redact } = given;
  const surroundings: Surroundings = { ...given, progress: redactProgress(given.progress, redact) };
  const isHeldBack = surroundings.onlyCheck !== undefined && wanted.mode === 'mirror';
  const config: Config = isHeldBack ? { ...wanted, mode: 'check' } : wanted;
  const { clock } = surroundings;
  const [startedAt, begunMs] = [new Date(clock.wallMs()), clock.monotonicMs()];
  const { scope, files, plan, reachable, entries, warnings, notes } = await findWork(config, surroundings);
  for (const note of notes) surroundings.progress.told(note);
  const mirrored = await mirror(plan.tasks, config, {
    ...surroundings,
    reachable,
    urgency: async () => urgencyOf(scope, surroundings),
  });
  const all = [...entries, ...plan.settled, ...mirrored.entries];
  const isDone = all.length > 0 && all.every(({ outcome }) => outcome.kind !== 'failed');
  return buildReport({
    ...(isHeldBack
      ? { mode: 'check' as const, checkedBecause: surroundings.onlyCheck }
      : wayOf(config, mirrored, surroundings.whenRefused)),
    scope: { ...describeScope(scope), files, only: config.only, leftOut: plan.leftOut },
    targets: config.targets.map(formatTarget),
    startedAt,
    durationMs: Math.round(clock.monotonicMs() - begunMs),
    interrupted: surroundings.signal.aborted,
    entries: all.map((entry) => ({
      ...entry,
      outcome: redactOutcome(entry.outcome, redact),
    })),
    warnings: [
      ...stopWarnings(surroundings.signal, isDone),
      ...leftWarnings(wanted, mirrored, surroundings),
      ...[...warnings(), ...plan.warnings, ...mirrored.warnings].map(redact),
    ],
    traffic: mirrored.traffic,
    pullBudgets: mirrored.pullBudgets,
  });
}

/** Of what was asked to be a check alone: what was not written for other reasons has these in the report. */
function leftWarnings({ mode }: Config, { entries }: Mirrored, { whenLeft }: Surroundings): readonly string[] {
  const isLeft = mode === 'check' && entries.some(({ outcome }) => outcome.kind === 'would-mirror');
  return isLeft && whenLeft !== undefined ? [whenLeft] : [];
}

/** Who reads the report need not be who stopped the run. */
function stopWarnings({ reason }: AbortSignal, isDone: boolean): readonly string[] {
  const why: unknown = reason;
  if (!(why instanceof StoppedError)) return [];
  const again = 'Run it again: what is copied already stays.';
  if (why.isOfTimeout)
    return [`The run was ${why.message} with some of its work undone. ${again} Or give it more time.`];
  return [`The run was ${why.message}${isDone ? ' when all images were done.' : `. ${again}`}`];
}

interface Mirrored extends Pick<ReportInput, 'entries' | 'traffic' | 'pullBudgets' | 'warnings'> {
  readonly refusals: readonly Refusal[];
}

/** A run that was let write nowhere was a check; where one target of several was written, it was none, and says of the others why not. */
function wayOf(
  { mode }: Config,
  { refusals: [first, ...others], entries, traffic }: Mirrored,
  whenRefused: WhenRefused,
): Pick<ReportInput, 'mode' | 'checkedBecause'> {
  if (first === undefined || whenRefused.kind === 'fail') return { mode };
  const isWritten = traffic.bytesToTargets > 0 || entries.some(({ outcome }) => outcome.kind === 'mirrored');
  return { mode: isWritten ? mode : 'check', checkedBecause: whenRefused.explain([first, ...others]) };
}

function describeScope(scope: Scope): Pick<ScopeReport, 'kind' | 'of' | 'why'> {
  if (scope.kind === 'changed') return { kind: 'changed', of: scope.change.what };
  return { kind: 'all', ...(scope.why === undefined ? {} : { why: scope.why }) };
}

/** What is not merged yet cannot wait. What it changes is asked for only here, where the run is of more than that. */
async function urgencyOf(scope: Scope, { trigger, progress }: Surroundings): Promise<Urgency> {
  if (trigger.kind === 'none' || trigger.kind === 'push') return { kind: 'none' };
  if (scope.kind === 'changed') return { kind: 'all' };
  const change = await trigger.change();
  if (change.kind === 'known') return { kind: 'files', files: change.files };
  if (scope.why !== change.why) progress.told(`${change.why} All images are taken to be urgent.`);
  return { kind: 'all' };
}

/** The engine is loaded when it is needed: a run with nothing to do ends at once. */
async function mirror(
  tasks: readonly Task[],
  config: Config,
  surroundings: Surroundings & Pick<MirrorSurroundings, 'urgency'> & { readonly reachable: Reachable },
): Promise<Mirrored> {
  if (tasks.length === 0) return nothingDone;
  const warnings: string[] = [];
  const [{ mirrorAll }, kept] = await Promise.all([
    import('./copy/mirror-all.js'),
    surroundings.remember((sentence) => warnings.push(sentence)),
  ]);
  const { allowed, trusted } = surroundings.reachable;
  const wire = await surroundings.connect(kept.knowledge, trusted, (sentence) => {
    surroundings.progress.told(sentence);
  });
  try {
    const done = await mirrorAll(tasks, config, within(wire, allowed), surroundings);
    await kept.save();
    return { ...done, traffic: wire.traffic, warnings: [...warnings, ...wire.warnings, ...done.warnings] };
  } finally {
    await unlessLate(wire.close(), surroundings.tidyUntil);
  }
}

/** What a line named before a pull request may be of a registry that is not allowed: it is only compared with, and not asked for there. */
function within(wire: Wire, allowed: Allowed): Wire {
  if (allowed.kind !== 'listed') return wire;
  return {
    ...wire,
    source: (reference) => {
      if (mayAsk(reference, allowed)) return wire.source(reference);
      throw new ConfigurationError([`${reference.registry} is not in "allowed-registries".`]);
    },
  };
}

const noTraffic: TrafficReport = { requests: {}, bytesFromSources: 0, bytesToTargets: 0, upstreamPulls: 0 };
const nothingDone: Mirrored = { entries: [], traffic: noTraffic, pullBudgets: [], warnings: [], refusals: [] };
