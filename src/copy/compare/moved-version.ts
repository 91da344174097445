import { type Digest, shortDigest } from '../../image/digest.js';
import type { Outcome } from '../../result/outcome.js';
import { type Task, formerPin } from '../../plan/task.js';
import { matchesSource } from './previous-image.js';

/**
 * Warns of a tag that looks as if it stayed with its image and leads to another now. No registry is asked for it.
 * @param head what the tag leads to at its source, where it was asked for; a pin says nothing of that
 */
export function warnOfMovedVersion(task: Task, outcome: Outcome, head?: Digest): readonly string[] {
  const { tag } = task.source;
  const { digest, previousDigest } = outcome;
  // Only then does the run know the tag's digest at its source.
  const isSourceKnown = matchesSource(outcome) || outcome.state === 'stale';
  if (tag === undefined || digest === undefined || !isSourceKnown || !looksLikeVersion(tag)) return [];
  if (task.digest !== undefined && head !== digest) return [];
  // What the copy's tag led to; where it is up to date by now, the pin that the file had for the same tag.
  const before = previousDigest !== undefined && previousDigest !== digest ? previousDigest : formerPin(task);
  if (before === undefined || before === digest) return [];
  return [
    `The tag ${tag} looks like a version, which stays what it is, and it was moved: before it led to ${shortDigest(before)}, and now to ${shortDigest(digest)}.`,
  ];
}

/** Its first number has three parts or more: `1.2.3`, `v1.2.3-alpine`, `jdk-17.0.1`; `20-alpine3.19.1` goes by its `20`. */
const version = /^\D*\d+\.\d+\.\d+/;

/** `20240506`, `bookworm-2024-05-06`, `RELEASE.2024-05-01T01-11-10Z` */
const date = /(?<!\d)(?:19|20)\d\d([-._]?)(?:0[1-9]|1[0-2])\1(?:0[1-9]|[12]\d|3[01])(?!\d)/;

/** They move by their own word. */
const rolling =
  /(?:^|[^a-z])(?:latest|nightly|snapshot|edge|dev|devel|canary|main|master|head|rolling|unstable)(?![a-z])/i;

/** Says whether a tag looks as if it stayed with its image: a full version or a date, and not `14` or `3.19`, which roll by design. */
export function looksLikeVersion(tag: string): boolean {
  return (version.test(tag) || date.test(tag)) && !rolling.test(tag);
}
