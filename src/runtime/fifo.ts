/** What was taken out is cut off when it is so much, and half of all. */
const minCut = 64;

/** A queue. To take from its front costs the same however much waits; an array moves all the rest. */
export class Fifo<T> {
  readonly #items: T[] = [];
  #front = 0;

  push(item: T): void {
    this.#items.push(item);
  }

  /** The one that is next; undefined: none waits. */
  peek(): T | undefined {
    return this.#items[this.#front];
  }

  /** Takes the one that is next. */
  shift(): T | undefined {
    const item = this.peek();
    if (this.#front < this.#items.length) this.#front += 1;
    if (this.#front >= minCut && this.#front * 2 >= this.#items.length) {
      this.#items.splice(0, this.#front);
      this.#front = 0;
    }
    return item;
  }
}
