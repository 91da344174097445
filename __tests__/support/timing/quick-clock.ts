import { setTimeout as sleep } from 'node:timers/promises';
import { type Clock, systemClock } from '../../../src/runtime/clock.js';

/** So many seconds of the engine's pass in one: what it waits for a registry's sake is over in milliseconds, and in the same order. */
const speed = 40;

export interface QuickClock extends Clock {
  /**
   * How long was waited, in milliseconds of this clock: one wait behind the other, and of those side by side the longest. It is the same on
   * a machine that is slow.
   */
  waitedMs(): number;
}

/** A clock that runs fast, and by which chance is always the same. */
export function quickClock(): QuickClock {
  const [start, begun] = [Date.now(), performance.now()];
  const monotonicMs = (): number => (performance.now() - begun) * speed;
  let waitedMs = 0;
  return {
    waitedMs: () => waitedMs,
    wallMs: () => start + Math.round(monotonicMs()),
    monotonicMs,
    sleep: async (ms, signal) => {
      const until = waitedMs + ms;
      await sleep(ms / speed, undefined, { signal });
      waitedMs = Math.max(waitedMs, until);
    },
    // How long a registry may take is not ours to quicken: it answers in real time.
    setTimer: (ms, onDue) => systemClock.setTimer(ms, onDue),
    random: () => 0.5,
  };
}
