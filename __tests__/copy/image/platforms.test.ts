import { Readable } from 'node:stream';
import { describe, expect, test } from '@jest/globals';
import { ConfigCache } from '../../../src/copy/image/config-cache.js';
import { MemoryBudget } from '../../../src/copy/memory/memory-budget.js';
import { openContent } from '../../../src/copy/blobs/transfer.js';
import { type PlatformRule, readPlatforms } from '../../../src/copy/image/platforms.js';
import type { Descriptor, ManifestContent } from '../../../src/image/manifest.js';
import { formatPlatform, parsePlatform } from '../../../src/image/platform.js';
import { noCache } from '../../../src/cache/open-cache.js';
import { describeBytes, failure, imageWith, indexOf, signal } from '../contents.js';
import { sourceThat } from '../repositories.js';

const configType = 'application/vnd.oci.image.config.v1+json';
const blobs = new Map<string, Buffer>();
const manifests = new Map<string, ManifestContent>();

function keep(content: ManifestContent): Descriptor {
  manifests.set(content.digest, content);
  return describeBytes(content.bytes, content.manifest.mediaType);
}

/** An image that says in its config alone what it runs on. */
function imageOn(architecture: string, mediaType = configType): Descriptor {
  const config = Buffer.from(JSON.stringify({ os: 'linux', architecture, rootfs: { type: 'layers', diff_ids: [] } }));
  const descriptor = describeBytes(config, mediaType);
  blobs.set(descriptor.digest, config);
  return keep(imageWith(descriptor));
}

async function blobOf({ digest }: Descriptor): Promise<Buffer> {
  const blob = blobs.get(digest);
  return blob === undefined ? Promise.reject(failure('not-found', 'source')) : Promise.resolve(blob);
}

const source = sourceThat({
  isReadAnonymously: async () => Promise.resolve(true),
  getBlob: blobOf,
  openBlob: async (descriptor) => Readable.from([await blobOf(descriptor)]),
});

async function platformsOf(
  root: ManifestContent,
  onMissingPlatform: PlatformRule['onMissingPlatform'] = 'warn',
): Promise<readonly string[]> {
  const { platforms, warnings } = await readPlatforms(
    root,
    { platforms: [parsePlatform('linux/s390x')], onMissingPlatform },
    {
      source,
      configs: new ConfigCache(noCache().cache, new MemoryBudget()),
      signal,
      readManifest: async (digest) => {
        const found = manifests.get(digest);
        return found === undefined ? Promise.reject(failure('not-found', 'source')) : Promise.resolve(found);
      },
    },
  );
  return [...platforms.map(formatPlatform), ...warnings];
}

/** Indexes in indexes, so many, around an image. */
function nested(levels: number, inner: Descriptor): ManifestContent {
  const index = indexOf(inner);
  return levels === 0 ? index : nested(levels - 1, keep(index));
}

const none = 'The image does not serve linux/s390x; it serves no platform that it names.';

describe('what an index does not say is read of what it names', () => {
  test.each<[string, ManifestContent, readonly string[]]>([
    ['an image', indexOf(imageOn('s390x')), ['linux/s390x']],
    ['an image in an index', nested(1, imageOn('s390x')), ['linux/s390x']],
    ['an image as deep as any', nested(8, imageOn('s390x')), ['linux/s390x']],
    ['nothing that is deeper', nested(9, imageOn('s390x')), [none]],
    [
      'another image',
      indexOf(imageOn('arm64')),
      ['linux/arm64', 'The image does not serve linux/s390x; it serves linux/arm64.'],
    ],
    ['an artifact', indexOf(imageOn('s390x', 'application/vnd.cncf.helm.config.v1+json')), [none]],
  ])('%s', async (_name, root, platforms) => {
    expect(await platformsOf(root)).toEqual(platforms);
  });

  test('an index that is an image after all, and an image that is an index', async () => {
    const image = imageOn('s390x');
    const index = keep(indexOf(image));
    const lie = (said: Descriptor, is: Descriptor): ManifestContent => indexOf({ ...said, mediaType: is.mediaType });
    expect(await platformsOf(lie(image, index))).toEqual([none]);
    expect(await platformsOf(lie(index, image))).toEqual([none]);
  });

  test('and missed before anything is written', async () => {
    await expect(platformsOf(indexOf(imageOn('arm64')), 'fail')).rejects.toThrow('Reading s.test/app@sha256:');
  });
});

test('a blob that is in memory is not read again, and all else is the source’s', async () => {
  const [inMemory, other] = [Buffer.from('held'), Buffer.from('other')].map((bytes) =>
    describeBytes(bytes, configType),
  );
  if (inMemory === undefined || other === undefined) throw new Error('there are two');
  blobs.set(other.digest, Buffer.from('other'));
  const held = { digest: inMemory.digest, bytes: Buffer.from('held') };
  const read = async (descriptor: Descriptor): Promise<string> => {
    const chunks: Uint8Array[] = [];
    for await (const chunk of await openContent(descriptor, { source, held }, signal)) chunks.push(chunk);
    return Buffer.concat(chunks).toString();
  };
  expect(await read(inMemory)).toBe('held');
  expect(await read(other)).toBe('other');
});
