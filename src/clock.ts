import { setTimeout as delay } from 'node:timers/promises';

/** Time and chance, as arguments, so that tests hold them still. */
export interface Clock {
  /** milliseconds since 1970 */
  now(): number;
  /** Ends early, by throwing the signal's reason, when the signal is aborted. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
  /** from 0 (included) to 1 (excluded) */
  random(): number;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: async (ms, signal) => delay(ms, undefined, { signal }),
  random: () => Math.random(),
};
