import { formerPin } from './former-names.js';
import type { Task } from './task.js';

/**
 * Of what is not merged yet: a tag that the branch pins, and that a pull request pins anew, is the branch's until the merge. Who uses it would have
 * what nobody has approved, and the next run of the branch would take it back.
 */
export function letTagWait(task: Task): Task {
  const former = formerPin(task);
  return former === undefined || former === task.pin ? task : { ...task, tagWaits: true };
}
