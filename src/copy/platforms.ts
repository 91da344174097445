import { RegistryError } from '../errors.js';
import type { ImageSource } from '../image/access.js';
import type { Digest } from '../image/digest.js';
import { type ManifestContent, platformOfConfig, platformsOf } from '../image/manifest.js';
import { type Platform, formatPlatform, missingPlatforms } from '../image/platform.js';
import type { ConfigCache } from './config-cache.js';

/** A blob in memory. */
export interface HeldBlob {
  readonly digest: Digest;
  readonly bytes: Uint8Array;
}

/** What an image runs on. */
export interface RootPlatforms {
  readonly platforms: readonly Platform[];
  /** The config, where it had to be read: it is a blob of the image too. */
  readonly config?: HeldBlob;
  readonly warnings: readonly string[];
}

/** Which platforms an image must serve, and what follows where it does not. */
export interface PlatformRule {
  readonly platforms: readonly Platform[];
  readonly onMissingPlatform: 'fail' | 'warn';
}

/**
 * Finds an image's platforms, in the index or, for a single image, in its config, and compares them with those that are required.
 * @throws {RegistryError} before anything is written, naming what is missing and what there is.
 */
export async function readPlatforms(
  root: ManifestContent,
  rule: PlatformRule,
  source: ImageSource,
  configs: ConfigCache,
  signal: AbortSignal,
): Promise<RootPlatforms> {
  const found = await findPlatforms(root, source, configs, signal);
  const missing = missingPlatforms(rule.platforms, found.platforms);
  if (missing.length === 0) return { ...found, warnings: [] };
  const what = `the image does not serve ${listOf(missing)}; it serves ${found.platforms.length === 0 ? 'no platform that it names' : listOf(found.platforms)}`;
  if (rule.onMissingPlatform === 'warn')
    return { ...found, warnings: [`${what.charAt(0).toUpperCase()}${what.slice(1)}.`] };
  const context = { operation: 'Reading', reference: `${source.name}@${root.digest}`, side: source.side };
  throw new RegistryError({
    ...context,
    code: 'invalid-content',
    what,
    advice: source.side === 'source' ? nothingCopied : `Mirror it from a source that has it, or ${takeAway}.`,
  });
}

const takeAway = 'take the requirement away (the input "platforms", or --platform in the FROM line)';
const nothingCopied = `Nothing was copied. Choose a tag that has it, ${takeAway}, or set "on-missing-platform" to "warn".`;

async function findPlatforms(
  { manifest }: ManifestContent,
  source: ImageSource,
  configs: ConfigCache,
  signal: AbortSignal,
): Promise<Omit<RootPlatforms, 'warnings'>> {
  if (manifest.kind === 'index') return { platforms: distinct(platformsOf(manifest)) };
  const { config } = manifest;
  if (config === undefined || !isImageConfig(config.mediaType)) return { platforms: [] };
  const bytes = await configs.read(config, source, signal);
  const platform = platformOfConfig(bytes);
  return { platforms: platform === undefined ? [] : [platform], config: { digest: config.digest, bytes } };
}

function isImageConfig(mediaType: string): boolean {
  return /^application\/vnd\.(?:oci\.image\.config\.v1|docker\.container\.image\.v1)\+json$/.test(mediaType);
}

/** The same source, with one blob in memory. */
export function withBlob(source: ImageSource, { digest: held, bytes }: HeldBlob): ImageSource {
  return {
    registry: source.registry,
    side: source.side,
    name: source.name,
    headManifest: async (reference, signal) => source.headManifest(reference, signal),
    getManifest: async (digest, signal) => source.getManifest(digest, signal),
    getBlob: async (descriptor, signal) => (descriptor.digest === held ? bytes : source.getBlob(descriptor, signal)),
    openBlob: async (descriptor, signal) =>
      descriptor.digest === held ? once(bytes) : source.openBlob(descriptor, signal),
    reading: async (task, size, signal) => source.reading(task, size, signal),
  };
}

// eslint-disable-next-line @typescript-eslint/require-await -- content is an async iterable wherever it comes from
async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  if (bytes.length > 0) yield bytes;
}

function distinct(platforms: readonly Platform[]): readonly Platform[] {
  return [...new Map(platforms.map((platform) => [formatPlatform(platform), platform])).values()];
}

function listOf(platforms: readonly Platform[]): string {
  return platforms.map(formatPlatform).join(', ');
}
