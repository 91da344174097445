import type { ComparedImage, InsideImage } from '../../image/compare-images.js';
import { InvalidConfigError, readImageConfig } from '../../image/image-config.js';
import type { Digest } from '../../image/digest.js';
import {
  type Descriptor,
  type ImageManifest,
  type IndexManifest,
  type ManifestContent,
  blobsOf,
  isIndexType,
  isManifestType,
  platformsOf,
} from '../../image/manifest.js';
import { distinctPlatforms, formatPlatform, isRunnable } from '../../image/platform.js';
import type { OutcomeFacts } from '../../result/outcome.js';
import { isImageConfig } from '../image/platforms.js';

/** Where an image is read that is only looked at. Each throws what its registry's answer makes it throw. */
export interface ContentReader {
  manifest(digest: Digest): Promise<ManifestContent>;
  config(descriptor: Descriptor): Promise<Uint8Array>;
}

/** An image, before it is known on which platform it will be looked into. */
export interface ImageOverview {
  readonly name: string;
  readonly digest: Digest;
  /** those that it names */
  readonly platforms: readonly string[];
  /** What it shows of itself without more requests: the size of a single image alone, for an index does not tell that of all in it. */
  readonly facts: Pick<OutcomeFacts, 'platforms' | 'size'>;
  /** Whether it says of all that it holds what it runs on: else one that it does not name may be there all the same. */
  readonly isComplete: boolean;
  /** what it is on a platform that it names */
  readonly open: (platform: string) => Promise<InsideImage | undefined>;
}

/** Finds out what an image runs on: a single one by its config, an index by what it says. */
export async function readOverview(name: string, root: ManifestContent, reader: ContentReader): Promise<ImageOverview> {
  const { digest, manifest, bytes } = root;
  if (manifest.kind === 'index') return { name, digest, ...readIndexOverview(manifest, reader) };
  const inside = await readInside(manifest, reader);
  const platform = inside?.config.platform;
  const size = blobsOf(manifest).blobs.reduce((sum, blob) => sum + blob.size, bytes.length);
  return {
    name,
    digest,
    platforms: inside === undefined ? [] : [inside.platform],
    facts: { ...(platform === undefined ? {} : { platforms: [platform] }), size },
    isComplete: inside !== undefined,
    open: async () => Promise.resolve(inside),
  };
}

function readIndexOverview(
  index: IndexManifest,
  reader: ContentReader,
): Pick<ImageOverview, 'platforms' | 'facts' | 'isComplete' | 'open'> {
  const manifests = index.manifests.filter(({ mediaType }) => isManifestType(mediaType));
  const isComplete = manifests.every(({ platform, mediaType }) => platform !== undefined && !isIndexType(mediaType));
  const named = manifests.flatMap(({ platform, mediaType, digest }) =>
    platform === undefined || !isRunnable(platform) || isIndexType(mediaType)
      ? []
      : [{ platform: formatPlatform(platform), digest }],
  );
  const platforms = distinctPlatforms(platformsOf(index));
  return {
    platforms: named.map(({ platform }) => platform),
    facts: platforms.length === 0 ? {} : { platforms },
    isComplete,
    open: async (wanted) => {
      const found = named.find(({ platform }) => platform === wanted);
      if (found === undefined) return undefined;
      const { manifest } = await reader.manifest(found.digest);
      const inside = manifest.kind === 'image' ? await readInside(manifest, reader) : undefined;
      return inside === undefined ? undefined : { ...inside, platform: wanted };
    },
  };
}

async function readInside({ config, layers }: ImageManifest, reader: ContentReader): Promise<InsideImage | undefined> {
  if (config === undefined || !isImageConfig(config.mediaType)) return undefined;
  const bytes = await reader.config(config);
  try {
    const read = readImageConfig(bytes);
    return read.platform === undefined ? undefined : { platform: formatPlatform(read.platform), layers, config: read };
  } catch (error) {
    if (error instanceof InvalidConfigError) return undefined;
    throw error;
  }
}

/** What most people run. */
const preferred = 'linux/amd64';

/**
 * Looks into both images on one platform that both have; undefined: nothing of them can be compared.
 * @param onFailure told of what is not read of either: the platforms are compared all the same
 */
export async function openBoth(
  before: ImageOverview,
  now: ImageOverview,
  onFailure: (error: unknown) => void,
): Promise<readonly [before: ComparedImage, now: ComparedImage] | undefined> {
  const platformsBefore = new Set(before.platforms);
  const common = now.platforms.filter((candidate) => platformsBefore.has(candidate));
  const platform = common.includes(preferred) ? preferred : common[0];
  if (platform === undefined)
    return before.isComplete && now.isComplete
      ? [toComparedImage(before, undefined), toComparedImage(now, undefined)]
      : undefined;
  const [older, newer] = await Promise.all(
    [before, now].map(async ({ open }) =>
      open(platform).catch((error: unknown) => {
        onFailure(error);
        return undefined;
      }),
    ),
  );
  return [toComparedImage(before, older), toComparedImage(now, newer)];
}

function toComparedImage(
  { name, digest, platforms, isComplete }: ImageOverview,
  inside: InsideImage | undefined,
): ComparedImage {
  return { name, digest, platforms: isComplete ? platforms : undefined, inside };
}
