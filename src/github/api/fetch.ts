import { type Dispatcher, Headers, type RequestInit, Response, fetch } from 'undici';
import type { Clock } from '../../runtime/clock.js';
import { bytesOf, readBounded } from '../../runtime/bounded-read.js';
import { DeadlineError, withDeadline } from '../../runtime/wait.js';
import { messageOf } from '../../runtime/errors.js';
import { localReset } from './rate-limit.js';

export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

interface FetchOptions {
  readonly dispatcher: Dispatcher;
  readonly clock: Clock;
  /** The only one that is asked, for every request carries the token: a `Link` header may name any other. */
  readonly origin: string;
  /** For a request and its whole answer. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** A page of a hundred changed files has their patches, the biggest of which GitHub leaves out; this is more than any that was seen. */
const maxAnswerBytes = 32 * 1024 * 1024;

/**
 * The `fetch` for octokit: through the run's proxy, and bounded. The answer is read whole here, for octokit takes one that is cut off for
 * an empty one.
 */
export function createFetch({ dispatcher, clock, origin, timeoutMs, signal }: FetchOptions): Fetch {
  return async (url, init) => {
    if (new URL(url).origin !== origin) throw new NotRetriedError(`${new URL(url).origin} is not ${origin}`);
    try {
      return await withDeadline(timeoutMs, { clock, signal }, async (bounded) =>
        readWhole(await fetch(url, { ...init, dispatcher, signal: bounded }), clock),
      );
    } catch (error) {
      const isFinal = error instanceof DeadlineError || signal.aborted;
      throw isFinal ? new NotRetriedError(messageOf(error), { cause: error }) : error;
    }
  };
}

/** octokit tries every error of its `fetch` again but those of this name. Who was waited for in vain would be waited for thrice. */
class NotRetriedError extends Error {
  override readonly name = 'AbortError';
}

async function readWhole(response: Response, clock: Clock): Promise<Response> {
  const tooLarge = (): Error => new NotRetriedError(`the answer is larger than ${maxAnswerBytes} bytes`);
  const body = await readBounded(bytesOf(response.body), maxAnswerBytes, tooLarge);
  const { status, statusText } = response;
  const [headers, reset] = [new Headers(response.headers), localReset(response.headers, clock)];
  if (reset !== undefined) headers.set('x-ratelimit-reset', reset);
  return new Response(body.length === 0 ? null : body, { status, statusText, headers });
}
