import type { Config } from '../config/config.js';
import { mayMatchGlobs } from '../config/ownership.js';
import type { NamedImage } from '../plan/named-image.js';
import { formatCount, printable } from '../runtime/text.js';
import type { FileImages, TreeProblem } from './read-files.js';
import { imageOfFolder } from './folder-layout.js';
import { createMatcher } from './matcher.js';
import type { Scope } from './scope.js';
import { belowImages } from './select.js';
import { type Sources, findSources } from './sources.js';

interface TreeImages {
  /** also of files that the run is not of */
  readonly images: readonly NamedImage[];
  readonly problems: readonly TreeProblem[];
  /** that the run is of */
  readonly files: number;
  /** of the run as a whole */
  readonly warnings: readonly string[];
  /** Lines for the log. */
  readonly logLines: readonly string[];
}

type TreeConfig = Pick<Config, 'images' | 'dockerfiles' | 'buildArgs' | 'strictLayout' | 'only'>;

/**
 * Reads all images that the files of the tree name, in the order of the files. One of the run that cannot be read is a problem, and the others go on.
 * @throws {ConfigurationError} where there is no such folder in the workspace.
 */
export async function readImages(
  workspace: string,
  config: TreeConfig,
  scope: Scope,
  onManyFiles?: () => void,
): Promise<TreeImages> {
  const found = await findSources(workspace, config, scope, onManyFiles);
  const { read, leftOut, unusedArguments } = await readSources(found, config);
  const nonDockerfiles = read.flatMap((file) => file.nonDockerfile ?? []);
  const withoutFrom = nonDockerfiles.flatMap(({ file, hasFrom }) => (hasFrom ? [] : [file]));
  const problems = [
    ...found.problems.map(({ path, message }) => ({ file: path, message })),
    ...read.flatMap((file) => file.problems),
  ];
  const isEmpty = found.files.length === 0 && found.problems.length === 0;
  return {
    images: read.flatMap(({ images }) => images),
    problems: problems.filter(({ file }) => mayBeWanted(file, workspace, config)),
    files: found.files.filter(({ isOutOfScope }) => isOutOfScope !== true).length - nonDockerfiles.length,
    warnings: [
      ...(scope.kind === 'all' && scope.isFallback === true && scope.why !== undefined ? [scope.why] : []),
      ...(scope.kind === 'all' && isEmpty
        ? [
            `No file in "${config.images}" matches "${config.dockerfiles}": there is nothing to mirror. Add images/<registry>/<repository>/Dockerfile, or mend "dockerfiles".`,
          ]
        : []),
      ...warnOfLeftOut(leftOut, config),
      ...warnOfOddFiles(nonDockerfiles.flatMap(({ file, hasFrom }) => (hasFrom ? [file] : []))),
      ...(scope.kind === 'all' ? unusedArguments : []).map((name) =>
        name === 'BUILDKIT_SYNTAX'
          ? unreadFrontend
          : `build-args: ${name} is used by no FROM: no file declares it by an ARG before its first FROM. Check its spelling.`,
      ),
    ],
    logLines:
      withoutFrom.length === 0
        ? []
        : [`Passed over ${formatCount(withoutFrom.length, 'file')} without FROM: ${nameSome(withoutFrom)}.`],
  };
}

const unreadFrontend =
  'build-args: BUILDKIT_SYNTAX names a frontend for builds, and is not read. To mirror that frontend, name it in a Dockerfile (# syntax=…).';

interface ReadSources {
  readonly read: readonly FileImages[];
  /** Paths of Dockerfiles that the glob leaves out. */
  readonly leftOut: readonly string[];
  /** Names of build arguments that no file uses. */
  readonly unusedArguments: readonly string[];
}

/** What parses them is loaded where there is something to read. */
async function readSources({ files, leftOut }: Sources, config: TreeConfig): Promise<ReadSources> {
  if (files.length + leftOut.length === 0) return { read: [], leftOut: [], unusedArguments: [] };
  const { readFiles, findLeftOut, unusedArguments } = await import('./read-files.js');
  const read = await readFiles(files, config);
  const isKnown = files.length > 0;
  return {
    read,
    leftOut: await findLeftOut(leftOut, config),
    unusedArguments: isKnown ? unusedArguments(read, config) : [],
  };
}

/** Whether a file is of an image that `only` may name: its folder says so, or nobody knows. */
function mayBeWanted(file: string, workspace: string, { images, dockerfiles, only }: TreeConfig): boolean {
  const { matches, namesFiles } = createMatcher(dockerfiles);
  const below = belowImages(file, { workspace, images });
  // What is wrong with a folder may hide any file in it.
  if (only.length === 0 || below === undefined || !namesFiles || !matches(below)) return true;
  const folder = imageOfFolder(below);
  return folder === undefined || mayMatchGlobs(folder, only);
}

/** With more there is a system in it. */
const maxNamed = 3;

function nameSome(files: readonly string[]): string {
  const more = files.length - maxNamed;
  return [...files.slice(0, maxNamed).map((file) => printable(file, 200)), ...(more > 0 ? [`${more} more`] : [])].join(
    ', ',
  );
}

function warnOfLeftOut(files: readonly string[], { dockerfiles }: TreeConfig): readonly string[] {
  if (files.length === 0) return [];
  const why = `not read, because "dockerfiles" ("${dockerfiles}") does not match`;
  const orElse = 'to that glob, or remove the input "dockerfiles".';
  return files.length === 1
    ? [`1 Dockerfile is ${why}: ${nameSome(files)}. Bots may bump it: add its name ${orElse}`]
    : [`${files.length} Dockerfiles are ${why}: ${nameSome(files)}. Bots may bump them: add their names ${orElse}`];
}

function warnOfOddFiles(files: readonly string[]): readonly string[] {
  if (files.length === 0) return [];
  const why = 'a FROM behind something that no builder takes';
  return files.length === 1
    ? [`1 file has ${why}, and is not read: ${nameSome(files)}. If it is a Dockerfile, add its name to "dockerfiles".`]
    : [
        `${files.length} files have ${why}, and are not read: ${nameSome(files)}. If they are Dockerfiles, add their names to "dockerfiles".`,
      ];
}
