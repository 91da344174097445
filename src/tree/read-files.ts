import pMap from 'p-map';
import type { Config } from '../config/config.js';
import { isPredefined } from '../dockerfile/arguments.js';
import type { BaseImage } from '../dockerfile/base-image.js';
import { parseDockerfile } from '../dockerfile/parse.js';
import { type ImageName, parseImageName } from '../image/image-name.js';
import { formatRepository } from '../image/reference.js';
import type { NamedImage } from '../plan/named-image.js';
import { detached } from '../runtime/text.js';
import type { FoundFile } from './find.js';
import { agrees, imageOfFolder } from './folder-layout.js';
import type { SourceFile } from './sources.js';

/** A file, or a line of it, of which no image could be read. */
export interface TreeProblem {
  readonly file: string;
  readonly line?: number;
  readonly written?: string;
  readonly message: string;
}

/** What a file names, in the order of its lines. */
export interface FileImages {
  readonly images: readonly NamedImage[];
  readonly problems: readonly TreeProblem[];
  /** its build arguments; undefined where it could not be read */
  readonly declared: ReadonlySet<string> | undefined;
  /** It is no Dockerfile, whatever its name. */
  readonly nonDockerfile?: NonDockerfile;
}

interface NonDockerfile {
  readonly file: string;
  /** Bots may bump a line of it all the same. */
  readonly hasFrom: boolean;
}

type ReadConfig = Pick<Config, 'buildArgs' | 'strictLayout'>;

/** A tree may have more files than a process may open. */
const maxOpenFiles = 32;

/** Reads the images that each of the files names, in the order of the files. A file that cannot be read is a problem. */
export async function readFiles(files: readonly SourceFile[], config: ReadConfig): Promise<readonly FileImages[]> {
  return pMap(files, async (file) => readFile(file, config), { concurrency: maxOpenFiles });
}

/** What is wrong with a file that the run is not of is told by those that are of it. */
async function readFile(file: SourceFile, config: ReadConfig): Promise<FileImages> {
  const { images, problems, declared, nonDockerfile } = await readAny(file, config);
  if (file.isOutOfScope === true)
    return { images: images.map((image) => ({ ...image, isOutOfScope: true })), problems: [], declared };
  return { images, problems, declared, ...(nonDockerfile === undefined ? {} : { nonDockerfile }) };
}

async function readAny(file: SourceFile, config: ReadConfig): Promise<FileImages> {
  const read = await file.read();
  if (read.kind === 'problem') {
    if (file.isGuess === true && read.isOther === true) return asNonDockerfile(file, false);
    return { images: [], problems: [{ file: file.path, message: read.message }], declared: undefined };
  }
  const parsed = parseDockerfile(read.text, config.buildArgs);
  const bases = parsed.images.map(keptImage).map((base) => ({ base, name: parseImageName(base.image) }));
  if (file.isGuess === true && !parsed.isDockerfile) {
    // Many a program has a line that begins with `from`.
    const hasFrom = bases.some(({ base, name }) => base.instruction === 'FROM' && name.kind === 'reference');
    return asNonDockerfile(file, hasFrom);
  }
  const complaint = layoutComplaint(file, bases);
  const images = bases.map((read) => toNamedImage(file, read, complaint, config.strictLayout));
  const problems = parsed.problems.map((problem) => ({ file: file.path, ...problem }));
  return { images, problems, declared: parsed.declared };
}

/** It is kept as long as the run lasts, and the file's text is not. */
function keptImage(base: BaseImage): BaseImage {
  const { written, image, stage, platform } = base;
  return {
    ...base,
    written: detached(written),
    image: detached(image),
    ...(stage === undefined ? {} : { stage: detached(stage) }),
    ...(platform === undefined ? {} : { platform: detached(platform) }),
  };
}

function asNonDockerfile({ path }: SourceFile, hasFrom: boolean): FileImages {
  return { images: [], problems: [], declared: new Set(), nonDockerfile: { file: path, hasFrom } };
}

interface ReadImage {
  readonly base: BaseImage;
  readonly name: ImageName;
}

/** The paths of Dockerfiles that the glob leaves out. A file that cannot be read is judged by its name. */
export async function findLeftOut(files: readonly SourceFile[], config: ReadConfig): Promise<readonly string[]> {
  const namedIfDockerfile = async (file: SourceFile): Promise<string | undefined> => {
    const read = await file.read();
    const isDockerfile =
      read.kind === 'text'
        ? parseDockerfile(read.text, config.buildArgs).isDockerfile
        : file.isGuess !== true && read.isOther !== true;
    return isDockerfile ? file.path : undefined;
  };
  const paths = await pMap(files, namedIfDockerfile, { concurrency: maxOpenFiles });
  return paths.filter((path) => path !== undefined);
}

function toNamedImage(
  file: FoundFile,
  { base, name }: ReadImage,
  complaint: LayoutComplaint | undefined,
  strict: boolean,
): NamedImage {
  const { platform, line, written, stage, instruction } = base;
  const mayBeStage = ['COPY', 'RUN'].includes(instruction) && /^[\w-]+$/.test(written);
  const message = complaint?.image === base ? complaint.message : undefined;
  const use = { file: file.path, line, written, ...(stage === undefined ? {} : { stage }) };
  const warnings = [base.warning, strict ? undefined : message].filter((warning) => warning !== undefined);
  return {
    name,
    ...(platform === undefined ? {} : { platform }),
    ...(instruction === 'syntax' ? { isFrontend: true as const } : {}),
    ...(mayBeStage ? { possibleStage: written } : {}),
    ...(strict && message !== undefined ? { problem: message } : {}),
    use: warnings.length === 0 ? use : { ...use, warnings },
  };
}

interface LayoutComplaint {
  /** the image whose line is to blame */
  readonly image: BaseImage;
  readonly message: string;
}

/**
 * A folder that names an image wants one of its file's images to be that. A frontend, which most files name, says nothing of the folder.
 * What is no name is told where tasks are made.
 */
function layoutComplaint({ relativeToImages }: FoundFile, images: readonly ReadImage[]): LayoutComplaint | undefined {
  const folder = imageOfFolder(relativeToImages);
  if (folder === undefined) return undefined;
  const named = images.flatMap(({ base, name }) =>
    name.kind === 'reference' && base.instruction !== 'syntax' ? [{ base, reference: name.reference }] : [],
  );
  const last = named.findLast(({ base }) => base.instruction === 'FROM') ?? named.at(-1);
  if (last === undefined || named.some(({ reference }) => agrees(folder, reference))) return undefined;
  const message = `The folder says ${formatRepository(folder)}, and this line says ${formatRepository(last.reference)}. Move the file, or mend the line.`;
  return { image: last.base, message };
}

/** The given arguments that change nothing in any of the files: most likely misspelled. None where a file may use them that could not be read. */
export function unusedArguments(files: readonly FileImages[], { buildArgs }: ReadConfig): readonly string[] {
  if (files.some(({ declared }) => declared === undefined)) return [];
  const isUsed = (name: string): boolean => isPredefined(name) || files.some(({ declared }) => declared?.has(name));
  return [...buildArgs.keys()].filter((name) => !isUsed(name));
}
