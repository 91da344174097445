/** @import { Goal, Results, StartResult } from '../types.js' */

import { atMost } from './goal.js';
import { copyGoals } from './copy.js';
import { noOpGoals } from './no-op.js';

/** A step that finds nothing to do should cost little more than Node itself and the toolkit of GitHub Actions. */
const maxStartRatio = 4;

/**
 * What is to be reached, beside what was measured; without the work that was not done.
 *
 * @param {Results} results
 * @returns {Goal[]}
 */
export function listGoals({ scenarios, start }) {
  return [...copyGoals(scenarios), ...noOpGoals(scenarios), startGoal(start)];
}

/**
 * @param {StartResult} start
 * @returns {Goal}
 */
function startGoal({ emptyMs, bundleMs }) {
  return atMost(
    'start of the action on an empty tree',
    `≤ ${maxStartRatio} × \`node -e 0\``,
    bundleMs / emptyMs,
    maxStartRatio,
  );
}
