import { formatCanonical } from '../image/reference.js';
import type { Outcome } from './outcome.js';
import type { Task } from '../plan/task.js';

/** Told what happens while it happens. */
export interface Progress {
  started(task: Task): void;
  /** @param bytes that are to cross the wire for it besides what was said before; negative where they need not */
  expected(task: Task, bytes: number): void;
  /** @param bytes that crossed the wire for it; negative where a failed transfer begins again */
  moved(task: Task, bytes: number): void;
  finished(task: Task, outcome: Outcome): void;
  /** Of the run as a whole, in a sentence. */
  log(line: string): void;
}

/** What a task is called while it is done. */
export type NameTask = (task: Task) => string;

/** As its source; and as its copy, too, where each source has several. */
export function namesFor(targets: readonly unknown[]): NameTask {
  return ({ source, target }) =>
    targets.length === 1 ? formatCanonical(source) : `${formatCanonical(source)} → ${formatCanonical(target)}`;
}

/** How far a task is. */
export interface Advance {
  /** that crossed the wire */
  readonly bytes: number;
  /** bytes that are to cross it; 0 as long as that is not known */
  readonly expected: number;
}

/** Notes how far each task is that is under way, in the order in which they were begun. */
export class Advances<More = unknown> {
  readonly #underWay = new Map<Task, { more: More; bytes: number; expected: number }>();

  get all(): Iterable<readonly [task: Task, advance: Advance & { readonly more: More }]> {
    return this.#underWay;
  }

  get count(): number {
    return this.#underWay.size;
  }

  begin(task: Task, more: More): void {
    this.#underWay.set(task, { more, bytes: 0, expected: 0 });
  }

  add(task: Task, { bytes = 0, expected = 0 }: Partial<Advance>): void {
    const advance = this.#underWay.get(task);
    if (advance === undefined) return;
    advance.bytes += bytes;
    advance.expected += expected;
  }

  end(task: Task): void {
    this.#underWay.delete(task);
  }
}
