import { type Reference, tryReference } from '../image/reference.js';
import type { Task } from '../plan/task.js';

/** What files named before the pull request, in the order of the files. What its base says may be no image's name. */
export function formerNames({ uses }: Pick<Task, 'uses'>): readonly Reference[] {
  return uses.flatMap(({ was }) => (was === undefined ? [] : (tryReference(was) ?? [])));
}
