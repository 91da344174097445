/** @import { Goal, Results, StartResult } from './types.js' */
/** @import { Summary } from './statistics.js' */

import { copyGoals } from './goals-copy.js';
import { noOpGoals } from './goals-no-op.js';

/** A step that finds nothing to do should cost little more than Node itself. */
const maxStartRatio = 3;

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

/**
 * @param {string} work
 * @param {string} must
 * @param {number} measured not a number where it was not measured
 * @param {number} limit
 * @param {(value: number) => string} [render]
 * @returns {Goal}
 */
export function atMost(work, must, measured, limit, render = (value) => value.toFixed(2)) {
  const isMeasured = Number.isFinite(measured);
  return {
    work,
    must,
    measured: isMeasured ? render(measured) : '',
    isReached: isMeasured ? measured <= limit : undefined,
  };
}

/**
 * @param {number} ours
 * @param {readonly Summary[]} peers
 * @param {(peer: Summary) => number} figure
 * @returns {{ ratio: number, peer: string }} to the peer whose figure is least
 */
export function againstBest(ours, peers, figure) {
  const [best] = [...peers].sort((a, b) => figure(a) - figure(b));
  return best === undefined ? { ratio: Number.NaN, peer: 'no peer' } : { ratio: ours / figure(best), peer: best.tool };
}
