import { RegistryError } from '../image/registry-error.js';
import type { ImageSource, ImageTarget } from '../image/source-and-target.js';
import type { Digest } from '../image/digest.js';
import { type Descriptor, blobsOf } from '../image/manifest.js';
import type { Platform } from '../image/platform.js';
import { formatCount } from '../runtime/text.js';
import type { ConfigCache } from './image/config-cache.js';
import { confirmWritten, doubtfulBlobs } from './push/confirm-written.js';
import type { BlobInMemory, BlobRoute } from './blobs/transfer.js';
import type { FanOutParticipant } from './blobs/fan-out.js';
import type { TargetManifests } from './image/lost-content.js';
import { type ManifestNode, type TreeReader, readManifestTree } from './image/manifest-tree.js';
import type { MemoryShare } from './memory/memory-share.js';
import { type PlatformRule, type RootPlatforms, configBytesOf, readPlatforms } from './image/platforms.js';
import type { SharedSource } from './image/shared-source.js';
import { type PutDeps, putNode, writeBelow } from './push/put-manifests.js';
import { type TagLook, type TagMove, type TagResult, lookAtTag, putTag } from './push/put-tag.js';
import { distinctBlobs, inPushOrder } from './image/tree-contents.js';

/** An image that is to be on a target. */
interface WantedImage {
  readonly digest: Digest;
  /** Platforms without which nothing is copied. */
  readonly platformRule: PlatformRule;
  /** Undefined where the tag waits for the merge. */
  readonly tagMove: TagMove | undefined;
}

/** Where an image comes from and goes to. */
interface ImageRoute {
  readonly source: SharedSource;
  readonly target: ImageTarget;
  /** where the image is kept under several targets */
  readonly participant: FanOutParticipant | undefined;
  /** by force: the target's manifests, damaged ones left out */
  readonly targetManifests: TargetManifests | undefined;
}

export interface CopyHooks {
  readonly onBytes: (bytes: number) => void;
  /** @param bytes of blobs that may have to be copied, before they are; negative of those that turn out to be there */
  readonly onExpected: (bytes: number) => void;
}

export interface CopyResult {
  readonly tag: TagResult | { readonly kind: 'waits' };
  readonly platforms: readonly Platform[];
  /** bytes of all blobs and manifests */
  readonly size: number;
  /** bytes of blobs that crossed the wire */
  readonly copiedBytes: number;
  /** bytes of manifests that were put by their digest */
  readonly putBytes: number;
  readonly warnings: readonly string[];
}

export interface CopyDeps extends PutDeps {
  readonly configs: ConfigCache;
}

/**
 * Copies one image, bytes unchanged: blobs, image manifests, manifests with a subject, indexes. When all of these are confirmed, it puts the top
 * manifest by its digest, and the tag at the very end, so that no reader finds an incomplete image under it. What the target has is checked and not
 * copied.
 * @param share of the run's memory, for the image's manifests and its config
 * @throws {RegistryError}
 */
export async function copyImage(
  wanted: WantedImage,
  route: ImageRoute,
  share: MemoryShare,
  hooks: CopyHooks,
  deps: CopyDeps,
  signal: AbortSignal,
): Promise<CopyResult> {
  const { source, target, targetManifests } = route;
  const { tagMove } = wanted;
  const onRefused = (digests: readonly Digest[]): void => {
    source.drop(digests);
  };
  // A new repository is not asked.
  const isNew = !(await deps.plan.repositoryExists(target, signal));
  const findOnTarget: TreeReader['findOnTarget'] = async (digest) => {
    if (isNew) return undefined;
    return targetManifests === undefined ? target.findManifest(digest, signal) : targetManifests.find(digest);
  };
  const tree = await readManifestTree(wanted.digest, { source, findOnTarget, count: share.count, onRefused }, signal);
  share.count(configBytesOf(tree.content));
  share.shrink();
  const reading = readRootPlatforms(tree, wanted.platformRule, route, deps.configs, signal);
  reading.catch(() => undefined);
  // Missing platforms are found before anything is written. If none is required, the config is read beside the other blobs.
  if (wanted.platformRule.platforms.length > 0) await reading;
  // What it throws, the next look throws again.
  const lookMeanwhile = async (): Promise<TagLook | undefined> =>
    tagMove && lookAtTag(target, tagMove.tag, deps.clock, signal).catch(() => undefined);
  const { look, ...copied } = await copyContent(tree, reading, route, hooks, deps, lookMeanwhile, signal);
  const { platforms, warnings } = await reading;
  const found = { platforms, warnings: [...warnings, ...copied.warnings] };
  if (tagMove === undefined) return { ...copied, ...found, tag: { kind: 'waits' } };
  const unlisted = await deps.referrers.link(
    inPushOrder(tree).map(({ content }) => content),
    target,
    { verifyTimeoutMs: tagMove.verifyTimeoutMs, hasWritten: copied.putBytes + copied.copiedBytes > 0, signal },
  );
  const tag = await putTag(tree.content, { move: tagMove, source, target, look }, deps.clock, signal);
  const unseen =
    tag.kind === 'not-visible'
      ? ['The tag was written, and is not visible yet: the registry took it and does not show it.']
      : [];
  return { ...copied, ...found, tag, warnings: [...found.warnings, ...unlisted, ...unseen] };
}

/** What the target has is read from the target. If it lost the config, the source has it. */
async function readRootPlatforms(
  tree: ManifestNode,
  rule: PlatformRule,
  { source, target }: ImageRoute,
  configs: ConfigCache,
  signal: AbortSignal,
): Promise<RootPlatforms> {
  const contents = new Map(inPushOrder(tree).map(({ content }) => [content.digest, content]));
  const read = async (side: ImageSource): Promise<RootPlatforms> =>
    readPlatforms(tree.content, rule, {
      source: side,
      configs,
      signal,
      readManifest: async (digest) => contents.get(digest) ?? side.getManifest(digest, signal),
    });
  if (!tree.isOnTarget) return read(source);
  try {
    return await read(target);
  } catch (error) {
    const isLost = error instanceof RegistryError && (error.code === 'not-found' || error.code === 'blob-unknown');
    if (!isLost) throw error;
    return read(source);
  }
}

interface CopiedContent extends Pick<CopyResult, 'size' | 'copiedBytes' | 'putBytes' | 'warnings'> {
  readonly look: TagLook | undefined;
}

/**
 * The image's first manifest goes last: by its digest alone it is found by pull requests, and by whoever pins it.
 * @param reading ends with the config, if the image is a single one
 * @param lookMeanwhile made beside the last confirmation
 */
async function copyContent(
  root: ManifestNode,
  reading: Promise<Pick<RootPlatforms, 'config'>>,
  { source, target, participant, targetManifests }: ImageRoute,
  { onBytes, onExpected }: CopyHooks,
  deps: CopyDeps,
  lookMeanwhile: () => Promise<TagLook | undefined>,
  signal: AbortSignal,
): Promise<CopiedContent> {
  const nodes = inPushOrder(root);
  const needed = distinctBlobs(nodes);
  const missing = nodes.filter(({ isOnTarget }) => !isOnTarget);
  const below = missing.filter((node) => node !== root);
  const meter = new Meter(onBytes);
  const routeWith = (held?: BlobInMemory): BlobRoute => ({ source, held, target, onBytes: meter.count });
  const { manifest } = root.content;
  const configDigest = manifest.kind === 'image' ? manifest.config?.digest : undefined;
  onExpected(sum(needed.map(({ size }) => size)));
  const ensure = async (descriptor: Descriptor, sharedSignal: AbortSignal): Promise<readonly Descriptor[]> => {
    const route = routeWith(descriptor.digest === configDigest ? (await reading).config : undefined);
    const { kind, isUnconfirmed } = await deps.plan.ensureBlob(descriptor, route, participant, sharedSignal);
    if (kind !== 'copied') onExpected(-descriptor.size);
    return isUnconfirmed ? [descriptor] : [];
  };
  const brought = await writeBelow({ blobs: needed, nodes: below }, ensure, routeWith(), deps, signal);
  const route = routeWith((await reading).config);
  const blobs = doubtfulBlobs(brought, missing, target, deps.confirmations);
  const image = { root: root.content.digest, before: targetManifests };
  await confirmWritten(image, { nodes: below, blobs }, route, deps, signal);
  let look: TagLook | undefined;
  if (!root.isOnTarget) {
    await putNode(root, route, deps, signal);
    const looking = lookMeanwhile();
    await confirmWritten(image, { nodes: [root], blobs: [] }, route, deps, signal).finally(async () => looking);
    look = await looking;
  }
  return {
    look,
    size: sum(needed.map(({ size }) => size)) + sum(nodes.map(({ content }) => content.bytes.length)),
    copiedBytes: meter.bytes,
    putBytes: sum(missing.map(({ content }) => content.bytes.length)),
    warnings: warningsOfLeft(nodes),
  };
}

/** Counts the bytes that cross the wire, including those that are sent a second time. */
class Meter {
  bytes = 0;

  constructor(private readonly onBytes: (bytes: number) => void) {}

  readonly count = (bytes: number): void => {
    this.bytes += bytes;
    this.onBytes(bytes);
  };
}

function warningsOfLeft(nodes: readonly ManifestNode[]): readonly string[] {
  const left = nodes.flatMap(({ content }) =>
    content.manifest.kind === 'image' ? blobsOf(content.manifest).left : [],
  );
  return left.length === 0
    ? []
    : [`${formatCount(left.length, 'non-distributable layer')} left to the publisher’s addresses.`];
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
