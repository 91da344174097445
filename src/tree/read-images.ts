import PQueue from 'p-queue';
import type { Config } from '../config/config.js';
import type { BaseImage } from '../dockerfile/base-image.js';
import { formatRepository, tryReference } from '../image/reference.js';
import type { NamedImage } from '../plan/tasks.js';
import type { FoundFile } from './find.js';
import { agrees, imageOfFolder } from './layout.js';
import type { Scope } from './scope.js';
import { type SourceFile, findSources } from './sources.js';

/** A file, or a line of it, of which no image could be read. */
export interface TreeProblem {
  readonly file: string;
  readonly line?: number;
  readonly written?: string;
  readonly message: string;
}

export interface TreeImages {
  readonly images: readonly NamedImage[];
  readonly problems: readonly TreeProblem[];
  /** that were read */
  readonly files: number;
  /** of the run as a whole */
  readonly warnings: readonly string[];
}

type TreeConfig = Pick<Config, 'images' | 'dockerfiles' | 'buildArgs' | 'strictLayout'>;

/**
 * Reads all images that the files of a run name, in the order of the files. A file that cannot be read is a problem, and the others go on.
 * @throws {ConfigurationError} where there is no such folder in the workspace.
 */
export async function readImages(workspace: string, config: TreeConfig, scope: Scope): Promise<TreeImages> {
  const found = await findSources(workspace, config, scope);
  const queue = new PQueue({ concurrency: maxOpenFiles });
  const read = await queue.addAll(found.files.map((file) => async () => readFile(file, config)));
  const isEmpty = found.files.length === 0 && found.problems.length === 0;
  return {
    images: read.flatMap(({ images }) => images),
    problems: [
      ...found.problems.map(({ path, message }) => ({ file: path, message })),
      ...read.flatMap(({ problems }) => problems),
    ],
    files: found.files.length,
    warnings: [
      ...(scope.kind === 'all' && scope.isMakeshift === true ? [scope.why ?? ''] : []),
      ...(scope.kind === 'all' && isEmpty ? [nothingFound(config)] : []),
    ],
  };
}

/** A tree may have more files than a process may open. */
const maxOpenFiles = 32;

type FileImages = Pick<TreeImages, 'images' | 'problems'>;

async function readFile(file: SourceFile, config: TreeConfig): Promise<FileImages> {
  const read = await file.read();
  if (read.kind === 'problem') return { images: [], problems: [{ file: file.path, message: read.message }] };
  const { parseDockerfile } = await import('../dockerfile/parse.js');
  const parsed = parseDockerfile(read.text, config.buildArgs);
  const complaint = layoutComplaint(file, parsed.images);
  const images = parsed.images.map((image) => toNamedImage(file, image, complaint, config.strictLayout));
  return { images, problems: parsed.problems.map((problem) => ({ file: file.path, ...problem })) };
}

function toNamedImage(
  file: FoundFile,
  base: BaseImage,
  complaint: LayoutComplaint | undefined,
  strict: boolean,
): NamedImage {
  const { image, platform, line, written, stage } = base;
  const use = { file: file.path, line, written, stage };
  const named = { image, ...(platform === undefined ? {} : { platform }) };
  if (complaint?.image !== base) return { ...named, use };
  return strict
    ? { ...named, use, problem: complaint.message }
    : { ...named, use: { ...use, warnings: [complaint.message] } };
}

interface LayoutComplaint {
  /** the image whose line is to blame */
  readonly image: BaseImage;
  readonly message: string;
}

/** A folder that names an image wants one of its file's images to be that. What is no name is told where tasks are made. */
function layoutComplaint({ relativeToImages }: FoundFile, images: readonly BaseImage[]): LayoutComplaint | undefined {
  const folder = imageOfFolder(relativeToImages);
  if (folder === undefined) return undefined;
  const named = images.flatMap((image) => {
    const reference = image.image.toLowerCase() === 'scratch' ? undefined : tryReference(image.image);
    return reference === undefined ? [] : [{ image, reference }];
  });
  const last = named.findLast(({ image }) => image.instruction === 'FROM') ?? named.at(-1);
  if (last === undefined || named.some(({ reference }) => agrees(folder, reference))) return undefined;
  const message = `The folder says ${formatRepository(folder)}, and this line says ${formatRepository(last.reference)}. Move the file, or mend the line.`;
  return { image: last.image, message };
}

function nothingFound({ images, dockerfiles }: TreeConfig): string {
  return `No file in "${images}" matches "${dockerfiles}": there is nothing to mirror. Add images/<registry>/<repository>/Dockerfile, or mend "dockerfiles".`;
}
