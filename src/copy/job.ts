import type PQueue from 'p-queue';
import type { Clock } from '../clock.js';
import type { ImageTarget } from '../image/access.js';
import type { Policy } from '../plan/decide.js';
import type { Task } from '../plan/task.js';
import type { Progress } from '../report/progress.js';
import type { BlobPlan } from './blob-plan.js';
import type { Comparisons } from './comparisons.js';
import type { ConfigCache } from './config-cache.js';
import type { Confirmations } from './confirmations.js';
import type { Companion } from './convoy.js';
import type { Exposures } from './exposures.js';
import type { MemoryBudget } from './memory-budget.js';
import type { PullBudgets } from './pull-budgets.js';
import type { PulledImage } from './pull-need.js';
import type { PushGates } from './push-gate.js';
import type { ReferrersTags } from './referrers-tags.js';
import type { Refusals } from './refusals.js';

export interface MirrorOptions extends Policy {
  readonly onMissingPlatform: 'fail' | 'warn';
  readonly verifyTimeoutMs: number;
}

/** One task with all that is needed to do it. */
export interface Job {
  readonly task: Task;
  /** what all targets of the task's source share */
  readonly image: PulledImage;
  readonly target: ImageTarget;
  /** where the image is kept under several targets */
  readonly companion: Companion | undefined;
  readonly options: MirrorOptions;
  readonly plan: BlobPlan;
  readonly configs: ConfigCache;
  readonly memory: MemoryBudget;
  readonly confirmations: Confirmations;
  readonly referrers: ReferrersTags;
  /** Whether sources are asked as everybody may; then nothing else is told. */
  readonly isPublicOnly: boolean;
  readonly budgets: PullBudgets;
  readonly comparisons: Comparisons;
  readonly exposures: Exposures;
  readonly gates: PushGates;
  readonly refusals: Refusals;
  /** holds back what more could be worked on side by side */
  readonly queue: PQueue;
  readonly clock: Clock;
  readonly progress: Pick<Progress, 'started' | 'expected' | 'moved' | 'finished'>;
  readonly signal: AbortSignal;
}
