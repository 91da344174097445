import { RegistryError } from '../errors.js';
import type { ImageSource, ImageTarget } from '../image/access.js';
import type { Digest } from '../image/digest.js';
import { type Descriptor, type ManifestContent, isManifestType } from '../image/manifest.js';

/** A manifest of an image and those that it leads to. */
export interface ManifestNode {
  readonly content: ManifestContent;
  readonly children: readonly ManifestNode[];
  /** Content that an index names and that is no manifest. */
  readonly blobs: readonly Descriptor[];
  /** Children that the target has already, and all below them. */
  readonly held: readonly Descriptor[];
}

/** Indexes in indexes: more than a few levels are an attack, or a mistake. */
const maxDepth = 8;

/** The largest published images name some dozens of platforms, attestations beside them; a bound on what one FROM can cost. */
const maxManifests = 1_000;

export interface TreeReader {
  readonly source: ImageSource;
  readonly target: ImageTarget;
  /** Whether the target repository may hold manifests already: a new one is not asked. */
  readonly mayHold: boolean;
}

/**
 * Reads all manifests below a root, each by its digest and once, children in parallel. What the target holds is not read from the source:
 * a registry takes a manifest only after what it names.
 * @throws {RegistryError}
 */
export async function readManifestTree(
  root: ManifestContent,
  reader: TreeReader,
  signal: AbortSignal,
): Promise<ManifestNode> {
  const seen = new Map<Digest, Promise<ManifestNode | 'held'>>();
  return readNode(root, { reader, seen, signal, depth: 0 });
}

interface Walk {
  readonly reader: TreeReader;
  readonly seen: Map<Digest, Promise<ManifestNode | 'held'>>;
  readonly signal: AbortSignal;
  readonly depth: number;
}

async function readNode(content: ManifestContent, walk: Walk): Promise<ManifestNode> {
  const { manifest } = content;
  if (manifest.kind === 'image') return { content, children: [], blobs: [], held: [] };
  checkBounds(content, walk);
  const distinct = [...new Map(manifest.manifests.map((child) => [child.digest, child])).values()];
  const manifests = distinct.filter(({ mediaType }) => isManifestType(mediaType));
  const nodes = await Promise.all(manifests.map(async (child) => readChild(child, walk)));
  return {
    content,
    children: nodes.filter((node) => node !== 'held'),
    blobs: distinct.filter(({ mediaType }) => !isManifestType(mediaType)),
    held: manifests.filter((_child, index) => nodes[index] === 'held'),
  };
}

async function readChild(child: Descriptor, walk: Walk): Promise<ManifestNode | 'held'> {
  const known = walk.seen.get(child.digest);
  if (known !== undefined) return known;
  const reading = readNewChild(child, walk);
  walk.seen.set(child.digest, reading);
  return reading;
}

async function readNewChild(child: Descriptor, walk: Walk): Promise<ManifestNode | 'held'> {
  const { source, target, mayHold } = walk.reader;
  if (mayHold && (await target.headManifest(child.digest, walk.signal)) !== undefined) return 'held';
  const content = await source.getManifest(child.digest, walk.signal);
  return readNode(content, { ...walk, depth: walk.depth + 1 });
}

function checkBounds({ digest }: ManifestContent, { reader, seen, depth }: Walk): void {
  const context = { operation: 'Reading', reference: `${reader.source.name}@${digest}`, side: 'source' } as const;
  if (depth > maxDepth)
    throw new RegistryError({
      ...context,
      code: 'invalid-content',
      what: `its indexes are nested deeper than ${maxDepth} levels`,
    });
  if (seen.size > maxManifests)
    throw new RegistryError({
      ...context,
      code: 'invalid-content',
      what: `it has more than ${maxManifests} manifests`,
    });
}
