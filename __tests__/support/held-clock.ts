import type { Clock } from '../../src/clock.js';

/** A clock that stands still: only a sleep, and the test itself, move it on. */
export interface HeldClock extends Clock {
  /** milliseconds of each sleep, in order */
  readonly slept: readonly number[];
  advance(ms: number): void;
}

export const noon = Date.UTC(2026, 0, 15, 12);

export function heldClock(random = 0, start = noon): HeldClock {
  const slept: number[] = [];
  let now = start;
  return {
    slept,
    now: () => now,
    random: () => random,
    sleep: async (ms, signal) => {
      signal.throwIfAborted();
      slept.push(ms);
      now += ms;
      return Promise.resolve();
    },
    advance: (ms) => {
      now += ms;
    },
  };
}
