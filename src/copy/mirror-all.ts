import { setMaxListeners } from 'node:events';
import PQueue from 'p-queue';
import type { Clock } from '../clock.js';
import type { Config } from '../config/config.js';
import type { ImageSource, ImageTarget } from '../image/access.js';
import type { Reference } from '../image/reference.js';
import type { Task } from '../plan/task.js';
import type { Progress } from '../report/progress.js';
import { type ReportEntry, type TrafficReport, entryOfTask } from '../report/report.js';
import { type RetryPolicy } from '../retry.js';
import { BlobPlan } from './blob-plan.js';
import { ConfigCache } from './config-cache.js';
import { mirrorTask } from './mirror-task.js';
import { createTransfer } from './transfer.js';

/** The registries, as a copy knows them. */
export interface Wire {
  source(reference: Reference): ImageSource;
  /** @param writable whether the run writes there, so that its token must allow it */
  target(reference: Reference, writable: boolean): ImageTarget;
  readonly traffic: TrafficReport;
  readonly retryPolicy: RetryPolicy;
  close(): Promise<void>;
}

export interface MirrorSurroundings {
  readonly clock: Clock;
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

/** How many images are worked on for each place that a body has: most images only wait for small answers. */
const imagesPerTransfer = 24;

/** Does all tasks, several at once, sharing blobs among them. Never throws for one image's sake. */
export async function mirrorAll(
  tasks: readonly Task[],
  config: Config,
  wire: Wire,
  { clock, progress, signal }: MirrorSurroundings,
): Promise<readonly ReportEntry[]> {
  // Every request under way listens for the run's end.
  setMaxListeners(0, signal);
  const configs = new ConfigCache();
  const plan = new BlobPlan(createTransfer(wire.retryPolicy, clock));
  const queue = new PQueue({ concurrency: config.concurrency * imagesPerTransfer });
  // All of them before the first is asked: what a registry will be asked for, one token can be had for.
  const places = tasks.map((task) => ({
    task,
    source: wire.source(task.source),
    target: wire.target(task.target, config.mode === 'mirror'),
  }));
  const one = async ({ task, source, target }: (typeof places)[number]): Promise<ReportEntry> => {
    progress.started(task);
    const outcome = await mirrorTask({
      task,
      source,
      target,
      options: config,
      plan,
      configs,
      clock,
      onBytes: (bytes) => {
        progress.moved(task, bytes);
      },
      signal,
    });
    progress.finished(task, outcome);
    return entryOfTask(task, outcome);
  };
  return queue.addAll(places.map((place) => async () => one(place)));
}
