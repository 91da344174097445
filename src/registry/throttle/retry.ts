import pRetry from 'p-retry';
import type { Clock } from '../../runtime/clock.js';
import { RegistryError, isRetryable } from '../../image/registry-error.js';

export interface RetryPolicy {
  /** How often an operation may fail in all; that its host cools down (429) is no failure of it. */
  readonly attempts: number;
  readonly firstDelayMs: number;
  readonly maxDelayMs: number;
  /** Cooldown after a 429 without `Retry-After`: first and maximum. */
  readonly firstCooldownMs: number;
  readonly maxCooldownMs: number;
  /** How long a host that was there is waited for in a whole run, while it is started again. */
  readonly maxRestartMs: number;
}

/** Limits on bursts are counted by the second or the minute: a cooldown of a minute outlasts both. */
export const defaultRetryPolicy: RetryPolicy = {
  attempts: 5,
  firstDelayMs: 500,
  maxDelayMs: 20_000,
  firstCooldownMs: 1_000,
  maxCooldownMs: 60_000,
  maxRestartMs: 60_000,
};

/** A host that fails and wants more time is not waited for: the run reports the time instead. */
const maxRetryAfterMs = 60_000;

/**
 * A host that does nothing but refuse is waited for so long in all. Limits on bursts have windows of a minute at most, and a runner's minutes cost:
 * what is done until then is kept, and the next run goes on.
 */
export const maxTotalCooldownMs = 5 * 60_000;

/** How often one operation is refused by a host that serves others meanwhile: at the longest delay about as long as that. */
const maxRefusals = 20;

/**
 * Runs `task` again while it fails with what may pass, with growing, jittered waits that heed the host's own word. This is the only home of
 * retries: what is tried again here must not try its own parts again, and must hold no slot while it waits.
 */
export async function retrying<T>(
  task: (attempt: number) => Promise<T>,
  policy: RetryPolicy,
  clock: Clock,
  signal: AbortSignal,
): Promise<T> {
  try {
    return await task(1);
  } catch (error) {
    if (signal.aborted || !isRetryable(error)) throw error;
    return retryFailed(error, task, policy, clock, signal);
  }
}

/** Most requests succeed at once, and need none of this. */
async function retryFailed<T>(
  first: unknown,
  task: (attempt: number) => Promise<T>,
  policy: RetryPolicy,
  clock: Clock,
  signal: AbortSignal,
): Promise<T> {
  const attempt = async (number: number): Promise<T> => {
    // The first attempt was made before the library came in.
    if (number === 1) throw first;
    return task(number);
  };
  let failures = 0;
  let refusals = 0;
  const canRetry = (error: Error): boolean =>
    isRetryable(error) && !signal.aborted && (isAwaited(error) || canRetryInTime(error));
  const canRetryInTime = (error: Error): boolean =>
    waitAsked(error, clock) <= (isRefusal(error) ? maxTotalCooldownMs : maxRetryAfterMs) &&
    failures < policy.attempts &&
    refusals < maxRefusals;
  return pRetry(attempt, {
    // Counted here: the library ends with the last attempt whatever that failed of.
    retries: Number.POSITIVE_INFINITY,
    minTimeout: 0,
    factor: 1,
    shouldRetry: ({ error }) => canRetry(error),
    onFailedAttempt: async ({ error }) => {
      // The task waits for its host itself, before it takes a slot.
      if (isAwaited(error)) return;
      if (isRefusal(error)) refusals += 1;
      else failures += 1;
      if (!canRetry(error)) return;
      const askedMs = waitAsked(error, clock);
      const fullMs = Math.min(policy.firstDelayMs * 2 ** (failures + refusals - 1), policy.maxDelayMs);
      const backoffMs = fullMs / 2 + (fullMs / 2) * clock.random();
      await clock.sleep(Math.max(askedMs, backoffMs), signal);
    },
  });
}

function isAwaited(error: Error): boolean {
  return error instanceof RegistryError && error.hostIsAwaited;
}

function isRefusal(error: Error): boolean {
  return error instanceof RegistryError && error.code === 'rate-limited';
}

function waitAsked(error: unknown, clock: Clock): number {
  return error instanceof RegistryError && error.retryAt !== undefined ? error.retryAt.dueMs - clock.monotonicMs() : 0;
}
