import { describe, expect, test } from '@jest/globals';
import { RunCache } from '../../../src/cache/run-cache.js';
import type { OpenCache } from '../../../src/cache/open-cache.js';
import type { Digest } from '../../../src/image/digest.js';
import type { Report } from '../../../src/result/report.js';
import { type Pair, onlyImage, statesOf, usePair } from '../../support/mirror.js';
import { addLayers, buildImage } from '../../support/registry/images/images.js';
import { buildIndex } from '../../support/registry/images/indexes.js';
import type { RegistryOptions } from '../../support/registry/options.js';
import type { Layer } from '../../support/registry/images/image-types.js';
import { pairInBase64, secretFor } from '../../support/secrets.js';

interface Remembering extends Pair {
  readonly cache: RunCache;
  /** As `mirror`, with what the runs before learned. */
  readonly remember: (images: readonly string[]) => Promise<Report>;
  readonly base: readonly Layer[];
}

/** A first run has mirrored `one`; `two` has the same base and one layer more. */
async function useSecondRun(
  options: { source?: RegistryOptions; target?: RegistryOptions } = {},
): Promise<Remembering> {
  const pair = await usePair(options);
  const cache = new RunCache();
  const kept: OpenCache = { cache, save: async () => Promise.resolve() };
  const base = addLayers(pair.source, 'one', { layers: [200_000, 100_000], seed: 'base' });
  addLayers(pair.source, 'two', { layers: [200_000, 100_000], seed: 'base' });
  buildImage(pair.source, 'one', '1', { sharedLayers: base, layers: 1, seed: 'one' });
  buildImage(pair.source, 'two', '1', { sharedLayers: base, layers: 1, seed: 'two' });
  const remember = async (images: readonly string[]): Promise<Report> => pair.mirror(images, undefined, { kept });
  await remember(['one:1']);
  pair.source.clearRequests();
  pair.target.clearRequests();
  return { ...pair, cache, remember, base };
}

function requestsOf({ source, target }: Pair): readonly string[] {
  return [...source.requests, ...target.requests].map(({ kind, digest }) => `${kind} ${digest ?? ''}`).sort();
}

function digestOfBase({ base }: Remembering): Digest {
  return (base[0]?.digest ?? '') as Digest;
}

function expectWhole({ target, repository }: Pair, name: string): void {
  expect(target.closure(repository(name), '1')).toMatchObject({ complete: true });
}

describe('where a blob was seen by an earlier run', () => {
  test('it is mounted from there, and not downloaded', async () => {
    const pair = await useSecondRun();
    expect(statesOf(await pair.remember(['two:1']))).toEqual(['mirrored']);
    expectWhole(pair, 'two');
    // Its own layer and its config.
    expect(pair.source.count('blob-get')).toBe(2);
    expect(pair.target.count('upload-put')).toBe(2);
  });

  test('without that knowledge it is downloaded', async () => {
    const pair = await useSecondRun();
    await pair.mirror(['two:1']);
    expect(pair.source.count('blob-get')).toBe(4);
  });

  test('and is not any more, it is downloaded by the upload that was opened: not a request more than without', async () => {
    const pair = await useSecondRun();
    for (const { digest } of pair.base) pair.target.deleteBlob(pair.repository('one'), digest);
    expect(statesOf(await pair.remember(['two:1']))).toEqual(['mirrored']);
    expectWhole(pair, 'two');
    const hinted = pair.source.requests.length + pair.target.requests.length;
    expect(pair.cache.holders(pair.target.host, digestOfBase(pair))).toEqual([pair.repository('two')]);
    const other = await useSecondRun();
    await other.mirror(['two:1']);
    expect(hinted).toBe(other.source.requests.length + other.target.requests.length);
  });

  test('a registry that takes every mount is not believed', async () => {
    const pair = await useSecondRun();
    for (const { digest } of pair.base) pair.target.deleteBlob(pair.repository('one'), digest);
    pair.target.fault({ status: 201, when: ({ url }) => url.includes('mount='), times: Number.POSITIVE_INFINITY });
    expect(statesOf(await pair.remember(['two:1']))).toEqual(['mirrored']);
    expectWhole(pair, 'two');
  });

  test('a hostile hint leads nowhere', async () => {
    const pair = await useSecondRun();
    for (const { digest } of pair.base) pair.cache.recordHolder(pair.target.host, digest as Digest, 'somebody/elses');
    expect(statesOf(await pair.remember(['two:1']))).toEqual(['mirrored']);
    expectWhole(pair, 'two');
  });
});

describe('manifests and configs of earlier runs', () => {
  test('are not read again', async () => {
    const pair = await useSecondRun();
    pair.target.deleteTag(pair.repository('one'), '1');
    const repository = 'moved';
    const report = await pair.mirror(
      ['one:1'],
      { naming: `${repository}/{repository}` },
      {
        kept: { cache: pair.cache, save: async () => Promise.resolve() },
      },
    );
    expect(statesOf(report)).toEqual(['mirrored']);
    expect(pair.source.requests.map(({ kind }) => kind)).toEqual(['ping', 'manifest-head', 'manifest-head']);
  });

  test('a run that was short of pulls is gone on with: what was read is not counted again', async () => {
    const pair = await usePair({ source: { rateLimit: { limit: 3, windowSeconds: 21_600 } } });
    const cache = new RunCache();
    const kept: OpenCache = { cache, save: async () => Promise.resolve() };
    buildIndex(pair.source, 'app', '1', { platforms: ['linux/amd64', 'linux/arm64', 'linux/s390x'] });
    const first = await pair.mirror(['app:1'], undefined, { kept });
    expect(statesOf(first)).toEqual(['deferred']);
    pair.source.resetRateLimit();
    pair.source.clearRequests();
    expect(statesOf(await pair.mirror(['app:1'], undefined, { kept }))).toEqual(['mirrored']);
    expect(pair.source.count('manifest-get')).toBe(3);
  });

  test('wrong bytes under a digest are not believed, and cost nothing', async () => {
    const pair = await usePair();
    const image = buildImage(pair.source, 'app', '1');
    const cache = new RunCache();
    for (const digest of [image.digest, image.config.digest])
      cache.addContent(digest as Digest, Buffer.alloc(image.config.size, '{'));
    const kept: OpenCache = { cache, save: async () => Promise.resolve() };
    expect(statesOf(await pair.mirror(['app:1'], undefined, { kept }))).toEqual(['mirrored']);
    expectWhole(pair, 'app');
    const misled = requestsOf(pair).length;
    const plain = await usePair();
    buildImage(plain.source, 'app', '1');
    await plain.mirror(['app:1']);
    expect(misled).toBe(requestsOf(plain).length);
  });

  test('a pin that was deleted upstream is noticed', async () => {
    const pair = await useSecondRun();
    const digest = pair.source.resolve('one', '1') ?? '';
    pair.source.fault({
      status: 404,
      when: { kind: ['manifest-head', 'manifest-get'] },
      times: Number.POSITIVE_INFINITY,
    });
    pair.target.deleteTag(pair.repository('one'), '1');
    const image = onlyImage(
      await pair.mirror(
        [`one:2@${digest}`],
        { naming: 'moved/{repository}' },
        {
          kept: { cache: pair.cache, save: async () => Promise.resolve() },
        },
      ),
    );
    expect(image.state).toBe('failed');
    expect(image.message).toContain('is not at the source with the pinned digest');
  });

  test('a tag that moved is noticed', async () => {
    const pair = await useSecondRun();
    const moved = buildImage(pair.source, 'one', '1', { seed: 'moved' });
    expect(statesOf(await pair.remember(['one:1']))).toEqual(['mirrored']);
    expect(pair.target.resolve(pair.repository('one'), '1')).toBe(moved.digest);
  });

  test('a config that only an account may read is not kept', async () => {
    const pair = await usePair({
      source: { auth: { kind: 'basic', username: 'robot', password: secretFor('robot') } },
    });
    const image = buildImage(pair.source, 'app', '1');
    const cache = new RunCache();
    const auth = pairInBase64('robot', secretFor('robot'));
    const report = await pair.mirror(['app:1'], undefined, {
      kept: { cache, save: async () => Promise.resolve() },
      environment: { DOCKER_AUTH_CONFIG: JSON.stringify({ auths: { [pair.source.host]: { auth } } }) },
    });
    expect(statesOf(report)).toEqual(['mirrored']);
    expect(cache.getContent(image.config.digest as Digest)).toBeUndefined();
    expect(cache.getContent(image.digest as Digest)).toBeDefined();
  });
});

describe('a registry that refuses mounts', () => {
  const refusing: RegistryOptions = { quirks: { refuseMounts: '401' } };

  async function mountsIn(cache: RunCache): Promise<number> {
    const pair = await usePair({ target: refusing });
    if (cache.host('any').mounts === false) cache.recordHost(pair.target.host, { mounts: false });
    for (const name of ['a', 'b']) buildImage(pair.source, name, '1', { layers: 4, seed: name });
    pair.target.fault({ status: 401, when: ({ url }) => url.includes('mount='), times: Number.POSITIVE_INFINITY });
    const kept: OpenCache = { cache, save: async () => Promise.resolve() };
    expect(statesOf(await pair.mirror(['a:1', 'b:1'], { concurrency: '1' }, { kept }))).toEqual([
      'mirrored',
      'mirrored',
    ]);
    return pair.target.requests.filter(({ url }) => url.includes('mount=')).length;
  }

  test('is asked a few times and no more, and by the next run once', async () => {
    const unknown = await mountsIn(new RunCache());
    expect(unknown).toBeGreaterThanOrEqual(3);
    expect(unknown).toBeLessThan(10);
    const known = new RunCache();
    known.recordHost('any', { mounts: false });
    expect(await mountsIn(known)).toBeLessThan(unknown);
  });
});

test('a second run of the same costs the same requests, and learns nothing', async () => {
  const pair = await useSecondRun();
  pair.cache.markSaved();
  expect(statesOf(await pair.remember(['one:1']))).toEqual(['skipped: up-to-date']);
  expect(requestsOf(pair).length).toBe(4);
  expect(pair.cache.isChanged).toBe(false);
});
