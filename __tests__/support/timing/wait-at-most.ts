import { setTimeout as sleep } from 'node:timers/promises';

/** The promise's outcome, or undefined where it takes longer: then it is left to itself. */
export async function waitAtMost<T>(ms: number, promise: Promise<T>): Promise<T | undefined> {
  const isDone = new AbortController();
  try {
    return await Promise.race([promise, sleep(ms, undefined, { signal: isDone.signal })]);
  } finally {
    isDone.abort();
  }
}
