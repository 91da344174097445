import { type Reference, formatPinned, formatRepository } from '../image/reference.js';
import { pairEntries } from './pair-entries.js';
import { groupBy } from '../runtime/group-by.js';

/** An image that a file names, as far as it tells which one of another version of the file it is. */
export interface NamedUse {
  readonly reference: Reference;
  /** Name of the stage that it starts or is used in, or the stage's number. */
  readonly stage?: string | undefined;
  /** It reads the file, and is in none of its stages. */
  readonly isFrontend?: boolean;
}

interface IdentifiedUse {
  readonly index: number;
  readonly use: NamedUse;
  /** All that the file says of the image: what is the same here did not change. */
  readonly identity: string;
}

interface BeforeAndNow<T> {
  readonly before: readonly T[];
  readonly now: readonly T[];
}

/** A file has one frontend: it came from the one before, whatever that was, and from no other image. */
const frontend = '# syntax';

/** Uses of one key may be each other's; those without one take no part. */
type Key = (use: NamedUse) => string | undefined;

const repositoryOf: Key = ({ reference }) => formatRepository(reference);
const lastWordOf: Key = ({ reference }) => reference.repository.slice(reference.repository.lastIndexOf('/') + 1);

/**
 * Which use of a file came from which use of an older version of it. What is surer goes first: the same repository in the stage of the
 * same name, then anywhere in the file; only then another repository, by the last word of its name, or in the same stage.
 * @returns the index of the older use by that of the newer, each in at most one pair; a use without one was added, or removed
 */
export function matchUses(before: readonly NamedUse[], now: readonly NamedUse[]): ReadonlyMap<number, number> {
  const pairs = new Map<number, number>();
  let left: BeforeAndNow<IdentifiedUse> = { before: before.map(toIdentifiedUse), now: now.map(toIdentifiedUse) };
  for (const pass of passesFor(before.length === now.length)) {
    for (const [older, newer] of pairsOf(pass, left)) pairs.set(newer.index, older.index);
    const taken = new Set(pairs.values());
    left = {
      before: left.before.filter(({ index }) => !taken.has(index)),
      now: left.now.filter(({ index }) => !pairs.has(index)),
    };
  }
  return pairs;
}

function toIdentifiedUse(use: NamedUse, index: number): IdentifiedUse {
  return { index, use, identity: formatPinned(use.reference) };
}

interface Pass {
  readonly key: Key;
  /** What is left of one repository after the passes that seek the same was removed, and added. */
  readonly repository: 'same' | 'another';
}

/** A stage's number means something only as long as no stage was added or removed before it. */
function passesFor(isAsMany: boolean): readonly Pass[] {
  const same = [both(stageName, repositoryOf), repositoryOf];
  const another = [both(stageName, lastWordOf), lastWordOf, isAsMany ? stageOf : stageName];
  return [
    ...same.map((key) => ({ key, repository: 'same' as const })),
    ...another.map((key) => ({ key, repository: 'another' as const })),
  ];
}

function stageOf({ stage }: NamedUse): string | undefined {
  return stage?.toLowerCase();
}

/** BuildKit compares names of stages without regard to case. */
function stageName(use: NamedUse): string | undefined {
  const stage = stageOf(use);
  return stage === undefined || /^\d+$/.test(stage) ? undefined : stage;
}

function both(one: Key, other: Key): Key {
  return (use) => {
    const [first, second] = [one(use), other(use)];
    return first === undefined || second === undefined ? undefined : `${first} ${second}`;
  };
}

function pairsOf(
  { key, repository }: Pass,
  { before, now }: BeforeAndNow<IdentifiedUse>,
): readonly (readonly [IdentifiedUse, IdentifiedUse])[] {
  const keyOf = ({ use }: IdentifiedUse): string | undefined => (use.isFrontend === true ? frontend : key(use));
  const older = groupBy(before, keyOf);
  const pairs = [...groupBy(now, keyOf)].flatMap(([name, group]) =>
    name === undefined ? [] : pairEntries(older.get(name) ?? [], group, ({ identity }) => identity),
  );
  if (repository === 'same') return pairs;
  return pairs.filter(([one, other]) => repositoryOf(one.use) !== repositoryOf(other.use));
}
