import type { Clock } from '../../../src/runtime/clock.js';

/** A clock that stands still: only a sleep, and the test itself, move it on. */
export interface HeldClock extends Clock {
  /** milliseconds of each sleep, in order */
  readonly slept: readonly number[];
  advance(ms: number): void;
  /** Sets the date alone, as a person or NTP does; negative: back. */
  shiftDate(ms: number): void;
}

export const noon = Date.UTC(2026, 0, 15, 12);

/** @param start the date at first; the time that durations are measured by begins at 0, so that a mistaken use of one for the other shows */
export function heldClock(random = 0, start = noon): HeldClock {
  const slept: number[] = [];
  let passedMs = 0;
  let shiftedMs = 0;
  return {
    slept,
    wallMs: () => start + shiftedMs + passedMs,
    monotonicMs: () => passedMs,
    random: () => random,
    sleep: async (ms, signal) => {
      signal.throwIfAborted();
      slept.push(ms);
      passedMs += ms;
      return Promise.resolve();
    },
    advance: (ms) => {
      passedMs += ms;
    },
    shiftDate: (ms) => {
      shiftedMs += ms;
    },
  };
}
