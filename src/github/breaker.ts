import { messageOf } from '../errors.js';

/** One after another: who does not answer so often is not asked any more. */
const maxFailuresInARow = 3;

export interface Breaker {
  /** @throws {Error} a sentence, without asking, once it is of no use any more */
  readonly ask: <T>(question: () => Promise<T>) => Promise<T>;
}

/**
 * Gives GitHub up for good: at a rate limit, at some failures in a row, when the time is over.
 * @param maxMs from the first question on, for all of them
 */
export function createBreaker(maxMs: number): Breaker {
  let given: string | undefined;
  let failures = 0;
  let over: Promise<never> | undefined;
  const timeIsOver = async (): Promise<never> =>
    new Promise((_resolve, reject) => {
      const timer = setTimeout(() => {
        given ??= `it was not done within ${maxMs / 1_000} seconds.`;
        reject(new Error(given));
      }, maxMs);
      timer.unref();
    });
  return {
    ask: async (question) => {
      if (given !== undefined) throw new Error(given);
      over ??= timeIsOver();
      over.catch(() => undefined);
      try {
        const answer = await Promise.race([question(), over]);
        failures = 0;
        return answer;
      } catch (error) {
        failures += 1;
        if (failures >= maxFailuresInARow || /rate limit/i.test(messageOf(error))) given ??= messageOf(error);
        throw error;
      }
    },
  };
}
