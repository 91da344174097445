import { gunzipSync } from 'node:zlib';

import { describe, expect, test } from '@jest/globals';

import { addLayers, buildImage } from '../support/registry/images/images.js';
import { buildIndex } from '../support/registry/images/indexes.js';
import {
  dockerConfig,
  dockerLayer,
  dockerList,
  dockerManifest,
  ociConfig,
  ociIndex,
  ociLayer,
  ociManifest,
} from '../support/registry/content/media-types.js';
import { buildCosignTag, buildReferrer } from '../support/registry/images/signatures.js';
import { sha256 } from './calls.js';
import { registryFor } from './registries.js';

function parse(bytes: Buffer | undefined): unknown {
  return JSON.parse(bytes?.toString('utf8') ?? 'null');
}

describe('an image', () => {
  test.each([
    ['oci', ociManifest, ociConfig, ociLayer],
    ['docker', dockerManifest, dockerConfig, dockerLayer],
  ] as const)('has the media types of %s', async (mediaTypes, manifest, config, layer) => {
    const registry = await registryFor();
    const image = buildImage(registry, 'acme/base', '1', { mediaTypes, layers: 1 });
    expect([image.mediaType, image.config.mediaType, image.layers[0]?.mediaType]).toEqual([manifest, config, layer]);
    expect(parse(image.bytes)).toMatchObject({ mediaType: manifest, config: { mediaType: config } });
  });

  test('is the same for the same options and another for another seed or platform', async () => {
    const registry = await registryFor();
    const build = (options: Parameters<typeof buildImage>[3]) => buildImage(registry, 'a/b', undefined, options).digest;
    expect(build({ seed: 'x', layers: [10] })).toBe(build({ seed: 'x', layers: [10] }));
    expect(build({ seed: 'x' })).not.toBe(build({ seed: 'y' }));
    expect(build({ platform: 'linux/amd64' })).not.toBe(build({ platform: 'linux/arm64' }));
  });

  test('has layers that are archives, with the digests of what is in them', async () => {
    const registry = await registryFor();
    const image = buildImage(registry, 'acme/base', '1', { layers: 3 });
    const diffIds = image.layers.map(({ digest }) => sha256(gunzipSync(registry.blob(digest) ?? Buffer.alloc(0))));
    expect(new Set(diffIds).size).toBe(3);
    expect(parse(image.config.bytes)).toMatchObject({ rootfs: { type: 'layers', diff_ids: diffIds } });
  });

  test('has layers of exactly the sizes asked for, none of them alike', async () => {
    const registry = await registryFor();
    const sizes = [0, 1, 7, 1024 * 1024, 1024 * 1024 + 9];
    const { layers } = buildImage(registry, 'acme/base', '1', { layers: sizes });
    expect(layers.map(({ size }) => size)).toEqual(sizes);
    for (const { digest, size } of layers) {
      const bytes = registry.blob(digest) ?? Buffer.alloc(0);
      expect([bytes.length, sha256(bytes)]).toEqual([size, digest]);
    }
    expect(new Set(layers.map(({ digest }) => digest)).size).toBe(sizes.length);
  });

  test('has platform, time, labels, settings and annotations as told', async () => {
    const registry = await registryFor();
    const image = buildImage(registry, 'acme/base', '1', {
      platform: 'linux/arm/v7',
      config: { created: '2025-05-05T05:05:05Z', labels: { a: 'b' }, more: { User: 'c', Cmd: ['d'] } },
      annotations: { 'org.opencontainers.image.base.name': 'docker.io/library/x:1' },
    });
    expect(parse(image.config.bytes)).toMatchObject({
      os: 'linux',
      architecture: 'arm',
      variant: 'v7',
      created: '2025-05-05T05:05:05Z',
      config: { Labels: { a: 'b' }, User: 'c', Cmd: ['d'] },
    });
    expect(parse(image.bytes)).toMatchObject({
      annotations: { 'org.opencontainers.image.base.name': 'docker.io/library/x:1' },
    });
  });

  test('shares layers with others, and names foreign ones without holding them', async () => {
    const registry = await registryFor();
    const sharedLayers = addLayers(registry, 'acme/base', { layers: [100] });
    const one = buildImage(registry, 'acme/base', '1', { sharedLayers, seed: 1 });
    const two = buildImage(registry, 'acme/base', '2', {
      sharedLayers,
      seed: 2,
      foreignLayers: ['https://example.com/l'],
    });
    expect(one.layers[0]?.digest).toBe(two.layers[0]?.digest);
    expect(two.layers.at(-1)?.urls).toEqual(['https://example.com/l']);
    expect(two.blobs).not.toContain(two.layers.at(-1)?.digest);
    expect(two.blobs).toEqual([two.config, ...two.layers.slice(0, -1)].map(({ digest }) => digest));
    expect(registry.closure('acme/base', '2').complete).toBe(true);
  });
});

describe('an index', () => {
  test.each([
    ['oci', ociIndex],
    ['docker', dockerList],
  ] as const)('of %s names its platforms', async (mediaTypes, mediaType) => {
    const registry = await registryFor();
    const index = buildIndex(registry, 'acme/base', '1', { mediaTypes, platforms: ['linux/amd64', 'linux/arm/v7'] });
    expect(parse(index.bytes)).toMatchObject({
      mediaType,
      manifests: [
        { digest: index.images[0]?.digest, platform: { os: 'linux', architecture: 'amd64' } },
        { digest: index.images[1]?.digest, platform: { os: 'linux', architecture: 'arm', variant: 'v7' } },
      ],
    });
    expect(registry.resolve('acme/base', '1')).toBe(index.digest);
  });

  test('holds an attestation for each image', async () => {
    const registry = await registryFor();
    const index = buildIndex(registry, 'acme/base', '1', { attestations: true });
    expect(parse(index.bytes)).toMatchObject({
      manifests: [
        {},
        {},
        {
          digest: index.attestations[0]?.digest,
          platform: { os: 'unknown', architecture: 'unknown' },
          annotations: {
            'vnd.docker.reference.type': 'attestation-manifest',
            'vnd.docker.reference.digest': index.images[0]?.digest,
          },
        },
        { digest: index.attestations[1]?.digest },
      ],
    });
  });

  test('holds another index', async () => {
    const registry = await registryFor();
    const index = buildIndex(registry, 'acme/base', '1', { nested: true });
    expect(parse(index.bytes)).toMatchObject({
      manifests: [{ digest: index.images[0]?.digest }, { digest: index.nested?.digest, mediaType: ociIndex }],
    });
    expect(parse(index.nested?.bytes)).toMatchObject({ manifests: [{ digest: index.images[1]?.digest }] });
  });

  test('adds up its blobs, shared ones once', async () => {
    const registry = await registryFor();
    const sharedLayers = addLayers(registry, 'acme/base', { layers: [1000] });
    const index = buildIndex(registry, 'acme/base', '1', { sharedLayers, layers: [100] });
    const configs = index.images.reduce((sum, { config }) => sum + config.size, 0);
    expect([index.blobs.length, index.blobBytes]).toEqual([5, 1200 + configs]);
  });
});

describe('signatures', () => {
  test('refer to their subject by digest, size and type', async () => {
    const registry = await registryFor();
    const index = buildIndex(registry, 'acme/base', '1');
    const signature = buildReferrer(registry, 'acme/base', index.digest);
    const { digest, size, mediaType } = index;
    expect(parse(signature.bytes)).toMatchObject({ subject: { digest, size, mediaType } });
    expect(registry.closure('acme/base', signature.digest).complete).toBe(true);
    expect(() => buildReferrer(registry, 'acme/base', sha256('x'))).toThrow('no manifest sha256:');
  });

  test.each(['sig', 'att', 'sbom'] as const)('are kept under a tag that ends in .%s', async (suffix) => {
    const registry = await registryFor();
    const { digest } = buildImage(registry, 'acme/base', '1');
    const signature = buildCosignTag(registry, 'acme/base', digest, { suffix });
    expect(signature.tag).toBe(`sha256-${digest.slice(7)}.${suffix}`);
    expect(registry.resolve('acme/base', signature.tag)).toBe(signature.digest);
    expect(registry.closure('acme/base', signature.tag).complete).toBe(true);
  });
});
