/** @import { RequestKind, RequestRecord } from '../types.js' */

/** Everything that was asked of the registry, in the order in which it was asked. */
export class Journal {
  /** @type {RequestRecord[]} */
  requests = [];

  /** The most requests that were under way at one time, since the last `clear`. */
  maxConcurrent = 0;

  /** @type {Set<(record: RequestRecord) => void>} */
  #watchers = new Set();

  #underWay = 0;
  #tick = 0;

  /**
   * @param {Omit<RequestRecord, 'at' | 'status' | 'bytesIn' | 'bytesOut' | 'startedTick' | 'endedTick'>} request
   * @returns {RequestRecord}
   */
  start(request) {
    this.#underWay += 1;
    this.#tick += 1;
    this.maxConcurrent = Math.max(this.maxConcurrent, this.#underWay);
    const record = {
      ...request,
      at: Date.now(),
      status: 0,
      bytesIn: 0,
      bytesOut: 0,
      startedTick: this.#tick,
      endedTick: undefined,
    };
    this.requests.push(record);
    return record;
  }

  /** @param {RequestRecord} record */
  end(record) {
    this.#underWay -= 1;
    this.#tick += 1;
    Object.assign(record, { endedTick: this.#tick });
    for (const watcher of this.#watchers) {
      watcher(record);
    }
  }

  /**
   * @param {(record: RequestRecord) => void} watcher told of each request that is over
   * @returns {() => void} ends it
   */
  watch(watcher) {
    this.#watchers.add(watcher);
    return () => {
      this.#watchers.delete(watcher);
    };
  }

  clear() {
    this.requests = [];
    this.maxConcurrent = this.#underWay;
  }

  /**
   * @param {RequestKind} [kind]
   * @param {(request: RequestRecord) => boolean} [filter]
   * @returns {number}
   */
  count(kind, filter = () => true) {
    return this.requests.filter((request) => (kind === undefined || request.kind === kind) && filter(request)).length;
  }

  /**
   * The most requests of these kinds that were under way at one time.
   *
   * @param {readonly RequestKind[]} kinds
   * @returns {number}
   */
  maxConcurrentOf(kinds) {
    const chosen = this.requests.filter((request) => kinds.includes(request.kind));
    const besides = chosen.map(
      ({ startedTick }) =>
        chosen.filter((other) => other.startedTick <= startedTick && (other.endedTick ?? Infinity) > startedTick)
          .length,
    );
    return Math.max(0, ...besides);
  }
}
