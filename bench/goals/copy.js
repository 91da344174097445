/** @import { Goal, ScenarioResult } from '../types.js' */
/** @import { Found } from '../measure/statistics.js' */

import { judge, summaryOf, versus } from './goal.js';
import { megabytes } from '../tables.js';
import { describeNetwork } from '../network.js';
import { findScenario } from '../measure/statistics.js';

const craneLoop = 'crane, a loop';
const curl = 'curl into curl';

/**
 * @param {readonly ScenarioResult[]} scenarios
 * @returns {Goal[]}
 */
export function copyGoals(scenarios) {
  /** @param {ScenarioResult['name']} name */
  const find = (name) => findScenario(scenarios, name);
  return [...coldGoals(find), ...layerGoals(find), ...indexGoals(find)];
}

/** @typedef {(name: ScenarioResult['name']) => Found | undefined} Find */

/**
 * @param {Find} find
 * @returns {Goal[]}
 */
function coldGoals(find) {
  const [tls, distant, near, stored] = [find('cold-tls'), find('cold-20ms'), find('cold-plain'), find('cold-stored')];
  return [
    ...versus(tls, { work: describeCold(tls), what: 'wall', limit: 0.65 }),
    ...versus(tls, { work: describeCold(tls), what: 'processor', limit: 0.7 }),
    ...versus(distant, { work: describeCold(distant), what: 'wall', limit: 0.8 }),
    ...versus(near, { work: describeCold(near), what: 'wall', limit: 0.8 }),
    ...versus(stored, {
      work: `${describeCold(stored)}, distribution`,
      what: 'wall',
      limit: 0.55,
      other: craneLoop,
    }),
    ...bytesGoals([tls, distant, near, stored].filter((found) => found !== undefined)),
  ];
}

/**
 * @param {Found | undefined} found
 * @returns {string}
 */
function describeCold(found) {
  if (found === undefined) {
    return '';
  }
  const { imageCount, distinctBytes, network } = found.scenario;
  return `cold, ${imageCount} images, ${megabytes(distinctBytes)}; ${describeNetwork(network)}`;
}

/**
 * Who reads a blob twice has not seen that it is the same.
 *
 * @param {readonly Found[]} all
 * @returns {Goal[]}
 */
function bytesGoals(all) {
  if (all.length === 0) {
    return [];
  }
  return [
    judge({
      work: 'bytes from the source, cold',
      must: '≤ 1.01 × distinct bytes',
      limit: 1.01,
      figure: (name) =>
        Math.max(
          ...all.map((found) => (summaryOf(found, name)?.bytesRead ?? Number.NaN) / found.scenario.distinctBytes),
        ),
      render: (value) => value.toFixed(3),
    }),
  ];
}

/**
 * @param {Find} find
 * @returns {Goal[]}
 */
function layerGoals(find) {
  return [find('layer-tls'), find('layer-plain')].flatMap((found) => {
    if (found === undefined) {
      return [];
    }
    const work = `one layer, ${megabytes(found.scenario.distinctBytes)}; ${describeNetwork(found.scenario.network)}`;
    return [
      ...versus(found, { work, what: 'wall', limit: 1.05, other: curl }),
      ...versus(found, { work, what: 'processor', limit: 1, other: craneLoop }),
    ];
  });
}

/**
 * @param {Find} find
 * @returns {Goal[]}
 */
function indexGoals(find) {
  const found = find('index');
  const work = `one index of many children; ${found === undefined ? '' : describeNetwork(found.scenario.network)}`;
  return versus(found, { work, what: 'processor', limit: 1, other: craneLoop });
}
