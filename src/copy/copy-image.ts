import { RegistryError } from '../runtime/errors.js';
import type { ImageSource, ImageTarget } from '../image/access.js';
import type { Digest } from '../image/digest.js';
import { type Descriptor, blobsOf } from '../image/manifest.js';
import type { Platform } from '../image/platform.js';
import { formatCount } from '../report/formats.js';
import { runTogether } from '../runtime/wait.js';
import type { ConfigCache } from './image/config-cache.js';
import { confirmWritten, doubtfulBlobs } from './push/confirm.js';
import type { FanOutParticipant } from './blobs/fan-out.js';
import type { TargetManifests } from './image/lost-content.js';
import { type ManifestNode, type TreeReader, readManifestTree } from './image/manifest-tree.js';
import type { MemoryShare } from './memory/memory-share.js';
import { type RootPlatforms, readPlatforms, withBlob } from './image/platforms.js';
import { type PutDeps, putNode, putManifests } from './push/put-manifests.js';
import { type TagResult, putTag } from './push/put-tag.js';
import { distinctBlobs, inPushOrder } from './image/tree-contents.js';

export interface CopyRequest {
  readonly digest: Digest;
  /** What the target's tag led to when the copy was decided on. */
  readonly previousDigest: Digest | undefined;
  /** Whether another image under the tag may be replaced. */
  readonly mayReplace: boolean;
  /** absent where it waits for the merge */
  readonly tag: string | undefined;
  readonly source: ImageSource;
  /** The source's tag that `digest` was found by; undefined where the file pins it. */
  readonly sourceTag: string | undefined;
  readonly target: ImageTarget;
  /** Platforms without which nothing is copied. */
  readonly platforms: readonly Platform[];
  readonly onMissingPlatform: 'fail' | 'warn';
  readonly verifyTimeoutMs: number;
  /** Gets the manifests of an image that is refused. */
  readonly onRefused: (digests: readonly Digest[]) => void;
  readonly onBytes: (bytes: number) => void;
  /** @param bytes of blobs that may have to be copied, before they are; negative of those that turn out to be there */
  readonly onExpected: (bytes: number) => void;
  /** where the image is kept under several targets */
  readonly participant: FanOutParticipant | undefined;
  /** by force: the target's manifests, damaged ones left out */
  readonly manifests: TargetManifests | undefined;
  /** of the run's memory, for the image's manifests and its config */
  readonly share: MemoryShare;
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

interface CopyDeps extends PutDeps {
  readonly configs: ConfigCache;
}

/**
 * Copies one image, bytes unchanged: blobs, image manifests, manifests with a subject, indexes, when all of these are confirmed the top one by its
 * digest, and the tag at the very end, so that no reader ever finds something incomplete under it. What the target has is not copied, but it is
 * looked at.
 * @throws {RegistryError}
 */
export async function copyImage(request: CopyRequest, deps: CopyDeps, signal: AbortSignal): Promise<CopyResult> {
  const findOnTarget = await targetManifestReader(request, deps, signal);
  const { source: from, onRefused, share } = request;
  const tree = await readManifestTree(
    request.digest,
    { source: from, findOnTarget, onRefused, count: share.count },
    signal,
  );
  const { platforms, config, warnings } = await readRootPlatforms(tree, request, deps, signal);
  share.shrink();
  const source = config === undefined ? request.source : withBlob(request.source, config);
  const copied = await copyContent(tree, { ...request, source }, deps, signal);
  const found = { platforms, warnings: [...warnings, ...copied.warnings] };
  if (request.tag === undefined) return { ...copied, ...found, tag: { kind: 'waits' } };
  const unlisted = await deps.referrers.link(
    inPushOrder(tree).map(({ content }) => content),
    request.target,
    { verifyTimeoutMs: request.verifyTimeoutMs, hasWritten: copied.putBytes + copied.copiedBytes > 0, signal },
  );
  const tag = await putTag(tree.content, { ...request, tag: request.tag }, deps.clock, signal);
  return { ...copied, ...found, tag, warnings: [...found.warnings, ...unlisted, ...warningsOf(tag)] };
}

/** A new repository is not asked. */
async function targetManifestReader(
  { target, manifests }: CopyRequest,
  { plan }: CopyDeps,
  signal: AbortSignal,
): Promise<TreeReader['findOnTarget']> {
  if (!(await plan.repositoryExists(target, signal))) return async () => Promise.resolve(undefined);
  return async (digest) => (manifests === undefined ? target.findManifest(digest, signal) : manifests.find(digest));
}

/** Of what the target has, the target is asked; it may have lost the config, which the source has. */
async function readRootPlatforms(
  tree: ManifestNode,
  request: CopyRequest,
  { configs }: CopyDeps,
  signal: AbortSignal,
): Promise<RootPlatforms> {
  const { source, target, share } = request;
  const contents = new Map(inPushOrder(tree).map(({ content }) => [content.digest, content]));
  const read = async (side: ImageSource): Promise<RootPlatforms> =>
    readPlatforms(tree.content, request, {
      source: side,
      configs,
      signal,
      count: share.count,
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

type CopiedContent = Pick<CopyResult, 'size' | 'copiedBytes' | 'putBytes' | 'warnings'>;

/** The image's first manifest goes last: by its digest alone it is found by pull requests, and by whoever pins it. */
async function copyContent(
  root: ManifestNode,
  request: CopyRequest,
  deps: CopyDeps,
  signal: AbortSignal,
): Promise<CopiedContent> {
  const nodes = inPushOrder(root);
  const needed = distinctBlobs(nodes);
  const missing = nodes.filter(({ isOnTarget }) => !isOnTarget);
  const below = missing.filter((node) => node !== root);
  const meter = new Meter(request.onBytes);
  const metered = { ...request, onBytes: meter.count };
  const brought = await ensureBlobs(needed, metered, deps, signal);
  await putManifests(below, metered, deps, signal);
  const blobs = doubtfulBlobs(brought, missing, request, deps);
  await confirmWritten({ nodes: below, blobs }, metered, deps, signal);
  if (!root.isOnTarget) {
    await putNode(root, metered, deps, signal);
    await confirmWritten({ nodes: [root], blobs: [] }, metered, deps, signal);
  }
  return {
    size: sum(needed.map(({ size }) => size)) + sum(nodes.map(({ content }) => content.bytes.length)),
    copiedBytes: meter.bytes,
    putBytes: sum(missing.map(({ content }) => content.bytes.length)),
    warnings: warningsOfLeft(nodes),
  };
}

/** Counts what crosses the wire, of what is brought a second time, too. */
class Meter {
  bytes = 0;

  constructor(private readonly onBytes: (bytes: number) => void) {}

  readonly count = (bytes: number): void => {
    this.bytes += bytes;
    this.onBytes(bytes);
  };
}

/** @returns those that this run put there, and that nobody has looked for since */
async function ensureBlobs(
  needed: readonly Descriptor[],
  request: CopyRequest,
  { plan }: CopyDeps,
  signal: AbortSignal,
): Promise<readonly Descriptor[]> {
  request.onExpected(sum(needed.map(({ size }) => size)));
  const ensure = async (descriptor: Descriptor, sharedSignal: AbortSignal): Promise<readonly Descriptor[]> => {
    const { kind, isUnconfirmed } = await plan.ensureBlob({ ...request, descriptor }, sharedSignal);
    if (kind !== 'copied') request.onExpected(-descriptor.size);
    return isUnconfirmed ? [descriptor] : [];
  };
  // Without one of them the image cannot be put: the others need not come.
  return (await runTogether(needed, ensure, signal)).flat();
}

function warningsOfLeft(nodes: readonly ManifestNode[]): readonly string[] {
  const left = nodes.flatMap(({ content }) =>
    content.manifest.kind === 'image' ? blobsOf(content.manifest).left : [],
  );
  return left.length === 0
    ? []
    : [`${formatCount(left.length, 'non-distributable layer')} left to the publisher’s addresses.`];
}

function warningsOf(tag: TagResult): readonly string[] {
  return tag.kind === 'not-visible'
    ? ['The tag was written, and is not visible yet: the registry took it and does not show it.']
    : [];
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
