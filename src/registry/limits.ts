import PQueue from 'p-queue';

/** What a host is asked at once is bounded by kind, so that a big layer never holds up a HEAD. */
export type Lane = 'requests' | 'downloads' | 'uploads';

/**
 * The queues of every host. A copy takes an upload's place first and a download's second, and holders of both only wait for
 * requests, so that no two copies can wait for each other.
 */
export class HostLimits {
  readonly #queues = new Map<string, PQueue>();

  /** @param transfers how many bodies may be under way at once from, and to, one host */
  constructor(private readonly transfers: number) {}

  /** Runs `task` when its host has a place for it; of those that wait, the largest goes first. */
  async run<T>(host: string, lane: Lane, task: () => Promise<T>, signal: AbortSignal, size = 0): Promise<T> {
    // Not the queue's own signal: by that a task would be given up while it still runs, and could not tidy up.
    const live = async (): Promise<T> => {
      signal.throwIfAborted();
      return task();
    };
    return this.#queue(host, lane).add(live, { priority: size });
  }

  #queue(host: string, lane: Lane): PQueue {
    const key = `${lane} ${host}`;
    const known = this.#queues.get(key);
    if (known !== undefined) return known;
    const queue = new PQueue({
      concurrency: lane === 'requests' ? this.transfers * requestsPerTransfer : this.transfers,
    });
    this.#queues.set(key, queue);
    return queue;
  }
}

/** Small requests wait for the network and transfers fill it: several of the first cost a host what one of the second does. */
const requestsPerTransfer = 4;
