import type { Dirent } from 'node:fs';
import { readdir, readlink, realpath, stat } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';

import { isInside, toPosix } from './containment.js';
import { errorCodeOf } from '../runtime/errors.js';
import { meaningOf } from './file-error.js';
import { type FoundLink, leadsTo } from './links.js';
import { type Matcher, createMatcher, gitFolder } from './matcher.js';

export interface TreeOptions {
  /** Absolute, or relative to the working directory. Nothing outside of it is read. */
  readonly workspace: string;
  /** A folder, relative to the workspace. */
  readonly images: string;
  /** A glob, relative to that folder. */
  readonly dockerfiles: string;
  /** Called when there turn out to be many files, before the rest is looked for. */
  readonly onManyFiles?: (() => void) | undefined;
}

/** With fewer files memory does not matter. */
const manyFiles = 2_000;

export interface FoundFile {
  /** Relative to the workspace, with `/`: what reports and annotations name. */
  readonly path: string;
  readonly relativeToImages: string;
  /** As `path`, with the links on the way resolved. */
  readonly real: string;
  /** Its name alone says that it may be a Dockerfile. */
  readonly isGuess?: true;
}

export interface FileProblem {
  /** As in {@link FoundFile}. */
  readonly path: string;
  readonly message: string;
}

export type FindResult =
  | {
      readonly kind: 'found';
      readonly files: readonly FoundFile[];
      readonly problems: readonly FileProblem[];
      /** Files that the glob leaves out, though bots take them for Dockerfiles; absent where there are none. */
      readonly leftOut?: readonly FoundFile[];
      /** Absent where there are none. */
      readonly links?: readonly FoundLink[];
    }
  | { readonly kind: 'missing'; readonly folder: string; readonly links?: readonly FoundLink[] }
  | { readonly kind: 'outside'; readonly folder: string };

/**
 * Finds the Dockerfiles below the images folder, in the order of their paths' code units. Links are followed inside the
 * workspace. What keeps a file from being read is a problem of that file; the others are still there.
 */
export async function findDockerfiles(options: TreeOptions): Promise<FindResult> {
  const { workspace, images, dockerfiles, onManyFiles } = options;
  const folder = resolve(workspace, images);
  try {
    const root = await realpath(workspace);
    const real = await realpath(folder);
    if (!isInside(root, real)) return { kind: 'outside', folder: images };
    if (!(await stat(real)).isDirectory()) return { kind: 'missing', folder: images };
    const spelled = isInside(resolve(workspace), folder) ? relative(workspace, folder) : relative(root, real);
    const walk = newWalk(root, toPosix(spelled), dockerfiles, onManyFiles);
    noteLink(walk, '', real);
    await visitFolder(walk, { path: '', real, parent: undefined });
    // A link may lead to folders with further links: these lists grow on the way.
    for (const link of walk.waiting) await visitLink(walk, link);
    for (const hidden of walk.hidden) await visitFolder(walk, hidden);
    return resultOf(walk);
  } catch (error) {
    const message = `This folder could not be read: ${meaningOf(error)}.`;
    if (!isAbsent(error)) return { kind: 'found', files: [], problems: [{ path: images, message }] };
    if (!isInside(resolve(workspace), folder)) return { kind: 'outside', folder: images };
    const [root, end] = [await leadsTo(workspace), await leadsTo(folder)];
    const link = linkBetween(root, toPosix(relative(workspace, folder)), end);
    return { kind: 'missing', folder: images, ...(link === undefined ? {} : { links: [link] }) };
  }
}

function resultOf({ files, problems, leftOut, links }: FolderWalk): FindResult {
  return {
    kind: 'found',
    files: files.toSorted(byPath),
    problems: problems.toSorted(byPath),
    ...(leftOut.length === 0 ? {} : { leftOut: leftOut.toSorted(byPath) }),
    ...(links.length === 0 ? {} : { links }),
  };
}

/** A search under way. */
interface FolderWalk extends Matcher {
  /** The workspace, free of links. */
  readonly root: string;
  /** The images folder, relative to the workspace; '' where it is the workspace. */
  readonly images: string;
  readonly onManyFiles: TreeOptions['onManyFiles'];
  readonly files: FoundFile[];
  readonly problems: FileProblem[];
  readonly leftOut: FoundFile[];
  readonly links: FoundLink[];
  /** Folders that were walked, free of links: links lead to a small tree in endless ways, and each folder is walked once. */
  readonly walked: Set<string>;
  /** Links that wait until all that is no link is walked, so that a folder is known by its own name. */
  readonly waiting: FoundPath[];
  /** Folders in which nothing matches. They come last: a link may lead to one, and what is in it matches by that name. */
  readonly hidden: FoundPath[];
}

/** A folder, or what may turn out to be one. */
interface FoundPath {
  /** Relative to the images folder. */
  readonly path: string;
  /** Absolute, free of links. */
  readonly real: string;
  /** What it was reached through. */
  readonly parent: FoundPath | undefined;
}

function newWalk(
  root: string,
  images: string,
  dockerfiles: string,
  onManyFiles: TreeOptions['onManyFiles'],
): FolderWalk {
  return {
    root,
    images,
    ...createMatcher(dockerfiles),
    onManyFiles,
    files: [],
    problems: [],
    leftOut: [],
    links: [],
    walked: new Set(),
    waiting: [],
    hidden: [],
  };
}

async function visitFolder(walk: FolderWalk, folder: FoundPath): Promise<void> {
  if (isReachedThroughItself(folder)) {
    addProblem(walk, folder.path, 'This leads back to a folder that it lies in, and was not followed.');
    return;
  }
  if (walk.walked.has(folder.real)) return;
  walk.walked.add(folder.real);
  for (const entry of await readEntries(walk, folder)) {
    const inner = visitEntry(walk, folder, entry);
    if (inner !== undefined) await visitFolder(walk, inner);
  }
}

function isReachedThroughItself({ real, parent }: FoundPath): boolean {
  for (let outer = parent; outer !== undefined; outer = outer.parent) if (outer.real === real) return true;
  return false;
}

async function readEntries(walk: FolderWalk, { path, real }: FoundPath): Promise<readonly Dirent[]> {
  try {
    const entries = await readdir(real, { withFileTypes: true });
    return entries.toSorted((left, right) => compare(left.name, right.name));
  } catch (error) {
    addProblem(walk, path, `This folder could not be read: ${meaningOf(error)}.`);
    return [];
  }
}

/** @returns a folder that comes next */
function visitEntry(walk: FolderWalk, folder: FoundPath, entry: Dirent): FoundPath | undefined {
  if (entry.name === gitFolder) return undefined;
  const path = folder.path === '' ? entry.name : `${folder.path}/${entry.name}`;
  const found: FoundPath = { path, real: join(folder.real, entry.name), parent: folder };
  const isHidden = walk.isHidden(path);
  if (entry.isSymbolicLink()) {
    if (!isHidden) walk.waiting.push(found);
  } else if (isHidden && entry.isDirectory()) {
    walk.hidden.push(found);
  } else {
    return visitReal(walk, found, entry);
  }
  return undefined;
}

async function visitLink(walk: FolderWalk, link: FoundPath): Promise<void> {
  const { path } = link;
  try {
    const real = await realpath(link.real);
    noteLink(walk, path, real);
    const status = await stat(real);
    if (isInside(walk.root, real)) {
      const folder = visitReal(walk, { ...link, real }, status);
      if (folder !== undefined) await visitFolder(walk, folder);
    } else if (status.isDirectory() || walk.matches(path)) {
      const target = toPosix(await readlink(link.real));
      addProblem(walk, path, `This links to ${target}, which is outside the workspace, and was not read.`);
    }
  } catch (error) {
    noteLink(walk, path, await leadsTo(link.real));
    const why = isAbsent(error) ? 'it leads to nothing' : meaningOf(error);
    addProblem(walk, path, `This is a link that could not be followed: ${why}.`);
  }
}

function noteLink(walk: FolderWalk, path: string, end: string | undefined): void {
  const link = linkBetween(walk.root, inWorkspace(walk, path), end);
  if (link !== undefined) walk.links.push(link);
}

/** undefined: it leads nowhere else in the workspace. */
function linkBetween(root: string | undefined, path: string, end: string | undefined): FoundLink | undefined {
  if (root === undefined || end === undefined || !isInside(root, end)) return undefined;
  const target = toPosix(relative(root, end));
  return target === path || path === '.' ? undefined : { path, target };
}

/** @returns a folder that comes next */
function visitReal(walk: FolderWalk, found: FoundPath, kind: FileKind): FoundPath | undefined {
  const { path } = found;
  const matches = walk.matches(path);
  const isCertain = matches && !walk.isGuess(path);
  if (kind.isDirectory()) {
    if (isCertain && walk.namesFiles) addProblem(walk, path, 'This is a folder; a Dockerfile is a file.');
    return found;
  }
  if (!kind.isFile()) {
    if (isCertain) addProblem(walk, path, 'This is no regular file; a Dockerfile is one.');
  } else if (matches) {
    if (walk.files.push(toFile(walk, found)) === manyFiles) walk.onManyFiles?.();
  } else if (walk.leavesOut(path)) {
    walk.leftOut.push(toFile(walk, found));
  }
  return undefined;
}

function toFile(walk: FolderWalk, { path, real }: FoundPath): FoundFile {
  return {
    path: inWorkspace(walk, path),
    relativeToImages: path,
    real: toPosix(relative(walk.root, real)),
    ...(walk.isGuess(path) ? { isGuess: true } : {}),
  };
}

type FileKind = Pick<Dirent, 'isDirectory' | 'isFile'>;

/** Where nothing matches, nothing of it is wrong. */
function addProblem(walk: FolderWalk, path: string, message: string): void {
  if (walk.isHidden(path)) return;
  walk.problems.push({ path: inWorkspace(walk, path), message });
}

function inWorkspace({ images }: FolderWalk, path: string): string {
  return [images, path].filter((part) => part !== '').join('/') || '.';
}

function isAbsent(error: unknown): boolean {
  const code = errorCodeOf(error);
  return code === 'ENOENT' || code === 'ENOTDIR';
}

/** In the order of their code units. */
export function byPath(left: { readonly path: string }, right: { readonly path: string }): number {
  return compare(left.path, right.path);
}

/** By code units: the same on every machine, whatever its language. */
function compare(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
