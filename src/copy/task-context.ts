import type { ImageTarget } from '../image/source-and-target.js';
import type { Policy } from '../plan/decide.js';
import type { Task } from '../plan/task.js';
import type { Progress } from '../result/progress.js';
import type { Comparisons } from './compare/comparisons.js';
import type { CopyDeps } from './copy-image.js';
import type { FanOutParticipant } from './blobs/fan-out.js';
import type { Exposures } from './push/exposures.js';
import type { PulledImage } from './pulls/pull-need.js';
import type { RegistryBudget } from './pulls/registry-budget.js';
import type { PushGates } from './push/push-gate.js';
import type { Refusals } from './push/refusals.js';
import type { RouteTurns } from './turns.js';

export interface MirrorOptions extends Policy {
  readonly onMissingPlatform: 'fail' | 'warn';
  readonly verifyTimeoutMs: number;
}

/** What holds for a task's image: the run's options, or what the configuration file says of the image. */
export function optionsFor({ rules }: Task, { options }: Pick<RunContext, 'options'>): MirrorOptions {
  return rules === undefined ? options : { ...options, ...rules };
}

/** One task, and what belongs to it. */
export interface TaskContext {
  readonly task: Task;
  /** what all targets of the task's source share */
  readonly image: PulledImage;
  readonly target: ImageTarget;
  /** where the image is kept under several targets */
  readonly participant: FanOutParticipant | undefined;
  /** of the source's registry */
  readonly pulls: RegistryBudget;
  readonly turns: RouteTurns;
}

/** What all tasks of a run share. */
export interface RunContext {
  readonly options: MirrorOptions;
  /** See `RegistryAccess.isPublicOnly`. */
  readonly isPublicOnly: boolean;
  readonly copying: CopyDeps;
  /** The targets' registries that have shown what one of their tags leads to, or that it is not there. */
  readonly shownTargets: Set<string>;
  readonly gates: PushGates;
  readonly refusals: Refusals;
  readonly comparisons: Comparisons;
  readonly exposures: Exposures;
  readonly progress: Pick<Progress, 'started' | 'expected' | 'moved' | 'finished'>;
  readonly signal: AbortSignal;
}
