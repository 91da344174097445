import pMap from 'p-map';
import type { Config } from '../config/config.js';
import { type ImageName, parseImageName } from '../image/image-name.js';
import { formatPinned } from '../image/reference.js';
import type { NamedImage } from '../plan/named-image.js';
import { type NamedUse, matchUses } from './match-uses.js';
import { groupBy } from '../runtime/group-by.js';

/** The text that a file of a pull request had before; undefined where there was no such file, or nobody knows. */
type TextBefore = (file: string) => Promise<string | undefined>;

type BumpConfig = Pick<Config, 'buildArgs'>;

/**
 * Says of every image that a pull request's files name what it was before, where it named another one: by reading the same file as it was.
 * An image of a new file, and one that was added, have no such thing, nor has one whose file cannot be read as it was: they are new. Never
 * throws.
 * @param images of any number of files, all of which the pull request changes
 * @param textBefore asked once a file
 * @returns the same images in the same order, some with `use.former`, some with `isNew`
 */
export async function findPreviousImages(
  images: readonly NamedImage[],
  textBefore: TextBefore,
  config: BumpConfig,
): Promise<readonly NamedImage[]> {
  const bumped = await pMap(
    groupBy(images, ({ use }) => use.file),
    async ([file, group]) => nameInFile(group, await readBefore(file, textBefore), config),
    { concurrency: maxReads },
  );
  const byImage = new Map(bumped.flat());
  return images.map((image) => byImage.get(image) ?? image);
}

/** Each may be a process or a request. */
const maxReads = 4;

type Bumped = readonly [image: NamedImage, bumped: NamedImage];

async function readBefore(file: string, textBefore: TextBefore): Promise<string | undefined> {
  try {
    return await textBefore(file);
  } catch {
    return undefined;
  }
}

async function nameInFile(
  images: readonly NamedImage[],
  text: string | undefined,
  { buildArgs }: BumpConfig,
): Promise<readonly Bumped[]> {
  if (text === undefined) return images.map(markNew);
  const { parseDockerfile } = await import('../dockerfile/parse.js');
  const before = parseDockerfile(text, buildArgs).images.flatMap(({ image, stage, instruction }) =>
    toUse({ name: parseImageName(image), stage, isFrontend: instruction === 'syntax' }),
  );
  const now = images.flatMap((named) =>
    toUse({ name: named.name, stage: named.use.stage, isFrontend: named.isFrontend === true }).map((use) => ({
      ...use,
      named,
    })),
  );
  const pairs = matchUses(before, now);
  return now.flatMap(({ reference, named }, index): readonly Bumped[] => {
    const old = before[pairs.get(index) ?? -1];
    if (old === undefined) return [markNew(named)];
    const former = old.reference;
    if (formatPinned(former) === formatPinned(reference)) return [];
    return [[named, { ...named, use: { ...named.use, former } }]];
  });
}

function markNew(named: NamedImage): Bumped {
  return [named, { ...named, isNew: true }];
}

interface ReadUse extends Omit<NamedUse, 'reference'> {
  readonly name: ImageName;
}

/** Neither `scratch` nor what is no name has a version to go up from. */
function toUse({ name, ...use }: ReadUse): readonly NamedUse[] {
  return name.kind === 'reference' ? [{ ...use, reference: name.reference }] : [];
}
