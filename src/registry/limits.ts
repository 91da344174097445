import PQueue from 'p-queue';
import { RegistryError } from '../errors.js';
import { type Latency, LaneWidth } from './lane-width.js';

/** What a registry is asked at once is bounded by kind, so that a big layer never holds up a HEAD. */
export type Lane = 'requests' | 'downloads' | 'uploads';

/** A lane of one registry. */
interface Queue {
  readonly tasks: PQueue;
  readonly width: LaneWidth;
}

interface RunOptions<T> {
  /** bytes */
  readonly size?: number;
  /** How long the registry took to answer; without it the time is the body's. */
  readonly latencyOf?: (result: T) => Latency;
}

/**
 * The queues of every registry; bodies that are small have their own, for they only wait, too. A copy takes an upload's place first and a download's second, and holders of both only wait for
 * requests, so that no two copies can wait for each other. Each lane is as wide as its registry bears.
 */
export class RegistryLimits {
  readonly #queues = new Map<string, Queue>();

  /** @param transfers how many bodies may be under way at once from, and to, one registry */
  constructor(private readonly transfers: number) {}

  /** Runs `task` when its registry has a place for it; of those that wait, the largest goes first. */
  async run<T>(
    registry: string,
    lane: Lane,
    task: () => Promise<T>,
    signal: AbortSignal,
    { size = 0, latencyOf }: RunOptions<T> = {},
  ): Promise<T> {
    const queue = this.#queue(registry, lane, size);
    // Not the queue's own signal: by that a task would be given up while it still runs, and could not tidy up.
    const live = async (): Promise<T> => {
      signal.throwIfAborted();
      return watched(registry, queue, task, latencyOf);
    };
    return queue.tasks.add(live, { priority: size });
  }

  #queue(registry: string, lane: Lane, size: number): Queue {
    const isSmall = lane !== 'requests' && size <= maxSmallBytes;
    const key = `${isSmall ? 'small ' : ''}${lane} ${registry}`;
    const known = this.#queues.get(key);
    if (known !== undefined) return known;
    const places = lane === 'requests' ? requestsPerTransfer : isSmall ? smallBodiesPerTransfer : 1;
    const width = new LaneWidth(this.transfers * places);
    const queue = { tasks: new PQueue({ concurrency: width.width }), width };
    this.#queues.set(key, queue);
    return queue;
  }
}

async function watched<T>(
  registry: string,
  { tasks, width }: Queue,
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
