import { getOctokit } from '@actions/github';
import { retry } from '@octokit/plugin-retry';
import { throttling } from '@octokit/plugin-throttling';
import { messageOf } from '../../runtime/errors.js';
import { printable } from '../../runtime/text.js';
import { version } from '../../runtime/version.js';
import type { Fetch } from './fetch.js';
import type { RequestsLeft } from './rate-limit.js';

type Requests = Pick<ReturnType<typeof getOctokit>, 'request' | 'graphql'>;

export interface GithubClient extends Requests {
  /** By what was answered until now; undefined where that is not known. */
  readonly requestsLeft: () => RequestsLeft | undefined;
}

interface OctokitOptions {
  /** without a slash at its end */
  readonly baseUrl: string;
  readonly token: string;
  readonly fetch: Fetch;
  readonly log: (line: string) => void;
  /** How long a second of waiting is; only tests have a shorter one. */
  readonly secondMs: number;
}

/** What GitHub says that it will refuse again, and 429: how long to wait for that is the throttling's to say. */
const finalStatuses = [400, 401, 403, 404, 410, 422, 429, 451] as const;

/** After one second, and after four more. */
const maxRetries = 2;

/** Whom GitHub tells to come back later than this does without: nobody waits for minutes to read a comment. */
const maxRateLimitWaitSeconds = 60;

/** GitHub's own client, with its own rules for what may be tried again and for rate limits. */
export function createOctokit({ baseUrl, token, fetch, log, secondMs }: OctokitOptions): Requests {
  const logger = loggerOf(log, token);
  const onLimit = (seconds: number, _request: unknown, _octokit: unknown, retryCount: number): boolean => {
    const waits = seconds <= maxRateLimitWaitSeconds && retryCount === 0;
    logger.warn(`its rate limit asks for ${seconds} seconds, which are ${waits ? '' : 'not '}waited for`);
    return waits;
  };
  const options = {
    baseUrl,
    userAgent: `image-mirror/${version}`,
    log: logger,
    request: { fetch, log: logger },
    retry: { doNotRetry: [...finalStatuses], retries: maxRetries, retryAfterBaseValue: secondMs },
    // The state behind an id is the process's, and what is limited is the user of one GitHub.
    throttle: { id: baseUrl, onRateLimit: onLimit, onSecondaryRateLimit: onLimit, retryAfterBaseValue: secondMs },
  };
  const octokit = getOctokit(token, options, retry, throttling);
  octokit.hook.before('request', (options) => {
    // What failed may have been done all the same: a second try would be a second comment. By GraphQL nothing is written here.
    if (options.method === 'POST' && !options.url.endsWith('/graphql')) options.request.retries = 0;
  });
  return octokit;
}

type Log = (message: string, cause?: unknown) => void;

function loggerOf(log: (line: string) => void, token: string): Record<'debug' | 'info' | 'warn' | 'error', Log> {
  const write: Log = (message, cause) => {
    const text = cause === undefined ? message : `${message}: ${messageOf(cause)}`;
    log(`GitHub: ${printable(token === '' ? text : text.replaceAll(token, '***'))}`);
  };
  return { debug: () => undefined, info: write, warn: write, error: write };
}
