import { describe, expect, test } from '@jest/globals';
import { momentIn } from '../../../src/runtime/clock.js';
import { type OperationContext, RegistryError } from '../../../src/image/registry-error.js';
import { HostCooldown } from '../../../src/registry/throttle/host-cooldown.js';
import type { RequestKind } from '../../../src/registry/http/traffic.js';
import { defaultRetryPolicy } from '../../../src/registry/throttle/retry.js';
import { type HeldClock, heldClock, noon } from '../../support/timing/held-clock.js';

const context: OperationContext = { operation: 'Reading', reference: 'r.test/a:1', side: 'source' };
const { signal } = new AbortController();
const second = 1_000;
const minute = 60 * second;

interface Rested {
  readonly clock: HeldClock;
  readonly rest: HostCooldown;
  /** Sends when it may, and is refused; gives the error as it goes on. */
  readonly refuse: (retryAfterMs?: number, kind?: RequestKind) => Promise<unknown>;
  readonly serve: (kind?: RequestKind) => Promise<void>;
}

function useRest(): Rested {
  const clock = heldClock();
  const rest = new HostCooldown(defaultRetryPolicy, clock);
  return {
    clock,
    rest,
    refuse: async (retryAfterMs, kind = 'blob-get') =>
      rest.refused(refusal(clock, retryAfterMs), kind, await rest.wait(context, signal)),
    serve: async (kind = 'blob-get') => {
      rest.served(kind, await rest.wait(context, signal));
    },
  };
}

function refusal(clock: HeldClock, retryAfterMs?: number): RegistryError {
  const retryAt = retryAfterMs === undefined ? undefined : momentIn(retryAfterMs, clock);
  return new RegistryError({ ...context, code: 'rate-limited', what: '429', retryAt });
}

test.each([
  ['names a time', 2_000, [2_000]],
  ['names none', undefined, []],
])('a 503 that %s is a rest: %s ms', async (_name, askedMs, slept) => {
  const { clock, rest } = useRest();
  const retryAt = askedMs === undefined ? undefined : momentIn(askedMs, clock);
  const down = new RegistryError({ ...context, code: 'unavailable', what: '503', status: 503, retryAt });
  rest.refused(down, 'manifest-head', await rest.wait(context, signal));
  await rest.wait(context, signal);
  expect(clock.slept).toEqual(slept);
});

test('F1 a host that failed every write rests ever longer, and only then', async () => {
  const { clock, rest } = useRest();
  const failure = new RegistryError({ ...context, code: 'unavailable', what: '500', status: 500 });
  for (const error of [failure, failure.asWritesFailed('r.test'), failure.asWritesFailed('r.test')])
    rest.refused(error, 'upload-start', await rest.wait(context, signal));
  await rest.wait(context, signal);
  expect(clock.slept).toEqual([1_000, 2_000]);
});

describe('a host that refuses and does not say for how long', () => {
  test('rests ever longer, up to a minute, and is given up after five minutes', async () => {
    const { clock, rest, refuse } = useRest();
    for (let count = 0; count < 10; count += 1) await refuse();
    expect(clock.slept.map((ms) => ms / second)).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60]);
    await expect(rest.wait({ ...context, reference: 'r.test/b:1' }, signal)).rejects.toThrow('Reading r.test/b:1');
    expect(clock.slept).toHaveLength(9);
  });

  test('that was given up is asked again after a quarter of an hour, once', async () => {
    const { clock, rest, refuse } = useRest();
    for (let count = 0; count < 10; count += 1) await refuse();
    clock.advance(15 * minute);
    await refuse();
    await expect(rest.wait(context, signal)).rejects.toThrow('429');
  });

  test('rests less long for each answer that it gives', async () => {
    const { clock, refuse, serve } = useRest();
    for (let count = 0; count < 4; count += 1) await refuse();
    for (let count = 0; count < 2; count += 1) await serve();
    await refuse();
    await serve();
    expect(clock.slept.map((ms) => ms / second)).toEqual([1, 2, 4, 8, 4]);
  });

  test('is not given up as long as it answers now and then', async () => {
    const { clock, refuse, serve } = useRest();
    for (let count = 0; count < 100; count += 1) {
      await refuse();
      if (count % 5 === 4) await serve();
    }
    expect(clock.monotonicMs()).toBeGreaterThan(60 * minute);
  });

  test('shows by answers to other questions nothing of what it refuses', async () => {
    const { clock, refuse, serve } = useRest();
    for (let count = 0; count < 4; count += 1) {
      await refuse();
      await serve('manifest-head');
    }
    expect(clock.slept.map((ms) => ms / second)).toEqual([1, 2, 4, 8]);
  });

  test('rests once for all that it refused together, and what it gave long before is no sign', async () => {
    const { clock, rest, refuse, serve } = useRest();
    const before = await rest.wait(context, signal);
    await refuse();
    const sentAfter = await rest.wait(context, signal);
    for (let count = 0; count < 64; count += 1) rest.refused(refusal(clock), 'blob-get', sentAfter);
    for (let count = 0; count < 8; count += 1) rest.served('blob-get', before);
    await refuse();
    await serve();
    expect(clock.slept.map((ms) => ms / second)).toEqual([1, 2, 4]);
  });

  test('of some of what it is asked at once rests shortly, however often', async () => {
    const { clock, rest } = useRest();
    for (let count = 0; count < 400; count += 1) {
      const sentAfter = await rest.wait(context, signal);
      rest.refused(refusal(clock), 'blob-get', sentAfter);
      rest.served('blob-get', sentAfter);
    }
    expect(new Set(clock.slept)).toEqual(new Set([second]));
  });
});

describe('a host that says for how long it is not to be asked', () => {
  test('rests so long, and tells each failure so', async () => {
    const { clock, refuse, serve } = useRest();
    expect(await refuse(7 * second)).toMatchObject({ retryAt: { date: new Date(noon + 7 * second) } });
    await serve();
    expect(clock.slept).toEqual([7 * second]);
  });

  test('rests as long as the longest of what it said', async () => {
    const { clock, rest, refuse, serve } = useRest();
    const sentAfter = await rest.wait(context, signal);
    await refuse(7 * second);
    rest.refused(refusal(clock, 9 * second), 'blob-get', sentAfter);
    rest.refused(refusal(clock, 2 * second), 'blob-get', sentAfter);
    await serve();
    expect(clock.slept).toEqual([9 * second]);
  });

  test('that is longer than a run waits is not waited for, and not asked', async () => {
    const { clock, rest, refuse } = useRest();
    expect(await refuse(60 * minute)).toMatchObject({ retryAt: { date: new Date(noon + 60 * minute) } });
    await expect(rest.wait(context, signal)).rejects.toMatchObject({ code: 'rate-limited' });
    expect(clock.slept).toEqual([]);
  });
});

test('a rest that grows while it is waited for is waited for to its end', async () => {
  const clock = heldClock();
  const rest = new HostCooldown(defaultRetryPolicy, {
    ...clock,
    sleep: async (ms, stop) => {
      // What was under way is refused meanwhile.
      if (clock.slept.length === 0) rest.refused(refusal(clock, 5 * second), 'blob-get', 0);
      await clock.sleep(ms, stop);
    },
  });
  rest.refused(refusal(clock, 2 * second), 'blob-get', 0);
  await rest.wait(context, signal);
  expect(clock.slept).toEqual([2 * second, 3 * second]);
});

test('a run that is stopped does not wait', async () => {
  const { rest, refuse } = useRest();
  await refuse();
  await expect(rest.wait(context, AbortSignal.abort(new Error('stopped')))).rejects.toThrow('stopped');
});

test.each(['pull-limit', 'unavailable', 'network', 'denied'] as const)('%s is no reason to rest', async (code) => {
  const { clock, rest, serve } = useRest();
  const error = new RegistryError({ ...context, code, what: code, retryAt: momentIn(minute, clock) });
  expect(rest.refused(error, 'manifest-get', 0)).toBe(error);
  await serve();
  expect(clock.slept).toEqual([]);
});
