import { formatCount } from '../runtime/text.js';
import type { PullBudget } from './report.js';

/** `docker.io: 37 of 100 pulls left before the copies (window of 6 h), 41 needed at least, not enough for 3 images` */
export function formatPullBudget({
  registry,
  limit,
  remaining,
  windowSeconds,
  needed,
  neededIs,
  deferred,
}: PullBudget): string {
  const window = windowSeconds % 3_600 === 0 ? `${windowSeconds / 3_600} h` : `${Math.round(windowSeconds / 60)} min`;
  return [
    `${registry}: ${remaining} of ${formatCount(limit, 'pull')} left before the copies (window of ${window})`,
    `${needed} needed ${neededIs === 'at-most' ? 'at most' : 'at least'}`,
    ...(deferred === 0 ? [] : [`not enough for ${formatCount(deferred, 'image')}`]),
  ].join(', ');
}
