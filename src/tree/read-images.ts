import type { Config } from '../config/config.js';
import { mayBeNamed } from '../config/ownership.js';
import type { NamedImage } from '../plan/named-image.js';
import type { TreeProblem } from './read-files.js';
import { belowImages } from './find.js';
import { imageOfFolder } from './layout.js';
import { createMatcher } from './matcher.js';
import type { Scope } from './scope.js';
import { findSources } from './sources.js';

export interface TreeImages {
  /** also of files that the run is not of */
  readonly images: readonly NamedImage[];
  readonly problems: readonly TreeProblem[];
  /** that the run is of */
  readonly files: number;
  /** of the run as a whole */
  readonly warnings: readonly string[];
}

type TreeConfig = Pick<Config, 'images' | 'dockerfiles' | 'buildArgs' | 'strictLayout' | 'only'>;

/**
 * Reads all images that the files of the tree name, in the order of the files. One of the run that cannot be read is a problem, and the others go on.
 * @throws {ConfigurationError} where there is no such folder in the workspace.
 */
export async function readImages(workspace: string, config: TreeConfig, scope: Scope): Promise<TreeImages> {
  const found = await findSources(workspace, config, scope);
  const reading = found.files.length === 0 ? undefined : await import('./read-files.js');
  const read = (await reading?.readFiles(found.files, config)) ?? [];
  const problems = [
    ...found.problems.map(({ path, message }) => ({ file: path, message })),
    ...read.flatMap((file) => file.problems),
  ];
  return {
    images: read.flatMap(({ images }) => images),
    problems: problems.filter(({ file }) => mayBeWanted(file, workspace, config)),
    files: found.files.filter(({ isOutOfScope }) => isOutOfScope !== true).length,
    warnings:
      scope.kind === 'all'
        ? [
            ...(scope.isMakeshift === true ? [scope.why ?? ''] : []),
            ...(found.files.length === 0 && found.problems.length === 0 ? [nothingFound(config)] : []),
            ...nearWords(found.near ?? [], config),
            ...(reading?.idleArguments(read, config) ?? []).map(idleWords),
          ]
        : [],
  };
}

/** Whether a file is of an image that `only` may name: its folder says so, or nobody knows. */
function mayBeWanted(file: string, workspace: string, { images, dockerfiles, only }: TreeConfig): boolean {
  const { matches, namesFiles } = createMatcher(dockerfiles);
  const below = belowImages(file, { workspace, images });
  // What is wrong with a folder may hide any file in it.
  if (only.length === 0 || below === undefined || !namesFiles || !matches(below)) return true;
  const folder = imageOfFolder(below);
  return folder === undefined || mayBeNamed(folder, only);
}

function nothingFound({ images, dockerfiles }: TreeConfig): string {
  return `No file in "${images}" matches "${dockerfiles}": there is nothing to mirror. Add images/<registry>/<repository>/Dockerfile, or mend "dockerfiles".`;
}

/** With more there is a system in it. */
const maxNear = 3;

function nearWords(near: readonly string[], { dockerfiles }: TreeConfig): readonly string[] {
  if (near.length === 0) return [];
  const more = near.length - maxNear;
  const names = [...near.slice(0, maxNear), ...(more > 0 ? [`${more} more`] : [])].join(', ');
  const verb =
    near.length === 1
      ? 'is not read: "dockerfiles" does not match it'
      : 'are not read: "dockerfiles" does not match them';
  return [`${names} ${verb} ("${dockerfiles}" minds capitals). Rename what is a Dockerfile, or add its name there.`];
}

function idleWords(name: string): string {
  return `build-args: ${name} is used by no FROM: no file declares it by an ARG before its first FROM. Check its spelling.`;
}
