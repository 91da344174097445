import pRetry from 'p-retry';
import type { Clock } from './clock.js';
import { RegistryError, isPassing } from './errors.js';

export interface RetryPolicy {
  /** How often an operation is tried in all. */
  readonly attempts: number;
  readonly firstDelayMs: number;
  readonly maxDelayMs: number;
}

export const defaultRetryPolicy: RetryPolicy = { attempts: 5, firstDelayMs: 500, maxDelayMs: 20_000 };

/** A host that wants a longer rest is not waited for: the run reports the time instead. */
const maxRetryAfterMs = 60_000;

/** Runs `task` again while it fails with what may pass, with growing, jittered waits that heed the host's own word. */
export async function retrying<T>(
  task: (attempt: number) => Promise<T>,
  policy: RetryPolicy,
  clock: Clock,
  signal: AbortSignal,
): Promise<T> {
  return pRetry(task, {
    retries: policy.attempts - 1,
    minTimeout: 0,
    factor: 1,
    shouldRetry: ({ error }) => isPassing(error) && !signal.aborted && waitAsked(error, clock) <= maxRetryAfterMs,
    onFailedAttempt: async ({ error, attemptNumber, retriesLeft }) => {
      const asked = waitAsked(error, clock);
      if (retriesLeft === 0 || !isPassing(error) || asked > maxRetryAfterMs) return;
      await clock.sleep(Math.max(asked, backoff(attemptNumber, policy, clock)), signal);
    },
  });
}

function waitAsked(error: Error, clock: Clock): number {
  return error instanceof RegistryError && error.retryAt !== undefined ? error.retryAt.getTime() - clock.now() : 0;
}

function backoff(attempt: number, policy: RetryPolicy, clock: Clock): number {
  const full = Math.min(policy.firstDelayMs * 2 ** (attempt - 1), policy.maxDelayMs);
  return full / 2 + (full / 2) * clock.random();
}
