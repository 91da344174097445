import type { Digest } from '../../image/digest.js';
import { findContradiction } from '../../image/contradictions.js';
import { type Descriptor, type ManifestContent, blobsOf } from '../../image/manifest.js';

/** A manifest with those that it names; what they are besides is not needed here. */
interface Node<T> {
  readonly content: ManifestContent;
  readonly children: readonly T[];
  /** Content that an index names and that is not a manifest. */
  readonly blobs: readonly Descriptor[];
}

/**
 * Every manifest once, children before those that name them. A manifest that several indexes name is visited once: eight levels of a hundred
 * indexes, each of which names all of the next level, would have too many paths to walk.
 */
export function inPushOrder<T extends Node<T>>(root: T): readonly T[] {
  const ordered: T[] = [];
  const seen = new Set<Digest>();
  const visit = (node: T): void => {
    if (seen.has(node.content.digest)) return;
    seen.add(node.content.digest);
    node.children.forEach(visit);
    ordered.push(node);
  };
  visit(root);
  return ordered;
}

/** The blobs that the manifests need, each once. */
export function distinctBlobs(nodes: readonly Omit<Node<unknown>, 'children'>[]): readonly Descriptor[] {
  const all = nodes.flatMap(({ content, blobs }) => [
    ...blobs,
    ...(content.manifest.kind === 'image' ? blobsOf(content.manifest).blobs : []),
  ]);
  return [...new Map(all.map((descriptor) => [descriptor.digest, descriptor])).values()];
}

/** Some dozens of platforms have some dozens of layers each. Each costs requests, and other images wait. */
const maxBlobs = 10_000;

/** Why an image's blobs cannot be copied, in words; undefined: they can. */
export function findBlobProblem<T extends Node<T>>(root: T): string | undefined {
  const nodes = inPushOrder(root);
  if (distinctBlobs(nodes).length > maxBlobs) return `it has more than ${maxBlobs} layers and configs`;
  // What is named twice stays here twice, so that the two can be compared.
  const named = nodes.flatMap(({ content: { manifest }, blobs }) => {
    if (manifest.kind === 'index') return blobs;
    return [...(manifest.config === undefined ? [] : [manifest.config]), ...manifest.layers];
  });
  return findContradiction(named);
}
