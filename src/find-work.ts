import type { NamedChange } from './bump/describe-image-changes.js';
import type { Config } from './config/config.js';
import { stopWords } from './runtime/errors.js';
import { type Reachable, refuseOthers } from './plan/allowed-registries.js';
import type { Task } from './plan/task.js';
import type { NamedImage } from './plan/named-image.js';
import { type TaskList, planTasks } from './plan/tasks.js';
import { type ReportEntry, entryOfTask } from './result/report.js';
import { unlessLate } from './runtime/wait.js';
import { decideAllowed } from './tree/decide-allowed.js';
import { type Trigger, isProposed } from './tree/known-change.js';
import type { TreeProblem } from './tree/read-files.js';
import { readImages } from './tree/read-images.js';
import { type Scope, decideScope } from './tree/scope.js';

/** What a run is to do. */
export interface Work {
  readonly scope: Scope;
  /** that were read */
  readonly files: number;
  readonly plan: TaskList;
  readonly reachable: Reachable;
  /** of files that could not be read, and of images that must not be asked for */
  readonly entries: readonly ReportEntry[];
  /** Sentences: what could not be read until now. */
  readonly warnings: () => readonly string[];
  /** Lines for the log. */
  readonly notes: readonly string[];
}

interface WorkSurroundings {
  readonly workspace: string;
  readonly trigger: Trigger;
  readonly signal: AbortSignal;
  /** Aborted when a run that was stopped waits for nothing more. */
  readonly tidyUntil: AbortSignal;
}

/**
 * Reads which files a run is of, the images that they name, what these were before, and where they may be asked for. A run that is stopped
 * before that is known says so, and names no image.
 * @throws {ConfigurationError} where the tree makes no sense
 */
export async function findWork(config: Config, surroundings: WorkSurroundings): Promise<Work> {
  const { signal, tidyUntil } = surroundings;
  const found = await unlessLate(readWork(config, surroundings), tidyUntil);
  if (found !== undefined) return found;
  const warning = `${stopWords(signal)} before it was known which images it is of: this report names none of them.`;
  return {
    scope: { kind: 'all' },
    files: 0,
    plan: planTasks([], config, false),
    reachable: { allowed: { kind: 'all' }, trusted: [] },
    entries: [],
    warnings: () => [warning],
    notes: [],
  };
}

async function readWork(
  config: Config,
  { workspace, trigger, signal }: Omit<WorkSurroundings, 'tidyUntil'>,
): Promise<Work | undefined> {
  const scope = await decideScope(config.scope, trigger);
  // What could not be asked any more is not all that there is.
  if (signal.aborted) return undefined;
  const tree = await readImages(workspace, config, scope);
  const named = await nameWhatChanged(tree.images, scope, trigger, config);
  const plan = planTasks(named.images, config, scope.kind === 'all');
  const reachable = await decideAllowed(plan.tasks, workspace, config, trigger);
  const { tasks, refused } = refuseOthers(
    isProposed(trigger) ? untilMerged(plan.tasks, config) : plan.tasks,
    reachable.allowed,
  );
  const entries = refused.map(({ task, message }) => entryOfTask(task, { kind: 'failed', message, warnings: [] }));
  return {
    scope,
    files: tree.files,
    plan: { ...plan, tasks },
    reachable,
    entries: [...tree.problems.map(entryOfProblem), ...entries],
    // What could not be read any more is no news of the change.
    warnings: () => [...tree.warnings, ...(signal.aborted ? [] : named.warnings())],
    notes: tree.notes,
  };
}

/** Whatever is known of the change: to find out what the branch has under a tag, and be wrong, would move it. */
function untilMerged(tasks: readonly Task[], { force }: Pick<Config, 'force'>): readonly Task[] {
  // No tag moves away from what other files pin.
  const ofRun = force ? tasks : tasks.filter(({ isBystander }) => isBystander !== true);
  return ofRun.map((task) => ({ ...task, tagWaits: true }));
}

/** Of a pull request, what each image was before it; loaded where there is one. */
async function nameWhatChanged(
  images: readonly NamedImage[],
  scope: Scope,
  trigger: Trigger,
  config: Config,
): Promise<NamedChange> {
  const change = scope.change ?? (trigger.kind === 'pull-request' ? await trigger.change() : undefined);
  if (change?.kind !== 'known') return { images, warnings: () => [] };
  const { nameChange } = await import('./bump/describe-image-changes.js');
  return nameChange(images, change, config);
}

function entryOfProblem({ file, line, written, message }: TreeProblem): ReportEntry {
  const use = { file, ...(line === undefined ? {} : { line }), ...(written === undefined ? {} : { written }) };
  return { uses: [use], outcome: { kind: 'failed', message, warnings: [] } };
}
