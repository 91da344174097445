import { createHook } from 'node:async_hooks';
import { expect, test } from '@jest/globals';
import { RegistryError } from '../../../src/image/registry-error.js';
import { defaultRetryPolicy, retrying } from '../../../src/registry/throttle/retry.js';
import { unlessAborted } from '../../../src/runtime/wait.js';
import { heldClock } from '../../support/timing/held-clock.js';

/** How many promises are made while this goes on. */
async function countPromises(work: () => Promise<unknown>): Promise<number> {
  let promises = 0;
  const hook = createHook({
    init: (_id, type) => {
      if (type === 'PROMISE') promises += 1;
    },
  });
  hook.enable();
  try {
    await work();
  } finally {
    hook.disable();
  }
  return promises;
}

const { signal } = new AbortController();
const context = { operation: 'Reading', reference: 'r.test/a:1', side: 'source' } as const;

test('an attempt that succeeds at once costs next to nothing more than itself', async () => {
  const task = async (): Promise<string> => Promise.resolve('done');
  const alone = await countPromises(task);
  const tried = await countPromises(async () => retrying(task, defaultRetryPolicy, heldClock(), signal));
  expect(tried - alone).toBeLessThanOrEqual(4);
});

test('an attempt that fails is counted, though it was made before the library came in', async () => {
  const attempts: number[] = [];
  const clock = heldClock(0);
  const tried = retrying(
    async (number) => {
      attempts.push(number);
      if (number < 3) throw new RegistryError({ ...context, code: 'unavailable', what: `${number}` });
      return Promise.resolve('done');
    },
    defaultRetryPolicy,
    clock,
    signal,
  );
  await expect(tried).resolves.toBe('done');
  expect(attempts).toEqual([1, 2, 3]);
  expect(clock.slept).toHaveLength(2);
});

test('a wait that a stop would end leaves no listener behind', async () => {
  const listening = new Set<unknown>();
  class Watched extends AbortController {
    constructor() {
      super();
      const add = this.signal.addEventListener.bind(this.signal);
      const remove = this.signal.removeEventListener.bind(this.signal);
      Object.assign(this.signal, {
        addEventListener: (type: string, listener: () => void) => {
          listening.add(listener);
          add(type, listener);
        },
        removeEventListener: (type: string, listener: () => void) => {
          listening.delete(listener);
          remove(type, listener);
        },
      });
    }
  }
  const run = new Watched();
  expect(await unlessAborted(Promise.resolve(1), run.signal)).toBe(1);
  await expect(unlessAborted(Promise.reject(new Error('2')), run.signal)).rejects.toThrow('2');
  expect(listening.size).toBe(0);
  const left = unlessAborted(new Promise(() => undefined), run.signal);
  expect(listening.size).toBe(1);
  run.abort(new Error('stopped'));
  await expect(left).rejects.toThrow('stopped');
});
