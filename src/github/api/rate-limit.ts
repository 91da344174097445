import { type Clock, type Moment, momentIn } from '../../runtime/clock.js';

/** How many requests GitHub still answers. */
export interface RequestsLeft {
  readonly count: number;
  /** When there are all of them again. */
  readonly until: Date;
}

/** What GitHub's answers say of their own limit: of the workflow's token, a thousand requests an hour for all jobs of a repository. */
export interface RateLimit {
  readonly record: (headers: RateLimitHeaders) => void;
  /** By the last answer; undefined where none said it, as GitHub Enterprise Server's need not, and where the limit has opened again since. */
  readonly left: () => RequestsLeft | undefined;
}

interface RateLimitHeaders {
  get(name: string): string | null;
}

/** Source: docs.github.com, "Rate limits for the REST API". */
export function createRateLimit(clock: Clock): RateLimit {
  let last: { readonly count: number; readonly opens: Moment } | undefined;
  return {
    record: (headers) => {
      // GraphQL has a limit of its own.
      if ((headers.get('x-ratelimit-resource') ?? 'core') !== 'core') return;
      const [count, reset] = ['x-ratelimit-remaining', 'x-ratelimit-reset'].map((name) => numberOf(headers.get(name)));
      if (count === undefined || reset === undefined) return;
      last = { count, opens: momentIn(reset * 1_000 - clock.wallMs(), clock) };
    },
    left: () =>
      last !== undefined && last.opens.dueMs > clock.monotonicMs()
        ? { count: last.count, until: last.opens.date }
        : undefined,
  };
}

/** Less than this is the time that an answer takes, and seconds that are rounded. */
const minSkewMs = 5_000;

/**
 * GitHub's `x-ratelimit-reset` in the time of this machine's clock: octokit's throttling waits until that clock shows it. GitHub's own clock is in
 * `date`; undefined where the two agree, or GitHub says nothing.
 */
export function localReset(headers: RateLimitHeaders, clock: Pick<Clock, 'wallMs'>): string | undefined {
  const reset = numberOf(headers.get('x-ratelimit-reset'));
  const skewMs = clock.wallMs() - Date.parse(headers.get('date') ?? '');
  if (reset === undefined || !(Math.abs(skewMs) >= minSkewMs)) return undefined;
  return String(Math.max(0, Math.ceil(reset + skewMs / 1_000)));
}

/** Of more digits no time is made. */
function numberOf(text: string | null): number | undefined {
  return text !== null && /^\d{1,12}$/.test(text) ? Number(text) : undefined;
}
