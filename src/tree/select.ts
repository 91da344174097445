import { relative, resolve } from 'node:path';
import { isInside, toPosix } from './containment.js';
import { type FoundFile, type TreeOptions, byPath } from './find.js';
import { groupBy } from '../runtime/group-by.js';
import type { FoundLink } from './links.js';
import { type Matcher, createMatcher } from './matcher.js';

/**
 * The paths that the search would find if these files were there, in their order.
 * @param links of the tree, by which a file has a path in it
 */
export function selectDockerfiles(
  paths: Iterable<string>,
  options: TreeOptions,
  links: readonly FoundLink[] = [],
): readonly FoundFile[] {
  return select(pathsInTree(paths, options, links), options, ({ matches }) => matches);
}

/** The same of those that the glob leaves out, though bots take them for Dockerfiles. */
export function selectLeftOut(
  paths: Iterable<string>,
  options: TreeOptions,
  links: readonly FoundLink[],
): readonly FoundFile[] {
  return select(pathsInTree(paths, options, links), options, ({ leavesOut }) => leavesOut);
}

/** A path as one of the tree, and the file that is there. */
type SelectedPath = Pick<FoundFile, 'path' | 'real'>;

function select(
  paths: readonly SelectedPath[],
  options: TreeOptions,
  rule: (matcher: Matcher) => (below: string) => boolean,
): readonly FoundFile[] {
  const matcher = createMatcher(options.dockerfiles);
  const isWanted = rule(matcher);
  const folder = spellFolder(options);
  const selected = paths.flatMap(({ path, real }): readonly FoundFile[] => {
    const below = belowFolder(folder, path);
    if (below === undefined || !isWanted(below)) return [];
    return [{ path, relativeToImages: below, real, ...(matcher.isGuess(below) ? { isGuess: true } : {}) }];
  });
  return selected.toSorted(byPath);
}

/** As the search has them: a link to a file is another file, and a folder is walked once, by the first link that leads to it. */
function pathsInTree(
  paths: Iterable<string>,
  options: TreeOptions,
  links: readonly FoundLink[],
): readonly SelectedPath[] {
  const folder = spellFolder(options);
  const ordered = links.map(({ path, target }, order) => ({ order, path, target }));
  const byTarget = groupBy(ordered, ({ target }) => target);
  return [...paths].flatMap((real) => {
    const linked = (byTarget.get(real) ?? []).map(({ path }) => ({ path, real }));
    if (belowFolder(folder, real) !== undefined) return [{ path: real, real }, ...linked];
    return [...linked, ...throughFolder(real, byTarget)];
  });
}

/** A link, and when the search found it. */
interface OrderedLink {
  readonly order: number;
  readonly path: string;
}

function throughFolder(real: string, byTarget: ReadonlyMap<string, readonly OrderedLink[]>): readonly SelectedPath[] {
  const parts = real.split('/');
  const linked = parts.flatMap((_part, count) => {
    const [link] = byTarget.get(parts.slice(0, count).join('/')) ?? [];
    return link === undefined ? [] : [{ order: link.order, path: [link.path, ...parts.slice(count)].join('/') }];
  });
  const [first] = linked.toSorted((left, right) => left.order - right.order);
  return first === undefined ? [] : [{ path: first.path, real }];
}

/** Says whether a folder of the workspace, with all that is in it, has a file of the tree, or may have one. */
export function mayHoldImages(path: string, options: TreeOptions, links: readonly FoundLink[] = []): boolean {
  const within = (folder: string, inner: string): boolean => belowFolder(folder, inner) !== undefined;
  const isLinked = links.some(({ target }) => target === path || within(target, path) || within(path, target));
  const folder = resolve(options.workspace, options.images);
  return isLinked || belowImages(path, options) !== undefined || isInside(resolve(options.workspace, path), folder);
}

/** A path of the workspace as one below the images folder; undefined: it does not lie there. */
export function belowImages(path: string, options: Pick<TreeOptions, 'workspace' | 'images'>): string | undefined {
  return belowFolder(spellFolder(options), path);
}

function spellFolder({ workspace, images }: Pick<TreeOptions, 'workspace' | 'images'>): string {
  return toPosix(relative(workspace, resolve(workspace, images)));
}

function belowFolder(folder: string, path: string): string | undefined {
  if (folder === '') return path;
  return path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : undefined;
}
