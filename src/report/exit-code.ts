import type { FailOn } from '../config/config.js';
import type { Report } from './report.js';

/** 0: done. 1: something failed, as `fail-on` sees it. Wrong usage is 2, and has no report. */
export function exitCodeOf({ counts, interrupted }: Report, failOn: FailOn): 0 | 1 {
  // A cancelled run is not done, whatever may fail.
  if (interrupted) return 1;
  switch (failOn) {
    case 'failed':
      return counts.failed > 0 ? 1 : 0;
    case 'stale':
      return counts.failed + counts.stale + counts.deferred > 0 ? 1 : 0;
    // At the end of the run the target has not what is asked for, whatever the reason: a check that found work to do, too.
    case 'not-mirrored':
      return counts.failed + counts.stale + counts.deferred + counts['would-mirror'] > 0 ? 1 : 0;
    case 'never':
      return 0;
  }
}
