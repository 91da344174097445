import { CircuitBreaker } from '../../runtime/circuit-breaker.js';
import type { RunBounds } from '../../runtime/wait.js';
import { messageOf } from '../../runtime/errors.js';

/** GitHub is given up for good: what it is asked for here a run can do without. */
const rule = { failures: 3, forMs: 0, cooldownMs: Number.POSITIVE_INFINITY };

interface GithubCircuitBreaker {
  /** @throws {Error} a sentence, without asking, once it is of no use any more */
  readonly ask: <T>(question: () => Promise<T>) => Promise<T>;
}

/**
 * Gives GitHub up for good: at a rate limit, at some failures in a row, when the time is over.
 * @param maxMs from the first question on, for all of them
 */
export function createGithubCircuitBreaker(maxMs: number, { clock, signal }: RunBounds): GithubCircuitBreaker {
  const circuit = new CircuitBreaker<string>(rule, clock);
  let over: Promise<never> | undefined;
  const timeIsOver = async (): Promise<never> => {
    await clock.sleep(maxMs, signal);
    const words = circuit.refusal() ?? `it was not done within ${maxMs / 1_000} seconds.`;
    circuit.trip(words);
    throw new Error(words);
  };
  return {
    ask: async (question) => {
      const given = circuit.refusal();
      if (given !== undefined) throw new Error(given);
      over ??= timeIsOver();
      over.catch(() => undefined);
      try {
        const answer = await Promise.race([question(), over]);
        circuit.succeeded();
        return answer;
      } catch (error) {
        if (circuit.refusal() !== undefined) throw error;
        if (/rate limit/i.test(messageOf(error))) circuit.trip(messageOf(error));
        else circuit.failed(messageOf(error));
        throw error;
      }
    },
  };
}
