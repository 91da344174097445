/** @import { Goal, ScenarioName, ScenarioResult } from '../types.js' */
/** @import { Summary } from '../measure/statistics.js' */

import { judge, summaryOf } from './goal.js';
import { findScenario, findScenarios } from '../measure/statistics.js';

/** @type {readonly ScenarioName[]} */
const copies = ['cold-tls', 'cold-20ms', 'cold-plain', 'cold-stored', 'layer-tls', 'layer-plain', 'index'];
/** @type {readonly ScenarioName[]} */
const looks = ['no-op-tls', 'no-op-20ms', 'one', 'pinned', 'growth', 'repositories'];

/**
 * @param {readonly ScenarioResult[]} scenarios
 * @returns {Goal[]}
 */
export function connectionGoals(scenarios) {
  return [
    ...openGoals(scenarios, copies, { work: 'connections in a copy', limit: 32 }),
    ...openGoals(scenarios, looks, { work: 'connections in look-ups', limit: 64 }),
    ...sessionGoals(scenarios),
  ];
}

/**
 * @param {readonly ScenarioResult[]} scenarios
 * @param {readonly ScenarioName[]} names
 * @param {{ work: string, limit: number }} must
 * @returns {Goal[]}
 */
function openGoals(scenarios, names, { work, limit }) {
  const all = names.flatMap((name) => findScenarios(scenarios, name));
  if (all.length === 0) {
    return [];
  }
  /** @param {Summary | undefined} ours */
  const mostOpen = (ours) => (ours === undefined ? [] : [ours.source.mostOpen, ours.target.mostOpen]);
  return [
    judge({
      work,
      must: `≤ ${limit} at once to a host`,
      limit,
      figure: (name) => maximum(all.flatMap((found) => mostOpen(summaryOf(found, name)))),
      render: String,
    }),
  ];
}

/**
 * A client that opens its connections one after another resumes all but the first; one that opens them all at once, none.
 *
 * @param {readonly ScenarioResult[]} scenarios
 * @returns {Goal[]}
 */
function sessionGoals(scenarios) {
  const found = findScenario(scenarios, 'cold-tls');
  if (found === undefined) {
    return [];
  }
  return [
    judge({
      work: 'TLS sessions in a copy',
      must: 'full handshakes ≤ half of all',
      limit: 0.5,
      figure: (name) => {
        const ours = summaryOf(found, name);
        return ours === undefined ? Number.NaN : maximum([ours.source, ours.target].map(shareOfFull));
      },
    }),
  ];
}

/** @param {Summary['source']} side */
function shareOfFull({ handshakes, resumed }) {
  return (handshakes - resumed) / handshakes;
}

/** @param {readonly number[]} values */
function maximum(values) {
  return values.length === 0 ? Number.NaN : Math.max(...values);
}
