import fc from 'fast-check';
import { describe, expect, test } from '@jest/globals';
import { RegistryError, type RegistryErrorCode } from '../../../src/image/registry-error.js';
import { type RetryPolicy, defaultRetryPolicy, retrying } from '../../../src/registry/throttle/retry.js';
import { heldClock, noon } from '../../support/timing/held-clock.js';

const policy: RetryPolicy = {
  attempts: 4,
  firstDelayMs: 100,
  maxDelayMs: 250,
  firstCooldownMs: 100,
  maxCooldownMs: 250,
  maxRestartMs: 0,
};

function failure(code: RegistryErrorCode, retryAfterMs?: number): RegistryError {
  return new RegistryError({
    operation: 'Reading',
    reference: 'x',
    side: 'source',
    code,
    what: code,
    ...(retryAfterMs === undefined ? {} : { retryAt: { dueMs: retryAfterMs, date: new Date(noon + retryAfterMs) } }),
  });
}

interface Tried {
  readonly result: PromiseSettledResult<string>;
  readonly attempts: readonly number[];
  readonly slept: readonly number[];
}

/** Runs a task that fails with these errors, one after the other, and then succeeds. */
async function attempt(failures: readonly unknown[], random = 0, limits = policy): Promise<Tried> {
  const clock = heldClock(random);
  const attempts: number[] = [];
  const task = async (number: number): Promise<string> => {
    attempts.push(number);
    const error = failures[attempts.length - 1];
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- that no error is thrown is a row, too
    return error === undefined ? Promise.resolve('done') : Promise.reject(error);
  };
  const [result] = await Promise.allSettled([retrying(task, limits, clock, new AbortController().signal)]);
  return { result, attempts, slept: clock.slept };
}

test('what succeeds is not tried again', async () => {
  expect(await attempt([])).toEqual({ result: { status: 'fulfilled', value: 'done' }, attempts: [1], slept: [] });
});

test('what passes is tried again, with growing waits up to their limit', async () => {
  const passing = failure('unavailable');
  expect(await attempt([passing, passing, passing], 0)).toEqual({
    result: { status: 'fulfilled', value: 'done' },
    attempts: [1, 2, 3, 4],
    slept: [50, 100, 125],
  });
  expect((await attempt([passing, passing, passing], 0.5)).slept).toEqual([75, 150, 187.5]);
});

test('what does not pass in all attempts fails with its last error, without a wait behind it', async () => {
  const last = failure('timeout');
  const { result, attempts, slept } = await attempt([failure('network'), failure('network'), failure('network'), last]);
  expect(result).toEqual({ status: 'rejected', reason: last });
  expect(attempts).toHaveLength(4);
  expect(slept).toHaveLength(3);
});

test('of one attempt there is no second', async () => {
  const { attempts, slept } = await attempt([failure('network')], 0, { ...policy, attempts: 1 });
  expect([attempts, slept]).toEqual([[1], []]);
});

describe('only what may pass is tried again', () => {
  const passing = {
    'rate-limited': true,
    unavailable: true,
    timeout: true,
    network: true,
    unreachable: false,
    'writes-failed': false,
    'proxy-refused': false,
    'digest-mismatch': true,
    'size-mismatch': true,
    'upload-lost': true,
    'send-again': true,
    'token-refused': true,
    'not-found': false,
    unauthorized: false,
    denied: false,
    credentials: false,
    'pull-limit': false,
    tls: false,
    'invalid-response': false,
    'invalid-content': false,
    immutable: false,
    'blob-unknown': false,
    lost: false,
    'too-large': false,
    refused: false,
    'private-address': false,
    aborted: false,
  } satisfies Record<RegistryErrorCode, boolean>;
  test.each(Object.entries(passing) as [RegistryErrorCode, boolean][])('%s: %s', async (code, again) => {
    const error = failure(code);
    const { result, attempts } = await attempt([error]);
    expect(attempts).toHaveLength(again ? 2 : 1);
    expect(result).toEqual(again ? { status: 'fulfilled', value: 'done' } : { status: 'rejected', reason: error });
  });

  test.each([new TypeError('mistake'), new Error('fetch failed'), new TypeError('fetch failed')])(
    'a mistake of this program: %p',
    async (error) => {
      expect(await attempt([error])).toMatchObject({ result: { reason: error }, attempts: [1], slept: [] });
    },
  );

  test('what is no error', async () => {
    expect((await attempt(['odd'])).attempts).toEqual([1]);
  });
});

describe('a host’s own word', () => {
  test.each([
    ['longer than the wait', 5_000, [5_000]],
    ['shorter than the wait', 10, [50]],
    ['in the past', -5_000, [50]],
    ['at the limit of a failure', 60_000, [60_000]],
  ])('is heeded: %s', async (_name, ms, slept) => {
    for (const code of ['rate-limited', 'unavailable'] as const)
      expect(await attempt([failure(code, ms)])).toMatchObject({ attempts: [1, 2], slept });
  });

  test('is heeded for longer where it wants to rest', async () => {
    expect(await attempt([failure('rate-limited', 300_000)])).toMatchObject({ attempts: [1, 2], slept: [300_000] });
  });

  test.each([
    ['unavailable', 60_001],
    ['rate-limited', 300_001],
    ['rate-limited', 3_600_000],
    ['rate-limited', 7 * 24 * 3_600_000],
  ] as const)('%s, and of %d ms, is not waited for', async (code, ms) => {
    const error = failure(code, ms);
    expect(await attempt([error])).toEqual({
      result: { status: 'rejected', reason: error },
      attempts: [1],
      slept: [],
    });
  });
});

describe('that a host wants to rest', () => {
  const refusals = (count: number): RegistryError[] => Array.from({ length: count }, () => failure('rate-limited'));

  test('uses up no attempt', async () => {
    const failures = [...refusals(9), failure('network'), ...refusals(9), failure('network'), failure('network')];
    const { result, attempts } = await attempt(failures);
    expect(result).toMatchObject({ status: 'fulfilled' });
    expect(attempts).toHaveLength(22);
  });

  test('between failures does not give more attempts', async () => {
    const network = failure('network');
    const { attempts } = await attempt([network, ...refusals(3), network, network, network]);
    expect(attempts).toHaveLength(7);
  });

  test('of one operation again and again, ends', async () => {
    const { result, attempts } = await attempt(refusals(100));
    expect(result).toMatchObject({ status: 'rejected' });
    expect(attempts).toHaveLength(20);
  });
});

describe('a run that is stopped', () => {
  test('during a wait ends with the reason', async () => {
    const stop = new AbortController();
    const reason = new Error('stopped');
    const clock = { ...heldClock(), sleep: async () => Promise.reject(reason) };
    const attempts: number[] = [];
    const task = async (number: number): Promise<never> => {
      attempts.push(number);
      return Promise.reject(failure('network'));
    };
    await expect(retrying(task, policy, clock, stop.signal)).rejects.toThrow('stopped');
    expect(attempts).toEqual([1]);
  });

  test('during an attempt does not try again', async () => {
    const stop = new AbortController();
    const attempts: number[] = [];
    const task = async (number: number): Promise<never> => {
      attempts.push(number);
      stop.abort(new Error('stopped'));
      return Promise.reject(failure('network'));
    };
    await expect(retrying(task, policy, heldClock(), stop.signal)).rejects.toThrow();
    expect(attempts).toEqual([1]);
  });
});

test('every wait lies between half of the full one and all of it, and no wait is over the limit', async () => {
  await fc.assert(
    fc.asyncProperty(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), async (random) => {
      const passing = failure('network');
      const { slept } = await attempt(
        Array.from({ length: 9 }, () => passing),
        random,
        defaultRetryPolicy,
      );
      for (const [index, ms] of slept.entries()) {
        const full = Math.min(500 * 2 ** index, 20_000);
        expect(ms).toBeGreaterThanOrEqual(full / 2);
        expect(ms).toBeLessThanOrEqual(full);
      }
      expect(slept).toHaveLength(4);
    }),
    { numRuns: 20 },
  );
});
