import type { Clock } from '../../runtime/clock.js';
import { RegistryError } from '../../image/registry-error.js';
import type { ImageTarget } from '../../image/source-and-target.js';
import type { Digest } from '../../image/digest.js';
import type { Descriptor, ManifestContent } from '../../image/manifest.js';
import { runTogether, waitForAll } from '../../runtime/wait.js';
import type { BlobPlan } from '../blobs/blob-plan.js';
import type { BlobRoute } from '../blobs/transfer.js';
import { type Confirmations, settlingWaitsMs } from './confirmations.js';
import type { ManifestNode } from '../image/manifest-tree.js';
import type { ReferrersTags } from './referrers-tags.js';
import { distinctBlobs } from '../image/tree-contents.js';

export interface PutDeps {
  readonly plan: BlobPlan;
  readonly confirmations: Confirmations;
  readonly referrers: ReferrersTags;
  readonly clock: Clock;
}

/** What of an image may have to be written below its first manifest. */
interface PartsBelow {
  readonly blobs: readonly Descriptor[];
  readonly nodes: readonly ManifestNode[];
}

/**
 * Brings blobs, and puts each manifest by its digest as soon as what it names is there: its blobs, its children, and its subject, which GitLab wants
 * (buildkit#7007). If one of them fails for good, the others stop: the image cannot be put without it.
 * @param bring gets one blob to the target
 * @param route of the image's blobs: the registry may turn out not to have one
 * @returns what `bring` returned
 */
export async function writeBelow<T>(
  { blobs, nodes }: PartsBelow,
  bring: (descriptor: Descriptor, signal: AbortSignal) => Promise<readonly T[]>,
  route: BlobRoute,
  deps: PutDeps,
  signal: AbortSignal,
): Promise<readonly T[]> {
  const written = new Map<Digest, Promise<readonly T[]>>();
  const put = async (node: ManifestNode, shared: AbortSignal): Promise<readonly T[]> => {
    // An index may name a manifest before its subject: look when all parts have begun.
    await Promise.resolve();
    await Promise.all(digestsNamedBy(node).map(async (digest) => written.get(digest)));
    await putNode(node, route, deps, shared);
    return [];
  };
  const write = async (part: Descriptor | ManifestNode, shared: AbortSignal): Promise<readonly T[]> => {
    const isNode = 'content' in part;
    const writing = isNode ? put(part, shared) : bring(part, shared);
    written.set(isNode ? part.content.digest : part.digest, writing);
    return writing;
  };
  return (await runTogether([...blobs, ...nodes], write, signal)).flat();
}

function digestsNamedBy(node: ManifestNode): readonly Digest[] {
  const { subject } = node.content.manifest;
  const named = [...distinctBlobs([node]), ...node.children.map(({ content }) => content)];
  return [...named, ...(subject === undefined ? [] : [subject])].map(({ digest }) => digest);
}

/** If a registry answers that it does not have what the manifest names, it may have lost it, or may not find it yet. It is sent again. */
export async function putNode(node: ManifestNode, route: BlobRoute, deps: PutDeps, signal: AbortSignal): Promise<void> {
  const { content } = node;
  for (const waitMs of settlingWaitsMs) {
    try {
      await putAndRecord(content, route.target, deps.referrers, signal);
      return;
    } catch (error) {
      if (!(error instanceof RegistryError) || error.code !== 'blob-unknown') throw explainRefusal(error, content);
      // Whether only a missing blob explains the refusal. GitLab refuses a missing subject with the same code. BLOB_UNKNOWN does not count:
      // it may mean that the registry reads the config and looks for nothing else.
      const namesBlobsOnly = content.manifest.kind === 'image' && content.manifest.subject === undefined;
      if (namesBlobsOnly && error.registryCodes.includes('MANIFEST_BLOB_UNKNOWN'))
        deps.confirmations.recordRefusal(route.target);
      await deps.clock.sleep(waitMs, signal);
      await restoreReferenced(node, route, deps, signal);
    }
  }
  await putAndRecord(content, route.target, deps.referrers, signal).catch((error: unknown) => {
    throw explainRefusal(error, content);
  });
}

async function putAndRecord(
  content: ManifestContent,
  target: ImageTarget,
  referrers: ReferrersTags,
  signal: AbortSignal,
): Promise<void> {
  referrers.recordPut(target, content, await target.putManifest(content.digest, content, signal));
}

/**
 * Some registries reject every layer with `urls`, whatever its type, and whether it was copied or not. distribution requires
 * `validation.manifests.urls.allow`, and answers only UNKNOWN.
 */
function explainRefusal(error: unknown, { manifest }: ManifestContent): unknown {
  const named = manifest.kind === 'image' ? manifest.layers.filter(({ urls }) => urls !== undefined).length : 0;
  if (!(error instanceof RegistryError) || error.code !== 'refused' || named === 0) return error;
  return error.withAdvice(
    `${named} of its layers ${named === 1 ? 'names addresses of its own' : 'name addresses of their own'} ("urls"): the registry must be set up to take such manifests (distribution: validation.manifests.urls.allow).`,
  );
}

async function restoreReferenced(
  node: ManifestNode,
  route: BlobRoute,
  deps: PutDeps,
  signal: AbortSignal,
): Promise<void> {
  const blobs = distinctBlobs([node]).map(async (descriptor) => {
    deps.confirmations.forget(route.target, descriptor.digest);
    await deps.plan.restoreBlob(descriptor, route, signal);
  });
  const children = node.children.map(async (child) => putIfLost(child, route, deps, signal));
  await waitForAll([...blobs, ...children]);
}

async function putIfLost(node: ManifestNode, route: BlobRoute, deps: PutDeps, signal: AbortSignal): Promise<void> {
  const { digest } = node.content;
  if (await route.target.hasManifest(digest, signal)) return;
  deps.confirmations.forget(route.target, digest);
  await putNode(node, route, deps, signal);
}
