import type { Clock } from './clock.js';
import type { Config } from './config/config.js';
import { formatTarget } from './config/naming.js';
import type { Wire } from './copy/mirror-all.js';
import type { KeptKnowledge } from './knowledge/open.js';
import type { Knowledge } from './knowledge/knowledge.js';
import type { Refusal, WhenRefused } from './plan/refusal.js';
import type { Task } from './plan/task.js';
import { planTasks } from './plan/tasks.js';
import type { Urgency } from './plan/urgency.js';
import type { Progress } from './report/progress.js';
import { type Report, type ReportEntry, type ReportInput, type TrafficReport, buildReport } from './report/report.js';
import { type TreeProblem, readImages } from './tree/read-images.js';

/** What a run works with; the entries make the real ones. */
export interface Surroundings {
  readonly workspace: string;
  readonly clock: Clock;
  readonly progress: Progress;
  readonly signal: AbortSignal;
  /** Which images cannot wait where a registry limits pulls; asked where one does. */
  readonly urgency: () => Promise<Urgency>;
  /** What becomes of images whose target does not let the run write. */
  readonly whenRefused: WhenRefused;
  /** Opened, as the wire is made, only where there is something to ask a registry. */
  readonly remember: (warn: (sentence: string) => void) => Promise<KeptKnowledge>;
  readonly connect: (knowledge: Knowledge) => Promise<Wire>;
}

/**
 * The whole job: read the tree, plan, ask and copy, report.
 * @throws {ConfigurationError} before any request, where the inputs or the tree make no sense.
 */
export async function run(config: Config, surroundings: Surroundings): Promise<Report> {
  const startedAt = new Date(surroundings.clock.now());
  const tree = await readImages(surroundings.workspace, config);
  const plan = planTasks(tree.images, config);
  const mirrored = await mirror(plan.tasks, config, surroundings);
  return buildReport({
    ...wayOf(config, mirrored, surroundings.whenRefused),
    scope: { kind: 'all', files: tree.files, only: [], leftOut: 0 },
    targets: config.targets.map(formatTarget),
    startedAt,
    durationMs: surroundings.clock.now() - startedAt.getTime(),
    interrupted: surroundings.signal.aborted,
    entries: [...tree.problems.map(entryOfProblem), ...plan.settled, ...mirrored.entries],
    warnings: [...tree.warnings, ...plan.warnings, ...mirrored.warnings],
    traffic: mirrored.traffic,
    pullBudgets: mirrored.pullBudgets,
  });
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

/** The engine is loaded when it is needed: a run with nothing to do ends at once. */
async function mirror(tasks: readonly Task[], config: Config, surroundings: Surroundings): Promise<Mirrored> {
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
    return { ...done, traffic: wire.traffic, warnings };
  } finally {
    await wire.close();
  }
}

const noTraffic: TrafficReport = { requests: {}, bytesFromSources: 0, bytesToTargets: 0, upstreamPulls: 0 };
const nothingDone: Mirrored = { entries: [], traffic: noTraffic, pullBudgets: [], warnings: [], refusals: [] };

function entryOfProblem({ file, line, written, message }: TreeProblem): ReportEntry {
  const use = { file, ...(line === undefined ? {} : { line }), ...(written === undefined ? {} : { written }) };
  return { uses: [use], outcome: { kind: 'failed', message, warnings: [] } };
}
