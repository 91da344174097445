/** Latency that grows to this many times the least that was seen, and by this much more, is a queue at the host. */
const latencyFactor = 5;
const latencySlackMs = 200;

/** The weight of the newest answer in the smoothed latency, and how many answers make it worth a look. */
const newestWeight = 0.1;
const enoughAnswers = 10;

/** How long a registry took to answer one kind of request: some kinds are slower than others by nature. */
export interface Latency {
  readonly kind: string;
  readonly ms: number;
}

interface KnownLatency {
  leastMs: number;
  smoothedMs: number;
  answers: number;
}

/**
 * How many requests a host gets at once. It begins high, is halved if the host says that it is overloaded (429, 503) or answers ever slower, and
 * grows by one for each round that went well, up to the ceiling. Requests that began before the last halving no longer count.
 */
export class AdaptiveConcurrency {
  readonly #latencies = new Map<string, KnownLatency>();
  #limit: number;
  #halvings = 0;
  #successes = 0;

  constructor(private readonly ceiling: number) {
    this.#limit = ceiling;
  }

  get limit(): number {
    return this.#limit;
  }

  /** Read it when a request begins, and pass it on with the request's outcome. */
  get round(): number {
    return this.#halvings;
  }

  refused(round: number): void {
    if (round !== this.#halvings) return;
    this.#halvings += 1;
    this.#limit = Math.max(1, Math.floor(this.#limit / 2));
    this.#successes = 0;
  }

  /** @param latency absent where the time is the body's and not the host's */
  answered(round: number, latency?: Latency): void {
    if (round !== this.#halvings) return;
    if (latency !== undefined && this.#isQueueing(latency)) {
      this.refused(round);
      return;
    }
    this.#successes += 1;
    if (this.#successes < this.#limit) return;
    this.#successes = 0;
    this.#limit = Math.min(this.ceiling, this.#limit + 1);
  }

  /** Says so once for each rise: a latency that does not fall when less is asked at once is the host's own. */
  #isQueueing({ kind, ms }: Latency): boolean {
    const known = this.#latencies.get(kind) ?? { leastMs: ms, smoothedMs: ms, answers: 0 };
    this.#latencies.set(kind, known);
    known.leastMs = Math.min(known.leastMs, ms);
    known.smoothedMs = known.smoothedMs * (1 - newestWeight) + ms * newestWeight;
    known.answers += 1;
    if (known.answers < enoughAnswers) return false;
    if (known.smoothedMs <= known.leastMs * latencyFactor + latencySlackMs) return false;
    this.#latencies.set(kind, { leastMs: known.smoothedMs, smoothedMs: known.smoothedMs, answers: 0 });
    return true;
  }
}
