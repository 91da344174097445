/** @import { Goal, ScenarioResult } from '../types.js' */

import { judge, processor, summaryOf } from './goal.js';
import { megabytes } from '../tables.js';
import { findScenarios } from '../measure/statistics.js';

const maxPeakBytes = 300e6;
/** How much longer one image may take when there are more of them. */
const maxTimeGrowth = 1.2;
const maxTokenSeconds = 1;

/**
 * @param {readonly ScenarioResult[]} scenarios
 * @returns {Goal[]}
 */
export function growthGoals(scenarios) {
  return [...imageGoals(scenarios), ...repositoryGoals(scenarios)];
}

/**
 * The start of the process is in every time: it makes the small numbers dearer and hides nothing of the big ones.
 *
 * @param {readonly ScenarioResult[]} scenarios
 * @returns {Goal[]}
 */
function imageGoals(scenarios) {
  const steps = findScenarios(scenarios, 'growth');
  if (steps.length < 2) {
    return [];
  }
  const work = `growth, ${steps.map(({ scenario }) => scenario.imageCount).join(' → ')} images`;
  /** @param {string} name */
  const timesOfImage = (name) =>
    steps.map((step) => (summaryOf(step, name)?.wallSeconds ?? Number.NaN) / step.scenario.imageCount);
  return [
    judge({
      work,
      must: `time linear: an image ≤ ${maxTimeGrowth} × as dear`,
      limit: maxTimeGrowth,
      figure: (name) => {
        const times = timesOfImage(name);
        return Math.max(...times.slice(1).map((time, index) => time / (times[index] ?? Number.NaN)));
      },
      isTime: true,
    }),
    judge({
      work,
      must: `memory < ${megabytes(maxPeakBytes)}`,
      limit: maxPeakBytes,
      figure: (name) => Math.max(...steps.map((step) => summaryOf(step, name)?.peakBytes ?? Number.NaN)),
      render: megabytes,
    }),
  ];
}

/**
 * @param {readonly ScenarioResult[]} scenarios
 * @returns {Goal[]}
 */
function repositoryGoals(scenarios) {
  const [many, few] = findScenarios(scenarios, 'repositories');
  if (many === undefined || few === undefined) {
    return [];
  }
  return [
    judge({
      work: `${many.scenario.imageCount} repositories, an image each`,
      must: `processor ≤ ${maxTokenSeconds} s more than as many images in a fifth of the repositories`,
      limit: maxTokenSeconds,
      figure: (name) => {
        const [ofMany, ofFew] = [summaryOf(many, name), summaryOf(few, name)];
        return ofMany === undefined || ofFew === undefined ? Number.NaN : processor(ofMany) - processor(ofFew);
      },
      render: (value) => `${value.toFixed(2)} s`,
      isTime: true,
    }),
  ];
}
