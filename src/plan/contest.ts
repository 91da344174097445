import { type Digest, shortDigest } from '../image/digest.js';
import { formatCanonical } from '../image/reference.js';
import { groupBy } from '../runtime/group-by.js';
import type { Candidate, Group } from './named-image.js';
import { formatLocation, formatLocations, type PinContest, type Use } from './task.js';

/** The digests that a tag, or a name without a tag, is pinned to. */
export function pinsOf(group: Group): readonly Digest[] {
  return [...new Set(group.flatMap(({ reference: { digest } }) => digest ?? []))];
}

/**
 * If files pin one tag to different digests, each pin becomes an image of its own, as if it were written without the tag. It is then kept under a
 * tag that is made from the digest, so that a registry which collects untagged content keeps it when the tag moves on.
 */
export function separatePins(group: Group): readonly Candidate[] {
  if (!isContested(group)) return [];
  const apartFrom = group.map(({ named }) => named);
  return group.flatMap((candidate) => {
    const { registry, repository, digest } = candidate.reference;
    return digest === undefined ? [] : [{ ...candidate, reference: { registry, repository, digest }, apartFrom }];
  });
}

/** What is known of a tag that files pin to different digests; undefined: they agree. */
export function findContest(group: Group): PinContest | undefined {
  if (!isContested(group)) return undefined;
  const { reference } = group[0];
  const byPin = groupBy(group, ({ reference: { digest } }) => digest);
  const pinned = [...byPin].flatMap(([pin, ofPin]) => {
    const locations = ofPin.map(({ named: { use } }) => formatLocation(use));
    return pin === undefined ? [] : [`${shortDigest(pin)} in ${formatLocations([...new Set(locations)])}`];
  });
  return {
    pins: pinsOf(group),
    isNeeded: group.some((candidate) => candidate.reference.digest === undefined),
    warning: `${formatCanonical(reference)} is pinned to different digests: ${pinned.join(', ')}. Each of them is kept under a tag of its own, and the tag ${reference.tag ?? ''} follows the one that the source has under it. Bump the files together.`,
  };
}

/** Those that name the tag alone, if there are any. A pinned use has its digest: here it counts as a use, and not as a change. */
export function usesOfTag(group: readonly Candidate[]): readonly Use[] {
  const unpinned = group.filter(({ reference }) => reference.digest === undefined);
  if (unpinned.length > 0) return unpinned.map(({ named }) => named.use);
  return group.map(({ named: { use } }) => plainUse(use));
}

function isContested(group: Group): boolean {
  return group[0].reference.tag !== undefined && pinsOf(group).length > 1;
}

function plainUse({ file, line, written, stage }: Use): Use {
  return {
    file,
    ...(line === undefined ? {} : { line }),
    ...(written === undefined ? {} : { written }),
    ...(stage === undefined ? {} : { stage }),
  };
}
