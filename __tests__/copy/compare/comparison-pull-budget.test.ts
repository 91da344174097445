import { describe, expect, test } from '@jest/globals';
import { ComparisonPullBudget } from '../../../src/copy/compare/comparison-pull-budget.js';
import type { ImageSource, PullLimit } from '../../../src/image/source-and-target.js';
import { failure, imageWith, mistake, signal, someLayer } from '../contents.js';
import { sourceThat } from '../repositories.js';

const content = imageWith(someLayer);

/** A source that says by a HEAD how many pulls are left. */
function sourceWith(limit: PullLimit | 'none' | undefined, head?: Error): ImageSource {
  let pullLimit: PullLimit | 'none' | undefined;
  const source = sourceThat({
    headManifest: async () => {
      if (head !== undefined) throw head;
      pullLimit = limit;
      return Promise.resolve(undefined);
    },
    getManifest: async () => Promise.resolve(content),
  });
  return {
    ...source,
    get pullLimit() {
      return pullLimit;
    },
  };
}

function left(remaining: number): PullLimit {
  return { limit: 100, remaining, windowSeconds: 21_600 };
}

describe('a pull that nobody needs', () => {
  test.each<[string, PullLimit | 'none']>([
    ['there is no limit', 'none'],
    ['more than half are left', left(51)],
  ])('is made where %s', async (_name, limit) => {
    expect(await new ComparisonPullBudget().read(sourceWith(limit), content.digest, signal)).toBe(content);
  });

  test.each<[string, ImageSource]>([
    ['half of them are left', sourceWith(left(50))],
    ['it is not known how many are left', sourceWith(undefined)],
    ['nobody says how many are left', sourceWith('none', failure('unavailable', 'source'))],
  ])('is not made where %s', async (_name, source) => {
    await expect(new ComparisonPullBudget().read(source, content.digest, signal)).rejects.toThrow(
      'the pulls that s.test has left are kept for copies',
    );
  });

  test('counts those that are under way', async () => {
    const [pulls, source] = [new ComparisonPullBudget(), sourceWith(left(52))];
    await source.headManifest('1', signal);
    const reads = [1, 2, 3].map(async () => pulls.read(source, content.digest, signal));
    expect((await Promise.allSettled(reads)).map(({ status }) => status)).toEqual([
      'fulfilled',
      'fulfilled',
      'rejected',
    ]);
    expect(await pulls.read(source, content.digest, signal)).toBe(content);
  });

  test('hides no mistake', async () => {
    await expect(new ComparisonPullBudget().read(sourceWith('none', mistake), content.digest, signal)).rejects.toBe(
      mistake,
    );
  });
});
