/** @import { Fault, FaultHandle, FaultMatch } from './fault-types.js' */
/** @import { Exchange, RequestRecord } from '../types.js' */

/** The faults that wait for their request. */
export class Faults {
  /** @type {ArmedFault[]} */
  #armed = [];

  /**
   * @param {Fault} fault
   * @returns {FaultHandle}
   */
  add(fault) {
    const armed = new ArmedFault(fault);
    this.#armed.push(armed);
    return {
      get hits() {
        return armed.hits;
      },
      remove: () => {
        this.#armed = this.#armed.filter((other) => other !== armed);
      },
    };
  }

  clear() {
    this.#armed = [];
  }

  /**
   * The first that wants this request; the others do not count it.
   *
   * @param {Exchange} exchange
   * @returns {Fault | undefined}
   */
  take({ record }) {
    return this.#armed.find((armed) => armed.takes(record))?.fault;
  }
}

class ArmedFault {
  hits = 0;
  #seen = 0;

  /** @param {Fault} fault */
  constructor(fault) {
    this.fault = fault;
  }

  /**
   * @param {RequestRecord} record
   * @returns {boolean}
   */
  takes(record) {
    const { when = {}, times = 1 } = this.fault;
    if (this.hits >= times || !(typeof when === 'function' ? when(record) : matches(when, record))) {
      return false;
    }
    this.#seen += 1;
    if (this.#seen < (typeof when === 'function' ? 1 : (when.nth ?? 1))) {
      return false;
    }
    this.hits += 1;
    return true;
  }
}

/**
 * @param {FaultMatch} match
 * @param {RequestRecord} record
 * @returns {boolean}
 */
function matches(match, record) {
  const { kind, path } = match;
  return (
    (match.method ?? record.method) === record.method &&
    (match.listener ?? record.listener) === record.listener &&
    (match.repository ?? record.repository) === record.repository &&
    (match.digest ?? record.digest) === record.digest &&
    (kind === undefined || [kind].flat().includes(record.kind)) &&
    (path === undefined || (typeof path === 'string' ? record.path.includes(path) : path.test(record.path)))
  );
}
