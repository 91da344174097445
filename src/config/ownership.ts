import picomatch from 'picomatch';
import { type Reference, formatCanonical, formatRepository } from '../image/reference.js';
import type { TargetPrefix } from './naming.js';

/** Registries that many owners share by namespace; everywhere else a host has one owner. */
const sharedHosts =
  /^(?:docker\.io|ghcr\.io|quay\.io|gcr\.io|.+\.gcr\.io|.+-docker\.pkg\.dev|registry\.gitlab\.com|public\.ecr\.aws|(?:.+\.)?icr\.io|(?:.+\.)?ocir\.io|registry\.digitalocean\.com|cgr\.dev)$/;

export function isSharedRegistry(registry: string): boolean {
  return sharedHosts.test(registry);
}

/**
 * Says whether an image is the user's own for a target: on its registry (on one that many share, in its namespace), or below one of the
 * names in `internal`. What is one target's own is mirrored to the others.
 */
export function isInternal(source: Reference, target: TargetPrefix, internal: readonly string[]): boolean {
  const name = formatRepository(source);
  const [namespace = ''] = target.prefix.split('/');
  // A target at the root of a shared registry has no namespace. No image is below `ghcr.io//`, so nothing there is the user's own.
  const own = isSharedRegistry(target.registry) ? `${target.registry}/${namespace}` : target.registry;
  return [own, ...internal].some((prefix) => name === prefix || name.startsWith(`${prefix}/`));
}

/** Says whether one of the globs matches the canonical name, with its tag or without. */
export function matchesGlobs(source: Reference, globs: readonly string[]): boolean {
  if (globs.length === 0) return false;
  const matches = compiled(globs);
  return matches(formatRepository(source)) || matches(formatCanonical(source));
}

const compiledGlobs = new WeakMap<readonly string[], (name: string) => boolean>();

/** An input's globs are compared with every image, and to compile them takes longer than that. */
function compiled(globs: readonly string[]): (name: string) => boolean {
  const matches = compiledGlobs.get(globs) ?? picomatch([...globs]);
  compiledGlobs.set(globs, matches);
  return matches;
}

/** The globs that match none of the images: most likely misspelled. */
export function unmatchedGlobs(sources: readonly Reference[], globs: readonly string[]): readonly string[] {
  return globs.filter((glob) => {
    const only = [glob];
    return !sources.some((source) => matchesGlobs(source, only));
  });
}

/**
 * Says whether one of the globs may name an image of this repository, or of one that it lies in, whatever its tag. Where a glob has more than
 * `*`, `**` and `?` that cannot be told, and it may.
 */
export function mayMatchGlobs({ registry, repository }: Reference, globs: readonly string[]): boolean {
  const parts = repository.split('/');
  const names = parts.map((_part, index) => [registry, ...parts.slice(0, index + 1)].join('/'));
  return globs.some(
    (glob) => /[{}()[\]!\\]/.test(glob) || names.some((name) => picomatch.isMatch(name, withoutTag(glob))),
  );
}

/** What it says from the first mark on in its last part may be of a tag. */
function withoutTag(glob: string): string {
  const start = glob.lastIndexOf('/') + 1;
  const last = glob.slice(start);
  const mark = last.search(/[*?:@]/);
  return mark === -1 || last === '**' ? glob : `${glob.slice(0, start + mark)}*`;
}
