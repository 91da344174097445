import { describe, expect, test } from '@jest/globals';
import { maxManifestBytes } from '../../../src/image/manifest.js';
import { type Pair, expectComplete, explain, statesOf, usePair } from '../../support/mirror.js';
import type { BuiltImage } from '../../support/registry/images/image-types.js';
import { buildImage, descriptorOf } from '../../support/registry/images/images.js';
import { dockerList, dockerManifest, ociIndex, ociManifest } from '../../support/registry/content/media-types.js';
import type { Registry } from '../../support/registry/registry.js';

/** The fields of a right manifest, to be made wrong. */
function bodyOf({ config, layers }: BuiltImage): {
  config: object;
  layers: readonly object[];
  [field: string]: unknown;
} {
  return {
    schemaVersion: 2,
    mediaType: ociManifest,
    config: descriptorOf(config),
    layers: layers.map(descriptorOf),
  };
}

type Make = (image: BuiltImage) => unknown;

const withLayer =
  (more: object): Make =>
  (image) => {
    const body = bodyOf(image);
    return { ...body, layers: body.layers.map((layer, index) => (index === 1 ? { ...layer, ...more } : layer)) };
  };
const withField =
  (more: object): Make =>
  (image) => ({ ...bodyOf(image), ...more });
const hex = (length: number): string => 'ab'.repeat(length / 2);

/** A text that no manifest can have, beside a right one. */
async function mirrorBoth(
  content: (source: Registry) => string | Buffer,
  servedAs = ociManifest,
): Promise<{ pair: Pair; words: string }> {
  const pair = await usePair({ source: { quirks: { ignoreAccept: true } } });
  const good = buildImage(pair.source, 'good', '1', { seed: 'good' });
  pair.source.addManifest('bad', '1', content(pair.source), servedAs);
  const report = await pair.mirror(['bad:1', 'good:1']);
  expect(statesOf(report)).toEqual(['failed', 'mirrored']);
  expectComplete(pair, 'good', '1', good.digest);
  const bad = pair.repository('bad');
  expect(pair.target.resolve(bad, '1')).toBeUndefined();
  expect(pair.target.count('manifest-put', ({ repository }) => repository === bad)).toBe(0);
  const words = report.images[0]?.message ?? '';
  expect(words).toContain(`${pair.source.host}/bad@sha256:`);
  expect(words.length).toBeLessThan(700);
  return { pair, words };
}

describe('a manifest that is wrong fails its image alone, which says what is wrong:', () => {
  test.each<[string, Make, RegExp]>([
    ['a negative size', withLayer({ size: -1 }), /"layers\.1\.size" is wrong/],
    ['half a byte', withLayer({ size: 1.5 }), /"layers\.1\.size" is wrong/],
    ['a size that no number holds', withLayer({ size: 2 ** 53 }), /"layers\.1\.size" is wrong/],
    ['a size in words', withLayer({ size: '10' }), /"layers\.1\.size" is wrong/],
    ['no size', withLayer({ size: undefined }), /"layers\.1\.size" is wrong/],
    ['md5', withLayer({ digest: `md5:${hex(32)}` }), /"md5:abab\w*" is by the algorithm md5, which cannot be checked/],
    ['blake3', withLayer({ digest: `blake3:${hex(64)}` }), /by the algorithm blake3, which cannot be checked/],
    ['a sha512 of another length', withLayer({ digest: `sha512:${hex(64)}` }), /is no digest: expected sha256/],
    ['a digest in upper case', withLayer({ digest: `sha256:${hex(64).toUpperCase()}` }), /is no digest: expected/],
    ['a digest that is a path', withLayer({ digest: '../../../etc/passwd' }), /is no digest: expected/],
    ['a digest that is a number', withLayer({ digest: 5 }), /"layers\.1\.digest" is wrong: expected a digest, a text/],
    ['a layer without a type', withLayer({ mediaType: undefined }), /"layers\.1\.mediaType" is wrong/],
    ['a layer’s type that is a list', withLayer({ mediaType: [] }), /"layers\.1\.mediaType" is wrong/],
    ['layers that are an object', withField({ layers: {} }), /"layers" is wrong/],
    ['a config that is a text', withField({ config: 'x' }), /"config" is wrong/],
    ['no config', withField({ config: undefined }), /has no config/],
    ['a version that is a text', withField({ schemaVersion: '2' }), /"schemaVersion" is wrong/],
    ['another version', withField({ schemaVersion: 3 }), /its schemaVersion is 3, expected 2/],
    ['a type that is a number', withField({ mediaType: 7 }), /"mediaType" is wrong/],
    [
      'another type',
      withField({ mediaType: 'text/html\u202e' }),
      /its media type "text\/html\\u202e" is no image’?'?s/,
    ],
    ['an index in an image', withField({ manifests: [] }), /fields of an index and of an image/],
    ['a field that Go reads and we do not', withField({ Layers: [] }), /its field "Layers" is spelled otherwise/],
    ['a layer’s field that Go reads', withLayer({ ſize: 1 }), /its field "ſize" is spelled otherwise/],
    ['a list', () => [], /wrong/],
    ['null', () => null, /wrong/],
  ])('%s', async (_name, make, expected) => {
    const { words } = await mirrorBoth((source) =>
      JSON.stringify(make(buildImage(source, 'bad', undefined, { seed: 'bad' }))),
    );
    expect(words).toMatch(expected);
  });

  test('a page that is served as one', async () => {
    const { words } = await mirrorBoth(() => '<html>log in</html>', 'text/html; charset=utf-8');
    expect(words).toContain('it answered text/html, as no registry does. The host or its port may be wrong');
  });

  test('one layer with two sizes', async () => {
    const { words } = await mirrorBoth((source) => {
      const body = bodyOf(buildImage(source, 'bad', undefined, { layers: [100] }));
      return JSON.stringify({ ...body, layers: [{ ...body.layers[0], size: 99 }, ...body.layers] });
    });
    expect(words).toMatch(/it names sha256:\w+ with 99 bytes and with 100 bytes/);
  });

  test.each<[string, string | Buffer, RegExp]>([
    ['a page', '<html>log in</html>', /it is not JSON/],
    ['nothing', '', /it is not JSON/],
    ['half', '{"schemaVersion":2,', /it is not JSON/],
    ['bytes of no text', Buffer.from([0x7b, 0xff, 0x7d]), /it is not JSON/],
    ['a megabyte of brackets', '['.repeat(1024 * 1024), /nested deeper than 64 levels/],
    ['a million wrong entries', `{"schemaVersion":2,"layers":[${'1,'.repeat(4_000_000)}1]}`, /more than 200000 values/],
    [
      'as many wrong entries as are parsed',
      `{"schemaVersion":2,"layers":[${'1,'.repeat(100_000)}1]}`,
      /"layers\.0" is wrong/,
    ],
    ['a size beyond all numbers', '{"schemaVersion":2,"config":{"mediaType":"x","digest":"x","size":1e999}}', /wrong/],
    ['more than 8 MiB', ' '.repeat(maxManifestBytes + 1), /larger than 8388608 bytes/],
  ])('%s', async (_name, content, expected) => {
    const { words } = await mirrorBoth(() => content);
    expect(words).toMatch(expected);
  });

  test.each<[string, string, object, RegExp]>([
    [
      'an image that is served as an index',
      ociIndex,
      { mediaType: ociManifest },
      /says that it is .*manifest.* serves it as .*index/,
    ],
    [
      'Docker’s, too',
      dockerList,
      { mediaType: dockerManifest },
      /says that it is .*manifest\.v2.* serves it as .*list/,
    ],
    [
      'one that does not say what it is',
      ociIndex,
      { mediaType: undefined },
      /is of type .*index.* and has no list of manifests/,
    ],
  ])('%s', async (_name, servedAs, more, expected) => {
    const { words } = await mirrorBoth(
      (source) => JSON.stringify({ ...bodyOf(buildImage(source, 'bad', undefined)), ...more }),
      servedAs,
    );
    expect(words).toMatch(expected);
  });
});

test('an image of OCI that its registry calls Docker’s is what it says itself', async () => {
  const pair = await usePair();
  const image = buildImage(pair.source, 'app', undefined);
  pair.source.addManifest('app', '1', image.bytes, dockerManifest);
  expect(explain(await pair.mirror(['app:1']))).toBe('');
  expectComplete(pair, 'app', '1', image.digest);
});

describe('a config that is no JSON is copied with its image,', () => {
  async function pairWithConfig(): Promise<Pair & { readonly digest: string }> {
    const pair = await usePair();
    const image = buildImage(pair.source, 'app', undefined);
    const config = { ...descriptorOf(image.config), ...pair.source.addBlob('app', '<html>') };
    const digest = pair.source.addManifest('app', '1', JSON.stringify({ ...bodyOf(image), config }), ociManifest);
    return { ...pair, digest };
  }

  test('whose platform is not known', async () => {
    const pair = await pairWithConfig();
    const report = await pair.mirror(['app:1']);
    expect(explain(report)).toBe('');
    expect(report.images[0]?.platforms).toEqual([]);
    expectComplete(pair, 'app', '1', pair.digest);
  });

  test('but for one that is to serve a platform', async () => {
    const pair = await pairWithConfig();
    const report = await pair.mirror(['app:1'], { platforms: 'linux/amd64' });
    expect(explain(report)).toContain('the image does not serve linux/amd64; it serves no platform that it names');
    expect(pair.target.count('manifest-put')).toBe(0);
  });
});

test('a config that another image has rightly is not taken for that of one that lies about its size', async () => {
  const pair = await usePair();
  const honest = buildImage(pair.source, 'honest', '1');
  const lying = buildImage(pair.source, 'lying', undefined);
  const config = { ...descriptorOf(lying.config), size: lying.config.size + 1 };
  pair.source.addManifest('lying', '1', JSON.stringify({ ...bodyOf(lying), config }), ociManifest);
  for (const images of [['honest:1', 'lying:1'], ['lying:1']]) {
    const report = await pair.mirror(images);
    expect(statesOf(report).at(-1)).toBe('failed');
    expect(explain(report)).toMatch(/has \d+ bytes, expected \d+/);
  }
  expectComplete(pair, 'honest', '1', honest.digest);
});
