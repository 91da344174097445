import { RegistryError } from '../../image/registry-error.js';
import { type ImageSource, maxConfigBytes } from '../../image/source-and-target.js';
import type { Choice } from '../../config/options.js';
import type { Digest } from '../../image/digest.js';
import {
  type Descriptor,
  type ImageManifest,
  type IndexManifest,
  type ManifestContent,
  isIndexType,
  isManifestType,
  platformOfConfig,
  platformsOf,
} from '../../image/manifest.js';
import {
  type Platform,
  distinctPlatforms,
  formatFullPlatform,
  isRunnable,
  missingPlatforms,
  printablePlatform,
} from '../../image/platform.js';
import { waitForAll } from '../../runtime/wait.js';
import type { BlobInMemory } from '../blobs/transfer.js';
import type { ConfigCache } from './config-cache.js';
import { maxDepth, maxManifests } from './manifest-tree.js';

/** What an image runs on. */
export interface RootPlatforms {
  readonly platforms: readonly Platform[];
  /** The config, where it had to be read: it is a blob of the image too. */
  readonly config?: BlobInMemory;
  readonly warnings: readonly string[];
}

/** Which platforms an image must serve, and what follows where it does not. */
export interface PlatformRule {
  readonly platforms: readonly Platform[];
  readonly onMissingPlatform: Choice<'on-missing-platform'>;
}

/** What is read to find them. */
interface PlatformReader {
  /** where the image is, and its configs are read */
  readonly source: ImageSource;
  readonly configs: ConfigCache;
  readonly signal: AbortSignal;
  /** A manifest that an index of the image names. */
  readonly readManifest: (digest: Digest) => Promise<ManifestContent>;
}

/**
 * Finds an image's platforms in its indexes, or in the config of a single image, and compares them with those that are required. An index may not
 * say what a manifest in it runs on. If a platform is missing otherwise, the config of such a manifest is read.
 * @throws {RegistryError} before anything is written, naming what is missing and what there is.
 */
export async function readPlatforms(
  root: ManifestContent,
  rule: PlatformRule,
  reader: PlatformReader,
): Promise<RootPlatforms> {
  const found = await findPlatforms(root, rule, reader);
  const missing = missingPlatforms(rule.platforms, found.platforms);
  if (missing.length === 0) return { ...found, warnings: [] };
  const what = `the image does not serve ${formatPlatformList(missing)}; it serves ${found.platforms.length === 0 ? 'no platform that it names' : formatPlatformList(found.platforms)}`;
  if (rule.onMissingPlatform === 'warn')
    return { ...found, warnings: [`${what.charAt(0).toUpperCase()}${what.slice(1)}.`] };
  const { source } = reader;
  const context = { operation: 'Reading', reference: `${source.name}@${root.digest}`, side: source.side };
  const advice = source.side === 'source' ? nothingCopied : `Mirror it from a source that has it, or ${takeAway}.`;
  throw new RegistryError({ ...context, code: 'invalid-content', what, advice });
}

/** How much of a config is held while the platforms of an image are read: count it before. A larger config is refused. */
export function configBytesOf({ manifest }: ManifestContent): number {
  return manifest.kind === 'image' ? Math.min(manifest.config?.size ?? 0, maxConfigBytes) : 0;
}

const takeAway = 'take the requirement away (the input "platforms", or --platform in the FROM line)';
const nothingCopied = `Nothing was copied. Choose a tag that has it, ${takeAway}, or set "on-missing-platform" to "warn".`;

type PlatformSearchResult = Omit<RootPlatforms, 'warnings'>;

async function findPlatforms(
  root: ManifestContent,
  rule: PlatformRule,
  reader: PlatformReader,
): Promise<PlatformSearchResult> {
  const { manifest } = root;
  if (manifest.kind === 'image') return readConfig(manifest, reader);
  const walk: PlatformWalk = { silent: [], left: maxManifests };
  const named = distinctPlatforms(await walkIndex(manifest, walk, reader, 0));
  if (missingPlatforms(rule.platforms, named).length === 0) return { platforms: named };
  const read = await waitForAll(
    walk.silent.map(async ({ digest }) => {
      const child = await reader.readManifest(digest);
      if (child.manifest.kind !== 'image') return [];
      const { platforms } = await readConfig(child.manifest, reader);
      return platforms.filter(isRunnable);
    }),
  );
  return { platforms: distinctPlatforms([...named, ...read.flat()]) };
}

interface PlatformWalk {
  /** Images in an index that does not say what they run on. */
  readonly silent: Descriptor[];
  /** How many manifests may still be looked at. */
  left: number;
}

async function walkIndex(
  index: IndexManifest,
  walk: PlatformWalk,
  reader: PlatformReader,
  depth: number,
): Promise<readonly Platform[]> {
  const silent = index.manifests.filter(
    ({ platform, mediaType }) => platform === undefined && isManifestType(mediaType),
  );
  const allowed = silent.slice(0, Math.max(walk.left, 0));
  walk.left -= allowed.length;
  walk.silent.push(...allowed.filter(({ mediaType }) => !isIndexType(mediaType)));
  const inner = depth < maxDepth ? allowed.filter(({ mediaType }) => isIndexType(mediaType)) : [];
  const below = await waitForAll(
    inner.map(async ({ digest }) => {
      const { manifest } = await reader.readManifest(digest);
      return manifest.kind === 'index' ? walkIndex(manifest, walk, reader, depth + 1) : [];
    }),
  );
  return [...platformsOf(index), ...below.flat()];
}

async function readConfig(
  { config }: ImageManifest,
  { source, configs, signal }: PlatformReader,
): Promise<PlatformSearchResult> {
  if (config === undefined || !isImageConfig(config.mediaType)) return { platforms: [] };
  const bytes = await configs.read(config, source, signal);
  const platform = platformOfConfig(bytes);
  return { platforms: platform === undefined ? [] : [platform], config: { digest: config.digest, bytes } };
}

/** Whether it is an image's, and no artifact's. */
export function isImageConfig(mediaType: string): boolean {
  return /^application\/vnd\.(?:oci\.image\.config\.v1|docker\.container\.image\.v1)\+json$/.test(mediaType);
}

/** An index may name thousands. */
const maxListed = 30;

function formatPlatformList(platforms: readonly Platform[]): string {
  const listed = platforms.slice(0, maxListed).map((platform) => printablePlatform(formatFullPlatform(platform)));
  const more = platforms.length - listed.length;
  return [...listed, ...(more === 0 ? [] : [`${more} more`])].join(', ');
}
