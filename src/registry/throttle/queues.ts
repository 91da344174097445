import PQueue from 'p-queue';
import { RegistryError, type Side } from '../../image/registry-error.js';
import { type Latency, AdaptiveConcurrency } from './adaptive-concurrency.js';

/** What a registry is asked at once is bounded by kind, so that a big layer never holds up a HEAD. */
export type QueueKind = 'requests' | 'downloads' | 'uploads';

/** A queue of one registry. */
interface RegistryQueue {
  readonly slots: PQueue;
  readonly concurrency: AdaptiveConcurrency;
  /** What of it each registry at the other end may have, by that registry. */
  readonly shares: Map<string, PQueue>;
}

interface QueueOptions<T> {
  /** bytes */
  readonly size?: number;
  /** The registry at the other end of a transfer, where it is one. */
  readonly opposite?: string;
  /** How long the registry took to answer; without it the time is the body's. */
  readonly latencyOf?: (result: T) => Latency;
}

/**
 * The queues of every registry. Small bodies have queues of their own, because they only wait for the network. A copy takes an upload slot first and
 * a download slot second, and holders of both wait only for requests, so no two copies can wait for each other. Each queue adapts its concurrency to
 * its registry. In a run with several sources or targets, none of them may fill a queue of the other side: one that stalls must leave slots for the
 * others.
 */
export class RegistryQueues {
  readonly #queues = new Map<string, RegistryQueue>();
  readonly #registries: Readonly<Record<Side, Set<string>>> = { source: new Set(), target: new Set() };

  /** @param transfers how many bodies may be under way at once from, and to, one registry */
  constructor(private readonly transfers: number) {}

  /** Takes note of a registry that the run copies from, or to. */
  expect(registry: string, side: Side): void {
    this.#registries[side].add(registry);
  }

  /** Runs `task` when its registry has a slot for it; of those that wait, the largest goes first. */
  async run<T>(
    registry: string,
    kind: QueueKind,
    task: () => Promise<T>,
    signal: AbortSignal,
    { size = 0, opposite, latencyOf }: QueueOptions<T> = {},
  ): Promise<T> {
    const queue = this.#queueOf(registry, kind, size);
    const opposites = this.#registries[kind === 'uploads' ? 'source' : 'target'].size;
    // Not the queue's own signal: by that a task would be given up while it still runs, and could not tidy up.
    const live = async (): Promise<T> => {
      signal.throwIfAborted();
      return runWatched(registry, queue, task, latencyOf);
    };
    const inQueue = async (): Promise<T> => queue.slots.add(live, { priority: size });
    if (opposite === undefined || opposites < 2) return inQueue();
    return shareOf(queue, opposite).add(inQueue, { priority: size });
  }

  #queueOf(registry: string, kind: QueueKind, size: number): RegistryQueue {
    const isSmall = kind !== 'requests' && size <= maxSmallBytes;
    const key = `${isSmall ? 'small ' : ''}${kind} ${registry}`;
    const known = this.#queues.get(key);
    if (known !== undefined) return known;
    const slots = kind === 'requests' ? requestsPerTransfer : isSmall ? smallBodiesPerTransfer : 1;
    const concurrency = new AdaptiveConcurrency(this.transfers * slots);
    const queue = {
      slots: new PQueue({ concurrency: concurrency.limit }),
      concurrency,
      shares: new Map<string, PQueue>(),
    };
    this.#queues.set(key, queue);
    return queue;
  }
}

function shareOf({ shares, concurrency }: RegistryQueue, opposite: string): PQueue {
  const known = shares.get(opposite);
  if (known !== undefined) return known;
  const share = new PQueue({ concurrency: limitOfShare(concurrency) });
  shares.set(opposite, share);
  return share;
}

/** Three quarters: one alone is hardly slower by that, and two of eight slots do for the others until the stalled transfers are given up. */
function limitOfShare({ limit }: AdaptiveConcurrency): number {
  return Math.max(1, Math.floor(limit * 0.75));
}

async function runWatched<T>(
  registry: string,
  { slots, concurrency, shares }: RegistryQueue,
  task: () => Promise<T>,
  latencyOf?: (result: T) => Latency,
): Promise<T> {
  const { round } = concurrency;
  try {
    const result = await task();
    concurrency.answered(round, latencyOf?.(result));
    return result;
  } catch (error) {
    // Either side can fail a transfer. Only this registry's own answer counts.
    const isOwn = error instanceof RegistryError && error.reference.startsWith(`${registry}/`);
    if (isOwn && (error.code === 'rate-limited' || overloadStatuses.has(error.status ?? 0))) concurrency.refused(round);
    throw error;
  } finally {
    slots.concurrency = concurrency.limit;
    for (const share of shares.values()) share.concurrency = limitOfShare(concurrency);
  }
}

/** GHCR answers pushes that are too many by 500 (chainguard-images/images#173), gateways by 502 to 504. */
const overloadStatuses: ReadonlySet<number> = new Set([500, 502, 503, 504]);

/** A body that is sent in less time than its answer takes: most blobs of most images (configs, attestations, scripts) are. */
const maxSmallBytes = 512 * 1024;
const smallBodiesPerTransfer = 2;

/**
 * Small requests wait for the network, and transfers fill it: with a round trip of 20 ms, 64 at once are 3,200 a second, which is what one
 * thread can do.
 */
const requestsPerTransfer = 8;
