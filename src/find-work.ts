import type { ImageChanges } from './bump/describe-image-changes.js';
import type { Config } from './config/config.js';
import { stopWords } from './runtime/errors.js';
import { type Reachable, type RefusedTask, refuseDisallowed } from './plan/allowed-registries.js';
import type { NamedImage } from './plan/named-image.js';
import { type TaskList, planTasks } from './plan/tasks.js';
import type { Outcome } from './result/outcome.js';
import { type ReportEntry, entryOfTask } from './result/report.js';
import { unlessLate } from './runtime/wait.js';
import { decideAllowed } from './tree/decide-allowed.js';
import { type Trigger, isProposed } from './tree/known-change.js';
import type { TreeProblem } from './tree/read-files.js';
import { readImages } from './tree/read-images.js';
import { type Scope, decideScope } from './tree/scope.js';

/** What a run is to do. */
interface Work {
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
  readonly logLines: readonly string[];
}

interface FindWorkDeps {
  readonly workspace: string;
  readonly trigger: Trigger;
  readonly signal: AbortSignal;
  /** Aborted when a run that was stopped waits for nothing more. */
  readonly cleanupSignal: AbortSignal;
  /** Called when the tree turns out to have many files, before most of them are read. */
  readonly onManyFiles?: (() => void) | undefined;
}

/**
 * Reads which files a run is of, the images that they name, what these were before, and where they may be asked for. A run that is stopped
 * before that is known says so, and names no image.
 * @throws {ConfigurationError} where the tree makes no sense
 */
export async function findWork(config: Config, deps: FindWorkDeps): Promise<Work> {
  const { signal, cleanupSignal } = deps;
  const found = await unlessLate(readWork(config, deps), cleanupSignal);
  if (found !== undefined) return found;
  const warning = `${stopWords(signal)} before it was known which images it is of: this report names none of them.`;
  return {
    scope: { kind: 'all' },
    files: 0,
    plan: planTasks([], config, false),
    reachable: { allowed: { kind: 'all' }, trusted: [] },
    entries: [],
    warnings: () => [warning],
    logLines: [],
  };
}

async function readWork(
  config: Config,
  { workspace, trigger, signal, onManyFiles }: Omit<FindWorkDeps, 'cleanupSignal'>,
): Promise<Work | undefined> {
  const scope = await decideScope(config.scope, trigger);
  // What could not be asked any more is not all that there is.
  if (signal.aborted) return undefined;
  const tree = await readImages(workspace, config, scope, onManyFiles);
  const named = await describeChanges(tree.images, scope, trigger, config);
  const plan = planTasks(named.images, config, scope.kind === 'all');
  const reachable = await decideAllowed(plan.tasks, workspace, config, trigger);
  const tagsWait = isProposed(trigger);
  // A tag that waits does not move away from what other files pin.
  const needed = tagsWait && !config.force ? plan.tasks.filter(({ isBystander }) => isBystander !== true) : plan.tasks;
  // This does not depend on what is known of the change: a wrong guess at what the branch has would move its tag.
  const held = tagsWait ? needed.map((task) => ({ ...task, tagWaits: true as const })) : needed;
  const { tasks, refused } = refuseDisallowed(held, reachable.allowed);
  return {
    scope,
    files: tree.files,
    plan: { ...plan, tasks },
    reachable,
    entries: failedEntries(tree.problems, refused),
    // What could not be read any more is no news of the change.
    warnings: () => [...tree.warnings, ...(signal.aborted ? [] : named.warnings())],
    logLines: tree.logLines,
  };
}

/** Of a pull request, what each image was before it; loaded where there is one. */
async function describeChanges(
  images: readonly NamedImage[],
  scope: Scope,
  trigger: Trigger,
  config: Config,
): Promise<ImageChanges> {
  const change = scope.change ?? (trigger.kind === 'pull-request' ? await trigger.change() : undefined);
  if (change?.kind !== 'known') return { images, warnings: () => [] };
  const { describeImageChanges } = await import('./bump/describe-image-changes.js');
  return describeImageChanges(images, change, config);
}

function failedEntries(problems: readonly TreeProblem[], refused: readonly RefusedTask[]): readonly ReportEntry[] {
  const failed = (message: string): Outcome => ({ state: 'failed', message, warnings: [] });
  const unread = problems.map(({ file, line, written, message }) => {
    const use = { file, ...(line === undefined ? {} : { line }), ...(written === undefined ? {} : { written }) };
    return { uses: [use], outcome: failed(message) };
  });
  return [...unread, ...refused.map(({ task, message }) => entryOfTask(task, failed(message)))];
}
