import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../../src/clock.js';

/** So many seconds of the engine's pass in one: what it waits for a registry's sake is over in milliseconds, and in the same order. */
const speed = 40;

/** A clock that runs fast, and by which chance is always the same. */
export function quickClock(): Clock {
  const [start, begun] = [Date.now(), performance.now()];
  return {
    now: () => start + Math.round((performance.now() - begun) * speed),
    sleep: async (ms, signal) => {
      await sleep(ms / speed, undefined, { signal });
    },
    random: () => 0.5,
  };
}
