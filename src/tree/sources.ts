import type { Config } from '../config/config.js';
import { ConfigurationError } from '../errors.js';
import { type KnownChange, isAmong } from './change.js';
import {
  type FileProblem,
  type FoundFile,
  type TreeOptions,
  byPath,
  findDockerfiles,
  selectDockerfiles,
  selectLeftOut,
} from './find.js';
import { findMissing } from './missing.js';
import { type ReadResult, readDockerfile } from './read.js';
import type { Scope } from './scope.js';

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
 * Finds the Dockerfiles that a run is of, and, where these are not all, the others aside: none of those where it is of none. Of a change that the
 * workspace does not hold, they are what the workspace has, with what the change brings in its place and without what it takes away.
 * @throws {ConfigurationError} where there is no such folder in the workspace
 */
export async function findSources(workspace: string, config: SourceConfig, scope: Scope): Promise<Sources> {
  const options = { workspace, images: config.images, dockerfiles: config.dockerfiles };
  const { change } = scope;
  if (scope.kind === 'changed' && scope.change.files.size === 0) return nothing;
  const missing = change === undefined ? [] : await findMissing(options, change);
  const inWorkspace = await searchWorkspace(options, scope, missing.length > 0);
  if (change === undefined) return inWorkspace;
  const { textNow } = change;
  const found = textNow === undefined ? inWorkspace : layOver(inWorkspace, scope, change, textNow, options);
  const sources = scope.kind === 'all' ? found : narrow(found, change);
  const told = new Set(missing.map(({ path }) => path));
  const problems = [...sources.problems.filter(({ path }) => !told.has(path)), ...missing];
  return { ...sources, problems: problems.toSorted(byPath) };
}

const nothing: Sources = { files: [], problems: [], leftOut: [] };

/** @param isExplained whether it is known why the folder may not be there */
async function searchWorkspace(options: TreeOptions, scope: Scope, isExplained: boolean): Promise<Sources> {
  const { workspace } = options;
  const found = await findDockerfiles(options);
  switch (found.kind) {
    case 'found':
      return {
        problems: found.problems,
        files: found.files.map((file) => inWorkspace(workspace, file)),
        leftOut: (found.leftOut ?? []).map((file) => inWorkspace(workspace, file)),
      };
    case 'missing':
      if (isExplained || mayBeMissing(options, scope)) return nothing;
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
function mayBeMissing(options: TreeOptions, { kind, change }: Scope): boolean {
  if (change === undefined) return false;
  const isTouched = selectDockerfiles(change.files.keys(), options).length > 0;
  return change.textNow === undefined ? kind === 'changed' && !isTouched : kind === 'changed' || isTouched;
}

function inWorkspace(workspace: string, file: FoundFile): SourceFile {
  return { ...file, read: async () => readDockerfile(workspace, file.path) };
}

function narrow({ files, problems, leftOut }: Sources, change: KnownChange): Sources {
  const isOfRun = ({ path, real }: SourceFile): boolean => isAmong(path, change.files) || isAmong(real, change.files);
  return {
    files: files.some(isOfRun) ? files.map((file) => (isOfRun(file) ? file : { ...file, isOutOfScope: true })) : [],
    problems: problems.filter(({ path }) => touches(path, change)),
    leftOut: leftOut.filter(isOfRun),
  };
}

/** What is wrong with a folder may hide a file in it. */
function touches(path: string, { files }: KnownChange): boolean {
  return isAmong(path, files) || [...files.keys()].some((file) => path === '.' || file.startsWith(`${path}/`));
}

function layOver(
  base: Sources,
  scope: Scope,
  change: KnownChange,
  textNow: (path: string) => Promise<ReadResult>,
  options: TreeOptions,
): Sources {
  const isReplaced = (path: string): boolean => isAmong(path, change.files) || isAmong(path, change.gone);
  const merge = (files: readonly SourceFile[], changed: readonly FoundFile[]): readonly SourceFile[] => {
    const kept = files.filter(({ path }) => !isReplaced(path));
    // A link of the workspace's own may lead to what the change has replaced.
    const linked = kept.filter(({ real }) => isAmong(real, change.files));
    const untouched = kept.filter(({ real }) => !isReplaced(real));
    const brought = [...linked, ...changed].map((file) => ({ ...file, read: async () => textNow(file.real) }));
    return [...untouched, ...brought].toSorted(byPath);
  };
  return {
    files: merge(base.files, selectDockerfiles(change.files.keys(), options)),
    leftOut: merge(base.leftOut, selectLeftOut(change.files.keys(), options)),
    problems: scope.kind === 'all' ? base.problems.filter(({ path }) => !isReplaced(path)) : [],
  };
}
