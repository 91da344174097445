import type { Config } from '../config/config.js';
import { ConfigurationError } from '../runtime/errors.js';
import { type KnownChange, isAmong } from './known-change.js';
import {
  type FileProblem,
  type FindResult,
  type FoundFile,
  type TreeOptions,
  byPath,
  findDockerfiles,
} from './find.js';
import type { FoundLink } from './links.js';
import { findMissing } from './missing.js';
import { type ReadResult, createReader, readDockerfile } from './read.js';
import type { Scope } from './scope.js';
import { selectDockerfiles, selectLeftOut } from './select.js';

/** A Dockerfile of the tree, and the way to its text. */
export interface SourceFile extends FoundFile {
  /** The run is not of it: it is read because its names must agree with those of the others. */
  readonly isOutOfScope?: true;
  readonly read: () => Promise<ReadResult>;
}

export interface Sources {
  readonly files: readonly SourceFile[];
  readonly problems: readonly FileProblem[];
  /** Files that the glob leaves out, though bots take them for Dockerfiles. */
  readonly leftOut: readonly SourceFile[];
}

type SourceConfig = Pick<Config, 'images' | 'dockerfiles'>;

/**
 * Returns the run's files, and separately the rest if there is a scope; an empty scope returns neither. If the workspace does not hold the
 * change, the change is applied to the files of the workspace: what it adds or edits replaces theirs, and what it removes is left out.
 * @throws {ConfigurationError} if the folder is not in the workspace
 */
export async function findSources(
  workspace: string,
  config: SourceConfig,
  scope: Scope,
  onManyFiles?: () => void,
): Promise<Sources> {
  const options = { workspace, images: config.images, dockerfiles: config.dockerfiles, onManyFiles };
  const { change } = scope;
  if (scope.kind === 'changed' && scope.change.files.size === 0) return nothing;
  const found = await findDockerfiles(options);
  const links = found.kind === 'outside' ? [] : (found.links ?? []);
  const paths = change === undefined ? [] : [...change.files.keys()].filter((path) => !change.submodules.has(path));
  const changed = { files: selectDockerfiles(paths, options, links), leftOut: selectLeftOut(paths, options, links) };
  const missing = change === undefined ? [] : await findMissing(options, change, changed.files, links);
  const inWorkspace = sourcesOf(found, options, { scope, changed, isExplained: missing.length > 0 });
  if (change === undefined) return inWorkspace;
  const { textNow } = change;
  const all =
    textNow === undefined ? inWorkspace : overlayChange(inWorkspace, { scope, change, changed, links, textNow });
  const leftOut = changed.leftOut.map((file) => ({ ...file, read: async () => readDockerfile(workspace, file.path) }));
  const sources = scope.kind === 'all' ? all : narrow(all, change, leftOut);
  const explained = new Set(missing.map(({ path }) => path));
  const problems = [...sources.problems.filter(({ path }) => !explained.has(path)), ...missing];
  return { ...sources, problems: problems.toSorted(byPath) };
}

const nothing: Sources = { files: [], problems: [], leftOut: [] };

/** What a change has in the tree, by the names of its files alone. */
interface ChangedSelection {
  readonly files: readonly FoundFile[];
  readonly leftOut: readonly FoundFile[];
}

interface Circumstances {
  readonly scope: Scope;
  readonly changed: ChangedSelection;
  /** Whether it is known why the folder may not be there. */
  readonly isExplained: boolean;
}

function sourcesOf(found: FindResult, { workspace }: TreeOptions, circumstances: Circumstances): Sources {
  switch (found.kind) {
    case 'found':
      return {
        problems: found.problems,
        files: found.files.map(foundIn(workspace)),
        leftOut: (found.leftOut ?? []).map(foundIn(workspace)),
      };
    case 'missing':
      if (mayBeMissing(circumstances)) return nothing;
      throw new ConfigurationError([
        `images: there is no folder "${found.folder}" in ${workspace}. Check its spelling; in a workflow, that actions/checkout runs before.`,
      ]);
    case 'outside':
      throw new ConfigurationError([
        `images: the folder "${found.folder}" lies outside the workspace ${workspace}. Name one inside it.`,
      ]);
  }
}

/** It is no fault where the change has nothing in it, or brings it to a workspace that does not hold the change. */
function mayBeMissing({ scope: { kind, change }, changed, isExplained }: Circumstances): boolean {
  if (isExplained) return true;
  if (change === undefined) return false;
  const isTouched = changed.files.length > 0;
  return change.textNow === undefined ? kind === 'changed' && !isTouched : kind === 'changed' || isTouched;
}

/** What the search has found is read where it was found. */
function foundIn(workspace: string): (file: FoundFile) => SourceFile {
  const read = createReader(workspace);
  return (file) => ({ ...file, read: async () => read(file.real) });
}

/** @param changedLeftOut changed files that the glob leaves out, also those that the search cannot find: behind a link, or not in the checkout */
function narrow(
  { files, problems, leftOut }: Sources,
  change: KnownChange,
  changedLeftOut: readonly SourceFile[],
): Sources {
  const changedFolders = foldersOf(change.files.keys());
  const isOfRun = ({ path, real }: SourceFile): boolean => isAmong(path, change.files) || isAmong(real, change.files);
  return {
    files: files.some(isOfRun) ? files.map((file) => (isOfRun(file) ? file : { ...file, isOutOfScope: true })) : [],
    // What is wrong with a folder may hide a file in it.
    problems: problems.filter(({ path }) => isAmong(path, change.files) || changedFolders.has(path)),
    leftOut: addFiles(leftOut.filter(isOfRun), changedLeftOut),
  };
}

/** All folders that the files lie in, the workspace (`.`) included. */
function foldersOf(files: Iterable<string>): ReadonlySet<string> {
  const folders = new Set<string>();
  for (const file of files) {
    folders.add('.');
    for (let end = file.lastIndexOf('/'); end > 0; end = file.lastIndexOf('/', end - 1))
      folders.add(file.slice(0, end));
  }
  return folders;
}

function addFiles(files: readonly SourceFile[], more: readonly SourceFile[]): readonly SourceFile[] {
  const known = new Set(files.map(({ path }) => path));
  return [...files, ...more.filter(({ path }) => !known.has(path))].toSorted(byPath);
}

interface Overlay {
  readonly scope: Scope;
  readonly change: KnownChange;
  readonly changed: ChangedSelection;
  readonly links: readonly FoundLink[];
  readonly textNow: (path: string) => Promise<ReadResult>;
}

function overlayChange(base: Sources, { scope, change, changed, links, textNow }: Overlay): Sources {
  const isReplaced = (path: string): boolean => isAmong(path, change.files) || isAmong(path, change.gone);
  const bring = (file: FoundFile): SourceFile => ({ ...file, read: async () => textNow(file.real) });
  const merge = (files: readonly SourceFile[], brought: readonly FoundFile[]): readonly SourceFile[] => {
    const kept = files.filter(({ path }) => !isReplaced(path));
    // A link of the workspace's own may lead to what the change has replaced.
    const linked = kept.filter(({ real }) => isAmong(real, change.files));
    const untouched = kept.filter(({ real }) => !isReplaced(real));
    return addFiles([...untouched, ...linked.map(bring)], brought.map(bring));
  };
  // A link that leads to nothing in the workspace may lead to what the change brings.
  const ofLinks = new Set(links.map(({ path }) => path));
  const mended = new Set([
    ...changed.files.map(({ path }) => path),
    ...foldersOf(changed.files.map(({ path }) => path)),
  ]);
  const isMended = (path: string): boolean => ofLinks.has(path) && mended.has(path);
  return {
    files: merge(base.files, changed.files),
    leftOut: merge(base.leftOut, changed.leftOut),
    problems: scope.kind === 'all' ? base.problems.filter(({ path }) => !isReplaced(path) && !isMended(path)) : [],
  };
}
