import type { NamedChange } from './bump/name-change.js';
import type { Clock } from './clock.js';
import type { Config } from './config/config.js';
import { formatTarget } from './config/naming.js';
import type { MirrorSurroundings, Wire } from './copy/mirror-all.js';
import { StoppedError, stopWords } from './errors.js';
import type { KeptKnowledge } from './knowledge/open.js';
import type { Knowledge } from './knowledge/knowledge.js';
import type { Refusal, WhenRefused } from './plan/refusal.js';
import type { Task } from './plan/task.js';
import { type NamedImage, type TaskList, planTasks } from './plan/tasks.js';
import type { Urgency } from './plan/urgency.js';
import type { Trigger } from './tree/change.js';
import type { Progress } from './report/progress.js';
import {
  type Report,
  type ReportEntry,
  type ReportInput,
  type ScopeReport,
  type TrafficReport,
  buildReport,
} from './report/report.js';
import { unlessLate } from './settle.js';
import { type TreeProblem, readImages } from './tree/read-images.js';
import { type Scope, decideScope } from './tree/scope.js';

/** What a run works with; the entries make the real ones. */
export interface Surroundings {
  readonly workspace: string;
  readonly clock: Clock;
  readonly progress: Progress;
  readonly signal: AbortSignal;
  /** Aborted when a run that was stopped waits for nothing more: its report is made of what is known by then. */
  readonly tidyUntil: AbortSignal;
  /** What started the run; what that changes is asked for where it matters. */
  readonly trigger: Trigger;
  /** What becomes of images whose target does not let the run write. */
  readonly whenRefused: WhenRefused;
  /** A sentence: why nothing may be written, whatever the configuration says. */
  readonly onlyCheck?: string | undefined;
  /** Opened, as the wire is made, only where there is something to ask a registry. */
  readonly remember: (warn: (sentence: string) => void) => Promise<KeptKnowledge>;
  readonly connect: (knowledge: Knowledge) => Promise<Wire>;
}

/**
 * The whole job: read the tree, plan, ask and copy, report.
 * @throws {ConfigurationError} before any request, where the inputs or the tree make no sense.
 */
export async function run(wanted: Config, surroundings: Surroundings): Promise<Report> {
  const isHeldBack = surroundings.onlyCheck !== undefined && wanted.mode === 'mirror';
  const config: Config = isHeldBack ? { ...wanted, mode: 'check' } : wanted;
  const startedAt = new Date(surroundings.clock.now());
  const { scope, files, plan, entries, warnings } = await findWork(config, surroundings);
  const mirrored = await mirror(plan.tasks, config, {
    ...surroundings,
    urgency: async () => urgencyOf(scope, surroundings),
  });
  return buildReport({
    ...(isHeldBack
      ? { mode: 'check' as const, checkedBecause: surroundings.onlyCheck }
      : wayOf(config, mirrored, surroundings.whenRefused)),
    scope: { ...describeScope(scope), files, only: config.only, leftOut: plan.leftOut },
    targets: config.targets.map(formatTarget),
    startedAt,
    durationMs: surroundings.clock.now() - startedAt.getTime(),
    interrupted: surroundings.signal.aborted,
    entries: [...entries, ...plan.settled, ...mirrored.entries],
    warnings: [...timeoutWarnings(surroundings.signal), ...warnings, ...plan.warnings, ...mirrored.warnings],
    traffic: mirrored.traffic,
    pullBudgets: mirrored.pullBudgets,
  });
}

/** What a run is to do. */
interface Work {
  readonly scope: Scope;
  /** that were read */
  readonly files: number;
  readonly plan: TaskList;
  /** of files that could not be read */
  readonly entries: readonly ReportEntry[];
  readonly warnings: readonly string[];
}

/** A run that is stopped before it is known says so, and names no image. */
async function findWork(config: Config, surroundings: Surroundings): Promise<Work> {
  const { signal, tidyUntil } = surroundings;
  const found = await unlessLate(readWork(config, surroundings), tidyUntil);
  if (found !== undefined) return found;
  const warning = `${stopWords(signal)} before it was known which images it is of: this report names none of them.`;
  return { scope: { kind: 'all' }, files: 0, plan: planTasks([], config, false), entries: [], warnings: [warning] };
}

async function readWork(
  config: Config,
  { workspace, trigger, signal }: Pick<Surroundings, 'workspace' | 'trigger' | 'signal'>,
): Promise<Work | undefined> {
  const scope = await decideScope(config.scope, trigger);
  // What could not be asked any more is not all that there is.
  if (signal.aborted) return undefined;
  const tree = await readImages(workspace, config, scope);
  const named = await nameWhatChanged(tree.images, scope, { trigger, signal }, config);
  const warnings = [...tree.warnings, ...named.warnings];
  const plan = planTasks(named.images, config, scope.kind === 'all');
  return { scope, files: tree.files, plan, entries: tree.problems.map(entryOfProblem), warnings };
}

/** Of a signal its sender knows. */
function timeoutWarnings({ reason }: AbortSignal): readonly string[] {
  const why: unknown = reason;
  if (!(why instanceof StoppedError) || !why.isOfTimeout) return [];
  return [
    `${stopWords({ reason: why })} with some of its work undone. Run it again: what is copied already stays. Or give it more time.`,
  ];
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

/** Of a pull request, what each image was before it; loaded where there is one. */
async function nameWhatChanged(
  images: readonly NamedImage[],
  scope: Scope,
  { trigger, signal }: Pick<Surroundings, 'trigger' | 'signal'>,
  config: Config,
): Promise<NamedChange> {
  const change = scope.change ?? (trigger.kind === 'pull-request' ? await trigger.change() : undefined);
  if (change?.kind !== 'known') return { images, warnings: [] };
  const { nameChange } = await import('./bump/name-change.js');
  const named = await nameChange(images, change, config);
  // What could not be read any more is no news of the change.
  return signal.aborted ? { ...named, warnings: [] } : named;
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
  surroundings: Surroundings & Pick<MirrorSurroundings, 'urgency'>,
): Promise<Mirrored> {
  if (tasks.length === 0) return nothingDone;
  const warnings: string[] = [];
  const [{ mirrorAll }, kept] = await Promise.all([
    import('./copy/mirror-all.js'),
    surroundings.remember((sentence) => warnings.push(sentence)),
  ]);
  const wire = await surroundings.connect(kept.knowledge);
  try {
    const done = await mirrorAll(tasks, config, wire, surroundings);
    await kept.save();
    return { ...done, traffic: wire.traffic, warnings: [...warnings, ...done.warnings] };
  } finally {
    await unlessLate(wire.close(), surroundings.tidyUntil);
  }
}

const noTraffic: TrafficReport = { requests: {}, bytesFromSources: 0, bytesToTargets: 0, upstreamPulls: 0 };
const nothingDone: Mirrored = { entries: [], traffic: noTraffic, pullBudgets: [], warnings: [], refusals: [] };

function entryOfProblem({ file, line, written, message }: TreeProblem): ReportEntry {
  const use = { file, ...(line === undefined ? {} : { line }), ...(written === undefined ? {} : { written }) };
  return { uses: [use], outcome: { kind: 'failed', message, warnings: [] } };
}
