import type { Clock } from './runtime/clock.js';
import type { Config } from './config/config.js';
import { formatTarget } from './config/naming.js';
import type { EngineOptions, MirrorDeps } from './copy/mirror-all.js';
import type { RegistryAccess } from './copy/registry-access.js';
import { ConfigurationError, StoppedError } from './runtime/errors.js';
import type { OpenCache } from './cache/open-cache.js';
import type { RunCache } from './cache/run-cache.js';
import { type AllowedRegistries, type Reachable, isAllowed } from './plan/allowed-registries.js';
import type { Refusal, WhenRefused } from './plan/when-refused.js';
import type { Task } from './plan/task.js';
import type { Urgency } from './plan/urgency.js';
import type { Progress } from './result/progress.js';
import { redactOutcome, redactProgress } from './result/redact.js';
import { type Report, type ReportInput, type TrafficReport, buildReport } from './result/report.js';
import { unlessLate } from './runtime/wait.js';
import type { Redact } from './runtime/text.js';
import type { Trigger } from './tree/known-change.js';
import type { Scope } from './tree/scope.js';
import { findWork } from './find-work.js';

/** What a run works with; the entries make the real ones. */
export interface RunDeps {
  readonly workspace: string;
  readonly clock: Clock;
  readonly progress: Progress;
  /** Takes the secrets out of what others wrote; they become known on the way. */
  readonly redact: Redact;
  readonly signal: AbortSignal;
  /** Aborted when a run that was stopped waits for nothing more: its report is made of what is known by then. */
  readonly cleanupSignal: AbortSignal;
  /** What started the run; what that changes is asked for where it matters. */
  readonly trigger: Trigger;
  /** What becomes of images whose target does not let the run write. */
  readonly whenRefused: WhenRefused;
  /** A sentence: why nothing may be written, whatever the configuration says. */
  readonly checkOnlyReason?: string | undefined;
  /** Handed on to the engine as it is. */
  readonly engine: EngineOptions;
  /** A sentence: what is said of a run of mode `check` that leaves images to mirror. */
  readonly leftImagesReason?: string | undefined;
  /** Opened, as the registry access is made, only where there is something to ask a registry. */
  readonly openCache: (warn: (sentence: string) => void) => Promise<OpenCache>;
  /** @param trusted registries that may be at a private address, as those may that the configuration names */
  readonly connect: (
    cache: RunCache,
    trusted: readonly string[],
    log: (sentence: string) => void,
  ) => Promise<RegistryAccess>;
}

/**
 * The whole job: read the tree, plan, ask and copy, report.
 * @throws {ConfigurationError} before any request, where the inputs or the tree make no sense.
 */
export async function run(requested: Config, deps: RunDeps): Promise<Report> {
  const { workspace, clock, redact, signal, cleanupSignal, trigger, whenRefused, engine } = deps;
  const progress = redactProgress(deps.progress, redact);
  const onlyCheckedBecause = requested.mode === 'mirror' ? deps.checkOnlyReason : undefined;
  const config: Config = onlyCheckedBecause === undefined ? requested : { ...requested, mode: 'check' };
  const [startedAt, begunMs] = [new Date(clock.wallMs()), clock.monotonicMs()];
  const work = await findWork(config, {
    workspace,
    trigger,
    signal,
    cleanupSignal,
    onManyFiles: engine.keepHeapSmall,
  });
  const { scope, files, plan, reachable, entries, warnings, logLines } = work;
  for (const line of logLines) progress.log(line);
  const urgency = async (): Promise<Urgency> => urgencyOf(scope, trigger, progress);
  const engineDeps = { clock, progress, signal, cleanupSignal, urgency, whenRefused, engine };
  const mirrored = await mirror(plan.tasks, config, reachable, engineDeps, deps);
  const all = [...entries, ...plan.finished, ...mirrored.entries];
  const isDone = all.length > 0 && all.every(({ outcome }) => outcome.state !== 'failed');
  // Only if a check was asked for: the report has the other reasons why something was not written.
  const leavesImages =
    requested.mode === 'check' && mirrored.entries.some(({ outcome }) => outcome.state === 'would-mirror');
  return buildReport({
    ...reportedMode(config, onlyCheckedBecause, mirrored, whenRefused),
    scope: {
      kind: scope.kind,
      ...(scope.kind === 'changed' ? { of: scope.change.what } : {}),
      ...(scope.kind === 'all' && scope.why !== undefined ? { why: scope.why } : {}),
      files,
      only: config.only,
      leftOut: plan.leftOut,
    },
    targets: config.targets.map(formatTarget),
    startedAt,
    durationMs: Math.round(clock.monotonicMs() - begunMs),
    interrupted: signal.aborted,
    entries: all.map((entry) => ({ ...entry, outcome: redactOutcome(entry.outcome, redact) })),
    warnings: [
      ...stopWarnings(signal, isDone),
      ...(leavesImages && deps.leftImagesReason !== undefined ? [deps.leftImagesReason] : []),
      ...[...warnings(), ...plan.warnings, ...mirrored.warnings].map(redact),
    ],
    traffic: mirrored.traffic,
    pullBudgets: mirrored.pullBudgets,
  });
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

interface EngineResult extends Pick<ReportInput, 'entries' | 'traffic' | 'pullBudgets' | 'warnings'> {
  readonly refusals: readonly Refusal[];
}

/** A run that was let write nowhere was a check; where one target of several was written, it was none, and says of the others why not. */
function reportedMode(
  { mode }: Config,
  onlyCheckedBecause: string | undefined,
  { refusals: [first, ...others], entries, traffic }: EngineResult,
  whenRefused: WhenRefused,
): Pick<ReportInput, 'mode' | 'checkedBecause'> {
  if (onlyCheckedBecause !== undefined) return { mode, checkedBecause: onlyCheckedBecause };
  if (first === undefined || whenRefused.kind === 'fail') return { mode };
  const isWritten = traffic.bytesToTargets > 0 || entries.some(({ outcome }) => outcome.state === 'mirrored');
  return { mode: isWritten ? mode : 'check', checkedBecause: whenRefused.explain([first, ...others]) };
}

/** What is not merged yet cannot wait. What it changes is asked for only here, where the run is of more than that. */
async function urgencyOf(scope: Scope, trigger: Trigger, progress: Progress): Promise<Urgency> {
  if (trigger.kind === 'none' || trigger.kind === 'push') return { kind: 'none' };
  if (scope.kind === 'changed') return { kind: 'all' };
  const change = await trigger.change();
  if (change.kind === 'known') return { kind: 'files', files: change.files };
  if (scope.why !== change.why) progress.log(`${change.why} All images are taken to be urgent.`);
  return { kind: 'all' };
}

/** The engine is loaded when it is needed: a run with nothing to do ends at once. */
async function mirror(
  tasks: readonly Task[],
  config: Config,
  { allowed, trusted }: Reachable,
  deps: MirrorDeps,
  { openCache, connect }: Pick<RunDeps, 'openCache' | 'connect'>,
): Promise<EngineResult> {
  if (tasks.length === 0) return nothingMirrored;
  const warnings: string[] = [];
  const [{ mirrorAll }, opened] = await Promise.all([
    import('./copy/mirror-all.js'),
    openCache((sentence) => warnings.push(sentence)),
  ]);
  const access = await connect(opened.cache, trusted, (sentence) => {
    deps.progress.log(sentence);
  });
  try {
    const done = await mirrorAll(tasks, config, restrictSources(access, allowed), deps);
    await opened.save();
    return { ...done, traffic: access.traffic, warnings: [...warnings, ...access.warnings, ...done.warnings] };
  } finally {
    await unlessLate(access.close(), deps.cleanupSignal);
  }
}

/** What a line named before a pull request may be of a registry that is not allowed: it is only compared with, and not asked for there. */
function restrictSources(access: RegistryAccess, allowed: AllowedRegistries): RegistryAccess {
  if (allowed.kind !== 'listed') return access;
  return {
    ...access,
    source: (reference) => {
      if (isAllowed(reference, allowed)) return access.source(reference);
      throw new ConfigurationError([`${reference.registry} is not in "allowed-registries".`]);
    },
  };
}

const noTraffic: TrafficReport = { requests: {}, bytesFromSources: 0, bytesToTargets: 0, upstreamPulls: 0 };
const nothingMirrored: EngineResult = { entries: [], traffic: noTraffic, pullBudgets: [], warnings: [], refusals: [] };
