/** Latency that grows to this many times the least that was seen, and by this much more, is a queue at the host. */
const latencyFactor = 5;
const latencySlackMs = 200;

/** The weight of the newest answer in the smoothed latency: some ten answers are looked at. */
const newestWeight = 0.1;

/**
 * How many requests a host bears at once: begun wide, halved where the host says that it is too much (429, 503) or answers ever slower,
 * and grown by one for each round that went well, never over the ceiling. What was begun before the last halving says nothing more.
 */
export class LaneWidth {
  #width: number;
  #halvings = 0;
  #good = 0;
  #leastMs = Number.POSITIVE_INFINITY;
  #smoothedMs: number | undefined;

  constructor(private readonly ceiling: number) {
    this.#width = ceiling;
  }

  get width(): number {
    return this.#width;
  }

  /** To be remembered by what is begun, and given back with its outcome. */
  get round(): number {
    return this.#halvings;
  }

  refused(round: number): void {
    if (round !== this.#halvings) return;
    this.#halvings += 1;
    this.#width = Math.max(1, Math.floor(this.#width / 2));
    this.#good = 0;
    this.#smoothedMs = undefined;
  }

  /** @param latencyMs absent where the time is the body's and not the host's */
  answered(round: number, latencyMs?: number): void {
    if (round !== this.#halvings) return;
    if (latencyMs !== undefined && this.#isQueueing(latencyMs)) {
      this.refused(round);
      return;
    }
    this.#good += 1;
    if (this.#good < this.#width) return;
    this.#good = 0;
    this.#width = Math.min(this.ceiling, this.#width + 1);
  }

  #isQueueing(latencyMs: number): boolean {
    this.#leastMs = Math.min(this.#leastMs, latencyMs);
    this.#smoothedMs = (this.#smoothedMs ?? latencyMs) * (1 - newestWeight) + latencyMs * newestWeight;
    return this.#smoothedMs > this.#leastMs * latencyFactor + latencySlackMs;
  }
}
