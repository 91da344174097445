import { setMaxListeners } from 'node:events';
import { setFlagsFromString } from 'node:v8';
import PQueue from 'p-queue';
import type { Clock } from '../runtime/clock.js';
import type { Config } from '../config/config.js';
import type { ImageSource, ImageTarget } from '../image/access.js';
import { type Reference, formatCanonical, formatRepository } from '../image/reference.js';
import type { Knowledge } from '../cache/run-cache.js';
import type { Outcome } from '../result/outcome.js';
import type { Exposed } from '../plan/exposed.js';
import type { Refusal, WhenRefused } from '../plan/refusal.js';
import type { Task } from '../plan/task.js';
import type { Urgency } from '../plan/urgency.js';
import type { Progress } from '../result/progress.js';
import { type PullBudget, type ReportEntry, type TrafficReport, entryOfTask } from '../result/report.js';
import { type RetryPolicy } from '../registry/throttle/retry.js';
import { unlessLate } from '../runtime/wait.js';
import { BlobPlan } from './blobs/blob-plan.js';
import { ConfigCache } from './image/config-cache.js';
import { Confirmations } from './push/confirmations.js';
import { Convoy } from './blobs/fan-out.js';
import { Comparisons } from './compare/comparisons.js';
import { Exposures } from './push/exposures.js';
import { createJointTransfer } from './blobs/fan-out-transfer.js';
import type { Job } from './job.js';
import { MemoryBudget } from './memory/memory-budget.js';
import { beginTask } from './mirror-task.js';
import { PullBudgets } from './pulls/pull-budgets.js';
import { PushGates } from './push/push-gate.js';
import { ReferrersTags } from './push/referrers-tags.js';
import { Refusals } from './push/refusals.js';
import { KeptManifests, SharedManifests } from './image/shared-manifests.js';
import { SharedSource } from './image/shared-source.js';
import { SparePulls } from './compare/comparison-pull-budget.js';
import { failureOf } from './task-outcome.js';
import { createTransfer } from './blobs/transfer.js';

/** The registries, as a copy knows them. */
export interface Wire {
  source(reference: Reference): ImageSource;
  /** The same as everybody may read it, whatever logins there are. */
  publicSource(reference: Reference): ImageSource;
  /** @param writable whether the run writes there, so that its token must allow it */
  target(reference: Reference, writable: boolean): ImageTarget;
  /** Whether sources are asked without an account, for whom that is told who has none: then nothing that a target's account reads is told either. */
  readonly isPublicOnly: boolean;
  readonly traffic: TrafficReport;
  /** What earlier runs learned of these registries, and this one learns. */
  readonly knowledge: Knowledge;
  /** What a person should look at, in sentences; complete when all is done. */
  readonly warnings: readonly string[];
  readonly retryPolicy: RetryPolicy;
  close(): Promise<void>;
}

export interface MirrorSurroundings {
  readonly clock: Clock;
  readonly progress: Progress;
  readonly signal: AbortSignal;
  /** Aborted when a run that was stopped waits for nothing more: what hangs then is left as it is. */
  readonly tidyUntil: AbortSignal;
  /** Which images cannot wait where a registry limits pulls; asked where it does. */
  readonly urgency: () => Promise<Urgency>;
  readonly whenRefused: WhenRefused;
  /** A target's registry where a repository that the run makes may be readable by everybody. */
  readonly exposed?: Exposed | undefined;
  /** What manifests and configs may take of the memory; without it, what every runner has. */
  readonly maxMemoryBytes?: number | undefined;
}

export interface Mirrored {
  readonly entries: readonly ReportEntry[];
  readonly pullBudgets: readonly PullBudget[];
  /** targets that did not let the run write, and whose images were checked for that */
  readonly refusals: readonly Refusal[];
  /** of the run as a whole */
  readonly warnings: readonly string[];
}

/** How many images of one registry on their way to another are worked on for each place that a body has: most only wait for small answers. */
const imagesPerTransfer = 12;

/** With fewer, memory is no matter, and each look for garbage would cost a copy of large layers more than it gives. */
const manyTasks = 2_000;

/** Does all tasks, several at once, sharing manifests, blobs and pulls among them. Never throws for one image's sake. */
export async function mirrorAll(
  tasks: readonly Task[],
  config: Config,
  wire: Wire,
  surroundings: MirrorSurroundings,
): Promise<Mirrored> {
  const { signal, tidyUntil } = surroundings;
  // Of many images little is alive at a time and much left behind: by itself V8 lets a heap grow to four times what is alive, here to twice.
  if (tasks.length > manyTasks) setFlagsFromString('--heap-growing-percent=100');
  // Every request under way listens for the run's end.
  setMaxListeners(0, signal, tidyUntil);
  const memory = new MemoryBudget(surroundings.maxMemoryBytes);
  const places = makePlaces(tasks, config, wire, memory, surroundings);
  const shared = makeShared(places, config, wire, memory, surroundings);
  const { comparisons, exposures, budgets, gates, refusals } = shared;
  const queues = new Queues(config.concurrency * imagesPerTransfer);
  const outcomes = new Map<Task, Outcome>();
  const work = places.map(async (place) => {
    const queue = queues.of(place.task);
    const begun = await queue.add(async () => beginTask({ ...place, ...shared, queue }));
    outcomes.set(place.task, await begun.outcome);
  });
  await unlessLate(Promise.all(work), tidyUntil);
  await unlessLate(gates.end(), tidyUntil);
  const pullBudgets = budgets.reports;
  const compared = await unlessLate(comparisons.run(), tidyUntil);
  const entries = places.map(({ task }) =>
    entryOfTask(task, compared?.get(task) ?? outcomes.get(task) ?? failureOf(undefined, signal)),
  );
  return { entries, pullBudgets, refusals: refusals.all, warnings: [...exposures.warnings, ...comparisons.warnings] };
}

/** What all tasks of a run work with. */
function makeShared(
  places: readonly Place[],
  config: Config,
  wire: Wire,
  memory: MemoryBudget,
  { clock, progress, signal, urgency, whenRefused, exposed }: MirrorSurroundings,
): Omit<Job, keyof Place | 'queue'> {
  const tell = (line: string): void => {
    progress.told(line);
  };
  const plan = new BlobPlan(createTransfer(wire.retryPolicy, clock), wire.knowledge, clock, !config.force);
  const configs = new ConfigCache(wire.knowledge, memory);
  const images = new Set(places.map(({ image }) => image));
  return {
    options: config,
    plan,
    configs,
    memory,
    confirmations: new Confirmations(clock),
    referrers: new ReferrersTags(clock),
    isPublicOnly: wire.isPublicOnly,
    comparisons: new Comparisons({
      config,
      configs,
      isPublicOnly: wire.isPublicOnly,
      pulls: new SparePulls(),
      sourceOf: (reference) => wire.source(reference),
      tell,
      signal,
    }),
    budgets: new PullBudgets(images, { clock, plan, memory, urgency: once(urgency), tell, signal }),
    exposures: new Exposures(exposed, (reference) => wire.publicSource(reference)),
    gates: new PushGates(signal),
    refusals: new Refusals(whenRefused),
    clock,
    progress,
    signal,
  };
}

type Place = Pick<Job, 'image' | 'task' | 'target' | 'companion'>;

/** All of them before the first is asked: what a registry will be asked for, one token can be had for. */
function makePlaces(
  tasks: readonly Task[],
  config: Config,
  wire: Wire,
  memory: MemoryBudget,
  { clock, signal }: Pick<MirrorSurroundings, 'clock' | 'signal'>,
): readonly Place[] {
  const jointly = createJointTransfer(clock);
  const laggards = new Set<string>();
  const kept = new KeptManifests(memory);
  const manifests = new Map<string, SharedManifests>();
  return groupBySource(tasks).flatMap((group, index) => {
    const [{ source, pin }] = group;
    const repository = formatRepository(source);
    const ofRepository = manifests.get(repository) ?? new SharedManifests(repository, kept, wire.knowledge);
    manifests.set(repository, ofRepository);
    const image = { source: new SharedSource(wire.source(source), ofRepository, pin), tasks: group, index };
    const convoy = group.length === 1 ? undefined : new Convoy(jointly, laggards, clock, signal);
    return group.map((task) => ({
      image,
      task,
      target: wire.target(task.target, config.mode === 'mirror'),
      companion: convoy?.companion(task.target.registry),
    }));
  });
}

/** One queue for each way from a registry to another: what waits for a host that hangs takes no place from the others. */
class Queues {
  readonly #queues = new Map<string, PQueue>();

  constructor(private readonly concurrency: number) {}

  of({ source, target }: Task): PQueue {
    const way = `${source.registry} ${target.registry}`;
    const queue = this.#queues.get(way) ?? new PQueue({ concurrency: this.concurrency });
    this.#queues.set(way, queue);
    return queue;
  }
}

type Group = readonly [Task, ...Task[]];

/** Tasks that differ in nothing but their target. */
function groupBySource(tasks: readonly Task[]): readonly Group[] {
  const groups = new Map<string, [Task, ...Task[]]>();
  for (const task of tasks) {
    const key = `${formatCanonical(task.source)} ${task.pin ?? ''}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [task]);
    else group.push(task);
  }
  return [...groups.values()];
}

function once<T>(ask: () => Promise<T>): () => Promise<T> {
  let answer: Promise<T> | undefined;
  return async () => (answer ??= ask());
}
