import { expect, test } from '@jest/globals';
import { RegistryError } from '../../../src/image/registry-error.js';
import { RegistryQueues } from '../../../src/registry/throttle/queues.js';
import { eventually } from '../../support/timing/eventually.js';
import { closedGate } from '../../support/timing/gate.js';

const { signal } = new AbortController();
const mebibyte = 1024 ** 2;

test('of what waits for a place, the largest goes first', async () => {
  const limits = new RegistryQueues(1);
  const order: number[] = [];
  let release: (() => void) | undefined;
  const first = limits.run(
    'r.test',
    'uploads',
    async () =>
      new Promise<void>((done) => {
        release = done;
      }),
    signal,
    { size: mebibyte },
  );
  const others = [10, 30, 20]
    .map((mebibytes) => mebibytes * mebibyte)
    .map(async (size) =>
      limits.run(
        'r.test',
        'uploads',
        async () => {
          order.push(size);
          return Promise.resolve();
        },
        signal,
        { size },
      ),
    );
  release?.();
  await Promise.all([first, ...others]);
  expect(order).toEqual([30 * mebibyte, 20 * mebibyte, 10 * mebibyte]);
});

test('a big body never holds up a small one, a small request, nor another host', async () => {
  const limits = new RegistryQueues(1);
  void limits.run('r.test', 'uploads', async () => new Promise<void>(() => undefined), signal, { size: mebibyte });
  await expect(limits.run('r.test', 'uploads', async () => Promise.resolve('small'), signal)).resolves.toBe('small');
  await expect(limits.run('r.test', 'requests', async () => Promise.resolve('asked'), signal)).resolves.toBe('asked');
  await expect(limits.run('other.test', 'uploads', async () => Promise.resolve('sent'), signal)).resolves.toBe('sent');
});

test('what waits when the run is stopped is not begun; what runs is waited for', async () => {
  const limits = new RegistryQueues(1);
  const abort = new AbortController();
  const tidying = closedGate();
  let tidied = false;
  const running = limits.run(
    'r.test',
    'uploads',
    async () => {
      await tidying.opened;
      tidied = true;
    },
    abort.signal,
    { size: mebibyte },
  );
  const begin = async (): Promise<never> => Promise.reject(new Error('was begun'));
  const waiting = limits.run('r.test', 'uploads', begin, abort.signal, { size: mebibyte });
  abort.abort(new Error('stopped'));
  setImmediate(tidying.open);
  await running;
  expect(tidied).toBe(true);
  await expect(waiting).rejects.toThrow('stopped');
});

test('a registry that says that it is too much is asked less at once, and no other is', async () => {
  const limits = new RegistryQueues(1);
  const refusal = (registry: string): RegistryError =>
    new RegistryError({
      operation: 'Looking up',
      reference: `${registry}/a:1`,
      side: 'source',
      code: 'rate-limited',
      what: '429',
    });
  const fail = async (registry: string, error: Error): Promise<void> => {
    await expect(limits.run(registry, 'requests', async () => Promise.reject(error), signal)).rejects.toBe(error);
  };
  await fail('slow.test', refusal('slow.test'));
  await fail('slow.test', refusal('slow.test'));
  // The target's word, in a task that holds a place of the source's, too.
  await fail('quick.test', refusal('slow.test'));
  await fail('quick.test', new Error('another mistake'));
  expect(await mostAtOnce(limits, 'slow.test')).toBe(2);
  expect(await mostAtOnce(limits, 'quick.test')).toBe(8);
});

test.each([500, 502, 503, 504])('a registry that breaks by %d is asked less at once', async (status) => {
  const limits = new RegistryQueues(1);
  const context = { operation: 'Looking up', reference: 'slow.test/a:1', side: 'source' } as const;
  const down = new RegistryError({ ...context, code: 'unavailable', what: String(status), status });
  await expect(limits.run('slow.test', 'requests', async () => Promise.reject(down), signal)).rejects.toBe(down);
  expect(await mostAtOnce(limits, 'slow.test')).toBe(4);
});

test('one of several registries gets three quarters of a queue, and a single one gets all of it', async () => {
  const mostOf = async (targets: readonly string[]): Promise<number> => {
    const limits = new RegistryQueues(8);
    for (const target of targets) limits.expect(target, 'target');
    let running = 0;
    const stop = new AbortController();
    const stalled = async (): Promise<void> => {
      running += 1;
      await new Promise((_done, fail) => {
        stop.signal.addEventListener('abort', fail);
      });
    };
    const options = { size: 2 * mebibyte, opposite: 'stalled.test' };
    const all = Array.from({ length: 20 }, async () =>
      limits.run('source.test', 'downloads', stalled, stop.signal, options),
    );
    await eventually(() => {
      expect(running).toBeGreaterThan(5);
    });
    stop.abort();
    const most = running;
    await Promise.allSettled(all);
    return most;
  };
  expect(await mostOf(['stalled.test'])).toBe(8);
  expect(await mostOf(['stalled.test', 'well.test'])).toBe(6);
});

/** How many of a hundred small requests run at once. */
async function mostAtOnce(limits: RegistryQueues, registry: string): Promise<number> {
  let running = 0;
  let most = 0;
  const one = async (): Promise<void> => {
    running += 1;
    most = Math.max(most, running);
    await new Promise((done) => setImmediate(done));
    running -= 1;
    // A success would raise the concurrency while it is counted.
    throw new Error('not found');
  };
  await Promise.allSettled(Array.from({ length: 100 }, async () => limits.run(registry, 'requests', one, signal)));
  return most;
}
