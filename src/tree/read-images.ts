import type { Config } from '../config/config.js';
import type { NamedImage } from '../plan/tasks.js';
import type { TreeProblem } from './read-files.js';
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

type TreeConfig = Pick<Config, 'images' | 'dockerfiles' | 'buildArgs' | 'strictLayout'>;

/**
 * Reads all images that the files of the tree name, in the order of the files. One of the run that cannot be read is a problem, and the others go on.
 * @throws {ConfigurationError} where there is no such folder in the workspace.
 */
export async function readImages(workspace: string, config: TreeConfig, scope: Scope): Promise<TreeImages> {
  const found = await findSources(workspace, config, scope);
  const read = found.files.length === 0 ? [] : await (await import('./read-files.js')).readFiles(found.files, config);
  const isEmpty = found.files.length === 0 && found.problems.length === 0;
  return {
    images: read.flatMap(({ images }) => images),
    problems: [
      ...found.problems.map(({ path, message }) => ({ file: path, message })),
      ...read.flatMap(({ problems }) => problems),
    ],
    files: found.files.filter(({ isOutOfScope }) => isOutOfScope !== true).length,
    warnings: [
      ...(scope.kind === 'all' && scope.isMakeshift === true ? [scope.why ?? ''] : []),
      ...(scope.kind === 'all' && isEmpty ? [nothingFound(config)] : []),
    ],
  };
}

function nothingFound({ images, dockerfiles }: TreeConfig): string {
  return `No file in "${images}" matches "${dockerfiles}": there is nothing to mirror. Add images/<registry>/<repository>/Dockerfile, or mend "dockerfiles".`;
}
