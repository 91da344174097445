import { RegistryError } from '../../image/registry-error.js';
import type { ImageTarget } from '../../image/source-and-target.js';
import { type Digest, shortDigest } from '../../image/digest.js';
import { type Descriptor, type Manifest, type ManifestContent, blobsOf, isManifestType } from '../../image/manifest.js';
import { waitForAll } from '../../runtime/wait.js';
import type { BlobPlan } from '../blobs/blob-plan.js';
import { maxDepth, maxManifests } from './manifest-tree.js';
import { groupBy } from '../../runtime/group-by.js';

/** A part of a copy that its registry does not have any more, or gives other bytes for. */
export interface Loss {
  readonly part: 'manifest' | 'blob';
  readonly how: 'missing' | 'damaged';
  readonly digest: Digest;
}

/** What looking into a whole copy found. */
export interface Inspection {
  /** each part once; below a manifest that was lost nothing was looked at */
  readonly losses: readonly Loss[];
  /** bytes of all manifests and blobs that are there */
  readonly size: number;
  /** What was read. They are in memory: do not keep them longer than their share of it. */
  readonly manifests: TargetManifests;
  /** The same, each once. */
  readonly contents: readonly ManifestContent[];
}

/** The manifests of a target's repository, each read once; one with wrong bytes counts as absent. */
export class TargetManifests {
  readonly #answers = new Map<Digest, Promise<ManifestContent | Loss['how']>>();
  readonly #damaged = new Set<Digest>();

  /** @param losses what is known to be lost, which is not asked for again */
  constructor(
    private readonly target: ImageTarget,
    private readonly signal: AbortSignal,
    losses: readonly Loss[] = [],
  ) {
    for (const { part, how, digest } of losses) {
      if (part === 'manifest') this.#answers.set(digest, Promise.resolve(how));
      if (how === 'damaged') this.#damaged.add(digest);
    }
  }

  async inspect(digest: Digest): Promise<ManifestContent | Loss['how']> {
    const answer = this.#answers.get(digest) ?? this.#ask(digest);
    this.#answers.set(digest, answer);
    return answer;
  }

  async find(digest: Digest): Promise<ManifestContent | undefined> {
    const answer = await this.inspect(digest);
    return typeof answer === 'string' ? undefined : answer;
  }

  /** As far as it was looked at. */
  isDamaged(digest: Digest): boolean {
    return this.#damaged.has(digest);
  }

  async #ask(digest: Digest): Promise<ManifestContent | Loss['how']> {
    try {
      return (await this.target.findManifest(digest, this.signal)) ?? 'missing';
    } catch (error) {
      if (!(error instanceof RegistryError) || error.code !== 'digest-mismatch') throw error;
      this.#damaged.add(digest);
      return 'damaged';
    }
  }
}

interface InspectDeps {
  readonly target: ImageTarget;
  readonly plan: BlobPlan;
  readonly signal: AbortSignal;
  /** Gets the bytes that are held of the copy. */
  readonly count: (bytes: number) => void;
}

interface LossWalk {
  readonly deps: InspectDeps;
  readonly manifests: TargetManifests;
  readonly seen: Set<Digest>;
  readonly losses: Loss[];
  readonly contents: ManifestContent[];
  readonly blobs: Map<Digest, Descriptor>;
  bytes: number;
}

/**
 * Looks into a copy, of the target alone: every manifest is read by its digest, and every blob is asked for, whatever is known of it.
 * @throws {RegistryError} where the target does not say whether it has something
 */
export async function inspectCopy(root: Digest, deps: InspectDeps): Promise<Inspection> {
  const manifests = new TargetManifests(deps.target, deps.signal);
  const losses: Loss[] = [];
  const walk: LossWalk = { deps, manifests, seen: new Set(), losses, contents: [], blobs: new Map(), bytes: 0 };
  await inspectManifest(root, walk, 0);
  const sizes = await waitForAll(
    [...walk.blobs.values()].map(async (blob) => {
      const isThere = await deps.plan.hasBlob(blob, deps.target, deps.signal);
      if (!isThere) losses.push({ part: 'blob', how: 'missing', digest: blob.digest });
      return isThere ? blob.size : 0;
    }),
  );
  const { contents, bytes } = walk;
  return { losses, size: sizes.reduce((sum, size) => sum + size, bytes), manifests, contents };
}

async function inspectManifest(digest: Digest, walk: LossWalk, depth: number): Promise<void> {
  if (walk.seen.has(digest)) return;
  walk.seen.add(digest);
  if (depth > maxDepth || walk.seen.size > maxManifests) {
    const { name, side } = walk.deps.target;
    const what = `its copy has more than ${maxManifests} manifests, or indexes nested deeper than ${maxDepth} levels`;
    throw new RegistryError({ operation: 'Looking into', reference: name, side, code: 'invalid-content', what });
  }
  const found = await walk.manifests.inspect(digest);
  if (typeof found === 'string') {
    walk.losses.push({ part: 'manifest', how: found, digest });
    return;
  }
  walk.deps.count(found.bytes.length);
  walk.bytes += found.bytes.length;
  walk.contents.push(found);
  const { manifests, blobs } = partsOf(found.manifest);
  for (const blob of blobs) walk.blobs.set(blob.digest, blob);
  await waitForAll(manifests.map(async (child) => inspectManifest(child.digest, walk, depth + 1)));
}

/** What an index names may be no manifest: then it is a blob. */
function partsOf(manifest: Manifest): Record<'manifests' | 'blobs', readonly Descriptor[]> {
  if (manifest.kind === 'image') return { manifests: [], blobs: blobsOf(manifest).blobs };
  return {
    manifests: manifest.manifests.filter(({ mediaType }) => isManifestType(mediaType)),
    blobs: manifest.manifests.filter(({ mediaType }) => !isManifestType(mediaType)),
  };
}

/** `2 blobs missing (sha256:…, sha256:…), 1 manifest damaged (sha256:…)` */
export function formatLosses(losses: readonly Loss[]): string {
  const groups = groupBy(losses, ({ part, how }) => `${part} ${how}`);
  return [...groups.values()].map(formatGroup).join(', ');
}

/** More than some nobody looks up. */
const maxShown = 5;

function formatGroup(group: readonly [Loss, ...Loss[]]): string {
  const shown = group.slice(0, maxShown).map(({ digest }) => shortDigest(digest));
  const more = group.length > maxShown ? [`${group.length - maxShown} more`] : [];
  const [first] = group;
  const noun = `${first.part}${group.length === 1 ? '' : 's'}`;
  return `${group.length} ${noun} ${first.how} (${[...shown, ...more].join(', ')})`;
}
