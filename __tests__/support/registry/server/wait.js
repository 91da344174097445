import { setTimeout as sleep } from 'node:timers/promises';

/** Timers hold 31 bits; a longer one fires at once. */
const longestMs = 2 ** 31 - 1;

/**
 * @param {number} ms `Infinity` until the signal
 * @param {AbortSignal} signal
 * @returns {Promise<void>} rejects when the signal comes
 */
export async function wait(ms, signal) {
  if (ms > 0) {
    await sleep(Math.min(ms, longestMs), undefined, { signal });
  }
}
