import { describe, expect, test } from 'vitest';
import { buildImage } from '../support/registry/images.js';
import { buildReferrer } from '../support/registry/signatures.js';
import { explain, onlyImage, statesOf, usePair, expectComplete } from '../support/mirror.js';

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
