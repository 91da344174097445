import fc from 'fast-check';
import { describe, expect, test } from '@jest/globals';
import { digestOf } from '../../src/image/hash.js';
import {
  InvalidManifestError,
  blobsOf,
  mediaTypes,
  parseManifest,
  platformOfConfig,
  platformsOf,
  isSelfDescribed,
  toContent,
  toSelfDescribed,
} from '../../src/image/manifest.js';

const digest = (character: string): string => `sha256:${character.repeat(64)}`;
const config = { mediaType: 'application/vnd.oci.image.config.v1+json', digest: digest('c'), size: 2 };
const layer = { mediaType: 'application/vnd.oci.image.layer.v1.tar+zstd', digest: digest('1'), size: 10 };

function bytesOf(value: unknown): Uint8Array {
  return Buffer.from(JSON.stringify(value));
}

describe('an image manifest', () => {
  test('is read with its own media type, whatever the registry says', () => {
    const bytes = bytesOf({ schemaVersion: 2, mediaType: mediaTypes.dockerManifest, config, layers: [layer] });
    expect(parseManifest(bytes, mediaTypes.ociManifest)).toEqual({
      kind: 'image',
      mediaType: mediaTypes.dockerManifest,
      config,
      layers: [layer],
    });
  });

  test.each([
    ['the registry’s word, parameters cut off', `${mediaTypes.ociManifest}; charset=utf-8`, mediaTypes.ociManifest],
    ['its shape, where the registry says nothing', undefined, mediaTypes.ociManifest],
    ['its shape, where the registry says something general', 'application/json', mediaTypes.ociManifest],
  ])('without a media type has that of %s', (_name, contentType, mediaType) => {
    expect(parseManifest(bytesOf({ schemaVersion: 2, config, layers: [] }), contentType).mediaType).toBe(mediaType);
  });

  test('of no named type and with Docker’s config is Docker’s', () => {
    const docker = { ...config, mediaType: 'application/vnd.docker.container.image.v1+json' };
    expect(parseManifest(bytesOf({ schemaVersion: 2, config: docker, layers: [] }), undefined).mediaType).toBe(
      mediaTypes.dockerManifest,
    );
  });

  test('C7 names each blob once, and apart those that may not be redistributed', () => {
    const foreign = {
      mediaType: 'application/vnd.docker.image.rootfs.foreign.diff.tar.gzip',
      digest: digest('f'),
      size: 5,
      urls: ['https://example.com/x'],
    };
    const manifest = parseManifest(
      bytesOf({ schemaVersion: 2, config, layers: [layer, layer, foreign] }),
      mediaTypes.ociManifest,
    );
    if (manifest.kind !== 'image') throw new Error('expected an image');
    expect(blobsOf(manifest).blobs.map((blob) => blob.digest)).toEqual([digest('c'), digest('1')]);
    expect(blobsOf(manifest).left.map((blob) => blob.digest)).toEqual([digest('f')]);
  });
});

describe('an index', () => {
  test('names its platforms, attestations and what names none left out', () => {
    const child = (character: string, os: string, architecture: string): unknown => ({
      mediaType: mediaTypes.ociManifest,
      digest: digest(character),
      size: 3,
      platform: { os, architecture },
    });
    const manifest = parseManifest(
      bytesOf({
        schemaVersion: 2,
        manifests: [child('a', 'linux', 'amd64'), child('b', 'unknown', 'unknown'), child('c', '', '')],
      }),
      undefined,
    );
    if (manifest.kind !== 'index') throw new Error('expected an index');
    expect(manifest.mediaType).toBe(mediaTypes.ociIndex);
    expect(platformsOf(manifest)).toEqual([{ os: 'linux', architecture: 'amd64' }]);
  });
});

describe('what is no manifest is refused by name', () => {
  test.each([
    ['C7 schema 1', { schemaVersion: 1, signatures: [], fsLayers: [] }, undefined, 'schema 1'],
    [
      'C7 schema 1 by its type alone',
      { schemaVersion: 2 },
      'application/vnd.docker.distribution.manifest.v1+prettyjws',
      'schema 1',
    ],
    ['a future schema', { schemaVersion: 3, config, layers: [] }, undefined, 'schemaVersion is 3'],
    ['an image without a config', { schemaVersion: 2, layers: [] }, mediaTypes.ociManifest, 'has no config'],
    ['another media type', { schemaVersion: 2, mediaType: 'text/html', config, layers: [] }, undefined, 'text/html'],
    [
      'an unknown digest algorithm',
      { schemaVersion: 2, config: { ...config, digest: 'md5:12' }, layers: [] },
      undefined,
      'config.digest',
    ],
    ['a negative size', { schemaVersion: 2, config, layers: [{ ...layer, size: -1 }] }, undefined, 'layers.0.size'],
    [
      'a size that is no whole number',
      { schemaVersion: 2, config, layers: [{ ...layer, size: 1.5 }] },
      undefined,
      'layers.0.size',
    ],
    ['layers that are no list', { schemaVersion: 2, config, layers: {} }, undefined, 'layers'],
    ['a list', [], undefined, 'wrong'],
    ['null', null, undefined, 'wrong'],
  ])('%s', (_name, body, contentType, what) => {
    expect(() => parseManifest(bytesOf(body), contentType)).toThrow(InvalidManifestError);
    expect(() => parseManifest(bytesOf(body), contentType)).toThrow(what);
  });

  test.each([
    ['HTML', '<html>log in</html>'],
    ['nothing', ''],
    ['bytes that are not UTF-8', Buffer.from([0x7b, 0xff, 0x7d])],
  ])('%s', (_name, body) => {
    expect(() => parseManifest(Buffer.from(body), undefined)).toThrow('it is not JSON');
  });

  test('and of any JSON comes a manifest or its own error', () => {
    fc.assert(
      fc.property(
        fc.json(),
        fc.option(fc.constantFrom(...Object.values(mediaTypes)), { nil: undefined }),
        (json, contentType) => {
          try {
            expect(['image', 'index']).toContain(parseManifest(Buffer.from(json), contentType).kind);
          } catch (error) {
            expect(error).toBeInstanceOf(InvalidManifestError);
          }
        },
      ),
    );
  });
});

test.each([
  [
    { os: 'linux', architecture: 'arm64', variant: 'v8' },
    { os: 'linux', architecture: 'arm64' },
  ],
  [{ os: 'linux' }, undefined],
  [{}, undefined],
])('C5 a config %j runs on %j', (body, platform) => {
  expect(platformOfConfig(bytesOf(body))).toEqual(platform);
});

describe('bytes without the header that they were served with', () => {
  test.each([
    ['an image', { schemaVersion: 2, mediaType: mediaTypes.ociManifest, config, layers: [layer] }],
    ['an index', { schemaVersion: 2, mediaType: mediaTypes.dockerIndex, manifests: [] }],
  ])('are enough where they say that they are %s', (_name, value) => {
    const bytes = bytesOf(value);
    expect(toSelfDescribed(bytes, digestOf(bytes))).toEqual({
      bytes,
      digest: digestOf(bytes),
      manifest: parseManifest(bytes, undefined),
    });
  });

  test.each([
    [mediaTypes.ociManifest, true],
    [undefined, false],
    ['', false],
  ])('that say "%s" of themselves: said is %p, also to who has parsed them', (mediaType, isSaid) => {
    const content = toContent(bytesOf({ schemaVersion: 2, mediaType, config, layers: [layer] }), undefined);
    expect(isSelfDescribed(content)).toBe(isSaid);
    expect(toSelfDescribed(content.bytes, content.digest) !== undefined).toBe(isSaid);
  });

  test.each([
    ['do not say what they are', bytesOf({ schemaVersion: 2, config, layers: [layer] })],
    ['are a config', bytesOf({ architecture: 'amd64', os: 'linux', rootfs: {} })],
    ['say that they are something else', bytesOf({ schemaVersion: 2, mediaType: 'text/html', config, layers: [] })],
    ['are of schema 1', bytesOf({ schemaVersion: 1, mediaType: mediaTypes.ociManifest })],
    ['are no JSON', Buffer.from('{')],
    ['are JSON and no object', Buffer.from('[]')],
    ['are none', Buffer.alloc(0)],
  ])('are not where they %s', (_name, bytes) => {
    expect(toSelfDescribed(bytes, digestOf(bytes))).toBeUndefined();
  });
});

describe('G4 a field that is null, or a word that is empty, is absent where the specification has it optional', () => {
  const image = { schemaVersion: 2, config, layers: [layer] };
  const index = { schemaVersion: 2, manifests: [{ mediaType: mediaTypes.ociManifest, digest: digest('a'), size: 7 }] };
  const platform = { os: 'linux', architecture: 'arm', variant: null };
  test.each([
    ['an image’s mediaType ""', { ...image, mediaType: '' }, image],
    ['an image’s mediaType null', { ...image, mediaType: null }, image],
    ['an index’s mediaType ""', { ...index, mediaType: '' }, index],
    ['an index’s config, layers and subject', { ...index, config: null, layers: null, subject: null }, index],
    ['an image’s manifests, blobs and subject', { ...image, manifests: null, blobs: null, subject: null }, image],
    [
      'a descriptor’s platform',
      { ...index, manifests: index.manifests.map((one) => ({ ...one, platform: null })) },
      index,
    ],
    [
      'a platform’s variant',
      { ...index, manifests: index.manifests.map((one) => ({ ...one, platform })) },
      {
        ...index,
        manifests: index.manifests.map((one) => ({ ...one, platform: { os: 'linux', architecture: 'arm' } })),
      },
    ],
  ])('%s', (_name, written, meant) => {
    expect(parseManifest(bytesOf(written), undefined)).toEqual(parseManifest(bytesOf(meant), undefined));
  });

  test('a config’s variant', () => {
    expect(platformOfConfig(bytesOf(platform))).toEqual({ os: 'linux', architecture: 'arm', variant: 'v7' });
  });

  test.each([
    ['an image’s config', { ...image, config: null }, /no config/],
    ['the schemaVersion', { ...image, schemaVersion: null }, /"schemaVersion" is wrong/],
    ['a layer', { ...image, layers: [null] }, /"layers\.0" is wrong/],
    ['a layer’s digest', { ...image, layers: [{ ...layer, digest: null }] }, /"layers\.0\.digest" is wrong/],
    ['a layer’s size', { ...image, layers: [{ ...layer, size: null }] }, /"layers\.0\.size" is wrong/],
  ])('what is required stays required: %s', (_name, body, says) => {
    expect(() => parseManifest(bytesOf(body), undefined)).toThrow(says);
  });
});
