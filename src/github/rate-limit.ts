import type { Clock } from '../clock.js';

/** How many requests GitHub still answers. */
export interface RequestsLeft {
  readonly count: number;
  /** When there are all of them again. */
  readonly until: Date;
}

/** What GitHub's answers say of their own limit: of the workflow's token, a thousand requests an hour for all jobs of a repository. */
export interface RateLimit {
  readonly note: (headers: Headers) => void;
  /** By the last answer; undefined where none said it, as GitHub Enterprise Server's need not, and where the limit has opened again since. */
  readonly left: () => RequestsLeft | undefined;
}

interface Headers {
  get(name: string): string | null;
}

/** Source: docs.github.com, "Rate limits for the REST API". */
export function createRateLimit(clock: Clock): RateLimit {
  let last: RequestsLeft | undefined;
  return {
    note: (headers) => {
      // GraphQL has a limit of its own.
      if ((headers.get('x-ratelimit-resource') ?? 'core') !== 'core') return;
      const [count, reset] = ['x-ratelimit-remaining', 'x-ratelimit-reset'].map((name) => numberOf(headers.get(name)));
      if (count !== undefined && reset !== undefined) last = { count, until: new Date(reset * 1_000) };
    },
    left: () => (last !== undefined && last.until.getTime() > clock.now() ? last : undefined),
  };
}

/** Of more digits no time is made. */
function numberOf(text: string | null): number | undefined {
  return text !== null && /^\d{1,12}$/.test(text) ? Number(text) : undefined;
}
