import { formatCanonical } from '../image/reference.js';
import type { Outcome } from '../outcome.js';
import type { Task } from '../plan/task.js';

/** Told what happens while it happens. */
export interface Progress {
  started(task: Task): void;
  /** @param bytes that crossed the wire for it; negative where a failed transfer begins again */
  moved(task: Task, bytes: number): void;
  finished(task: Task, outcome: Outcome): void;
  /** Of the run as a whole, in a sentence. */
  told(line: string): void;
}

/** What a task is called while it is done. */
export type NameTask = (task: Task) => string;

/** As its source; and as its copy, too, where each source has several. */
export function namesFor(targets: readonly unknown[]): NameTask {
  return ({ source, target }) =>
    targets.length === 1 ? formatCanonical(source) : `${formatCanonical(source)} → ${formatCanonical(target)}`;
}
