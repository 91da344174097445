import { InvalidReferenceError, type Reference, parseReference } from '../image/reference.js';
import type { Task } from '../plan/task.js';

/** What files named before the pull request, in the order of the files. */
export function formerNames({ uses }: Pick<Task, 'uses'>): readonly Reference[] {
  return uses.flatMap(({ was }) => (was === undefined ? [] : readName(was)));
}

/** What the base of a pull request says may be no image's name. */
function readName(name: string): readonly Reference[] {
  try {
    return [parseReference(name)];
  } catch (error) {
    if (error instanceof InvalidReferenceError) return [];
    throw error;
  }
}
