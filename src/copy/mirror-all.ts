import { setMaxListeners } from 'node:events';
import pMap from 'p-map';
import type { Clock } from '../runtime/clock.js';
import type { Config } from '../config/config.js';
import { formatCanonical, formatRepository } from '../image/reference.js';
import type { Outcome } from '../result/outcome.js';
import type { Exposed, Refusal, WhenRefused } from '../plan/when-refused.js';
import type { Task } from '../plan/task.js';
import type { Urgency } from '../plan/urgency.js';
import type { Progress } from '../result/progress.js';
import { type PullBudget, type ReportEntry, entryOfTask } from '../result/report.js';
import { unlessLate } from '../runtime/wait.js';
import { BlobPlan } from './blobs/blob-plan.js';
import { ConfigCache } from './image/config-cache.js';
import { Confirmations } from './push/confirmations.js';
import { FanOut } from './blobs/fan-out.js';
import { Comparisons } from './compare/comparisons.js';
import { Exposures } from './push/exposures.js';
import { createFanOutTransfer } from './blobs/fan-out-transfer.js';
import type { RegistryAccess } from './registry-access.js';
import type { RunContext, TaskContext } from './task-context.js';
import { MemoryBudget } from './memory/memory-budget.js';
import { startTask } from './mirror-task.js';
import { RegistryBudget } from './pulls/registry-budget.js';
import { PushGates } from './push/push-gate.js';
import { ReferrersTags } from './push/referrers-tags.js';
import { Refusals } from './push/refusals.js';
import { ManifestCache, SharedManifests } from './image/shared-manifests.js';
import { SharedSource } from './image/shared-source.js';
import { ComparisonPullBudget } from './compare/comparison-pull-budget.js';
import { failedOutcome } from './task-outcome.js';
import { Turns } from './turns.js';
import { createTransfer } from './blobs/transfer.js';
import { groupBy } from '../runtime/group-by.js';

export interface MirrorDeps {
  readonly clock: Clock;
  readonly progress: Progress;
  readonly signal: AbortSignal;
  /** Aborted when a run that was stopped waits for nothing more: what hangs then is left as it is. */
  readonly cleanupSignal: AbortSignal;
  /** Which images cannot wait where a registry limits pulls; asked where it does. */
  readonly urgency: () => Promise<Urgency>;
  readonly whenRefused: WhenRefused;
  readonly engine: EngineOptions;
}

/** What the engine alone reads: a run hands it on. */
export interface EngineOptions {
  /** A target's registry where a repository that the run makes may be readable by everybody. */
  readonly exposed?: Exposed | undefined;
  /** What manifests and configs may take of the memory; without it, what every runner has. */
  readonly maxMemoryBytes?: number | undefined;
  /** Called before a run of many images. */
  readonly keepHeapSmall?: (() => void) | undefined;
}

interface MirrorResult {
  readonly entries: readonly ReportEntry[];
  readonly pullBudgets: readonly PullBudget[];
  /** targets that did not let the run write, and whose images were checked for that */
  readonly refusals: readonly Refusal[];
  /** of the run as a whole */
  readonly warnings: readonly string[];
}

/** How many images of one registry on their way to another are worked on for each slot that a body has: most only wait for small answers. */
const imagesPerTransfer = 12;

/** With fewer images memory does not matter, and the additional garbage collections would slow down copies of large layers. */
const manyTasks = 2_000;

/** Does all tasks, several at once, sharing manifests, blobs and pulls among them. Never throws for one image's sake. */
export async function mirrorAll(
  tasks: readonly Task[],
  config: Config,
  access: RegistryAccess,
  deps: MirrorDeps,
): Promise<MirrorResult> {
  const { clock, signal, cleanupSignal, engine } = deps;
  // Of many images little is alive at a time and much left behind.
  if (tasks.length > manyTasks) engine.keepHeapSmall?.();
  // Every request under way listens for the run's end.
  setMaxListeners(0, signal, cleanupSignal);
  const memory = new MemoryBudget(engine.maxMemoryBytes);
  const plan = new BlobPlan(createTransfer(access.retry, clock), access.cache, clock, !config.force);
  const contexts = makeTaskContexts(tasks, config, access, plan, memory, deps);
  const run = makeRunContext(config, access, plan, memory, deps);
  const { comparisons, exposures, gates, refusals } = run;
  const outcomes = new Map<Task, Outcome>();
  await unlessLate(
    doTasks(contexts, run, (task, outcome) => outcomes.set(task, outcome)),
    cleanupSignal,
  );
  await unlessLate(gates.end(), cleanupSignal);
  const pullBudgets = [...new Set(contexts.map(({ pulls }) => pulls))].flatMap(({ report }) => report ?? []);
  const compared = await unlessLate(comparisons.run(), cleanupSignal);
  const entries = contexts.map(({ task }) =>
    entryOfTask(task, compared?.get(task) ?? outcomes.get(task) ?? failedOutcome(undefined, signal)),
  );
  return { entries, pullBudgets, refusals: refusals.all, warnings: [...exposures.warnings, ...comparisons.warnings] };
}

/** An image that waits for its turn takes no memory besides its context: each route begins as many as have a turn at the same time. */
async function doTasks(
  contexts: readonly TaskContext[],
  run: RunContext,
  onDone: (task: Task, outcome: Outcome) => void,
): Promise<void> {
  const copying: Promise<void>[] = [];
  const finish = async (task: Task, outcome: Promise<Outcome>): Promise<void> => {
    onDone(task, await outcome);
  };
  const routes = groupBy(contexts, ({ turns }) => turns);
  const start = async (context: TaskContext): Promise<void> => {
    const { outcome } = await context.turns.decide(async () => startTask(context, run));
    copying.push(finish(context.task, outcome));
  };
  await Promise.all([...routes].map(async ([{ concurrency }, ofRoute]) => pMap(ofRoute, start, { concurrency })));
  await Promise.all(copying);
}

function makeRunContext(
  config: Config,
  access: RegistryAccess,
  plan: BlobPlan,
  memory: MemoryBudget,
  { clock, progress, signal, whenRefused, engine }: MirrorDeps,
): RunContext {
  const configs = new ConfigCache(access.cache, memory);
  return {
    options: config,
    isPublicOnly: access.isPublicOnly,
    copying: {
      plan,
      configs,
      confirmations: new Confirmations(clock),
      referrers: new ReferrersTags(clock),
      clock,
    },
    comparisons: new Comparisons({
      config,
      configs,
      isPublicOnly: access.isPublicOnly,
      pulls: new ComparisonPullBudget(),
      sourceOf: (reference) => access.source(reference),
      progress,
      clock,
      signal,
    }),
    exposures: new Exposures(engine.exposed, (reference) => access.publicSource(reference), plan, signal),
    shownTargets: new Set(),
    gates: new PushGates(signal),
    refusals: new Refusals(whenRefused),
    progress,
    signal,
  };
}

/** All of them before the first is asked: what a registry will be asked for, one token can be had for. */
function makeTaskContexts(
  tasks: readonly Task[],
  config: Config,
  access: RegistryAccess,
  plan: BlobPlan,
  memory: MemoryBudget,
  { clock, progress, signal, urgency }: MirrorDeps,
): readonly TaskContext[] {
  let asked: Promise<Urgency> | undefined;
  const pullDeps = { clock, plan, memory, urgency: async () => (asked ??= urgency()), progress, signal };
  const budgets = new Map<string, RegistryBudget>();
  const turns = new Turns(config.concurrency * imagesPerTransfer, memory, signal);
  const transfer = createFanOutTransfer(clock);
  const slowTargets = new Set<string>();
  const manifestCache = new ManifestCache(memory);
  const manifests = new Map<string, SharedManifests>();
  // Tasks that differ in nothing but their target.
  const groups = groupBy(tasks, ({ source, digest }) => `${formatCanonical(source)} ${digest ?? ''}`);
  return [...groups.values()].flatMap((group, index) => {
    const [{ source, digest }] = group;
    const repository = formatRepository(source);
    const ofRepository = manifests.get(repository) ?? new SharedManifests(repository, manifestCache, access.cache);
    manifests.set(repository, ofRepository);
    const image = { source: new SharedSource(access.source(source), ofRepository, digest), tasks: group, index };
    const pulls = budgets.get(source.registry) ?? new RegistryBudget(source.registry, pullDeps);
    budgets.set(source.registry, pulls);
    pulls.expect(image);
    const fanOut = group.length === 1 ? undefined : new FanOut(transfer, slowTargets, clock, signal);
    return group.map((task) => ({
      image,
      task,
      target: access.target(task.target, config.mode === 'mirror'),
      participant: fanOut?.addParticipant(task.target.registry),
      pulls,
      turns: turns.of(task),
    }));
  });
}
