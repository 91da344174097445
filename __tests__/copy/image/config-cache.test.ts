import { describe, expect, test } from '@jest/globals';
import { ConfigCache } from '../../../src/copy/image/config-cache.js';
import { MemoryBudget } from '../../../src/copy/memory/memory-budget.js';
import { type ImageSource, maxConfigBytes } from '../../../src/image/source-and-target.js';
import { digestOf } from '../../../src/image/hash.js';
import type { Descriptor } from '../../../src/image/manifest.js';
import { noCache } from '../../../src/cache/open-cache.js';
import { failure, signal } from '../contents.js';
import { sourceThat } from '../repositories.js';

const configType = 'application/vnd.oci.image.config.v1+json';

/** What its manifest says of its size is what counts. */
function configNamed(name: string, size = 1): Descriptor {
  return { mediaType: configType, digest: digestOf(Buffer.from(name)), size };
}

/** A repository that fails so often before it answers. */
function sourceNamed(name: string, failures = 0): { source: ImageSource; reads: Descriptor['digest'][] } {
  const reads: Descriptor['digest'][] = [];
  const source = sourceThat({
    name,
    isReadAnonymously: async () => Promise.resolve(false),
    getBlob: async ({ digest }) => {
      reads.push(digest);
      return reads.length <= failures
        ? Promise.reject(failure('denied', 'source'))
        : Promise.resolve(Buffer.from('{}'));
    },
  });
  return { source, reads };
}

describe('a config', () => {
  test('is read once, while there is room for it: what was read first goes first', async () => {
    const cache = new ConfigCache(noCache().cache, new MemoryBudget());
    const { source, reads } = sourceNamed('s.test/app');
    const configs = Array.from({ length: 9 }, (_each, index) => configNamed(`config ${index}`, maxConfigBytes));
    const [first, second] = configs;
    for (const config of [...configs, ...configs.slice(2), first, second])
      if (config !== undefined) await cache.read(config, source, signal);
    expect(reads).toEqual([...configs, first, second].map((config) => config?.digest));
  });

  test('that is said to be larger than any puts no other out', async () => {
    const cache = new ConfigCache(noCache().cache, new MemoryBudget());
    const { source, reads } = sourceNamed('s.test/app');
    const [small, large] = [configNamed('small'), configNamed('large', 64 * 1024 * 1024)];
    for (const config of [small, large, small]) await cache.read(config, source, signal);
    expect(reads).toEqual([small.digest, large.digest]);
  });

  test('that another repository does not give is read of one’s own', async () => {
    const cache = new ConfigCache(noCache().cache, new MemoryBudget());
    const [first, second] = [sourceNamed('s.test/one', 1), sourceNamed('s.test/two')];
    const config = configNamed('shared');
    const results = await Promise.allSettled([
      cache.read(config, first.source, signal),
      cache.read(config, second.source, signal),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
    expect([first.reads.length, second.reads.length]).toEqual([1, 1]);
  });

  test.each([
    ['of the same repository', 's.test/one', signal],
    ['of a run that is stopped', 's.test/two', AbortSignal.abort()],
  ])('that is not given fails for all who wait for it %s', async (_name, name, itsSignal) => {
    const cache = new ConfigCache(noCache().cache, new MemoryBudget());
    const [first, second] = [sourceNamed('s.test/one', 1), sourceNamed(name)];
    const config = configNamed('shared');
    const results = await Promise.allSettled([
      cache.read(config, first.source, signal),
      cache.read(config, second.source, itsSignal),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(second.reads).toEqual([]);
    await cache.read(config, first.source, signal);
    expect(first.reads).toHaveLength(2);
  });
});
