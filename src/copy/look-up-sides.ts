import type { ImageSource, ImageTarget } from '../image/source-and-target.js';
import type { Sides } from '../plan/decide.js';
import type { PulledImage } from './pulls/pull-need.js';
import type { RunContext, TaskContext } from './task-context.js';

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
  const { mode, compare, force } = run.options;
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

export function headOf({ source }: PulledImage, signal: AbortSignal): Pick<ImageSource, 'headManifest'> {
  return { headManifest: async (reference) => source.headOnce(reference, signal) };
}
