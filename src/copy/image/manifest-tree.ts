import { RegistryError } from '../../image/registry-error.js';
import type { ImageSource } from '../../image/source-and-target.js';
import type { Digest } from '../../image/digest.js';
import {
  type Descriptor,
  type ManifestContent,
  isIndexType,
  isManifestType,
  maxManifestBytes,
} from '../../image/manifest.js';
import { waitForAll } from '../../runtime/wait.js';
import { findBlobProblem } from './tree-contents.js';

/** A manifest of an image and those that it leads to. */
export interface ManifestNode {
  readonly content: ManifestContent;
  /** The target has it, though perhaps not all that it leads to. */
  readonly isOnTarget: boolean;
  readonly children: readonly ManifestNode[];
  /** Content that an index names and that is not a manifest. */
  readonly blobs: readonly Descriptor[];
}

/** Indexes in indexes: more than a few levels are an attack, or a mistake. */
export const maxDepth = 8;

/** The largest published images name some dozens of platforms, attestations beside them; a bound on what one FROM can cost. */
export const maxManifests = 1_000;

/** All manifests below an image's first, which are in memory together: they have some KiB each. */
export const maxImageManifestBytes = 32 * 1024 * 1024;

export interface TreeReader {
  readonly source: ImageSource;
  /** A manifest of the target; undefined where it has none, or need not be asked. */
  readonly findOnTarget: (digest: Digest) => Promise<ManifestContent | undefined>;
  /** Gets the bytes that are held of the image, those below its first manifest before they are read. */
  readonly count: (bytes: number) => void;
  /** Gets the manifests of an image that is refused, so that nobody keeps them. */
  readonly onRefused: (digests: readonly Digest[]) => void;
}

/**
 * Reads an image's manifests, each once and by its digest, children in parallel: from the target if it has them, which no limit counts, else from
 * the source. A target that has a manifest may not have what it names, because registries may allow that, or lose content.
 * @throws {RegistryError} `invalid-content` of an image that no registry should have, before anything is written
 */
export async function readManifestTree(root: Digest, reader: TreeReader, signal: AbortSignal): Promise<ManifestNode> {
  const walk: TreeWalk = { reader, seen: new Map(), sizes: { total: 0 }, signal, depth: 0 };
  try {
    return await readTree(root, walk);
  } catch (error) {
    if (error instanceof RegistryError && error.code === 'invalid-content')
      reader.onRefused([root, ...walk.seen.keys()]);
    throw error;
  }
}

async function readTree(root: Digest, walk: TreeWalk): Promise<ManifestNode> {
  const { content, isOnTarget } = await readContent(root, walk);
  walk.reader.count(content.bytes.length);
  const tree = await readNode(content, isOnTarget, walk);
  const problem = findBlobProblem(tree);
  if (problem !== undefined) throw invalid(content, walk, problem);
  return tree;
}

interface TreeWalk {
  readonly reader: TreeReader;
  readonly seen: Map<Digest, Promise<ManifestNode>>;
  /** bytes of the manifests below the first, as those that name them say: counted before they are read */
  readonly sizes: { total: number };
  readonly signal: AbortSignal;
  readonly depth: number;
}

async function readContent(
  digest: Digest,
  { reader, signal }: TreeWalk,
): Promise<{ content: ManifestContent; isOnTarget: boolean }> {
  const { source, findOnTarget } = reader;
  const found = await findOnTarget(digest);
  if (found !== undefined) return { content: found, isOnTarget: true };
  return { content: await source.getManifest(digest, signal), isOnTarget: false };
}

async function readNode(content: ManifestContent, isOnTarget: boolean, walk: TreeWalk): Promise<ManifestNode> {
  const { manifest } = content;
  if (manifest.kind === 'image') return { content, isOnTarget, children: [], blobs: [] };
  const distinct = [...new Map(manifest.manifests.map((child) => [child.digest, child])).values()];
  const manifests = distinct.filter(({ mediaType }) => isManifestType(mediaType));
  checkBounds(content, manifests, walk);
  const children = await waitForAll(manifests.map(async (child) => readChild(child, content, walk)));
  return { content, isOnTarget, children, blobs: distinct.filter(({ mediaType }) => !isManifestType(mediaType)) };
}

async function readChild(child: Descriptor, parent: ManifestContent, walk: TreeWalk): Promise<ManifestNode> {
  const known = walk.seen.get(child.digest);
  if (known !== undefined) {
    const node = await known;
    checkChild(child, node.content, parent, walk);
    return node;
  }
  const reading = readNewChild(child, parent, walk);
  walk.seen.set(child.digest, reading);
  return reading;
}

async function readNewChild(child: Descriptor, parent: ManifestContent, walk: TreeWalk): Promise<ManifestNode> {
  const { content, isOnTarget } = await readContent(child.digest, walk).catch((error: unknown) => {
    if (!(error instanceof RegistryError) || error.code !== 'not-found') throw error;
    throw invalid(parent, walk, `it names the manifest ${child.digest}, and the registry does not have it (404)`);
  });
  checkChild(child, content, parent, walk);
  return readNode(content, isOnTarget, { ...walk, depth: walk.depth + 1 });
}

/** What an index says of a manifest is what its readers go by. */
function checkChild(
  child: Descriptor,
  { bytes, manifest }: ManifestContent,
  parent: ManifestContent,
  walk: TreeWalk,
): void {
  if (bytes.length !== child.size) {
    const what = `its manifest ${child.digest} has ${bytes.length} bytes, and its index says ${child.size}`;
    throw invalid(parent, walk, what);
  }
  if (isIndexType(child.mediaType) !== (manifest.kind === 'index')) {
    const what = `its manifest ${child.digest} is of type ${manifest.mediaType}, and its index says ${child.mediaType}`;
    throw invalid(parent, walk, what);
  }
}

function checkBounds(content: ManifestContent, children: readonly Descriptor[], walk: TreeWalk): void {
  const { depth, seen, sizes, reader } = walk;
  if (depth > maxDepth) throw invalid(content, walk, `its indexes are nested deeper than ${maxDepth} levels`);
  const added = children.filter(({ digest }) => !seen.has(digest));
  if (seen.size + added.length > maxManifests)
    throw invalid(content, walk, `it has more than ${maxManifests} manifests`);
  const large = added.find(({ size }) => size > maxManifestBytes);
  if (large !== undefined) {
    const what = `its index says that its manifest ${large.digest} has ${large.size} bytes, more than ${maxManifestBytes}`;
    throw invalid(content, walk, what);
  }
  const bytes = added.reduce((sum, { size }) => sum + size, 0);
  sizes.total += bytes;
  if (sizes.total > maxImageManifestBytes)
    throw invalid(content, walk, `its manifests have more than ${maxImageManifestBytes} bytes together`);
  reader.count(bytes);
}

function invalid({ digest }: ManifestContent, { reader }: TreeWalk, what: string): RegistryError {
  const reference = `${reader.source.name}@${digest}`;
  return new RegistryError({ operation: 'Reading', reference, side: 'source', code: 'invalid-content', what });
}
