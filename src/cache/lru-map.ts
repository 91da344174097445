/** A map of bounded weight: what was used longest ago goes first. Its order is from the oldest use to the newest. */
export class LruMap<K, V> {
  readonly #entries: Map<K, V>;
  #weight = 0;
  /** Goes on where it was: from its beginning, a map goes over all that was deleted. */
  #oldest: Iterator<K, undefined>;

  /**
   * @param weigh roughly the bytes that an entry takes; the same each time it is asked
   * @param entries an empty map, which nobody else changes
   */
  constructor(
    private readonly maxWeight: number,
    private readonly weigh: (key: K, value: V) => number,
    entries = new Map<K, V>(),
  ) {
    this.#entries = entries;
    this.#oldest = entries.keys();
  }

  /** A value that is looked at without being used. */
  peek(key: K): V | undefined {
    return this.#entries.get(key);
  }

  get(key: K): V | undefined {
    const value = this.#entries.get(key);
    if (value === undefined) return undefined;
    this.#entries.delete(key);
    this.#entries.set(key, value);
    return value;
  }

  set(key: K, value: V): void {
    this.delete(key);
    this.#entries.set(key, value);
    this.#weight += this.weigh(key, value);
    this.shrinkTo(this.maxWeight);
  }

  delete(key: K): boolean {
    const value = this.#entries.get(key);
    if (value === undefined) return false;
    this.#weight -= this.weigh(key, value);
    return this.#entries.delete(key);
  }

  get weight(): number {
    return this.#weight;
  }

  /** Drops what was used longest ago until the rest weighs no more. */
  shrinkTo(weight: number): void {
    while (this.#weight > weight) {
      const oldest = this.#oldest.next();
      if (oldest.done === true) this.#oldest = this.#entries.keys();
      else this.delete(oldest.value);
    }
  }

  values(): Iterable<V> {
    return this.#entries.values();
  }

  entries(): Iterable<readonly [K, V]> {
    return this.#entries.entries();
  }
}
