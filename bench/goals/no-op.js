/** @import { Goal, ScenarioResult } from '../types.js' */

import { atMost, versus } from './goal.js';
import { findScenario, medianOfKind, summarize } from '../measure/statistics.js';

const maxGrowthPeakBytes = 300e6;
/** Of the cost of an image, from one number of images to ten times as many. */
const maxTimeGrowth = 1.2;
const maxRequestGrowth = 1.05;

/**
 * @param {readonly ScenarioResult[]} scenarios
 * @returns {Goal[]}
 */
export function noOpGoals(scenarios) {
  return [...tagGoals(scenarios), ...pinnedGoals(scenarios), ...growthGoals(scenarios)];
}

/**
 * @param {readonly ScenarioResult[]} scenarios
 * @returns {Goal[]}
 */
function tagGoals(scenarios) {
  const found = findScenario(scenarios, 'no-op');
  const [tool] = found?.scenario.tools ?? [];
  if (found === undefined || tool === undefined) {
    return [];
  }
  const { scenario, ours, peers } = found;
  const work = `no-op, ${scenario.imageCount} images by tag, 20 ms`;
  const gets = medianOfKind(tool, 'source', 'manifest-get') + medianOfKind(tool, 'target', 'manifest-get');
  const crane = peers.filter(({ tool: name }) => name === 'crane, a loop');
  return [
    atMost(work, '≤ 2.1 requests an image', ours.requests / scenario.imageCount, 2.1),
    atMost(work, '0 manifest GETs', gets, 0, String),
    versus(work, ours, crane, 0.05, 'crane in a loop'),
    versus(work, ours, peers, 0.3, 'the best peer'),
  ];
}

/**
 * @param {readonly ScenarioResult[]} scenarios
 * @returns {Goal[]}
 */
function pinnedGoals(scenarios) {
  const found = findScenario(scenarios, 'pinned');
  if (found === undefined) {
    return [];
  }
  const work = 'the same, all pinned';
  return [
    atMost(work, '≤ 1.1 requests an image', found.ours.requests / found.scenario.imageCount, 1.1),
    atMost(work, '0 requests to the source', found.ours.sourceRequests, 0, String),
  ];
}

/**
 * The start of the process is in every time: it makes the small numbers dearer and hides nothing of the big ones.
 *
 * @param {readonly ScenarioResult[]} scenarios
 * @returns {Goal[]}
 */
function growthGoals(scenarios) {
  const steps = scenarios
    .filter(({ name }) => name === 'growth')
    .flatMap(({ imageCount, tools }) => tools.slice(0, 1).map((tool) => ({ imageCount, ...summarize(tool) })));
  const last = steps.at(-1);
  if (last === undefined || steps.length < 2) {
    return [];
  }
  const work = `growth, ${steps.map(({ imageCount }) => imageCount).join(' → ')} images`;
  /** @param {'wallSeconds' | 'requests'} key */
  const growth = (key) =>
    Math.max(
      ...steps
        .slice(1)
        .map(
          (step, index) => step[key] / step.imageCount / ((steps[index]?.[key] ?? 0) / (steps[index]?.imageCount ?? 1)),
        ),
    );
  return [
    atMost(work, `time linear: an image ≤ ${maxTimeGrowth} × as dear`, growth('wallSeconds'), maxTimeGrowth),
    atMost(work, `requests linear: an image ≤ ${maxRequestGrowth} × as dear`, growth('requests'), maxRequestGrowth),
    atMost(
      work,
      'memory under 300 MB',
      last.peakBytes,
      maxGrowthPeakBytes,
      (bytes) => `${(bytes / 1e6).toFixed(0)} MB`,
    ),
  ];
}
