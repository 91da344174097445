/** @import { Goal, Results, StartResult } from '../types.js' */

import { nameOnNode } from '../nodes.js';
import { connectionGoals } from './connections.js';
import { copyGoals } from './copy.js';
import { judge } from './goal.js';
import { growthGoals } from './growth.js';
import { noOpGoals } from './no-op.js';
import { requestGoals } from './requests.js';

/** A step that finds nothing to do should cost little more than Node itself and the toolkit of GitHub Actions. */
const maxStartRatio = 4;

/**
 * What is to be reached, beside what was measured; without the work that was not done.
 *
 * @param {Results} results
 * @returns {Goal[]}
 */
export function listGoals({ scenarios, starts }) {
  return [
    ...copyGoals(scenarios),
    ...noOpGoals(scenarios),
    ...growthGoals(scenarios),
    ...connectionGoals(scenarios),
    ...requestGoals(scenarios),
    startGoal(starts),
  ];
}

/**
 * @param {readonly StartResult[]} starts
 * @returns {Goal}
 */
function startGoal(starts) {
  return judge({
    work: 'start of the action on an empty tree',
    must: `≤ ${maxStartRatio} × \`node -e 0\``,
    limit: maxStartRatio,
    figure: (name) => {
      const start = starts.find(({ nodeVersion }) => nameOnNode(nodeVersion.split('.')[0] ?? '') === name);
      return start === undefined ? Number.NaN : start.bundleMs / start.emptyMs;
    },
    isTime: true,
  });
}
