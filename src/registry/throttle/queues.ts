import { RegistryError, type Side } from '../../image/registry-error.js';
import { Slots } from '../../runtime/slots.js';
import { type Latency, AdaptiveConcurrency } from './adaptive-concurrency.js';

/** What a registry is asked at once is bounded by kind, so that a big layer never holds up a HEAD. */
export type QueueKind = 'requests' | 'downloads' | 'uploads';

/** A queue of one registry. */
interface RegistryQueue {
  readonly slots: Slots;
  readonly concurrency: AdaptiveConcurrency;
  /** What of it each registry at the other end may have, by that registry. */
  readonly shares: Map<string, Slots>;
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
    const { slots, concurrency } = queue;
    const share = this.#shareOf(queue, kind, opposite);
    // Nothing ends the wait for a slot: what runs meanwhile is ended, and gives its slot back.
    if (share?.tryTake() === false) await share.take(size);
    if (!slots.tryTake()) await slots.take(size);
    const { round } = concurrency;
    try {
      signal.throwIfAborted();
      const result = await task();
      concurrency.answered(round, latencyOf?.(result));
      return result;
    } catch (error) {
      if (saysOverloaded(error, registry)) concurrency.refused(round);
      throw error;
    } finally {
      adapt(queue);
      slots.release();
      share?.release();
    }
  }

  #queueOf(registry: string, kind: QueueKind, size: number): RegistryQueue {
    const isSmall = kind !== 'requests' && size <= maxSmallBytes;
    const key = `${isSmall ? 'small ' : ''}${kind} ${registry}`;
    const known = this.#queues.get(key);
    if (known !== undefined) return known;
    const slots = kind === 'requests' ? requestsPerTransfer : isSmall ? smallBodiesPerTransfer : 1;
    const concurrency = new AdaptiveConcurrency(this.transfers * slots);
    const queue = {
      slots: new Slots(concurrency.limit),
      concurrency,
      shares: new Map<string, Slots>(),
    };
    this.#queues.set(key, queue);
    return queue;
  }

  /** undefined: there is one registry at the other end, which may have all of the queue. */
  #shareOf({ shares, concurrency }: RegistryQueue, kind: QueueKind, opposite: string | undefined): Slots | undefined {
    if (opposite === undefined || this.#registries[kind === 'uploads' ? 'source' : 'target'].size < 2) return undefined;
    const share = shares.get(opposite) ?? new Slots(limitOfShare(concurrency));
    shares.set(opposite, share);
    return share;
  }
}

/** Three quarters: one alone is hardly slower by that, and two of eight slots do for the others until the stalled transfers are given up. */
function limitOfShare({ limit }: AdaptiveConcurrency): number {
  return Math.max(1, Math.floor(limit * 0.75));
}

function adapt({ slots, concurrency, shares }: RegistryQueue): void {
  if (slots.limit === concurrency.limit) return;
  slots.limit = concurrency.limit;
  for (const share of shares.values()) share.limit = limitOfShare(concurrency);
}

/** Either side can fail a transfer. Only this registry's own answer counts. */
function saysOverloaded(error: unknown, registry: string): boolean {
  if (!(error instanceof RegistryError) || !error.reference.startsWith(`${registry}/`)) return false;
  return error.code === 'rate-limited' || overloadStatuses.has(error.status ?? 0);
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
