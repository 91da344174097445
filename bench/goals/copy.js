/** @import { Goal, ScenarioResult } from '../types.js' */
/** @import { Summary } from '../measure/statistics.js' */

import { againstBest, atMost, versus } from './goal.js';
import { findScenario } from '../measure/statistics.js';

const maxBigPeakBytes = 160e6;

/**
 * @param {readonly ScenarioResult[]} scenarios
 * @returns {Goal[]}
 */
export function copyGoals(scenarios) {
  return [...coldGoals(scenarios), ...delayedGoals(scenarios), ...bigGoals(scenarios), ...cpuGoals(scenarios)];
}

/**
 * @param {readonly ScenarioResult[]} scenarios
 * @returns {Goal[]}
 */
function coldGoals(scenarios) {
  const found = findScenario(scenarios, 'cold');
  if (found === undefined) {
    return [];
  }
  const { scenario, ours, peers } = found;
  const work = `${scenario.imageCount} images, cold, no delay`;
  const bytes = ours.bytesRead / scenario.distinctBytes;
  return [
    atMost(work, 'bytes from the source ≤ 1.01 × distinct bytes', bytes, 1.01, (value) => value.toFixed(3)),
    versus(work, ours, named(peers, 'crane, a loop'), 0.55, 'crane in a loop'),
    versus(work, ours, named(peers, 'skopeo'), 0.65, 'skopeo'),
    versus(work, ours, peers, 0.8, 'the best peer'),
    fewestRequests(work, ours, peers),
  ];
}

/**
 * @param {readonly Summary[]} peers
 * @param {string} name
 */
function named(peers, name) {
  return peers.filter(({ tool }) => tool.startsWith(name));
}

/**
 * @param {string} work
 * @param {Summary} ours
 * @param {readonly Summary[]} peers
 * @returns {Goal}
 */
function fewestRequests(work, ours, peers) {
  const { ratio, peer } = againstBest(ours.requests, peers, ({ requests }) => requests);
  /** @param {number} value */
  const render = (value) => `${ours.requests}: ${value.toFixed(2)} × ${peer}`;
  const goal = atMost(work, "requests fewer than every peer's", ratio, 1, render);
  return { ...goal, isReached: goal.isReached === undefined ? undefined : ratio < 1 };
}

/**
 * @param {readonly ScenarioResult[]} scenarios
 * @returns {Goal[]}
 */
function delayedGoals(scenarios) {
  const found = findScenario(scenarios, 'cold-20ms');
  return found === undefined
    ? []
    : [versus('the same, 20 ms round trip', found.ours, found.peers, 0.5, 'the best peer')];
}

/**
 * @param {readonly ScenarioResult[]} scenarios
 * @returns {Goal[]}
 */
function bigGoals(scenarios) {
  const found = findScenario(scenarios, 'big');
  if (found === undefined) {
    return [];
  }
  const work = 'one image with one big layer';
  return [
    versus(work, found.ours, found.peers, 1.05, 'the best peer'),
    atMost(
      work,
      'memory under 160 MB',
      found.ours.peakBytes,
      maxBigPeakBytes,
      (bytes) => `${(bytes / 1e6).toFixed(0)} MB`,
    ),
  ];
}

/**
 * Of a gigabyte that the target lacked: who carries it twice has copied it once.
 *
 * @param {readonly ScenarioResult[]} scenarios
 * @returns {Goal[]}
 */
function cpuGoals(scenarios) {
  return /** @type {const} */ (['cold', 'big']).flatMap((name) => {
    const found = findScenario(scenarios, name);
    const crane = found?.peers.find(({ tool }) => tool === 'crane, a loop');
    if (found === undefined || crane === undefined) {
      return [];
    }
    const gigabytes = found.scenario.distinctBytes / 1e9;
    const [ours, theirs] = [found.ours.cpuSeconds / gigabytes, crane.cpuSeconds / gigabytes];
    /** @param {number} ratio */
    const render = (ratio) => `${ours.toFixed(2)} s: ${ratio.toFixed(2)} × ${theirs.toFixed(2)} s`;
    return [atMost(`CPU a gigabyte copied, ${name}`, "≤ crane's", ours / theirs, 1, render)];
  });
}
