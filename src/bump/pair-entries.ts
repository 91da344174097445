import { groupBy } from '../runtime/group-by.js';

type Pair<T> = readonly [before: T, now: T];

/** A change costs less than a removal and an addition. */
const changeCost = 2;
const addOrRemoveCost = 3;

/** A file with hundreds of images of one repository is no bot's; those are paired in their order. */
const maxTableSize = 250_000;

/**
 * Pairs the entries of two lists in their order, with as few changes as can be; what was removed or added is in no pair. Lists that have
 * the same entries in another order have changed nothing.
 * @param identity entries of one identity are the same
 */
export function pairEntries<T>(
  before: readonly T[],
  now: readonly T[],
  identity: (entry: T) => string,
): readonly Pair<T>[] {
  const reordered = pairReordered(before, now, identity);
  if (reordered !== undefined) return reordered;
  const isSame = (one: T | undefined, other: T | undefined): boolean =>
    one !== undefined && other !== undefined && identity(one) === identity(other);
  const shorter = Math.min(before.length, now.length);
  let head = 0;
  while (head < shorter && isSame(before[head], now[head])) head += 1;
  let tail = 0;
  while (tail < shorter - head && isSame(before.at(-1 - tail), now.at(-1 - tail))) tail += 1;
  const middle = (list: readonly T[]): readonly T[] => list.slice(head, list.length - tail);
  return [
    ...pairInOrder(before.slice(0, head), now),
    ...pairMiddle(middle(before), middle(now), isSame),
    ...pairInOrder(before.slice(before.length - tail), now.slice(now.length - tail)),
  ];
}

function pairReordered<T>(
  before: readonly T[],
  now: readonly T[],
  identity: (entry: T) => string,
): readonly Pair<T>[] | undefined {
  if (before.length !== now.length) return undefined;
  const waiting = new Map([...groupBy(before, identity)].map(([name, group]) => [name, group.values()]));
  const pairs = now.flatMap((entry): readonly Pair<T>[] => {
    const same = waiting.get(identity(entry))?.next();
    return same === undefined || same.done === true ? [] : [[same.value, entry]];
  });
  return pairs.length === now.length ? pairs : undefined;
}

function pairInOrder<T>(before: readonly T[], now: readonly T[]): readonly Pair<T>[] {
  return before.flatMap((entry, index): readonly Pair<T>[] => {
    const other = now[index];
    return other === undefined ? [] : [[entry, other]];
  });
}

type IsSame<T> = (one: T | undefined, other: T | undefined) => boolean;

/** The least costly way through both lists; of two that cost the same the one that pairs sooner. */
function pairMiddle<T>(before: readonly T[], now: readonly T[], isSame: IsSame<T>): readonly Pair<T>[] {
  if ((before.length + 1) * (now.length + 1) > maxTableSize) return pairInOrder(before, now);
  const costOf = costsFromEnd(before, now, isSame);
  const pairs: Pair<T>[] = [];
  let [row, column] = [0, 0];
  for (;;) {
    const [one, other] = [before[row], now[column]];
    if (one === undefined || other === undefined) return pairs;
    const cost = costOf(row, column);
    if (cost === costOf(row + 1, column + 1) + (isSame(one, other) ? 0 : changeCost)) {
      pairs.push([one, other]);
      row += 1;
      column += 1;
    } else if (cost === costOf(row + 1, column) + addOrRemoveCost) row += 1;
    else column += 1;
  }
}

/** What it costs to turn what is left of the one list into what is left of the other, by where both begin. */
function costsFromEnd<T>(
  before: readonly T[],
  now: readonly T[],
  isSame: IsSame<T>,
): (row: number, column: number) => number {
  const width = now.length + 1;
  const costs = new Uint32Array((before.length + 1) * width);
  const costOf = (row: number, column: number): number => costs[row * width + column] ?? 0;
  for (let row = before.length; row >= 0; row -= 1) {
    for (let column = now.length; column >= 0; column -= 1) {
      const rest = [before.length - row, now.length - column];
      costs[row * width + column] = rest.includes(0)
        ? Math.max(...rest) * addOrRemoveCost
        : Math.min(
            costOf(row + 1, column + 1) + (isSame(before[row], now[column]) ? 0 : changeCost),
            costOf(row + 1, column) + addOrRemoveCost,
            costOf(row, column + 1) + addOrRemoveCost,
          );
    }
  }
  return costOf;
}
