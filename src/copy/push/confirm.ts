import { RegistryError } from '../../runtime/errors.js';
import type { Digest } from '../../image/digest.js';
import type { Descriptor } from '../../image/manifest.js';
import { waitForAll } from '../../runtime/wait.js';
import type { Written } from './confirmations.js';
import { type TargetManifests, type Loss, formatLosses } from '../image/lost-content.js';
import type { ManifestNode } from '../image/manifest-tree.js';
import { type PutDeps, type PutRequest, putNode } from './put-manifests.js';
import { distinctBlobs } from '../image/tree-contents.js';

export interface ConfirmRequest extends PutRequest {
  /** The image's first manifest: whatever leads to it is put next. */
  readonly digest: Digest;
  /** by force: the target's manifests, damaged ones left out */
  readonly manifests: TargetManifests | undefined;
}

/** What a run wrote of one image. */
export interface WrittenParts {
  /** Children before those that name them. */
  readonly nodes: readonly ManifestNode[];
  readonly blobs: readonly Descriptor[];
}

/**
 * Looks whether the target has what was written: all at once, and each thing once a run. What is lost is written again once, when what it names is there.
 * @throws {RegistryError} `lost`
 */
export async function confirmWritten(
  { nodes, blobs }: WrittenParts,
  request: ConfirmRequest,
  deps: PutDeps,
  signal: AbortSignal,
): Promise<void> {
  const { target } = request;
  const { confirmations } = deps;
  const results = new Map<Digest, Promise<Loss | undefined>>();
  const confirm = (written: Written): void => {
    results.set(written.digest, confirmations.confirm(target, written, signal));
  };
  for (const descriptor of blobs) confirm(writtenBlob(descriptor, request, deps, signal));
  for (const node of nodes) {
    const named = [...distinctBlobs([node]), ...node.children.map(({ content }) => content)];
    const below = named.flatMap(({ digest }) => results.get(digest) ?? []);
    confirm(writtenManifest(node, below, request, deps, signal));
  }
  const losses = (await waitForAll([...results.values()])).filter((loss) => loss !== undefined);
  if (losses.length === 0) return;
  const missing = new Set(losses.map(({ digest }) => digest));
  for (const descriptor of blobs) if (missing.has(descriptor.digest)) deps.plan.forget(target, descriptor);
  throw lost(losses, request);
}

/** The blobs that have to be looked for: a registry that has shown that it looks itself takes no image's manifest without them. */
export function doubtfulBlobs(
  blobs: readonly Descriptor[],
  nodes: readonly ManifestNode[],
  { target }: Pick<ConfirmRequest, 'target'>,
  { confirmations }: Pick<PutDeps, 'confirmations'>,
): readonly Descriptor[] {
  if (!confirmations.checksBlobs(target)) return blobs;
  const images = nodes.filter(({ content }) => content.manifest.kind === 'image');
  const checked = new Set(distinctBlobs(images).map(({ digest }) => digest));
  return blobs.filter(({ digest }) => !checked.has(digest));
}

function writtenBlob(descriptor: Descriptor, request: ConfirmRequest, { plan }: PutDeps, signal: AbortSignal): Written {
  return {
    part: 'blob',
    digest: descriptor.digest,
    isThere: async (by) => request.target.hasBlob(descriptor, signal, by),
    writeAgain: async () => {
      await plan.restoreBlob({ ...request, descriptor }, signal);
      return true;
    },
  };
}

/** @param below what of it was written, too: a registry may refuse a manifest without that */
function writtenManifest(
  node: ManifestNode,
  below: readonly Promise<Loss | undefined>[],
  request: ConfirmRequest,
  deps: PutDeps,
  signal: AbortSignal,
): Written {
  const { digest: rootDigest, manifests, target } = request;
  const { digest } = node.content;
  // A registry may take what it has already without a look, and keep the damaged bytes.
  const isRead = digest === rootDigest || manifests?.isDamaged(digest) === true;
  return {
    part: 'manifest',
    digest,
    isThere: async (by) => target.hasManifest(digest, signal, isRead ? 'get' : by),
    writeAgain: async () => {
      if ((await waitForAll(below)).some((loss) => loss !== undefined)) return false;
      await putNode(node, request, deps, signal);
      return true;
    },
  };
}

function lost(losses: readonly Loss[], { target, digest }: ConfirmRequest): RegistryError {
  const context = { operation: 'Confirming', reference: `${target.name}@${digest}`, side: target.side };
  const what = `the registry accepted this twice and does not have it: ${formatLosses(losses)}`;
  const advice =
    'The tag was not put. Check the registry’s storage, and that no clean-up runs meanwhile; then run it again.';
  return new RegistryError({ ...context, code: 'lost', what, advice });
}
