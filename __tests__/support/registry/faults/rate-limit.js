/** @import { RateLimit } from '../options.js' */
/** @import { Exchange, Reply } from '../types.js' */

import { errorReply } from '../server/reply.js';

/** Docker Hub counts over six hours: https://docs.docker.com/docker-hub/usage/pulls/ */
const defaultWindowSeconds = 6 * 60 * 60;

/** A pull limit as Docker Hub's: a GET of a manifest counts, a HEAD tells how many are left and is free. */
export class PullCounter {
  #limit;
  #pulls = 0;

  /** @param {RateLimit | undefined} limit */
  constructor(limit) {
    this.#limit = limit;
  }

  /** The window is over. */
  reset() {
    this.#pulls = 0;
  }

  /**
   * @param {Exchange} exchange
   * @returns {Reply | undefined}
   */
  refuse(exchange) {
    const limit = this.#limit;
    if (limit === undefined || exchange.record.kind !== 'manifest-get') {
      return undefined;
    }
    this.#pulls += 1;
    if (this.#pulls <= limit.limit) {
      return undefined;
    }
    const message =
      'You have reached your pull rate limit. You may increase the limit by authenticating and upgrading: https://www.docker.com/increase-rate-limit';
    const reply = errorReply(429, 'TOOMANYREQUESTS', message);
    const retryAfter = limit.retryAfterSeconds;
    return retryAfter === undefined
      ? reply
      : { ...reply, headers: { ...reply.headers, 'retry-after': String(retryAfter) } };
  }

  /**
   * @param {Exchange} exchange
   * @returns {Record<string, string>}
   */
  headers(exchange) {
    if (this.#limit === undefined || exchange.route.resource !== 'manifest') {
      return {};
    }
    const window = `;w=${this.#limit.windowSeconds ?? defaultWindowSeconds}`;
    return {
      'ratelimit-limit': `${this.#limit.limit}${window}`,
      'ratelimit-remaining': `${Math.max(0, this.#limit.limit - this.#pulls)}${window}`,
      'docker-ratelimit-source': '127.0.0.1',
    };
  }
}
