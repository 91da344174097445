import type { ImageTarget } from '../../image/access.js';
import type { Outcome } from '../../result/outcome.js';
import type { Task } from '../../plan/task.js';
import type { PulledImage } from '../pulls/pull-need.js';

/** An image that is done, and where it came from and went to. */
export interface DoneImage {
  readonly task: Task;
  readonly image: PulledImage;
  readonly target: ImageTarget;
  readonly outcome: Outcome;
}
