import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { maxManifestBytes } from '../../../src/image/manifest.js';
import { noCache } from '../../../src/cache/open-cache.js';
import { type Pair, expectComplete, explain, onlyImage, statesOf, usePair, useRegistry } from '../../support/mirror.js';
import { addJsonManifest, addLayers, buildImage, descriptorOf } from '../../support/registry/images/images.js';
import type { Descriptor } from '../../support/registry/images/image-types.js';
import { addIndex, buildIndex } from '../../support/registry/images/indexes.js';
import { ociIndex, ociManifest } from '../../support/registry/content/media-types.js';
import type { Registry } from '../../support/registry/registry.js';
import { openUpload, putBlob, putManifest } from '../../registry-double/calls.js';

const madeUp = (number: number): string => `sha256:${number.toString(16).padStart(64, '0')}`;

/** Fails, in these words, before anything of it is written; the other image is copied. */
async function expectRefused(pair: Pair, words: RegExp): Promise<void> {
  const good = buildImage(pair.source, 'good', '1', { seed: 'good' });
  const report = await pair.mirror(['bad:1', 'good:1']);
  expect(statesOf(report)).toEqual(['failed', 'mirrored']);
  expect(report.images[0]?.message).toMatch(words);
  expect(report.images[0]?.message).toContain(`${pair.source.host}/bad@sha256:`);
  const bad = pair.repository('bad');
  const isBad = ({ repository }: { repository: string | undefined }): boolean => repository === bad;
  expect(pair.target.count('manifest-put', isBad)).toBe(0);
  expect(pair.target.count('upload-put', isBad)).toBe(0);
  expect(pair.target.resolve(bad, '1')).toBeUndefined();
  expectComplete(pair, 'good', '1', good.digest);
}

function indexOf(source: Registry, tag: string | undefined, manifests: readonly Descriptor[], note = ''): Descriptor {
  return descriptorOf(addIndex(source, 'bad', tag, manifests, { annotations: { note } }));
}

describe('an index that contradicts itself, or what it names, is refused:', () => {
  test.each<[string, (source: Registry, child: Descriptor) => void, RegExp]>([
    [
      'one manifest with two sizes',
      (source, child) => indexOf(source, '1', [child, { ...child, size: child.size + 1 }]),
      /it names sha256:\w+ with \d+ bytes and with \d+ bytes/,
    ],
    [
      'one manifest with two sizes, in two indexes',
      (source, child) =>
        indexOf(source, '1', [
          indexOf(source, undefined, [child]),
          indexOf(source, undefined, [{ ...child, size: child.size + 1 }], 'other'),
        ]),
      /has \d+ bytes, and its index says \d+/,
    ],
    [
      'one digest as a manifest and as something else',
      (source, child) => indexOf(source, '1', [child, { ...child, mediaType: 'application/octet-stream' }]),
      /as a manifest and as a blob/,
    ],
    [
      'an image as an index',
      (source, child) => indexOf(source, '1', [{ ...child, mediaType: ociIndex }]),
      /is of type .*manifest.*, and its index says .*index/,
    ],
    [
      'an index as an image',
      (source, child) => indexOf(source, '1', [{ ...indexOf(source, undefined, [child]), mediaType: ociManifest }]),
      /is of type .*index.*, and its index says .*manifest/,
    ],
  ])('%s', async (_name, make, words) => {
    const pair = await usePair();
    make(pair.source, descriptorOf(buildImage(pair.source, 'bad', undefined)));
    await expectRefused(pair, words);
  });

  test('one layer of two images with two sizes', async () => {
    const pair = await usePair();
    const [layer] = addLayers(pair.source, 'bad', { layers: [1_000] });
    if (layer === undefined) throw new Error('no layer was made');
    const images = [layer, { ...layer, size: 999 }].map((shared, seed) =>
      descriptorOf(buildImage(pair.source, 'bad', undefined, { sharedLayers: [shared], seed })),
    );
    indexOf(pair.source, '1', images);
    await expectRefused(pair, /it names sha256:\w+ with 1000 bytes and with 999 bytes/);
  });

  test('by a registry that serves the index itself under what it names', async () => {
    const pair = await usePair();
    const child = { mediaType: ociIndex, digest: madeUp(7), size: 500 };
    const { bytes } = addIndex(pair.source, 'bad', '1', [child], {});
    const circle = { status: 200, body: bytes, headers: { 'content-type': ociIndex } };
    pair.source.fault({ ...circle, when: { kind: 'manifest-get', digest: child.digest }, times: Infinity });
    await expectRefused(pair, /do not hash to its digest/);
    expect(pair.source.count('manifest-get', ({ digest }) => digest === child.digest)).toBeLessThanOrEqual(5);
  });
});

describe('an index that would cost too much is refused before it does:', () => {
  const child = (number: number, size: number): Descriptor => ({
    mediaType: ociManifest,
    digest: madeUp(number),
    size,
  });

  test('manifests that are too large together', async () => {
    const pair = await usePair();
    indexOf(
      pair.source,
      '1',
      [1, 2, 3, 4, 5].map((number) => child(number, maxManifestBytes)),
    );
    await expectRefused(pair, /its manifests have more than 33554432 bytes together/);
    expect(pair.source.count('manifest-get', ({ digest = '' }) => digest.startsWith('sha256:00'))).toBe(0);
  });

  test('manifests that are too large together, in several indexes', async () => {
    const pair = await usePair();
    const inner = [1, 2, 3, 4, 5].map((number) => indexOf(pair.source, undefined, [child(number, maxManifestBytes)]));
    indexOf(pair.source, '1', inner);
    // Those that were named first may have been asked for by then.
    await expectRefused(pair, /more than 33554432 bytes together|and the registry does not have it/);
    expect(pair.source.count('manifest-get', ({ digest = '' }) => digest.startsWith('sha256:00'))).toBeLessThan(5);
  });

  test('one manifest that is too large', async () => {
    const pair = await usePair();
    indexOf(pair.source, '1', [child(1, maxManifestBytes + 1)]);
    await expectRefused(pair, /says that its manifest sha256:0+1 has 8388609 bytes, more than 8388608/);
    expect(pair.source.count('manifest-get', ({ digest }) => digest === madeUp(1))).toBe(0);
  });

  test('ten thousand layers', async () => {
    const pair = await usePair();
    const { config, layers } = buildImage(pair.source, 'bad', undefined);
    const [layer] = layers.map(descriptorOf);
    const many = Array.from({ length: 10_000 }, (_value, number) => ({ ...layer, digest: madeUp(number) }));
    const body = { schemaVersion: 2, mediaType: ociManifest, config: descriptorOf(config), layers: many };
    addJsonManifest(pair.source, 'bad', '1', body);
    await expectRefused(pair, /it has more than 10000 layers and configs/);
    expect(pair.source.count('blob-get', ({ digest = '' }) => digest.startsWith('sha256:00'))).toBe(0);
  });

  test('manifests that no target is asked for one by one, where the source limits pulls', async () => {
    const pair = await usePair({ source: { rateLimit: { limit: 100 } } });
    buildImage(pair.target, pair.repository('bad'), 'other');
    indexOf(
      pair.source,
      '1',
      Array.from({ length: 2_000 }, (_value, number) => child(number, 500)),
    );
    const report = await pair.mirror(['bad:1']);
    expect(explain(report)).toContain('more than 1000 manifests');
    expect(pair.target.count('manifest-head')).toBeLessThan(10);
  });
});

test('F21 a refused index is kept neither for this run nor for the next one', async () => {
  const pair = await usePair();
  const kept = noCache();
  const good = buildImage(pair.source, 'good', '1', { seed: 'good' });
  const many = Array.from({ length: 1_001 }, (_value, number) => ({
    mediaType: ociManifest,
    digest: madeUp(number),
    size: 500,
  }));
  const bad = indexOf(pair.source, '1', many);
  const report = await pair.mirror(['bad:1', 'good:1'], {}, { kept });
  expect(report.images[0]?.message).toContain('it has more than 1000 manifests');
  const names = [...kept.cache.contents.contents].map(([digest]): string => digest);
  expect(names).toContain(good.digest);
  expect(names).not.toContain(bad.digest);
});

test('indexes that all name all of the next level are gone through once each', async () => {
  const pair = await usePair();
  let level: readonly Descriptor[] = [descriptorOf(buildImage(pair.source, 'app', undefined))];
  for (let depth = 0; depth < 7; depth += 1) {
    const below = level;
    level = Array.from({ length: 30 }, (_value, number) =>
      descriptorOf(addIndex(pair.source, 'app', undefined, below, { annotations: { number: String(number) } })),
    );
  }
  const { digest } = addIndex(pair.source, 'app', '1', level, {});
  expect(explain(await pair.mirror(['app:1']))).toBe('');
  expectComplete(pair, 'app', '1', digest);
  expect(pair.target.count('manifest-put')).toBe(7 * 30 + 3);
});

describe('what a descriptor says besides is not believed:', () => {
  test('content in it is not taken for the content that its digest names', async () => {
    const pair = await usePair();
    const image = buildImage(pair.source, 'app', undefined);
    const data = Buffer.from('something else').toString('base64');
    const lying = (thing: Descriptor): object => ({ ...descriptorOf(thing), data });
    const inner = addJsonManifest(pair.source, 'app', undefined, {
      schemaVersion: 2,
      mediaType: ociManifest,
      config: lying(image.config),
      layers: image.layers.map(lying),
    });
    const { digest } = addJsonManifest(pair.source, 'app', '1', {
      schemaVersion: 2,
      mediaType: ociIndex,
      manifests: [lying(inner)],
    });
    expect(explain(await pair.mirror(['app:1']))).toBe('');
    expectComplete(pair, 'app', '1', digest);
    expect(pair.target.blob(image.config.digest)).toEqual(image.config.bytes);
  });

  test.each([
    ['application/vnd.docker.image.rootfs.foreign.diff.tar.gzip', 'left'],
    ['application/vnd.oci.image.layer.nondistributable.v1.tar+gzip', 'left'],
    ['application/vnd.oci.image.layer.v1.tar+gzip', 'copied'],
  ])('addresses are never read, and a layer of type %s is %s', async (mediaType, becomes) => {
    const elsewhere = await useRegistry();
    const pair = await usePair({ target: { quirks: { acceptForeignLayers: true } } });
    const image = buildImage(pair.source, 'app', undefined, { layers: [1_000] });
    const urls = [`${elsewhere.origin}/v2/app/blobs/x`, 'file:///etc/passwd', 'not an address'];
    const layers = image.layers.map((layer) => ({ ...descriptorOf(layer), mediaType, urls }));
    const body = { schemaVersion: 2, mediaType: ociManifest, config: descriptorOf(image.config), layers };
    addJsonManifest(pair.source, 'app', '1', body);
    const report = await pair.mirror(['app:1']);
    expect(statesOf(report)).toEqual(['mirrored']);
    const note = '1 non-distributable layer left to the publisher’s addresses.';
    expect(onlyImage(report).warnings).toEqual(becomes === 'left' ? [note] : []);
    expect(pair.target.hasBlob(pair.repository('app'), layers[0]?.digest ?? '')).toBe(becomes === 'copied');
    expect(elsewhere.requests).toEqual([]);
  });

  test('a layer that is named once as not to be redistributed, and once as any, is needed', async () => {
    const pair = await usePair();
    const image = buildImage(pair.source, 'app', undefined, { layers: [1_000] });
    const [layer] = image.layers.map(descriptorOf);
    const foreign = { ...layer, mediaType: 'application/vnd.docker.image.rootfs.foreign.diff.tar.gzip' };
    const { digest } = addJsonManifest(pair.source, 'app', '1', {
      schemaVersion: 2,
      mediaType: ociManifest,
      config: descriptorOf(image.config),
      layers: [layer, foreign],
    });
    expect(explain(await pair.mirror(['app:1']))).toBe('');
    expectComplete(pair, 'app', '1', digest);
  });
});

test('a layer by sha512 is copied, and checked by it', async () => {
  const pair = await usePair();
  const layer = Buffer.from('a layer');
  const digest = `sha512:${createHash('sha512').update(layer).digest('hex')}`;
  await putBlob(await openUpload(pair.source.origin, 'app'), layer, digest);
  const image = buildImage(pair.source, 'app', undefined, { layers: 0 });
  const body = {
    schemaVersion: 2,
    mediaType: ociManifest,
    config: descriptorOf(image.config),
    layers: [{ mediaType: 'application/vnd.oci.image.layer.v1.tar', digest, size: layer.length }],
  };
  const root = addJsonManifest(pair.source, 'app', '1', body);
  pair.source.fault({ flipBit: 3, when: { kind: 'blob-get', digest }, times: 1 });
  expect(explain(await pair.mirror(['app:1']))).toBe('');
  expectComplete(pair, 'app', '1', root.digest);
  expect(pair.source.count('blob-get', ({ digest: asked }) => asked === digest)).toBe(2);
});

test('an image that is pinned by sha512 is copied, and is there the next time', async () => {
  const pair = await usePair();
  const { bytes, digest } = buildImage(pair.source, 'app', undefined);
  const pin = `sha512:${createHash('sha512').update(bytes).digest('hex')}`;
  await putManifest(`${pair.source.origin}/v2/app/manifests/${pin}`, ociManifest, bytes);
  expect(explain(await pair.mirror([`app:1@${pin}`]))).toBe('');
  expectComplete(pair, 'app', '1', digest);
  const puts = pair.target.count('manifest-put');
  const again = await pair.mirror([`app:1@${pin}`]);
  expect(statesOf(again)).toEqual(['skipped: done elsewhere']);
  expect(pair.target.count('manifest-put')).toBe(puts);
});

test('an index’s platforms, however many and long, fill no report', async () => {
  const pair = await usePair();
  const { images } = buildIndex(pair.source, 'app', undefined, { platforms: ['linux/amd64'] });
  const [image] = images;
  if (image === undefined) throw new Error('no image was made');
  const platforms = Array.from({ length: 900 }, (_value, number) => ({
    os: `os${number}\u202e`,
    architecture: 'x'.repeat(90),
  }));
  const named = platforms.map((platform) => ({ ...descriptorOf(image), platform }));
  addIndex(pair.source, 'app', '1', named, {});
  const report = await pair.mirror(['app:1'], { platforms: 'linux/amd64' });
  expect(explain(report)).toContain('870 more');
  expect(explain(report).length).toBeLessThan(5_000);
  expect(explain(report)).not.toContain('\u202e');
});
