import type { Clock } from './clock.js';
import { isFailure } from './errors.js';

/**
 * Waits for all, so that nothing of an image that failed goes on behind its report.
 * @throws the first failure that has words for people, or else the first error
 */
export async function settleAll<T>(promises: readonly Promise<T>[]): Promise<readonly T[]> {
  const settled = await Promise.allSettled(promises);
  const errors = settled.filter((result) => result.status === 'rejected').map((result): unknown => result.reason);
  if (errors.length > 0) throw errors.find(isFailure) ?? errors[0];
  return settled.filter((result) => result.status === 'fulfilled').map((result) => result.value);
}

/** The promise's outcome, or, when the signal is aborted first, its reason: for what others wait for too, and is not ended for one. */
export async function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  let stop: (() => void) | undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    stop = () => {
      reject(signal.reason instanceof Error ? signal.reason : new Error('stopped'));
    };
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    if (stop !== undefined) signal.removeEventListener('abort', stop);
  }
}

/** Waits for the promise, which never fails, and no longer than so many milliseconds. */
export async function within(ms: number, promise: Promise<unknown>, clock: Clock, signal: AbortSignal): Promise<void> {
  const stop = new AbortController();
  const enough = clock.sleep(ms, AbortSignal.any([signal, stop.signal])).catch(() => undefined);
  await Promise.race([promise, enough]);
  stop.abort();
}
