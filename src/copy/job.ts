import type PQueue from 'p-queue';
import type { Clock } from '../runtime/clock.js';
import type { ImageTarget } from '../image/access.js';
import type { Policy } from '../plan/decide.js';
import type { Task } from '../plan/task.js';
import type { Progress } from '../result/progress.js';
import type { BlobPlan } from './blobs/blob-plan.js';
import type { Comparisons } from './compare/comparisons.js';
import type { ConfigCache } from './image/config-cache.js';
import type { Confirmations } from './push/confirmations.js';
import type { FanOutParticipant } from './blobs/fan-out.js';
import type { Exposures } from './push/exposures.js';
import type { MemoryBudget } from './memory/memory-budget.js';
import type { PullBudgets } from './pulls/pull-budgets.js';
import type { PulledImage } from './pulls/pull-need.js';
import type { PushGates } from './push/push-gate.js';
import type { ReferrersTags } from './push/referrers-tags.js';
import type { Refusals } from './push/refusals.js';

interface MirrorOptions extends Policy {
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
  readonly participant: FanOutParticipant | undefined;
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
