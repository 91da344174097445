import { setMaxListeners } from 'node:events';
import PQueue from 'p-queue';
import type { Clock } from '../clock.js';
import type { Config } from '../config/config.js';
import type { ImageSource, ImageTarget } from '../image/access.js';
import { type Reference, formatCanonical } from '../image/reference.js';
import type { Knowledge } from '../knowledge/knowledge.js';
import type { Refusal, WhenRefused } from '../plan/refusal.js';
import type { Task } from '../plan/task.js';
import type { Urgency } from '../plan/urgency.js';
import type { Progress } from '../report/progress.js';
import { type PullBudget, type ReportEntry, type TrafficReport, entryOfTask } from '../report/report.js';
import { type RetryPolicy } from '../retry.js';
import { BlobPlan } from './blob-plan.js';
import { ConfigCache } from './config-cache.js';
import { Convoy } from './convoy.js';
import { createJointTransfer } from './joint-transfer.js';
import { beginTask } from './mirror-task.js';
import { PullBudgets } from './pull-budgets.js';
import { PushGates } from './push-gate.js';
import { Refusals } from './refusals.js';
import { SharedSource } from './shared-source.js';
import { createTransfer } from './transfer.js';

/** The registries, as a copy knows them. */
export interface Wire {
  source(reference: Reference): ImageSource;
  /** @param writable whether the run writes there, so that its token must allow it */
  target(reference: Reference, writable: boolean): ImageTarget;
  readonly traffic: TrafficReport;
  /** What earlier runs learned of these registries, and this one learns. */
  readonly knowledge: Knowledge;
  readonly retryPolicy: RetryPolicy;
  close(): Promise<void>;
}

export interface MirrorSurroundings {
  readonly clock: Clock;
  readonly progress: Progress;
  readonly signal: AbortSignal;
  /** Which images cannot wait where a registry limits pulls; asked where it does. */
  readonly urgency: () => Promise<Urgency>;
  readonly whenRefused: WhenRefused;
}

export interface Mirrored {
  readonly entries: readonly ReportEntry[];
  readonly pullBudgets: readonly PullBudget[];
  /** targets that did not let the run write, and whose images were checked for that */
  readonly refusals: readonly Refusal[];
}

/** How many images are worked on for each place that a body has: most images only wait for small answers. */
const imagesPerTransfer = 12;

/** Does all tasks, several at once, sharing manifests, blobs and pulls among them. Never throws for one image's sake. */
export async function mirrorAll(
  tasks: readonly Task[],
  config: Config,
  wire: Wire,
  { clock, progress, signal, urgency, whenRefused }: MirrorSurroundings,
): Promise<Mirrored> {
  // Every request under way listens for the run's end.
  setMaxListeners(0, signal);
  const plan = new BlobPlan(createTransfer(wire.retryPolicy, clock), wire.knowledge, clock);
  const jointly = createJointTransfer(clock);
  const laggards = new Set<string>();
  // All of them before the first is asked: what a registry will be asked for, one token can be had for.
  const places = groupBySource(tasks).flatMap((group, index) => {
    const [{ source, pin }] = group;
    const image = { source: new SharedSource(wire.source(source), pin, wire.knowledge), tasks: group, index };
    const convoy = group.length === 1 ? undefined : new Convoy(jointly, laggards, clock, signal);
    return group.map((task) => ({
      image,
      task,
      target: wire.target(task.target, config.mode === 'mirror'),
      companion: convoy?.companion(task.target.registry),
    }));
  });
  const budgets = new PullBudgets(new Set(places.map(({ image }) => image)), {
    clock,
    plan,
    urgency: once(urgency),
    tell: (line) => {
      progress.told(line);
    },
    signal,
  });
  const gates = new PushGates(signal);
  const refusals = new Refusals(whenRefused);
  const queue = new PQueue({ concurrency: config.concurrency * imagesPerTransfer });
  const shared = {
    options: config,
    plan,
    configs: new ConfigCache(wire.knowledge),
    budgets,
    gates,
    refusals,
    queue,
    clock,
    progress,
    signal,
  };
  const begun = await queue.addAll(places.map((place) => async () => beginTask({ ...place, ...shared })));
  const entries = await Promise.all(begun.map(async ({ task, outcome }) => entryOfTask(task, await outcome)));
  await gates.end();
  return { entries, pullBudgets: budgets.reports, refusals: refusals.all };
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
