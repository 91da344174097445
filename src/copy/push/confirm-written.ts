import { RegistryError } from '../../image/registry-error.js';
import type { ImageTarget } from '../../image/source-and-target.js';
import type { Digest } from '../../image/digest.js';
import type { Descriptor } from '../../image/manifest.js';
import { waitForAll } from '../../runtime/wait.js';
import type { BlobPlan } from '../blobs/blob-plan.js';
import type { BlobRoute } from '../blobs/transfer.js';
import type { Confirmations, Written } from './confirmations.js';
import { type TargetManifests, type Loss, formatLosses } from '../image/lost-content.js';
import type { ManifestNode } from '../image/manifest-tree.js';
import { type PutDeps, putNode } from './put-manifests.js';
import { distinctBlobs } from '../image/tree-contents.js';

/** An image that is being written. */
interface WrittenImage {
  /** Its first manifest: whatever leads to it is put next. */
  readonly root: Digest;
  /** by force: the target's manifests before, damaged ones left out */
  readonly before: TargetManifests | undefined;
}

/** What a run wrote of it. */
interface WrittenParts {
  /** Children before those that name them. */
  readonly nodes: readonly ManifestNode[];
  readonly blobs: readonly Descriptor[];
}

/**
 * Looks whether the target has what was written: all at once, and each thing once a run. What is lost is written again once, when what it names is there.
 * @throws {RegistryError} `lost`
 */
export async function confirmWritten(
  { root, before }: WrittenImage,
  { nodes, blobs }: WrittenParts,
  route: BlobRoute,
  deps: PutDeps,
  signal: AbortSignal,
): Promise<void> {
  const { target } = route;
  const { plan, confirmations } = deps;
  const results = new Map<Digest, Promise<Loss | undefined>>();
  const confirm = (written: Written): void => {
    results.set(written.digest, confirmations.confirm(target, written, signal));
  };
  for (const descriptor of blobs) confirm(writtenBlob(descriptor, route, plan, signal));
  for (const node of nodes) {
    const named = [...distinctBlobs([node]), ...node.children.map(({ content }) => content)];
    const below = named.flatMap(({ digest }) => results.get(digest) ?? []);
    // A registry may take what it has already without a look, and keep the damaged bytes.
    const isRead = node.content.digest === root || before?.isDamaged(node.content.digest) === true;
    confirm(writtenManifest(node, below, isRead, route, deps, signal));
  }
  const losses = (await waitForAll([...results.values()])).filter((loss) => loss !== undefined);
  if (losses.length === 0) return;
  const missing = new Set(losses.map(({ digest }) => digest));
  for (const descriptor of blobs) if (missing.has(descriptor.digest)) plan.forget(target, descriptor);
  throw lost(losses, root, target);
}

/** The blobs that have to be looked for: a registry that has shown that it looks itself takes no image's manifest without them. */
export function doubtfulBlobs(
  blobs: readonly Descriptor[],
  nodes: readonly ManifestNode[],
  target: ImageTarget,
  confirmations: Confirmations,
): readonly Descriptor[] {
  if (!confirmations.checksBlobs(target)) return blobs;
  const images = nodes.filter(({ content }) => content.manifest.kind === 'image');
  const checked = new Set(distinctBlobs(images).map(({ digest }) => digest));
  return blobs.filter(({ digest }) => !checked.has(digest));
}

function writtenBlob(descriptor: Descriptor, route: BlobRoute, plan: BlobPlan, signal: AbortSignal): Written {
  return {
    part: 'blob',
    digest: descriptor.digest,
    isThere: async (by) => route.target.hasBlob(descriptor, signal, by),
    writeAgain: async () => {
      await plan.restoreBlob(descriptor, route, signal);
      return true;
    },
  };
}

/** @param below what of it was written, too: a registry may refuse a manifest without that */
function writtenManifest(
  node: ManifestNode,
  below: readonly Promise<Loss | undefined>[],
  isRead: boolean,
  route: BlobRoute,
  deps: PutDeps,
  signal: AbortSignal,
): Written {
  const { digest } = node.content;
  return {
    part: 'manifest',
    digest,
    isThere: async (by) => route.target.hasManifest(digest, signal, isRead ? 'get' : by),
    writeAgain: async () => {
      if ((await waitForAll(below)).some((loss) => loss !== undefined)) return false;
      await putNode(node, route, deps, signal);
      return true;
    },
  };
}

function lost(losses: readonly Loss[], root: Digest, { name, side }: ImageTarget): RegistryError {
  const what = `the registry accepted this twice and does not have it: ${formatLosses(losses)}`;
  const advice =
    'The tag was not put. Check the registry’s storage, and that no clean-up runs meanwhile; then run it again.';
  return new RegistryError({
    operation: 'Confirming',
    reference: `${name}@${root}`,
    side,
    code: 'lost',
    what,
    advice,
  });
}
