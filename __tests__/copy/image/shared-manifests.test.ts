import { describe, expect, test } from '@jest/globals';
import { MemoryBudget } from '../../../src/copy/memory/memory-budget.js';
import { ManifestCache, SharedManifests } from '../../../src/copy/image/shared-manifests.js';
import { SharedSource } from '../../../src/copy/image/shared-source.js';
import type { ImageSource } from '../../../src/image/source-and-target.js';
import { type Digest, parseDigest } from '../../../src/image/digest.js';
import { type ManifestContent, mediaTypes, toContent } from '../../../src/image/manifest.js';
import { maxContentBytes } from '../../../src/cache/run-cache.js';
import { noCache } from '../../../src/cache/open-cache.js';
import { failure, signal } from '../contents.js';
import { sourceThat } from '../repositories.js';

function indexOfSize(name: string, size: number): ManifestContent {
  const body = { schemaVersion: 2, mediaType: mediaTypes.ociIndex, manifests: [], annotations: { name } };
  return toContent(Buffer.from(JSON.stringify(body).padEnd(size)), mediaTypes.ociIndex);
}

/** A repository that counts what is read of it. */
function sourceOf(...contents: readonly ManifestContent[]): { source: ImageSource; reads: Digest[] } {
  const reads: Digest[] = [];
  const source = sourceThat({
    headManifest: async (reference) => Promise.resolve({ digest: parseDigest(reference) }),
    getManifest: async (digest) => {
      reads.push(digest);
      const found = contents.find((content) => content.digest === digest);
      return found === undefined ? Promise.reject(failure('not-found', 'source')) : Promise.resolve(found);
    },
  });
  return { source, reads };
}

const [one, two] = [indexOfSize('one', 2_000), indexOfSize('two', 2_000)];
const large = indexOfSize('large', maxContentBytes + 1);

describe('F21 what a run keeps of manifests', () => {
  test('has one bound for all repositories: what was used longest ago is read again', async () => {
    const kept = new ManifestCache(new MemoryBudget(), 3_000);
    const { cache } = noCache();
    const { source, reads } = sourceOf(one, two);
    const [first, second] = ['s.test/one', 's.test/two'].map((name) => new SharedManifests(name, kept, cache));
    await first?.read(one.digest, source, signal);
    await first?.read(one.digest, source, signal);
    await second?.read(two.digest, source, signal);
    await first?.read(one.digest, source, signal);
    expect(reads).toEqual([one.digest, two.digest, one.digest]);
  });

  test('is nothing that is large, though those that ask at the same time share one read', async () => {
    const { source, reads } = sourceOf(large);
    const shared = new SharedManifests('s.test/app', new ManifestCache(new MemoryBudget()), noCache().cache);
    await Promise.all([1, 2].map(async () => shared.read(large.digest, source, signal)));
    expect(reads).toEqual([large.digest]);
    expect(shared.find(large.digest)).toBeUndefined();
    await shared.read(large.digest, source, signal);
    expect(reads).toEqual([large.digest, large.digest]);
  });

  test('holds no more of pins and look-ups by GET: what was pushed out is read again', async () => {
    const kept = new ManifestCache(new MemoryBudget(), 3_000);
    const { source, reads } = sourceOf(one, two);
    const byGet = { ...source, headManifest: async () => Promise.resolve({ digest: two.digest, content: two }) };
    const { cache } = noCache();
    const shared = new SharedManifests('s.test/app', kept, cache);
    const [pinned, tagged] = [new SharedSource(source, shared, one.digest), new SharedSource(byGet, shared, undefined)];
    await pinned.getManifest(one.digest, signal);
    // As if the next run had no room for it.
    cache.dropContent(one.digest);
    expect(await tagged.headOnce('1', signal)).toEqual({ digest: two.digest });
    expect(shared.has(two.digest)).toBe(true);
    expect(shared.has(one.digest)).toBe(false);
    await pinned.getManifest(one.digest, signal);
    expect(reads).toEqual([one.digest, one.digest]);
  });

  test('gives way to images in work, and goes on with what is left', async () => {
    const memory = new MemoryBudget(8 * 1024 * 1024 + 2_500);
    const kept = new ManifestCache(memory);
    kept.add('one', one);
    kept.add('two', two);
    expect([kept.has('one'), kept.has('two')]).toEqual([true, true]);
    const holder = { route: 'one', reader: { name: 's.test/app', side: 'source' as const } };
    await memory.hold(holder, signal, async (share) => {
      expect([kept.has('one'), kept.has('two')]).toEqual([false, true]);
      kept.add('one', one);
      expect([kept.has('one'), kept.has('two')]).toEqual([true, false]);
      share.shrink();
      kept.add('two', two);
      return Promise.resolve();
    });
    expect([kept.has('one'), kept.has('two')]).toEqual([true, true]);
  });

  test.each([
    ['by a tag', undefined],
    ['by a pin', one.digest],
  ])('is nothing that was refused, in this run and the next, %s', async (_how, pin) => {
    const { cache } = noCache();
    const { source, reads } = sourceOf(one);
    const shared = new SharedManifests('s.test/app', new ManifestCache(new MemoryBudget()), cache);
    const image = new SharedSource(source, shared, pin);
    await image.getManifest(one.digest, signal);
    expect(cache.getContent(one.digest)).toBeDefined();
    image.drop([one.digest]);
    expect(cache.getContent(one.digest)).toBeUndefined();
    expect(shared.has(one.digest)).toBe(false);
    await image.getManifest(one.digest, signal);
    expect(reads).toEqual([one.digest, one.digest]);
  });
});
