import type { ImageSource, ImageTarget } from '../image/source-and-target.js';
import type { Sides } from '../plan/decide.js';
import type { PulledImage } from './pulls/pull-need.js';
import { type RunContext, type TaskContext, optionsFor } from './task-context.js';
import type { CopyDecision } from './task-outcome.js';

/** Where a task's tags are looked up. The look-up at the source may begin at once. */
export function lookUpSides(context: TaskContext, run: RunContext): Sides {
  const { task, image, target } = context;
  if (isSourceAsked(context, run))
    image.source.headOnce(task.source.tag ?? 'latest', run.signal).catch(() => undefined);
  const takesUploads = async (): Promise<boolean> => run.gates.takesUploads(target);
  return { source: headOf(image, run.signal), target: showing(target, run), takesUploads };
}

/**
 * Whether the source is asked whatever the target answers. Then both are asked at once, which is a round trip less. Not before the target has answered
 * once: one that refuses everything costs its sources no request. Nor where a look-up may count as a pull.
 */
function isSourceAsked({ task, image, target }: TaskContext, run: RunContext): boolean {
  const { mode, compare, force } = optionsFor(task, run);
  if (run.isPublicOnly || task.digest !== undefined || mode === 'verify') return false;
  if (!run.shownTargets.has(target.registry)) return false;
  return (compare === 'digest' || force) && !image.source.areLookUpsPulls;
}

function showing(target: ImageTarget, { shownTargets }: RunContext): Pick<ImageTarget, 'headManifest'> {
  return {
    headManifest: async (reference, signal) => {
      const head = await target.headManifest(reference, signal);
      shownTargets.add(target.registry);
      return head;
    },
  };
}

/**
 * Begins what a copy asks next, while the push gate asks whether it may write: whether the target's repository is there, and whether the source limits
 * pulls. Not if a refusal is expected, as then nothing of this is needed. Nor does it ask a source that may count the look-up as a pull.
 */
export function lookAhead({ image, target, pulls }: TaskContext, { digest }: CopyDecision, run: RunContext): void {
  if (run.refusals.isExpected) return;
  // What fails here fails again when it is needed, and is heard then.
  run.copying.plan.repositoryExists(target, run.signal).catch(() => undefined);
  if (!image.source.countsPulls) pulls.lookForLimit({ image, digest }).catch(() => undefined);
}

export function headOf({ source }: PulledImage, signal: AbortSignal): Pick<ImageSource, 'headManifest'> {
  return { headManifest: async (reference) => source.headOnce(reference, signal) };
}
