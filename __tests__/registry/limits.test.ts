import { expect, test } from 'vitest';
import { HostLimits } from '../../src/registry/limits.js';

const { signal } = new AbortController();

test('of what waits for a place, the largest goes first', async () => {
  const limits = new HostLimits(1);
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
  );
  const others = [10, 30, 20].map(async (size) =>
    limits.run(
      'r.test',
      'uploads',
      async () => {
        order.push(size);
        return Promise.resolve();
      },
      signal,
      size,
    ),
  );
  release?.();
  await Promise.all([first, ...others]);
  expect(order).toEqual([30, 20, 10]);
});

test('a big body never holds up a small request, nor another host', async () => {
  const limits = new HostLimits(1);
  void limits.run('r.test', 'uploads', async () => new Promise<void>(() => undefined), signal);
  await expect(limits.run('r.test', 'requests', async () => Promise.resolve('asked'), signal)).resolves.toBe('asked');
  await expect(limits.run('other.test', 'uploads', async () => Promise.resolve('sent'), signal)).resolves.toBe('sent');
});

test('what waits when the run is stopped is not begun; what runs is waited for', async () => {
  const limits = new HostLimits(1);
  const abort = new AbortController();
  let tidied = false;
  const running = limits.run(
    'r.test',
    'uploads',
    async () => {
      await new Promise<void>((done) => {
        abort.signal.addEventListener('abort', () => setTimeout(done, 20));
      });
      tidied = true;
    },
    abort.signal,
  );
  const waiting = limits.run('r.test', 'uploads', async () => Promise.reject(new Error('was begun')), abort.signal);
  abort.abort(new Error('stopped'));
  await running;
  expect(tidied).toBe(true);
  await expect(waiting).rejects.toThrow('stopped');
});
