import { failureAnswer } from './failures.js';
import type { Answer } from './exchange.js';

export interface RateLimitOptions {
  /** How many requests are answered from now on. */
  readonly remaining: number;
  readonly resetsInSeconds: number;
}

/** GitHub's limit of an hour. Source: docs.github.com, "Rate limits for the REST API". */
export class RateLimit {
  #remaining: number;
  readonly #reset: number;

  constructor({ remaining, resetsInSeconds }: RateLimitOptions) {
    this.#remaining = remaining;
    this.#reset = Math.ceil(Date.now() / 1_000) + resetsInSeconds;
  }

  /** Counts a request; gives an answer where none was left for it. */
  take(): Answer | undefined {
    if (this.#remaining === 0) return failureAnswer({ kind: 'rate-limit', resetsInSeconds: 0 });
    this.#remaining -= 1;
    return undefined;
  }

  /** What every answer of the REST API has. */
  get headers(): Readonly<Record<string, string>> {
    return {
      'x-ratelimit-limit': '1000',
      'x-ratelimit-remaining': String(this.#remaining),
      'x-ratelimit-reset': String(this.#reset),
      'x-ratelimit-resource': 'core',
    };
  }
}

/** GraphQL counts by itself: here it has nothing left but for what it is asked. */
export const graphqlHeaders = {
  'x-ratelimit-limit': '1000',
  'x-ratelimit-remaining': '0',
  'x-ratelimit-reset': '99999999999',
  'x-ratelimit-resource': 'graphql',
} as const;
