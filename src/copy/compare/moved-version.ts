import { type Digest, shortDigest } from '../../image/digest.js';
import { looksLikeVersion } from '../../image/tag.js';
import type { Outcome } from '../../result/outcome.js';
import type { Task } from '../../plan/task.js';
import { formerPin } from '../../plan/former-names.js';

/**
 * Warns of a tag that looks as if it stayed with its image and leads to another now. No registry is asked for it.
 * @param head what the tag leads to at its source, where it was asked for; a pin says nothing of that
 */
export function warnOfMovedVersion(task: Task, outcome: Outcome, head?: Digest): readonly string[] {
  const { tag } = task.source;
  const { digest } = outcome;
  if (tag === undefined || digest === undefined || !isKnown(outcome) || !looksLikeVersion(tag)) return [];
  if (task.pin !== undefined && head !== digest) return [];
  const before = formerDigest(task, outcome);
  if (before === undefined || before === digest) return [];
  return [
    `The tag ${tag} looks like a version, which stays what it is, and it was moved: before it led to ${shortDigest(before)}, and now to ${shortDigest(digest)}.`,
  ];
}

/** Whether what the tag leads to at its source was really found out. */
function isKnown(outcome: Outcome): boolean {
  if (outcome.kind === 'skipped') return outcome.reason === 'up-to-date' || outcome.reason === 'done elsewhere';
  return outcome.kind === 'mirrored' || outcome.kind === 'would-mirror' || outcome.kind === 'stale';
}

/** What the copy's tag led to; where it is up to date by now, the pin that the file had for the same tag. */
function formerDigest(task: Task, { previous, digest }: Outcome): Digest | undefined {
  if (previous !== undefined && previous !== digest) return previous;
  return formerPin(task);
}
