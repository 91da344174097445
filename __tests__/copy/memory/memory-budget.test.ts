import fc from 'fast-check';
import { describe, expect, test } from '@jest/globals';
import { type Cache, MemoryBudget } from '../../../src/copy/memory/memory-budget.js';
import type { MemoryShare } from '../../../src/copy/memory/memory-share.js';
import { signal } from '../contents.js';

const mebibyte = 1024 * 1024;
const usual = 8 * mebibyte;
const largest = 44 * mebibyte;

/** Work that holds its share until it is ended. */
interface Held {
  readonly result: Promise<string>;
  /** Whether it got a share, and how often. */
  readonly begun: () => number;
  readonly end: (error?: Error) => void;
  readonly share: () => MemoryShare;
}

interface HoldOptions {
  readonly route?: string;
  /** bytes that it counts */
  readonly counts?: number;
  readonly stop?: AbortSignal;
}

function holdIn(budget: MemoryBudget, { route = 'one', counts = 0, stop = signal }: HoldOptions = {}): Held {
  let begun = 0;
  let held: MemoryShare | undefined;
  let end: (error?: Error) => void = () => undefined;
  const ended = new Promise<void>((resolve, reject) => {
    end = (error) => {
      if (error === undefined) resolve();
      else reject(error);
    };
  });
  const result = budget.hold({ route, reader: { name: 's.test/app', side: 'source' } }, stop, async (share) => {
    begun += 1;
    held = share;
    share.count(counts);
    await ended;
    return 'done';
  });
  result.catch(() => undefined);
  ended.catch(() => undefined);
  return {
    result,
    begun: () => begun,
    end: (error) => {
      end(error);
    },
    share: () => {
      if (held === undefined) throw new Error('it has no share');
      return held;
    },
  };
}

/** All that can go on without more being ended has gone on. */
async function settled(): Promise<void> {
  await new Promise((resolve) => {
    setImmediate(resolve);
  });
}

async function begunOf(...all: readonly Held[]): Promise<readonly number[]> {
  await settled();
  return all.map(({ begun }) => begun());
}

describe('F22 the memory of a run', () => {
  test('is given in order while there is some, and to the next when it comes back', async () => {
    const budget = new MemoryBudget(3 * usual);
    const all = ['one', 'two', 'one', 'two', 'one'].map((route) => holdIn(budget, { route }));
    expect(await begunOf(...all)).toEqual([1, 1, 1, 0, 0]);
    all[1]?.end();
    expect(await begunOf(...all)).toEqual([1, 1, 1, 1, 0]);
    all[0]?.end(new Error('it failed'));
    expect(await begunOf(...all)).toEqual([1, 1, 1, 1, 1]);
    await expect(all[0]?.result).rejects.toThrow('it failed');
  });

  test('is given on to others when less is needed than a share', async () => {
    const budget = new MemoryBudget(2 * usual);
    const [first, second] = [holdIn(budget, { route: 'one', counts: mebibyte }), holdIn(budget, { route: 'two' })];
    const third = holdIn(budget, { route: 'three' });
    expect(await begunOf(first, second, third)).toEqual([1, 1, 0]);
    first.share().shrink();
    expect(await begunOf(third)).toEqual([0]);
    second.share().shrink();
    expect(await begunOf(third)).toEqual([1]);
  });

  test('for more than a usual share is waited for anew, and without holding any', async () => {
    const budget = new MemoryBudget(largest);
    const other = holdIn(budget, { route: 'two' });
    const large = holdIn(budget, { counts: usual + 1 });
    expect(await begunOf(large)).toEqual([1]);
    const later = holdIn(budget, { route: 'three' });
    other.end();
    expect(await begunOf(large, later)).toEqual([2, 0]);
    large.end();
    expect(await large.result).toBe('done');
    expect(await begunOf(later)).toEqual([1]);
  });

  test('does not do for an image that needs more than the largest share: it is refused', async () => {
    const budget = new MemoryBudget();
    const large = holdIn(budget, { counts: largest + 1 });
    await expect(large.result).rejects.toMatchObject({
      code: 'invalid-content',
      message: expect.stringMatching(/s\.test\/app.*more than 46137344 bytes together/),
    });
    expect(large.begun()).toBe(2);
  });

  test('is given to one that is larger than all of it when nobody else has any', async () => {
    const budget = new MemoryBudget(mebibyte);
    const [first, second] = [holdIn(budget, { counts: largest }), holdIn(budget, { route: 'two' })];
    first.end();
    second.end();
    expect(await Promise.all([first.result, second.result])).toEqual(['done', 'done']);
  });

  test.each([
    [
      'while it waits',
      (stop: AbortController, first: Held) => [
        () => {
          stop.abort(new Error('stopped'));
        },
        first.end,
      ],
    ],
    [
      'at the very moment that it gets its share',
      (stop: AbortController, first: Held) => [
        () => {
          stop.abort(new Error('stopped'));
          first.share().end();
        },
      ],
    ],
  ])('is not held by what is stopped %s: those behind it go on', async (_when, steps) => {
    const budget = new MemoryBudget(usual);
    const stop = new AbortController();
    const [first, second, third] = [holdIn(budget), holdIn(budget, { stop: stop.signal }), holdIn(budget)];
    expect(await begunOf(first, second, third)).toEqual([1, 0, 0]);
    for (const step of steps(stop, first)) {
      step();
      await settled();
    }
    await expect(second.result).rejects.toThrow('stopped');
    expect(await begunOf(second, third)).toEqual([0, 1]);
  });

  test('does not let the first that waits keep the others from it once it is stopped', async () => {
    const budget = new MemoryBudget(largest);
    const stop = new AbortController();
    const first = holdIn(budget, { route: 'one' });
    const large = holdIn(budget, { route: 'two', counts: usual + 1, stop: stop.signal });
    await settled();
    const small = holdIn(budget, { route: 'three' });
    expect(await begunOf(first, large, small)).toEqual([1, 1, 0]);
    stop.abort(new Error('stopped'));
    expect(await begunOf(large, small)).toEqual([1, 1]);
  });

  test('is not all for the images of one route: what a slow registry holds up leaves a quarter to the others', async () => {
    const budget = new MemoryBudget(4 * usual);
    const slow = [1, 2, 3, 4, 5].map(() => holdIn(budget, { route: 'slow' }));
    const other = holdIn(budget, { route: 'other' });
    expect(await begunOf(...slow, other)).toEqual([1, 1, 1, 0, 0, 1]);
  });

  test('is taken from caches first', async () => {
    const budget = new MemoryBudget(2 * usual);
    const [configs, manifests] = [cacheOf(usual), cacheOf(usual)];
    budget.add(configs);
    budget.add(manifests);
    const held = holdIn(budget, { route: 'one', counts: mebibyte });
    expect(await begunOf(held)).toEqual([1]);
    expect([configs.weight, manifests.weight]).toEqual([0, usual]);
    const second = holdIn(budget, { route: 'two' });
    expect(await begunOf(second)).toEqual([1]);
    expect(manifests.weight).toBe(0);
    manifests.weight = usual;
    held.share().shrink();
    budget.trimCaches();
    expect(manifests.weight).toBe(usual - mebibyte);
  });

  test('is never exceeded, and all work comes to its end, whatever it needs and in whatever order it ends', async () => {
    const works = fc.array(
      fc.record({
        route: fc.constantFrom('a', 'b', 'c'),
        counts: fc.integer({ min: 0, max: largest }),
        fails: fc.boolean(),
      }),
      { maxLength: 30 },
    );
    await fc.assert(
      fc.asyncProperty(works, fc.integer({ min: usual, max: 3 * largest }), fc.scheduler(), async (all, max, s) => {
        const budget = new MemoryBudget(max);
        let [heldBytes, most] = [0, 0];
        const results = all.map(async ({ route, counts, fails }) =>
          budget.hold({ route, reader: { name: 's.test/app', side: 'source' } }, signal, async (share) => {
            share.count(counts);
            share.shrink();
            heldBytes += counts;
            most = Math.max(most, heldBytes);
            await s.schedule(Promise.resolve());
            heldBytes -= counts;
            if (fails) throw new Error('it failed');
          }),
        );
        await s.waitFor(Promise.allSettled(results));
        expect(most).toBeLessThanOrEqual(Math.max(max, largest));
        expect(heldBytes).toBe(0);
      }),
      { numRuns: 200 },
    );
  });
});

function cacheOf(bytes: number): Cache & { weight: number } {
  return {
    weight: bytes,
    shrinkTo(weight) {
      this.weight = Math.min(this.weight, weight);
    },
  };
}
