import PQueue from 'p-queue';
import { RegistryError, type Side } from '../../runtime/errors.js';
import { type Latency, LaneWidth } from './adaptive-concurrency.js';

/** What a registry is asked at once is bounded by kind, so that a big layer never holds up a HEAD. */
export type Lane = 'requests' | 'downloads' | 'uploads';

/** A lane of one registry. */
interface Queue {
  readonly tasks: PQueue;
  readonly width: LaneWidth;
  /** What of it each registry at the other end may have, by that registry. */
  readonly shares: Map<string, PQueue>;
}

interface RunOptions<T> {
  /** bytes */
  readonly size?: number;
  /** The registry at the other end of a transfer, where it is one. */
  readonly opposite?: string;
  /** How long the registry took to answer; without it the time is the body's. */
  readonly latencyOf?: (result: T) => Latency;
}

/**
 * The queues of every registry; bodies that are small have their own, for they only wait, too. A copy takes an upload's place first and a download's second, and holders of both only wait for
 * requests, so that no two copies can wait for each other. Each lane is as wide as its registry bears. Where a run has several sources, or targets, none of
 * them may have a lane of the other side's for itself: one that stalls must leave places for those that do not.
 */
export class RegistryLimits {
  readonly #queues = new Map<string, Queue>();
  readonly #registries: Readonly<Record<Side, Set<string>>> = { source: new Set(), target: new Set() };

  /** @param transfers how many bodies may be under way at once from, and to, one registry */
  constructor(private readonly transfers: number) {}

  /** Takes note of a registry that the run copies from, or to. */
  expect(registry: string, side: Side): void {
    this.#registries[side].add(registry);
  }

  /** Runs `task` when its registry has a place for it; of those that wait, the largest goes first. */
  async run<T>(
    registry: string,
    lane: Lane,
    task: () => Promise<T>,
    signal: AbortSignal,
    { size = 0, opposite, latencyOf }: RunOptions<T> = {},
  ): Promise<T> {
    const queue = this.#queue(registry, lane, size);
    const opposites = this.#registries[lane === 'uploads' ? 'source' : 'target'].size;
    // Not the queue's own signal: by that a task would be given up while it still runs, and could not tidy up.
    const live = async (): Promise<T> => {
      signal.throwIfAborted();
      return watched(registry, queue, task, latencyOf);
    };
    const inLane = async (): Promise<T> => queue.tasks.add(live, { priority: size });
    if (opposite === undefined || opposites < 2) return inLane();
    return shareOf(queue, opposite).add(inLane, { priority: size });
  }

  #queue(registry: string, lane: Lane, size: number): Queue {
    const isSmall = lane !== 'requests' && size <= maxSmallBytes;
    const key = `${isSmall ? 'small ' : ''}${lane} ${registry}`;
    const known = this.#queues.get(key);
    if (known !== undefined) return known;
    const places = lane === 'requests' ? requestsPerTransfer : isSmall ? smallBodiesPerTransfer : 1;
    const width = new LaneWidth(this.transfers * places);
    const queue = { tasks: new PQueue({ concurrency: width.width }), width, shares: new Map<string, PQueue>() };
    this.#queues.set(key, queue);
    return queue;
  }
}

function shareOf({ shares, width }: Queue, opposite: string): PQueue {
  const known = shares.get(opposite);
  if (known !== undefined) return known;
  const share = new PQueue({ concurrency: widthOfShare(width) });
  shares.set(opposite, share);
  return share;
}

/** Three quarters: one alone is hardly slower by that, and two of eight places do for the others until the stalled transfers are given up. */
function widthOfShare({ width }: LaneWidth): number {
  return Math.max(1, Math.floor(width * 0.75));
}

async function watched<T>(
  registry: string,
  { tasks, width, shares }: Queue,
  task: () => Promise<T>,
  latencyOf?: (result: T) => Latency,
): Promise<T> {
  const { round } = width;
  try {
    const result = await task();
    width.answered(round, latencyOf?.(result));
    return result;
  } catch (error) {
    if (isTooMuch(error, registry)) width.refused(round);
    throw error;
  } finally {
    tasks.concurrency = width.width;
    for (const share of shares.values()) share.concurrency = widthOfShare(width);
  }
}

/** GHCR answers pushes that are too many by 500 (chainguard-images/images#173), gateways by 502 to 504. */
const overloadStatuses: ReadonlySet<number> = new Set([500, 502, 503, 504]);

/** A transfer fails for either of its sides: only this registry's own word counts. */
function isTooMuch(error: unknown, registry: string): boolean {
  if (!(error instanceof RegistryError) || !error.reference.startsWith(`${registry}/`)) return false;
  return error.code === 'rate-limited' || overloadStatuses.has(error.status ?? 0);
}

/** A body that is sent in less time than its answer takes: most blobs of most images (configs, attestations, scripts) are. */
const maxSmallBytes = 512 * 1024;
const smallBodiesPerTransfer = 2;

/**
 * Small requests wait for the network, and transfers fill it: with a round trip of 20 ms, 64 at once are 3,200 a second, which is what one
 * thread can do.
 */
const requestsPerTransfer = 8;
