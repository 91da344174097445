import type { Clock } from '../../../src/runtime/clock.js';

/** A clock that stands still: only a sleep, and the test itself, move it on. */
export interface HeldClock extends Clock {
  /** milliseconds of each sleep, in order */
  readonly slept: readonly number[];
  /** How many timers are not yet due, and not cancelled. */
  readonly timers: () => number;
  /** Moves it on, and calls what comes due on the way. A sleep calls nothing: what a timer bounds goes on in real time. */
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
  const { timers, setTimer, advance } = heldTimers();
  return {
    slept,
    timers,
    setTimer,
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
      advance(ms);
    },
    shiftDate: (ms) => {
      shiftedMs += ms;
    },
  };
}

/** Timers that come due in order, as a test moves their time on. */
export function heldTimers(): Pick<HeldClock, 'timers' | 'setTimer' | 'advance'> {
  const dueMs = new Map<() => void, number>();
  let passedMs = 0;
  return {
    timers: () => dueMs.size,
    setTimer: (ms, onDue) => {
      const ring = (): void => {
        onDue();
      };
      dueMs.set(ring, passedMs + ms);
      return {
        restart: () => {
          dueMs.set(ring, passedMs + ms);
        },
        cancel: () => {
          dueMs.delete(ring);
        },
      };
    },
    advance: (ms) => {
      const untilMs = passedMs + ms;
      for (;;) {
        const [next] = [...dueMs].filter(([, due]) => due <= untilMs).sort(([, one], [, other]) => one - other);
        if (next === undefined) break;
        const [ring, due] = next;
        dueMs.delete(ring);
        passedMs = due;
        ring();
      }
      passedMs = untilMs;
    },
  };
}
