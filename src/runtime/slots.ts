/** Work that waits for a slot. */
interface QueuedWork {
  readonly priority: number;
  readonly start: () => void;
}

/** Slots for so many at a time. Of those that wait, the one of the highest priority goes first; of equals, the one that came first. */
export class Slots {
  #limit: number;
  #taken = 0;
  /** In the order in which they go. */
  readonly #waiting: QueuedWork[] = [];

  constructor(limit: number) {
    this.#limit = limit;
  }

  get limit(): number {
    return this.#limit;
  }

  set limit(limit: number) {
    this.#limit = limit;
    this.#startWaiting();
  }

  /** Takes a slot, if one is free. */
  tryTake(): boolean {
    if (this.#taken >= this.#limit) return false;
    this.#taken += 1;
    return true;
  }

  /** Waits for a slot, which is then taken. */
  async take(priority = 0): Promise<void> {
    if (this.tryTake()) return;
    await new Promise<void>((start) => {
      this.#waiting.splice(this.#placeFor(priority), 0, { priority, start });
    });
  }

  /** Gives a slot back. */
  release(): void {
    this.#taken -= 1;
    this.#startWaiting();
  }

  #startWaiting(): void {
    while (this.#waiting.length > 0 && this.tryTake()) this.#waiting.shift()?.start();
  }

  /** Behind all whose priority is not less. Most have the same: then that is the end. */
  #placeFor(priority: number): number {
    const last = this.#waiting.at(-1);
    if (last === undefined || last.priority >= priority) return this.#waiting.length;
    let [first, end] = [0, this.#waiting.length];
    while (first < end) {
      const middle = (first + end) >>> 1;
      if ((this.#waiting[middle]?.priority ?? 0) >= priority) first = middle + 1;
      else end = middle;
    }
    return first;
  }
}
