import { describe, expect, test } from '@jest/globals';
import { addJsonManifest, buildImage } from '../../support/registry/images/images.js';
import type { Registry } from '../../support/registry/registry.js';
import { buildReferrer } from '../../support/registry/images/signatures.js';
import { explain, onlyImage, statesOf, usePair, expectComplete } from '../../support/mirror.js';

const ordinary = 'application/vnd.oci.image.layer.v1.tar+gzip';
const foreign = 'application/vnd.oci.image.layer.nondistributable.v1.tar+gzip';

/** An image `app:1` with one layer, whose descriptor has these fields. */
function addImageWithLayer(registry: Registry, fields: Readonly<Record<string, unknown>>): void {
  const mediaType = 'application/vnd.oci.image.config.v1+json';
  const config = { mediaType, ...registry.addBlob('app', '{"os":"linux","architecture":"amd64"}') };
  const layer = { ...registry.addBlob('app', 'layer'), ...fields };
  addJsonManifest(registry, 'app', '1', {
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    config,
    layers: [layer],
  });
}

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
    expect(explain(report)).toContain('1 of its layers names addresses of its own ("urls")');
  });

  test.each<readonly [string, Readonly<Record<string, unknown>>]>([
    ['a layer whose addresses are blank', { mediaType: foreign, urls: [''] }],
    ['a layer that may be redistributed', { mediaType: ordinary, urls: ['https://example.com/layer'] }],
  ])('and so of %s, which is copied', async (_name, fields) => {
    const pair = await usePair();
    addImageWithLayer(pair.source, fields);
    const report = await pair.mirror(['app:1']);
    expect(statesOf(report)).toEqual(['failed']);
    expect(explain(report)).toContain('1 of its layers names addresses of its own ("urls")');
    expect(explain(report)).toContain('validation.manifests.urls.allow');
  });

  test('but not of a layer with an empty list of addresses', async () => {
    const pair = await usePair();
    addImageWithLayer(pair.source, { mediaType: foreign, urls: [] });
    expect(explain(await pair.mirror(['app:1']))).toBe('');
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
