import type { Clock } from '../clock.js';
import { RegistryError } from '../errors.js';
import type { ImageSource, ImageTarget } from '../image/access.js';
import type { Digest } from '../image/digest.js';
import { type Descriptor, type ManifestContent, blobsOf } from '../image/manifest.js';
import type { Platform } from '../image/platform.js';
import { formatCount } from '../report/words.js';
import { settleAll, settleTogether } from '../settle.js';
import type { BlobPlan } from './blob-plan.js';
import type { Placement } from './blob-state.js';
import type { Companion } from './convoy.js';
import type { ConfigCache } from './config-cache.js';
import type { HeldManifests } from './lost-content.js';
import { type ManifestNode, type TreeReader, readManifestTree } from './manifest-tree.js';
import { type RootPlatforms, readPlatforms, withBlob } from './platforms.js';
import { type TagResult, putTag } from './put-tag.js';
import type { ReferrersTags } from './referrers-tags.js';
import { distinctBlobs, inPushOrder } from './tree-contents.js';

export interface CopyRequest {
  readonly wanted: Digest;
  /** What the target's tag led to when the copy was decided on. */
  readonly previous: Digest | undefined;
  /** Whether another image under the tag may be replaced. */
  readonly mayReplace: boolean;
  /** absent where it waits for the merge */
  readonly tag: string | undefined;
  readonly source: ImageSource;
  /** The source's tag that `wanted` was found by; undefined where the file pins it. */
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
  readonly companion: Companion | undefined;
  /** by force: the target's manifests, damaged ones left out */
  readonly manifests: HeldManifests | undefined;
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

interface Engine {
  readonly plan: BlobPlan;
  readonly configs: ConfigCache;
  readonly referrers: ReferrersTags;
  readonly clock: Clock;
}

/**
 * Copies one image, bytes unchanged: blobs, image manifests, manifests with a subject, indexes, the top one by its digest, and the tag at
 * the very end, so that no reader ever finds something incomplete under it. What the target has is not copied, but it is looked at.
 * @throws {RegistryError}
 */
export async function copyImage(request: CopyRequest, engine: Engine, signal: AbortSignal): Promise<CopyResult> {
  const findHeld = await heldManifests(request, engine, signal);
  const { source: from, onRefused } = request;
  const tree = await readManifestTree(request.wanted, { source: from, findHeld, onRefused }, signal);
  const { platforms, config, warnings } = await readRootPlatforms(tree, request, engine, signal);
  const source = config === undefined ? request.source : withBlob(request.source, config);
  const copied = await copyContent(tree, { ...request, source }, engine, signal);
  const found = { platforms, warnings: [...warnings, ...copied.warnings] };
  if (request.tag === undefined) return { ...copied, ...found, tag: { kind: 'waits' } };
  const unlisted = await engine.referrers.link(
    inPushOrder(tree).map(({ content }) => content),
    request.target,
    { verifyTimeoutMs: request.verifyTimeoutMs, signal },
  );
  const tag = await putTag(tree.content, { ...request, tag: request.tag }, engine.clock, signal);
  return { ...copied, ...found, tag, warnings: [...found.warnings, ...unlisted, ...warningsOf(tag)] };
}

/** A new repository is not asked. */
async function heldManifests(
  { target, manifests }: CopyRequest,
  { plan }: Engine,
  signal: AbortSignal,
): Promise<TreeReader['findHeld']> {
  if (!(await plan.repositoryExists(target, signal))) return async () => Promise.resolve(undefined);
  return async (digest) => (manifests === undefined ? target.findManifest(digest, signal) : manifests.find(digest));
}

/** Of what the target has, the target is asked; it may have lost the config, which the source has. */
async function readRootPlatforms(
  tree: ManifestNode,
  request: CopyRequest,
  { configs }: Engine,
  signal: AbortSignal,
): Promise<RootPlatforms> {
  const { source, target } = request;
  const contents = new Map(inPushOrder(tree).map(({ content }) => [content.digest, content]));
  const read = async (side: ImageSource): Promise<RootPlatforms> =>
    readPlatforms(tree.content, request, {
      source: side,
      configs,
      signal,
      readManifest: async (digest) => contents.get(digest) ?? side.getManifest(digest, signal),
    });
  if (!tree.held) return read(source);
  try {
    return await read(target);
  } catch (error) {
    const isLost = error instanceof RegistryError && (error.code === 'not-found' || error.code === 'blob-unknown');
    if (!isLost) throw error;
    return read(source);
  }
}

type CopiedContent = Pick<CopyResult, 'size' | 'copiedBytes' | 'putBytes' | 'warnings'>;

async function copyContent(
  tree: ManifestNode,
  request: CopyRequest,
  engine: Engine,
  signal: AbortSignal,
): Promise<CopiedContent> {
  const nodes = inPushOrder(tree);
  const needed = distinctBlobs(nodes);
  request.onExpected(sum(needed.map(({ size }) => size)));
  const place = async (descriptor: Descriptor, wanted: AbortSignal): Promise<Placement> => {
    const placement = await engine.plan.place({ ...request, descriptor }, wanted);
    if (placement.kind !== 'copied') request.onExpected(-descriptor.size);
    return placement;
  };
  // Without one of them the image cannot be put: the others need not come.
  const placements = await settleTogether(needed, place, signal);
  const lacking = nodes.filter(({ held }) => !held);
  for (const wave of waves(lacking)) {
    await settleAll(wave.map(async (node) => putManifest(node, request, engine, signal)));
  }
  // A registry may take what it has already without a look, and keep the damaged bytes.
  const doubtful = lacking.filter(
    ({ content }) => content === tree.content || request.manifests?.isDamaged(content.digest),
  );
  for (const { content } of doubtful) await checkTarget(content, request, engine, signal);
  const left = nodes.flatMap(({ content }) =>
    content.manifest.kind === 'image' ? blobsOf(content.manifest).left : [],
  );
  return {
    size: sum(needed.map((descriptor) => descriptor.size)) + sum(nodes.map(({ content }) => content.bytes.length)),
    copiedBytes: sum(placements.map(({ bytes }) => bytes)),
    putBytes: sum(lacking.map(({ content }) => content.bytes.length)),
    warnings:
      left.length === 0
        ? []
        : [`${formatCount(left.length, 'non-distributable layer')} left to the publisher’s addresses.`],
  };
}

/**
 * What may be put at once: images, then images with a subject (GitLab wants the subject there: buildkit#7007), then each index
 * by itself, the inner ones first.
 */
function waves(nodes: readonly ManifestNode[]): readonly (readonly ManifestNode[])[] {
  const images = nodes.filter(({ content }) => content.manifest.kind === 'image');
  const indexes = nodes.filter(({ content }) => content.manifest.kind === 'index');
  return [
    images.filter(({ content }) => content.manifest.subject === undefined),
    images.filter(({ content }) => content.manifest.subject !== undefined),
    ...indexes.map((node) => [node]),
  ];
}

/** A registry may lose sight of what was just written (GHCR, ACR with replicas), for seconds. */
const settlingWaitsMs = [1_000, 2_000, 4_000];

async function putManifest(
  node: ManifestNode,
  request: CopyRequest,
  engine: Engine,
  signal: AbortSignal,
): Promise<void> {
  for (const waitMs of settlingWaitsMs) {
    try {
      await putNoted(node, request, engine, signal);
      return;
    } catch (error) {
      if (!(error instanceof RegistryError) || error.code !== 'blob-unknown') throw explainRefusal(error, node.content);
      await engine.clock.sleep(waitMs, signal);
      await placeAgain(node, request, engine, signal);
    }
  }
  await putNoted(node, request, engine, signal).catch((error: unknown) => {
    throw explainRefusal(error, node.content);
  });
}

async function putNoted(
  { content }: ManifestNode,
  { target }: CopyRequest,
  { referrers }: Engine,
  signal: AbortSignal,
): Promise<void> {
  referrers.note(target, content, await target.putManifest(content.digest, content, signal));
}

/** Some registries take no layer that is elsewhere: distribution asks for `validation.manifests.urls.allow`, and says only UNKNOWN. */
function explainRefusal(error: unknown, { manifest }: ManifestContent): unknown {
  const left = manifest.kind === 'image' ? blobsOf(manifest).left.length : 0;
  if (!(error instanceof RegistryError) || error.code !== 'refused' || left === 0) return error;
  return error.withAdvice(
    `${left} of its layers may not be redistributed and stay at their publisher's addresses: the registry must be set up to take such manifests (distribution: validation.manifests.urls.allow).`,
  );
}

async function placeAgain(
  node: ManifestNode,
  request: CopyRequest,
  { plan }: Engine,
  signal: AbortSignal,
): Promise<void> {
  const descriptors = distinctBlobs([node]);
  for (const descriptor of descriptors) plan.forget(request.target, descriptor);
  await settleAll(descriptors.map(async (descriptor) => plan.place({ ...request, descriptor }, signal)));
}

/**
 * Reads the image back by its digest: its bytes must be there, and hash to it, before a tag leads to it. A registry with replicas
 * may need a moment until it finds what it took.
 */
async function checkTarget(
  root: ManifestContent,
  { target }: CopyRequest,
  { clock }: Engine,
  signal: AbortSignal,
): Promise<void> {
  for (const waitMs of settlingWaitsMs) {
    try {
      await target.getManifest(root.digest, signal);
      return;
    } catch (error) {
      if (!(error instanceof RegistryError) || error.code !== 'not-found') throw error;
      await clock.sleep(waitMs, signal);
    }
  }
  await target.getManifest(root.digest, signal);
}

function warningsOf(tag: TagResult): readonly string[] {
  return tag.kind === 'not-visible'
    ? ['The tag was written, and is not visible yet: the registry took it and does not show it.']
    : [];
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
