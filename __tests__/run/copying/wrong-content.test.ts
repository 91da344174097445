import { describe, expect, test } from '@jest/globals';
import { addJsonManifest, addLayers, buildImage } from '../../support/registry/images/images.js';
import { buildIndex } from '../../support/registry/images/indexes.js';
import { explain, onlyImage, statesOf, usePair, expectComplete } from '../../support/mirror.js';
import type { Fault } from '../../support/registry/faults/fault-types.js';

const indexType = 'application/vnd.oci.image.index.v1+json';

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
  expect(explain(report)).toContain(`it names the manifest ${absent}, and the registry does not have it (404)`);
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
