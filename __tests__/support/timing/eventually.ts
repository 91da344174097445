import { setTimeout as sleep } from 'node:timers/promises';

/** Longer than anything takes on a busy machine. Only a test that fails waits so long. */
const longestMs = 60_000;

const pauseMs = 10;

/** Tries until it does not fail: for what tells nobody that it has happened. */
export async function eventually<T>(attempt: () => T | Promise<T>): Promise<T> {
  const end = performance.now() + longestMs;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (performance.now() > end) throw error;
    }
    await sleep(pauseMs);
  }
}
