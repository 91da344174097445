/** @import { Goal, ScenarioResult } from '../types.js' */
/** @import { Found } from '../measure/statistics.js' */

import { judge, processor, summaryOf, versus } from './goal.js';
import { describeNetwork } from '../network.js';
import { findScenario } from '../measure/statistics.js';

const maxOneSeconds = 0.25;

/**
 * @param {readonly ScenarioResult[]} scenarios
 * @returns {Goal[]}
 */
export function noOpGoals(scenarios) {
  const [tls, distant] = [findScenario(scenarios, 'no-op-tls'), findScenario(scenarios, 'no-op-20ms')];
  return [
    ...versus(tls, { work: describeNoOp(tls), what: 'wall', limit: 0.45 }),
    ...versus(tls, { work: describeNoOp(tls), what: 'processor', limit: 1, other: 'regsync once' }),
    ...versus(distant, { work: describeNoOp(distant), what: 'wall', limit: 0.45 }),
    ...oneGoals(findScenario(scenarios, 'one')),
  ];
}

/**
 * @param {Found | undefined} found
 * @returns {string}
 */
function describeNoOp(found) {
  return found === undefined
    ? ''
    : `no-op, ${found.scenario.imageCount} images; ${describeNetwork(found.scenario.network)}`;
}

/**
 * @param {Found | undefined} found
 * @returns {Goal[]}
 */
function oneGoals(found) {
  if (found === undefined) {
    return [];
  }
  return [
    judge({
      work: `no-op, one image, the command; ${describeNetwork(found.scenario.network)}`,
      must: `processor ≤ ${maxOneSeconds} s`,
      limit: maxOneSeconds,
      figure: (name) => {
        const ours = summaryOf(found, name);
        return ours === undefined ? Number.NaN : processor(ours);
      },
      render: (value) => `${value.toFixed(2)} s`,
      isTime: true,
    }),
  ];
}
