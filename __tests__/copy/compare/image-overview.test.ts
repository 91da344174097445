import { describe, expect, test } from '@jest/globals';
import { type ImageOverview, readOverview, openBoth } from '../../../src/copy/compare/image-overview.js';
import type { Descriptor, ManifestContent } from '../../../src/image/manifest.js';
import { describeBytes, failure, imageWith, indexOf } from '../contents.js';

const configType = 'application/vnd.oci.image.config.v1+json';
const amd64 = { os: 'linux', architecture: 'amd64' };
const arm64 = { os: 'linux', architecture: 'arm64' };

interface Kept {
  readonly root: ManifestContent;
  readonly config: Uint8Array;
}

function single(text: string, mediaType = configType): Kept {
  const config = Buffer.from(text);
  return { root: imageWith(describeBytes(config, mediaType)), config };
}

function descriptorOf({ root: { bytes, manifest } }: Pick<Kept, 'root'>): Descriptor {
  return describeBytes(bytes, manifest.mediaType);
}

async function look(root: ManifestContent, kept: readonly Kept[] = []): Promise<ImageOverview> {
  return readOverview('app:1', root, {
    manifest: async (digest) => {
      const found = kept.find((one) => one.root.digest === digest);
      return found === undefined ? Promise.reject(failure('not-found')) : Promise.resolve(found.root);
    },
    config: async ({ digest }) => {
      const found = kept.find(({ config }) => describeBytes(config, configType).digest === digest);
      return found === undefined ? Promise.reject(failure('not-found')) : Promise.resolve(found.config);
    },
  });
}

const plain = single(JSON.stringify({ ...amd64, rootfs: { type: 'layers', diff_ids: [] } }));
const other = single(JSON.stringify({ ...arm64, rootfs: { type: 'layers', diff_ids: [] } }));

describe('a single image', () => {
  test('shows what it runs on', async () => {
    const seen = await look(plain.root, [plain]);
    expect(seen).toMatchObject({ platforms: ['linux/amd64'], isComplete: true, facts: { platforms: [amd64] } });
    expect(await seen.open('linux/amd64')).toMatchObject({ platform: 'linux/amd64' });
  });

  test.each([
    ['whose config is an artifact’s', single('{}', 'application/vnd.cncf.helm.config.v1+json')],
    ['whose config is no JSON', single('[')],
    ['whose config names no platform', single('{"rootfs":{"type":"layers","diff_ids":[]}}')],
  ])('%s shows its size alone', async (_name, image) => {
    const seen = await look(image.root, [image]);
    expect(seen).toMatchObject({ platforms: [], isComplete: false });
    expect(seen.facts).toEqual({ size: expect.any(Number) });
    expect(await seen.open('linux/amd64')).toBeUndefined();
  });

  test('whose config cannot be read is an error', async () => {
    await expect(look(plain.root)).rejects.toThrow('it is not-found');
  });
});

describe('an index', () => {
  const whole = indexOf({ ...descriptorOf(plain), platform: amd64 }, { ...descriptorOf(other), platform: arm64 });

  test('shows what it names, and is looked into on one of them', async () => {
    const seen = await look(whole, [plain, other]);
    expect(seen).toMatchObject({ platforms: ['linux/amd64', 'linux/arm64'], isComplete: true });
    expect(await seen.open('linux/arm64')).toMatchObject({ platform: 'linux/arm64' });
    expect(await seen.open('linux/s390x')).toBeUndefined();
  });

  test('that names no platform has none to show', async () => {
    const seen = await look(indexOf(descriptorOf(plain)));
    expect(seen).toMatchObject({ platforms: [], isComplete: false, facts: {} });
  });

  test('whose image is an artifact shows nothing of it', async () => {
    const artifact = single('{}', 'application/vnd.cncf.helm.config.v1+json');
    const seen = await look(indexOf({ ...descriptorOf(artifact), platform: amd64 }), [artifact]);
    expect(await seen.open('linux/amd64')).toBeUndefined();
  });

  test('whose image is an index after all shows nothing of it', async () => {
    const seen = await look(indexOf({ ...descriptorOf(plain), platform: amd64 }), [
      { root: { ...whole, digest: plain.root.digest }, config: plain.config },
    ]);
    expect(await seen.open('linux/amd64')).toBeUndefined();
  });
});

describe('two images', () => {
  test('without a platform that both have are compared by their platforms', async () => {
    const both = await openBoth(await look(plain.root, [plain]), await look(other.root, [other]), () => undefined);
    expect(both).toMatchObject([{ platforms: ['linux/amd64'] }, { platforms: ['linux/arm64'] }]);
    expect(both?.map(({ inside }) => inside)).toEqual([undefined, undefined]);
  });

  test.each([
    ['before', true],
    ['now', false],
  ])('of which the one %s does not say what it runs on are not compared', async (_name, isFirst) => {
    const [silent, telling] = [await look(indexOf(descriptorOf(plain))), await look(other.root, [other])];
    const [before, now] = isFirst ? [silent, telling] : [telling, silent];
    expect(await openBoth(before, now, () => undefined)).toBeUndefined();
  });

  test('of which one cannot be read are compared by their platforms, and it is told', async () => {
    const told: unknown[] = [];
    const lost = indexOf({ ...descriptorOf(plain), platform: amd64 });
    const both = await openBoth(await look(lost), await look(plain.root, [plain]), (error) => told.push(error));
    expect(both).toMatchObject([{ inside: undefined }, { inside: { platform: 'linux/amd64' } }]);
    expect(told).toHaveLength(1);
  });
});
