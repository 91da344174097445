import { setTimeout as delay } from 'node:timers/promises';

/** Time and chance, as arguments, so that tests hold them still. */
export interface Clock {
  /** The date, in milliseconds since 1970. It may be wrong and may be set back: show it to people, and measure nothing by it. */
  wallMs(): number;
  /** Milliseconds since the process began; never goes back. Measure durations and keep deadlines by it. */
  monotonicMs(): number;
  /** Ends early, by throwing the signal's reason, when the signal is aborted. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
  /** Calls `onDue` later, unless it is cancelled before: to bound what somebody else does. To wait is to `sleep`. */
  setTimer(ms: number, onDue: () => void): Timer;
  /** from 0 (included) to 1 (excluded) */
  random(): number;
}

export interface Timer {
  /** Counts from now again, also after it was due. It costs next to nothing: a transfer calls it for each chunk. */
  readonly restart: () => void;
  readonly cancel: () => void;
}

export const systemClock: Clock = {
  wallMs: () => Date.now(),
  monotonicMs: () => performance.now(),
  sleep: async (ms, signal) => delay(ms, undefined, { signal }),
  setTimer: (ms, onDue) => {
    const timer = setTimeout(onDue, ms);
    return {
      restart: () => {
        timer.refresh();
      },
      cancel: () => {
        clearTimeout(timer);
      },
    };
  },
  random: () => Math.random(),
};

/** A moment to come. */
export interface Moment {
  /** by `Clock.monotonicMs`: to wait for it */
  readonly dueMs: number;
  /** by `Clock.wallMs`: to show it to people */
  readonly date: Date;
}

export function momentIn(ms: number, clock: Pick<Clock, 'wallMs' | 'monotonicMs'>): Moment {
  return { dueMs: clock.monotonicMs() + ms, date: new Date(clock.wallMs() + ms) };
}
