import { describe, expect, jest, test } from '@jest/globals';
import { StoppedError } from '../../src/runtime/errors.js';
import { digestOf } from '../../src/image/hash.js';
import { openCache, type CacheStore } from '../../src/cache/open-cache.js';
import { parseCache } from '../../src/cache/format.js';
import { createStop } from '../../src/runtime/stop.js';
import { type HeldClock, heldClock } from '../support/timing/held-clock.js';

const digest = digestOf(Buffer.from('a blob'));

interface MemoryStore extends CacheStore {
  bytes: Uint8Array | undefined;
}

function memoryStore(bytes?: Uint8Array): MemoryStore {
  const self: MemoryStore = {
    name: 'the store',
    bytes,
    load: async () => Promise.resolve(self.bytes),
    save: async (saved) => {
      self.bytes = saved;
      return Promise.resolve();
    },
  };
  return self;
}

function deps(
  clock = heldClock(),
  signal = new AbortController().signal,
  cleanupSignal = new AbortController().signal,
) {
  const told: string[] = [];
  return { clock, signal, cleanupSignal, told, log: (sentence: string) => told.push(sentence) };
}

const never = async (): Promise<never> => new Promise(() => undefined);

test('what one run learns and keeps, the next knows', async () => {
  const store = memoryStore();
  const around = deps();
  const first = await openCache(store, around);
  first.cache.recordHolder('ghcr.io', digest, 'a');
  await first.save();
  const second = await openCache(store, around);
  expect(second.cache.holders('ghcr.io', digest)).toEqual(['a']);
  expect(around.told).toEqual([]);
});

test('nothing is written where nothing is new, nor twice', async () => {
  const store = memoryStore();
  const save = jest.spyOn(store, 'save');
  const kept = await openCache(store, deps());
  await kept.save();
  expect(save).toHaveBeenCalledTimes(0);
  kept.cache.recordHost('ghcr.io', { mounts: true });
  await kept.save();
  await kept.save();
  expect(save).toHaveBeenCalledTimes(1);
});

describe('what goes wrong is told in a sentence, and nothing is known', () => {
  const rows: readonly (readonly [string, Partial<CacheStore>, RegExp])[] = [
    [
      'garbage',
      memoryStore(Buffer.from('garbage')),
      /^What the store holds is not what a run kept: incorrect header check\. That/,
    ],
    [
      'an error',
      { load: async () => Promise.reject(new Error('EACCES: no.')) },
      /^What earlier runs kept could not be read from the store: EACCES: no\. That costs requests, and changes nothing else\.$/,
    ],
    [
      'an error that would forge lines of a log',
      { load: async () => Promise.reject(new Error('no\n::error::forged\u202e')) },
      /the store: no ::error::forged\\u202e\. That/,
    ],
  ];
  test.each(rows)('%s', async (_name, broken, sentence) => {
    const around = deps();
    const { cache } = await openCache({ ...memoryStore(), ...broken }, around);
    expect(around.told).toEqual([expect.stringMatching(sentence)]);
    expect(cache.isChanged).toBe(false);
  });

  test('a store that never answers, after 20 seconds', async () => {
    const clock = heldClock();
    const around = deps(clock);
    const opening = openCache({ ...memoryStore(), load: never }, around);
    clock.advance(20_000);
    await opening;
    expect(around.told).toEqual([expect.stringContaining('no answer within 20 seconds')]);
  });
});

describe('what cannot be kept is told in a sentence', () => {
  const rows: readonly (readonly [string, (clock: HeldClock) => CacheStore['save'], string])[] = [
    ['an error', () => async () => Promise.reject(new Error('read-only')), 'read-only'],
    [
      'a store that never answers',
      (clock) => async () => {
        clock.advance(20_000);
        return never();
      },
      'no answer within 20 seconds',
    ],
  ];
  test.each(rows)('%s', async (_name, saveBy, why) => {
    const clock = heldClock();
    const around = deps(clock);
    const kept = await openCache({ ...memoryStore(), save: saveBy(clock) }, around);
    kept.cache.recordHost('ghcr.io', { mounts: true });
    await kept.save();
    expect(around.told).toEqual([
      `What this run learned could not be kept in the store: ${why}. That costs requests, and changes nothing else.`,
    ]);
  });
});

describe('a run that is stopped', () => {
  test('waits no longer for what was kept, and has nothing to say of it', async () => {
    const stop = new AbortController();
    const around = deps(heldClock(), stop.signal);
    const opening = openCache({ ...memoryStore(), load: never }, around);
    stop.abort(new Error('stopped by SIGINT'));
    expect((await opening).cache.isChanged).toBe(false);
    expect(around.told).toEqual([]);
  });

  test('keeps what it learned all the same: it is what the next one need not read', async () => {
    const stop = new AbortController();
    const store = memoryStore();
    const kept = await openCache(store, deps(heldClock(), stop.signal));
    kept.cache.recordHost('ghcr.io', { mounts: true });
    stop.abort();
    await kept.save();
    expect(store.bytes).toBeDefined();
  });

  test.each(['before', 'while'])(
    'and gives that up when it must have tidied up, %s it keeps, and has nothing to say of it',
    async (when) => {
      const clock = heldClock();
      const stop = createStop(clock);
      const around = deps(clock, stop.signal, stop.cleanupSignal);
      const save: CacheStore['save'] = async () => {
        stop.stop(new StoppedError({ kind: 'signal', name: 'SIGTERM' }));
        clock.advance(2_000);
        return never();
      };
      const kept = await openCache({ ...memoryStore(), save }, around);
      kept.cache.recordHost('ghcr.io', { mounts: true });
      if (when === 'before') stop.stop(new StoppedError({ kind: 'signal', name: 'SIGTERM' }));
      await kept.save();
      expect(stop.cleanupSignal.aborted).toBe(true);
      expect(around.told).toEqual([]);
    },
  );
});

test('a store that fails after it was given up ends nothing', async () => {
  let fail: ((error: Error) => void) | undefined;
  const load = async (): Promise<never> =>
    new Promise((_resolve, reject) => {
      fail = reject;
    });
  const clock = heldClock();
  const opening = openCache({ ...memoryStore(), load }, deps(clock));
  clock.advance(20_000);
  await opening;
  fail?.(new Error('too late'));
  await new Promise((done) => setImmediate(done));
});

test('what is kept can be read by whoever reads the format', async () => {
  const store = memoryStore();
  const kept = await openCache(store, deps());
  kept.cache.recordHost('ghcr.io', { mounts: true });
  await kept.save();
  const { cache } = await parseCache(store.bytes ?? new Uint8Array());
  expect(cache.host('ghcr.io')).toEqual({ mounts: true });
});
