import { describe, expect, test } from 'vitest';
import { exitCodeOf } from '../../src/report/exit-code.js';
import { addJsonManifest, addLayers, buildImage, descriptorOf } from '../support/registry/images.js';
import { addIndex, buildIndex } from '../support/registry/indexes.js';
import { buildReferrer } from '../support/registry/signatures.js';
import {
  type Pair,
  explain,
  mirrorFiles,
  onlyImage,
  statesOf,
  useAbort,
  usePair,
  useRegistry,
  usedUploads,
} from '../support/mirror.js';
import type { Fault } from '../support/registry/fault-types.js';

const indexType = 'application/vnd.oci.image.index.v1+json';

function expectComplete({ target, repository }: Pair, name: string, tag: string, digest: string): void {
  expect(target.resolve(repository(name), tag)).toBe(digest);
  expect(target.closure(repository(name), tag)).toMatchObject({ complete: true, missing: [], damaged: [] });
}

describe('C1 an index is copied whole, its digest unchanged', () => {
  test.each([
    ['of OCI, with attestations', { mediaTypes: 'oci', attestations: true }],
    ['of Docker', { mediaTypes: 'docker' }],
    ['in an index', { nested: true, platforms: ['linux/amd64', 'linux/arm64', 'linux/arm/v7'] }],
  ] as const)('%s', async (_name, options) => {
    const pair = await usePair();
    const index = buildIndex(pair.source, 'library/app', '1', options);
    const report = await pair.mirror(['library/app:1']);
    expect(statesOf(report)).toEqual(['mirrored']);
    expectComplete(pair, 'library/app', '1', index.digest);
    expect(report.traffic.bytesToTargets).toBe(index.blobBytes);
  });

  test('a single image too, its platform read from its config', async () => {
    const pair = await usePair();
    const image = buildImage(pair.source, 'app', '1', { platform: 'linux/arm/v7' });
    const report = await pair.mirror(['app:1']);
    expect(onlyImage(report)).toMatchObject({ state: 'mirrored', digest: image.digest, platforms: ['linux/arm/v7'] });
    expectComplete(pair, 'app', '1', image.digest);
    expect(pair.source.count('blob-get')).toBe(image.blobs.length);
  });
});

describe('C2 blobs, images, images with a subject, indexes, the tag', () => {
  test('are put in this order', async () => {
    const pair = await usePair({ target: { quirks: { refuseMissingSubject: true } } });
    const index = buildIndex(pair.source, 'app', '1', {
      nested: true,
      platforms: ['linux/amd64', 'linux/arm64', 'linux/s390x'],
      attestations: true,
    });
    await pair.mirror(['app:1']);
    const writes = pair.target.requests.filter(
      ({ kind, status }) => status === 201 && (kind === 'upload-put' || kind === 'manifest-put'),
    );
    const kinds = writes.map(({ kind }) => kind);
    expect(kinds.lastIndexOf('upload-put')).toBeLessThan(kinds.indexOf('manifest-put'));
    const references = writes.filter(({ kind }) => kind === 'manifest-put').map(({ reference }) => reference);
    expect(references.slice(-3)).toEqual([index.nested?.digest, index.digest, '1']);
  });

  test('a manifest waits for its subject, wherever the index names it', async () => {
    const pair = await usePair({ target: { quirks: { refuseMissingSubject: true } } });
    const image = buildImage(pair.source, 'app', undefined);
    const referrer = buildReferrer(pair.source, 'app', image.digest);
    addIndex(pair.source, 'app', '1', [descriptorOf(referrer), descriptorOf(image)], {});
    expect(explain(await pair.mirror(['app:1']))).toBe('');
    expect(pair.target.count('manifest-put', ({ status }) => status !== 201)).toBe(0);
  });

  test('and a reader that looks all the time never finds something incomplete under the tag', async () => {
    const pair = await usePair();
    buildIndex(pair.source, 'app', '1', { seed: 'old' });
    await pair.mirror(['app:1']);
    const moved = buildIndex(pair.source, 'app', '1', { seed: 'new', layers: [300_000, 200_000] });
    const found = new Set<boolean>();
    pair.target.fault({
      when: () => {
        found.add(pair.target.closure(pair.repository('app'), '1').complete);
        return false;
      },
    });
    await pair.mirror(['app:1']);
    expect([...found]).toEqual([true]);
    expectComplete(pair, 'app', '1', moved.digest);
  });

  test('a run that fails at the last blob leaves the old image under the tag', async () => {
    const pair = await usePair();
    const old = buildImage(pair.source, 'app', '1', { seed: 'old' });
    await pair.mirror(['app:1']);
    const moved = buildImage(pair.source, 'app', '1', { seed: 'new', layers: 3 });
    pair.source.fault({
      status: 404,
      when: { kind: 'blob-get', digest: moved.layers[2]?.digest ?? '' },
      times: Number.POSITIVE_INFINITY,
    });
    expect(statesOf(await pair.mirror(['app:1']))).toEqual(['failed']);
    expectComplete(pair, 'app', '1', old.digest);
    expect(pair.target.openUploads).toBe(0);
  });
});

describe('C3 a blob is downloaded once a run', () => {
  const repositories = ['a', 'b', 'c', 'd', 'e'];

  async function sharedBase(
    options: Parameters<typeof usePair>[0],
  ): Promise<{ pair: Pair; images: readonly string[]; distinct: number }> {
    const pair = await usePair(options);
    const digests = repositories.flatMap((name) => {
      const sharedLayers = addLayers(pair.source, name, { layers: [400_000, 50_000], seed: 'base' });
      return buildIndex(pair.source, name, '1', { sharedLayers, layers: [10_000], seed: name }).blobs;
    });
    return { pair, images: repositories.map((name) => `${name}:1`), distinct: new Set(digests).size };
  }

  test.each([
    ['and mounted for its siblings', {}, true],
    [
      'where the registry refuses mounts, too: it is read back from there',
      { target: { quirks: { refuseMounts: true } } },
      false,
    ],
  ] as const)('%s', async (_name, options, mounts) => {
    const { pair, images, distinct } = await sharedBase(options);
    const report = await pair.mirror(images);
    expect(statesOf(report)).toEqual(repositories.map(() => 'mirrored'));
    expect(pair.source.count('blob-get')).toBe(distinct);
    for (const name of repositories) expect(pair.target.closure(pair.repository(name), '1').complete).toBe(true);
    expect(pair.target.count('blob-get') === 0).toBe(mounts);
  });

  test('where the registry answers mounts by 401, too', async () => {
    const { pair, images, distinct } = await sharedBase({});
    pair.target.fault({ status: 401, when: ({ url }) => url.includes('mount='), times: Number.POSITIVE_INFINITY });
    expect(statesOf(await pair.mirror(images))).toEqual(repositories.map(() => 'mirrored'));
    expect(pair.source.count('blob-get')).toBe(distinct);
  });

  test('where the registry answers mounts of what is not there by 401, as Docker Hub does, and mounts what is', async () => {
    const { pair, images, distinct } = await sharedBase({ target: { quirks: { refuseMounts: '401' } } });
    expect(statesOf(await pair.mirror(images))).toEqual(repositories.map(() => 'mirrored'));
    expect(pair.source.count('blob-get')).toBe(distinct);
    expect(pair.target.count('blob-get')).toBe(0);
  });

  test('also where its first download fails: another image’s own source is tried', async () => {
    const pair = await usePair();
    const sharedA = addLayers(pair.source, 'a', { layers: [50_000], seed: 'base' });
    const sharedB = addLayers(pair.source, 'b', { layers: [50_000], seed: 'base' });
    buildImage(pair.source, 'a', '1', { sharedLayers: sharedA, seed: 'a' });
    const good = buildImage(pair.source, 'b', '1', { sharedLayers: sharedB, seed: 'b' });
    pair.source.fault({
      status: 403,
      when: { kind: 'blob-get', repository: 'a', digest: sharedA[0]?.digest ?? '' },
      times: Number.POSITIVE_INFINITY,
    });
    const report = await pair.mirror(['a:1', 'b:1']);
    expect(statesOf(report)).toEqual(['failed', 'mirrored']);
    expectComplete(pair, 'b', '1', good.digest);
  });
});

describe('C4 wrong bytes are never committed', () => {
  test.each<[string, Fault]>([
    ['a flipped bit', { flipBit: 1_000 }],
    ['a body cut in the middle', { cutBody: 60_000 }],
    ['a body that ends too early, with a length that agrees', { truncate: 60_000 }],
    ['a body that is too long', { extraBytes: 10 }],
    ['a reset', { reset: true }],
    ['a server error', { status: 500 }],
  ])('%s once: tried again', async (_name, fault) => {
    const pair = await usePair();
    const image = buildImage(pair.source, 'app', '1', { layers: [200_000] });
    pair.source.fault({ ...fault, when: { kind: 'blob-get', digest: image.layers[0]?.digest ?? '' } });
    const report = await pair.mirror(['app:1']);
    expect(explain(report)).toBe('');
    expectComplete(pair, 'app', '1', image.digest);
    expect(onlyImage(report).copiedBytes).toBe(200_000 + image.config.size);
  });

  test.each<[string, Fault, RegExp]>([
    ['a flipped bit', { flipBit: 1_000 }, /hashes to/],
    ['a body that is too long', { extraBytes: 10 }, /more than 200000 bytes/],
    ['a body that is too short', { truncate: 60_000 }, /60000 bytes, expected 200000/],
  ])('%s every time: the image fails', async (_name, fault, message) => {
    const pair = await usePair();
    const image = buildImage(pair.source, 'app', '1', { layers: [200_000] });
    const digest = image.layers[0]?.digest ?? '';
    pair.source.fault({ ...fault, when: { kind: 'blob-get', digest }, times: Number.POSITIVE_INFINITY });
    const report = await pair.mirror(['app:1']);
    expect(statesOf(report)).toEqual(['failed']);
    expect(explain(report)).toMatch(message);
    expect(pair.target.hasBlob(pair.repository('app'), digest)).toBe(false);
    expect(pair.target.resolve(pair.repository('app'), '1')).toBeUndefined();
    expect(pair.target.openUploads).toBe(0);
  });

  test('a manifest whose bytes were altered once is asked for again', async () => {
    const pair = await usePair();
    const { digest } = buildImage(pair.source, 'app', '1');
    pair.source.fault({ flipBit: 9, when: { kind: 'manifest-get' }, times: 1 });
    expect(statesOf(await pair.mirror(['app:1']))).toEqual(['mirrored']);
    expectComplete(pair, 'app', '1', digest);
  });

  test('a blob that is there in another size than the manifest says is not taken for it', async () => {
    const pair = await usePair();
    const [layer] = addLayers(pair.source, 'app', { layers: [50_000] });
    if (layer === undefined) throw new Error('no layer was made');
    buildImage(pair.source, 'app', 'good', { sharedLayers: [layer], seed: 1 });
    buildImage(pair.source, 'app', 'bad', { sharedLayers: [{ ...layer, size: 49_000 }], seed: 2 });
    expect(statesOf(await pair.mirror(['app:good']))).toEqual(['mirrored']);
    const report = await pair.mirror(['app:bad']);
    expect(statesOf(report)).toEqual(['failed']);
    expect(explain(report)).toContain('has more than 49000 bytes, expected 49000');
    expect(pair.target.resolve(pair.repository('app'), 'bad')).toBeUndefined();
  });

  test('a manifest whose bytes are not its digest’s', async () => {
    const pair = await usePair();
    buildImage(pair.source, 'app', '1');
    pair.source.fault({ flipBit: 10, when: { kind: 'manifest-get' }, times: Number.POSITIVE_INFINITY });
    const report = await pair.mirror(['app:1']);
    expect(statesOf(report)).toEqual(['failed']);
    expect(explain(report)).toContain('do not hash to its digest');
  });

  test('an upload that is committed and then loses its answer is not repeated', async () => {
    const pair = await usePair();
    const image = buildImage(pair.source, 'app', '1', { layers: [200_000] });
    pair.target.fault({ commitThenReset: true, when: { kind: 'upload-put', digest: image.layers[0]?.digest ?? '' } });
    expect(statesOf(await pair.mirror(['app:1']))).toEqual(['mirrored']);
    expect(pair.source.count('blob-get', ({ digest }) => digest === image.layers[0]?.digest)).toBe(1);
  });

  test('a session that is lost is begun anew', async () => {
    const pair = await usePair();
    const image = buildImage(pair.source, 'app', '1', { layers: [200_000] });
    pair.target.fault({ loseUpload: true, when: { kind: 'upload-put', digest: image.layers[0]?.digest ?? '' } });
    expect(statesOf(await pair.mirror(['app:1']))).toEqual(['mirrored']);
    expectComplete(pair, 'app', '1', image.digest);
  });
});

describe('C5 required platforms', () => {
  test('that the index lacks: failed before copying, saying what is missing and what there is', async () => {
    const pair = await usePair();
    buildIndex(pair.source, 'app', '1');
    const report = await pair.mirror(['app:1'], { platforms: 'linux/amd64, linux/s390x' });
    expect(statesOf(report)).toEqual(['failed']);
    expect(explain(report)).toContain('does not serve linux/s390x; it serves linux/amd64, linux/arm64');
    expect(usedUploads(pair.target) + pair.target.count('manifest-put')).toBe(0);
  });

  test('that a single image is not for, by its config', async () => {
    const pair = await usePair();
    buildImage(pair.source, 'app', '1', { platform: 'linux/amd64' });
    const report = await pair.mirror(['app:1'], { platforms: 'linux/arm64' });
    expect(explain(report)).toContain('does not serve linux/arm64; it serves linux/amd64');
    expect(usedUploads(pair.target)).toBe(0);
  });

  test('are looked for in a copy that is there already, too', async () => {
    const pair = await usePair();
    buildIndex(pair.source, 'app', '1');
    await pair.mirror(['app:1']);
    await pair.source.pause();
    const report = await pair.mirror(['app:1'], { platforms: 'linux/s390x', compare: 'presence' });
    expect(statesOf(report)).toEqual(['failed']);
    expect(explain(report)).toMatch(/on the target: the image does not serve linux\/s390x/);
  });

  test('are found in inner indexes, and in configs where an index does not say', async () => {
    const pair = await usePair();
    buildIndex(pair.source, 'nested', '1', { nested: true, platforms: ['linux/amd64', 'linux/arm64'] });
    const images = ['linux/amd64', 'linux/arm64'].map((platform) =>
      buildImage(pair.source, 'silent', undefined, { platform }),
    );
    addIndex(pair.source, 'silent', '1', images.map(descriptorOf), {});
    for (const mode of ['check', 'mirror', 'verify'])
      expect(
        explain(await pair.mirror(['nested:1', 'silent:1'], { mode, platforms: 'linux/amd64, linux/arm64' })).trim(),
      ).toBe('');
    const report = await pair.mirror(['nested:1', 'silent:1'], { platforms: 'linux/s390x', mode: 'verify' });
    for (const { message } of report.images)
      expect(message).toContain('does not serve linux/s390x; it serves linux/amd64, linux/arm64');
  });

  test('of an index whose platforms are empty are read from its configs', async () => {
    const pair = await usePair();
    const image = descriptorOf(buildImage(pair.source, 'app', undefined));
    addJsonManifest(pair.source, 'app', '1', {
      schemaVersion: 2,
      mediaType: indexType,
      manifests: [{ ...image, platform: {} }],
    });
    expect(explain(await pair.mirror(['app:1'], { platforms: 'linux/amd64' }))).toBe('');
  });

  test('may be warned of instead', async () => {
    const pair = await usePair();
    buildIndex(pair.source, 'app', '1');
    const report = await pair.mirror(['app:1'], { platforms: 'linux/s390x', 'on-missing-platform': 'warn' });
    expect(statesOf(report)).toEqual(['mirrored']);
    expect(onlyImage(report).warnings.join()).toContain('linux/s390x');
  });
});

describe('C6 after the copy', () => {
  test('the image is read by digest before the tag is put', async () => {
    const pair = await usePair();
    const { digest } = buildIndex(pair.source, 'app', '1');
    await pair.mirror(['app:1']);
    const order = pair.target.requests.map(({ kind, reference }) => `${kind} ${reference ?? ''}`);
    expect(order.indexOf(`manifest-get ${digest}`)).toBeGreaterThan(order.indexOf(`manifest-put ${digest}`));
    expect(order.indexOf('manifest-put 1')).toBeGreaterThan(order.indexOf(`manifest-get ${digest}`));
  });

  test('bytes that were altered on the target are found, and no tag leads to them', async () => {
    const pair = await usePair();
    buildIndex(pair.source, 'app', '1');
    pair.target.fault({ flipBit: 20, when: { kind: 'manifest-get' }, times: Number.POSITIVE_INFINITY });
    const report = await pair.mirror(['app:1']);
    expect(statesOf(report)).toEqual(['failed']);
    expect(pair.target.resolve(pair.repository('app'), '1')).toBeUndefined();
  });

  test('a tag that is not visible yet is a warning, and no second copy', async () => {
    const pair = await usePair();
    const old = buildImage(pair.source, 'app', '1', { seed: 'old' });
    await pair.mirror(['app:1']);
    buildImage(pair.source, 'app', '1', { seed: 'new' });
    pair.target.clearRequests();
    pair.target.fault({
      status: 200,
      headers: { 'docker-content-digest': old.digest },
      when: ({ kind, reference }) => kind === 'manifest-head' && reference === '1',
      times: Number.POSITIVE_INFINITY,
    });
    const report = await pair.mirror(['app:1']);
    expect(statesOf(report)).toEqual(['mirrored']);
    expect(onlyImage(report).warnings.join()).toContain('not visible yet');
    expect(pair.target.count('manifest-put', ({ reference }) => reference === '1')).toBe(1);
  });
});

describe('C7 what is not ordinary', () => {
  test('non-distributable layers are left to their publisher, with a note', async () => {
    const pair = await usePair({ target: { quirks: { acceptForeignLayers: true } } });
    const image = buildImage(pair.source, 'app', '1', {
      platform: 'windows/amd64',
      foreignLayers: ['https://example.com/base'],
      mediaTypes: 'docker',
    });
    const report = await pair.mirror(['app:1']);
    expect(statesOf(report)).toEqual(['mirrored']);
    expect(onlyImage(report).warnings.join()).toBe('1 non-distributable layer left to the publisher’s addresses.');
    expect(pair.target.resolve(pair.repository('app'), '1')).toBe(image.digest);
  });

  test('a target that refuses them says so in words that help', async () => {
    const pair = await usePair();
    buildImage(pair.source, 'app', '1', { platform: 'windows/amd64', foreignLayers: ['https://example.com/base'] });
    const report = await pair.mirror(['app:1']);
    expect(statesOf(report)).toEqual(['failed']);
    expect(explain(report)).toContain('1 of its layers may not be redistributed');
  });

  test('schema 1 is refused by name', async () => {
    const pair = await usePair({ source: { quirks: { ignoreAccept: true } } });
    const bytes = JSON.stringify({
      schemaVersion: 1,
      name: 'app',
      tag: '1',
      fsLayers: [],
      history: [],
      signatures: [],
    });
    pair.source.addManifest('app', '1', bytes, 'application/vnd.docker.distribution.manifest.v1+prettyjws');
    const report = await pair.mirror(['app:1']);
    expect(statesOf(report)).toEqual(['failed']);
    expect(explain(report)).toContain('schema 1');
  });

  test('an artifact with an unknown media type is opaque bytes', async () => {
    const pair = await usePair();
    const { digest } = buildImage(pair.source, 'app', '1');
    const artifact = buildReferrer(pair.source, 'app', digest);
    pair.source.tag('app', 'artifact', artifact.digest);
    const report = await pair.mirror(['app:1', 'app:artifact']);
    expect(explain(report)).toBe('\n');
    expectComplete(pair, 'app', 'artifact', artifact.digest);
  });
});

test('C7 an empty blob is copied', async () => {
  const pair = await usePair();
  const image = buildImage(pair.source, 'app', '1', { layers: [0, 1_000] });
  expect(explain(await pair.mirror(['app:1']))).toBe('');
  expectComplete(pair, 'app', '1', image.digest);
});

describe('C9 what the target has lost is brought again', () => {
  test('a layer below a manifest that is there', async () => {
    const pair = await usePair();
    const image = buildImage(pair.source, 'app', '1', { layers: [20_000, 30_000] });
    await pair.mirror(['app:1']);
    pair.target.deleteTag(pair.repository('app'), '1');
    pair.target.deleteBlob(pair.repository('app'), image.layers[1]?.digest ?? '');
    const report = await pair.mirror(['app:1']);
    expect(explain(report)).toBe('');
    expect(onlyImage(report).copiedBytes).toBe(30_000);
    expectComplete(pair, 'app', '1', image.digest);
  });

  test('the children of an index that a registry took without them', async () => {
    const pair = await usePair({ target: { quirks: { sparseIndexes: true } } });
    const index = buildIndex(pair.source, 'app', '1');
    pair.target.addManifest(pair.repository('app'), index.digest, index.bytes, index.mediaType);
    expect(explain(await pair.mirror(['app:1']))).toBe('');
    expectComplete(pair, 'app', '1', index.digest);
  });

  test('the config of a single image', async () => {
    const pair = await usePair();
    const image = buildImage(pair.source, 'app', '1');
    await pair.mirror(['app:1']);
    pair.target.deleteTag(pair.repository('app'), '1');
    pair.target.deleteBlob(pair.repository('app'), image.config.digest);
    expect(explain(await pair.mirror(['app:1']))).toBe('');
    expectComplete(pair, 'app', '1', image.digest);
  });
});

describe('bounds', () => {
  test('an index of more than a thousand manifests is refused before any is read', async () => {
    const pair = await usePair();
    const { digest, size, mediaType } = buildImage(pair.source, 'app', 'one');
    const hex = (number: number): string => number.toString(16).padStart(64, '0');
    const manifests = Array.from({ length: 1_001 }, (_, number) => ({
      mediaType,
      digest: `sha256:${hex(number)}`,
      size,
    }));
    addJsonManifest(pair.source, 'app', '1', {
      schemaVersion: 2,
      mediaType: indexType,
      manifests: [{ mediaType, digest, size }, ...manifests],
    });
    const report = await pair.mirror(['app:1']);
    expect(explain(report)).toContain('more than 1000 manifests');
    expect(report.traffic.upstreamPulls).toBe(1);
  });

  test('indexes nested deeper than eight levels are refused', async () => {
    const pair = await usePair();
    let inner: { digest: string; size: number; mediaType: string } = buildImage(pair.source, 'app', undefined);
    for (let level = 0; level <= 9; level += 1) {
      const { digest, size, mediaType } = inner;
      inner = addJsonManifest(pair.source, 'app', '1', {
        schemaVersion: 2,
        mediaType: indexType,
        manifests: [{ mediaType, digest, size }],
      });
    }
    expect(explain(await pair.mirror(['app:1']))).toContain('nested deeper than 8 levels');
    expect(pair.target.count('manifest-put')).toBe(0);
  });

  test('an index that lies about a manifest’s size is refused', async () => {
    const pair = await usePair();
    const { digest, size, mediaType } = buildImage(pair.source, 'app', 'one');
    addJsonManifest(pair.source, 'app', '1', {
      schemaVersion: 2,
      mediaType: indexType,
      manifests: [{ mediaType, digest, size: size + 1 }],
    });
    expect(explain(await pair.mirror(['app:1']))).toContain(
      `has ${String(size)} bytes, and its index says ${String(size + 1)}`,
    );
  });
});

test('an index that names a manifest which is not there is failed, and says which', async () => {
  const pair = await usePair();
  const { images } = buildIndex(pair.source, 'app', '1');
  const absent = images[1]?.digest ?? '';
  pair.source.fault({
    when: { kind: 'manifest-get', digest: absent },
    status: 404,
    body: { errors: [{ code: 'MANIFEST_UNKNOWN' }] },
    times: Number.POSITIVE_INFINITY,
  });
  const report = await pair.mirror(['app:1']);
  expect(statesOf(report)).toEqual(['failed']);
  expect(explain(report)).toContain(`it names the manifest ${absent}, and the registry does not have it`);
});

test('an image that lies about a shared blob’s size fails alone', async () => {
  const pair = await usePair();
  const [layer] = addLayers(pair.source, 'lying', { layers: [50_000], seed: 'base' });
  if (layer === undefined) throw new Error('no layer was made');
  addLayers(pair.source, 'honest', { layers: [50_000], seed: 'base' });
  buildImage(pair.source, 'lying', '1', { sharedLayers: [{ ...layer, size: 49_000 }], seed: 1 });
  buildImage(pair.source, 'honest', '1', { sharedLayers: [layer], seed: 2 });
  const report = await pair.mirror(['lying:1', 'honest:1']);
  expect(statesOf(report)).toEqual(['failed', 'mirrored']);
});

describe('N4 what one repository does not give fails no other’s image', () => {
  test.each(['503', '403'])('layers: %s', async (status) => {
    const pair = await usePair();
    for (const name of ['bad', 'good']) buildImage(pair.source, name, '1', { layers: [50_000] });
    pair.source.fault({
      when: { kind: 'blob-get', repository: 'bad' },
      status: Number(status),
      times: Number.POSITIVE_INFINITY,
    });
    const report = await pair.mirror(['bad:1', 'good:1']);
    expect(report.images.at(-1)?.state).toBe('mirrored');
  });

  test('configs, of another registry', async () => {
    const [bad, good, target] = [await useRegistry(), await useRegistry(), await useRegistry()];
    for (const registry of [bad, good]) buildImage(registry, 'app', '1');
    bad.fault({ when: { kind: 'blob-get' }, status: 403, times: Number.POSITIVE_INFINITY });
    const files = {
      'images/a/Dockerfile': `FROM ${bad.host}/app:1\n`,
      'images/b/Dockerfile': `FROM ${good.host}/app:1\n`,
    };
    const report = await mirrorFiles({ files, inputs: { target: target.host, platforms: 'linux/amd64' } });
    const states = new Map(report.images.map(({ canonical, state }) => [canonical, state]));
    expect(states.get(`${good.host}/app:1`)).toBe('mirrored');
  });
});

test('C4 a shared blob that is wrong is not asked for again for each image', async () => {
  const pair = await usePair();
  const names = ['a', 'b', 'c', 'd', 'e', 'f'];
  const layers = names.map((name) => {
    const sharedLayers = addLayers(pair.source, name, { layers: [50_000], seed: 'base' });
    buildImage(pair.source, name, '1', { sharedLayers, seed: name });
    return sharedLayers[0]?.digest ?? '';
  });
  pair.source.fault({
    flipBit: 9,
    when: { kind: 'blob-get', digest: layers[0] ?? '' },
    times: Number.POSITIVE_INFINITY,
  });
  const report = await pair.mirror(names.map((name) => `${name}:1`));
  expect(statesOf(report)).toEqual(names.map(() => 'failed'));
  expect(pair.source.count('blob-get', ({ digest }) => digest === layers[0])).toBe(5);
});

test('an upload is opened when it has its place, and not before: sessions end', async () => {
  const pair = await usePair();
  const names = ['a', 'b', 'c', 'd', 'e'];
  for (const name of names) buildImage(pair.source, name, '1', { layers: 4, seed: name });
  let most = 0;
  pair.target.fault({
    when: () => {
      most = Math.max(most, pair.target.openUploads);
      return false;
    },
  });
  const report = await pair.mirror(
    names.map((name) => `${name}:1`),
    { concurrency: '1' },
  );
  expect(report.counts).toMatchObject({ mirrored: 5 });
  expect(most).toBeLessThanOrEqual(2);
});

test('a registry that says that it has what it has not is not believed', async () => {
  const pair = await usePair();
  const { digest } = buildImage(pair.source, 'app', '1');
  pair.target.fault({
    when: ({ kind, url }) => kind === 'upload-post' && url.includes('mount='),
    status: 201,
    times: Number.POSITIVE_INFINITY,
  });
  expect(statesOf(await pair.mirror(['app:1']))).toEqual(['mirrored']);
  expectComplete(pair, 'app', '1', digest);
  expect(pair.target.count('manifest-put', ({ status }) => status !== 201)).toBe(0);
});

test('a run that is stopped gives its upload sessions back, and is not green', async () => {
  const pair = await usePair();
  buildImage(pair.source, 'app', '1', { layers: [200_000, 300_000] });
  const abort = new AbortController();
  pair.source.fault({
    when: { kind: 'blob-get' },
    stallMs: Number.POSITIVE_INFINITY,
    stallAfterBytes: 1_000,
    times: Number.POSITIVE_INFINITY,
  });
  pair.target.fault({
    when: ({ kind }) => {
      if (kind === 'upload-put')
        setTimeout(() => {
          abort.abort(new Error('stopped by a test'));
        }, 50);
      return false;
    },
  });
  const report = await pair.mirror(['app:1'], {}, { signal: abort.signal });
  expect(statesOf(report)).toEqual(['failed']);
  expect(report.interrupted).toBe(true);
  expect(exitCodeOf(report, 'never')).toBe(1);
  expect(pair.target.openUploads).toBe(0);
});

describe('C9 a run that was cut off', () => {
  test.each([1, 3, 5, 8, 11])(
    'at request %i is finished by the next, which repeats nothing that is there',
    async (cut) => {
      const pair = await usePair();
      const index = buildIndex(pair.source, 'app', '1', { layers: [30_000, 20_000] });
      const abort = useAbort();
      let seen = 0;
      pair.target.fault({
        when: ({ kind }) => {
          seen += kind === 'ping' ? 0 : 1;
          if (seen === cut) abort.abort();
          return false;
        },
      });
      expect(statesOf(await pair.mirror(['app:1'], {}, { signal: abort.signal }))).toEqual(['failed']);
      pair.target.clearFaults();
      const there = new Set(index.blobs.filter((digest) => pair.target.hasBlob(pair.repository('app'), digest)));
      pair.source.clearRequests();
      expect(statesOf(await pair.mirror(['app:1']))).toEqual(['mirrored']);
      expectComplete(pair, 'app', '1', index.digest);
      const again = pair.source.requests.filter(
        ({ kind, digest }) => kind === 'blob-get' && digest !== undefined && there.has(digest),
      );
      expect(again).toEqual([]);
    },
  );
});

test('a tag that moves to an image that the target has already costs no pull', async () => {
  const pair = await usePair();
  const { digest } = buildIndex(pair.source, 'app', '1.2');
  await pair.mirror(['app:1.2']);
  pair.source.tag('app', 'latest', digest);
  pair.source.clearRequests();
  const report = await pair.mirror(['app:latest']);
  expect(statesOf(report)).toEqual(['mirrored']);
  expect(report.traffic.upstreamPulls).toBe(0);
  expect(pair.source.requests.map(({ kind }) => kind)).toEqual(['ping', 'manifest-head']);
});
