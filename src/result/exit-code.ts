import type { FailOn } from '../config/config.js';
import type { Report } from './report.js';

/** 0: done. 1: something failed, as `fail-on` sees it. Wrong usage is 2, and has no report. */
export function exitCodeOf({ counts, images, interrupted }: Report, failOn: FailOn): 0 | 1 {
  // A cancelled run is not done, whatever may fail.
  if (interrupted) return 1;
  switch (failOn) {
    case 'failed':
      return counts.failed > 0 ? 1 : 0;
    case 'stale':
      return counts.failed + counts.stale + counts.deferred > 0 ? 1 : 0;
    // The image cannot be pulled when the run ends: `check` found work to do, or the tag does not show yet.
    case 'not-mirrored': {
      const unseen = images.filter(({ visible }) => visible === false).length;
      return counts.failed + counts.stale + counts.deferred + counts['would-mirror'] + unseen > 0 ? 1 : 0;
    }
    case 'never':
      return 0;
  }
}
