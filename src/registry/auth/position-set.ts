/** So many positions share a word. */
const wordBits = 32;

/**
 * A set of positions. It finds the next absent one in a few steps, however many are present: each level has a bit for each word of the level below,
 * which is set if that word is full.
 */
export class PositionSet {
  readonly #levels: Map<number, number>[] = [];

  add(position: number): void {
    let index = position;
    for (let level = 0; ; level += 1) {
      const words = (this.#levels[level] ??= new Map<number, number>());
      const [word, bit] = placeOf(index);
      const bits = (words.get(word) ?? 0) | bit;
      words.set(word, bits);
      if (~bits !== 0) return;
      index = word;
    }
  }

  delete(position: number): void {
    let index = position;
    for (const words of this.#levels) {
      const [word, bit] = placeOf(index);
      const bits = words.get(word) ?? 0;
      words.set(word, bits & ~bit);
      if (~bits !== 0) return;
      index = word;
    }
  }

  /** The first position from this one on that is not in the set. */
  nextAbsent(from: number): number {
    let index = from;
    let level = 0;
    // Up, as long as the rest of a word is full.
    while (this.#roomFrom(level, index) === 0) {
      index = Math.floor(index / wordBits) + 1;
      level += 1;
    }
    index = index - (index % wordBits) + lowestBit(this.#roomFrom(level, index));
    // And down to the position itself.
    for (; level > 0; level -= 1) index = index * wordBits + lowestBit(this.#roomFrom(level - 1, index * wordBits));
    return index;
  }

  /** The bits of a word that are not set, from this one on. */
  #roomFrom(level: number, index: number): number {
    const [word, bit] = placeOf(index);
    return ~(this.#levels[level]?.get(word) ?? 0) & -bit;
  }
}

function placeOf(index: number): readonly [word: number, bit: number] {
  return [Math.floor(index / wordBits), 1 << (index % wordBits)];
}

function lowestBit(word: number): number {
  return wordBits - 1 - Math.clz32(word & -word);
}
