import { RegistryError } from '../../image/registry-error.js';
import { isFailure } from '../../runtime/errors.js';
import type { ImageTarget } from '../../image/source-and-target.js';
import type { Digest } from '../../image/digest.js';
import { type ManifestContent, isManifestType } from '../../image/manifest.js';
import type { Task } from '../../plan/task.js';
import type { BlobPlan } from '../blobs/blob-plan.js';
import { maxManifests } from '../image/manifest-tree.js';
import type { SharedSource } from '../image/shared-source.js';

/** An image of a run, with all tags that are to lead to it. */
export interface PulledImage {
  readonly source: SharedSource;
  readonly tasks: readonly Task[];
  /** its position in the tree */
  readonly index: number;
}

/** A copy that is to be begun, to one target. */
export interface PullDemand {
  readonly image: PulledImage;
  readonly digest: Digest;
  /** Whether the target has no tag for it at all. */
  readonly isAbsent: boolean;
  readonly target: ImageTarget;
}

/** Of one image. */
export type PullDemands = readonly [PullDemand, ...PullDemand[]];

/** What one image's copies need. */
export interface PullNeed {
  readonly image: PulledImage;
  /** Manifests still to be read from the source; a lower bound if the index was unreadable (`isUnread`). */
  readonly digests: readonly Digest[];
  readonly isUnread: boolean;
}

/** The pulls that a registry has left. */
export interface PullAllowance {
  /** Takes the pull of a manifest that is read at once; false: no pull is left. */
  take(image: PulledImage, digest: Digest): boolean;
  /** Called when the registry itself says that no pull is left. */
  refuse(error: RegistryError): void;
}

interface NeedDeps {
  readonly plan: BlobPlan;
  readonly signal: AbortSignal;
}

/**
 * Reads the image's top manifest where there is a pull for it, and finds those that it names and one of the targets lacks.
 * @param demands of all targets that are to get the image
 */
export async function findNeed(demands: PullDemands, allowance: PullAllowance, deps: NeedDeps): Promise<PullNeed> {
  const [{ image, digest: rootDigest }] = demands;
  const targets = demands.map(({ target }) => target);
  const root = await readRoot(demands, allowance, deps);
  if (root === 'unread') return { image, digests: [rootDigest], isUnread: true };
  if (root === undefined || root.manifest.kind === 'image') return { image, digests: [], isUnread: false };
  const children = root.manifest.manifests.filter(({ mediaType }) => isManifestType(mediaType));
  const digests = new Set(children.map(({ digest }) => digest));
  // Its copy will refuse it, and say why: no target is asked for a hundred thousand manifests before.
  if (digests.size > maxManifests) return { image, digests: [], isUnread: false };
  const unknown = [...digests].filter((digest) => digest !== rootDigest && !image.source.hasManifest(digest));
  const held = await Promise.all(unknown.map(async (digest) => haveManifest(digest, targets, deps)));
  return { image, digests: unknown.filter((_digest, index) => held[index] === false), isUnread: false };
}

/** undefined: it could not be read, which its copy will find out and tell. */
async function readRoot(
  demands: PullDemands,
  allowance: PullAllowance,
  deps: NeedDeps,
): Promise<ManifestContent | 'unread' | undefined> {
  const [{ digest: rootDigest, image, target }, ...others] = demands;
  const { source } = image;
  try {
    const mayBeHeld = !source.hasManifest(rootDigest) && (await deps.plan.repositoryExists(target, deps.signal));
    const held = mayBeHeld ? await target.findManifest(rootDigest, deps.signal) : undefined;
    const rest = others.map((demand) => demand.target);
    if (held !== undefined && (await haveManifest(rootDigest, rest, deps))) return held;
    if (!source.hasManifest(rootDigest) && !allowance.take(image, rootDigest)) return 'unread';
    return await source.getManifest(rootDigest, deps.signal);
  } catch (error) {
    if (!isFailure(error)) throw error;
    if (!(error instanceof RegistryError) || error.code !== 'pull-limit') return undefined;
    allowance.refuse(error);
    return 'unread';
  }
}

/** One target without it is enough: then it is read, for all targets. */
async function haveManifest(digest: Digest, targets: readonly ImageTarget[], deps: NeedDeps): Promise<boolean> {
  for (const target of targets) if (!(await hasManifest(digest, target, deps))) return false;
  return true;
}

async function hasManifest(digest: Digest, target: ImageTarget, { plan, signal }: NeedDeps): Promise<boolean> {
  try {
    return (await plan.repositoryExists(target, signal)) && (await target.headManifest(digest, signal)) !== undefined;
  } catch (error) {
    if (isFailure(error)) return false;
    throw error;
  }
}
