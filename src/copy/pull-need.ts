import { RegistryError, isFailure } from '../errors.js';
import type { ImageTarget } from '../image/access.js';
import type { Digest } from '../image/digest.js';
import { type ManifestContent, isManifestType } from '../image/manifest.js';
import type { Task } from '../plan/task.js';
import type { BlobPlan } from './blob-plan.js';
import type { SharedSource } from './shared-source.js';

/** An image of a run, with all tags that are to lead to it. */
export interface PulledImage {
  readonly source: SharedSource;
  readonly tasks: readonly Task[];
  /** its place in the tree */
  readonly index: number;
}

/** A copy that is to be begun. */
export interface PullDemand {
  readonly image: PulledImage;
  readonly wanted: Digest;
  /** Whether the target has no tag for it at all. */
  readonly isAbsent: boolean;
  readonly target: ImageTarget;
}

/** What one image's copy needs. */
export interface Need {
  readonly demand: PullDemand;
  /** Manifests that have to be read of the source besides what was read to tell: at least, where that could not be read. */
  readonly pulls: number;
  readonly isUnread: boolean;
}

/** Of what a registry has left. */
export interface Purse {
  /** Takes one pull; false: there is none. */
  take(): boolean;
  /** Told where the registry says itself that there is none. */
  refuse(error: RegistryError): void;
}

interface Looking {
  readonly plan: BlobPlan;
  readonly signal: AbortSignal;
}

/** Reads the image's top manifest where there is a pull for it, and counts those that it names and the target lacks. */
export async function findNeed(demand: PullDemand, purse: Purse, looking: Looking): Promise<Need> {
  const { image, wanted } = demand;
  const root = await readRoot(demand, purse, looking);
  if (root === 'unread') return { demand, pulls: 1, isUnread: true };
  if (root === undefined || root.manifest.kind === 'image') return { demand, pulls: 0, isUnread: false };
  const children = root.manifest.manifests.filter(({ mediaType }) => isManifestType(mediaType));
  const digests = new Set(children.map(({ digest }) => digest));
  const unknown = [...digests].filter((digest) => digest !== wanted && !image.source.knows(digest));
  const held = await Promise.all(unknown.map(async (digest) => isHeld(digest, demand, looking)));
  return { demand, pulls: held.filter((isThere) => !isThere).length, isUnread: false };
}

/** undefined: it could not be read, which its copy will find out and tell. */
async function readRoot(
  { image: { source }, wanted, target }: PullDemand,
  purse: Purse,
  { plan, signal }: Looking,
): Promise<ManifestContent | 'unread' | undefined> {
  try {
    const mayHold = !source.knows(wanted) && (await plan.repositoryExists(target, signal));
    const held = mayHold ? await target.findManifest(wanted, signal) : undefined;
    if (held !== undefined) return held;
    if (!source.knows(wanted) && !purse.take()) return 'unread';
    return await source.getManifest(wanted, signal);
  } catch (error) {
    if (!isFailure(error)) throw error;
    if (!(error instanceof RegistryError) || error.code !== 'pull-limit') return undefined;
    purse.refuse(error);
    return 'unread';
  }
}

/** Of several targets each may lack it: then it is read. */
async function isHeld(digest: Digest, { image, target }: PullDemand, { plan, signal }: Looking): Promise<boolean> {
  if (image.tasks.length > 1 || !(await plan.repositoryExists(target, signal))) return false;
  return target.headManifest(digest, signal).then(
    (head) => head !== undefined,
    (error: unknown) => {
      if (isFailure(error)) return false;
      throw error;
    },
  );
}
