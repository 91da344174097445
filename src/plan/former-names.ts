import type { Digest } from '../image/digest.js';
import { type Reference, formatCanonical } from '../image/reference.js';
import type { Task } from './task.js';

/** What files named before the pull request, in the order of the files. */
export function formerNames({ uses }: Pick<Task, 'uses'>): readonly Reference[] {
  return uses.flatMap(({ former }) => former ?? []);
}

/** What a file pinned the same tag to before the pull request. */
export function formerPin({ source, uses }: Pick<Task, 'source' | 'uses'>): Digest | undefined {
  const name = formatCanonical(source);
  return formerNames({ uses }).find((former) => former.digest !== undefined && formatCanonical(former) === name)
    ?.digest;
}
