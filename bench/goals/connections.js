/** @import { Goal, ScenarioName, ScenarioResult } from '../types.js' */
/** @import { Summary } from '../measure/statistics.js' */

import { judge } from './goal.js';
import { summarize } from '../measure/statistics.js';

/** @type {readonly ScenarioName[]} */
const copies = ['cold-tls', 'cold-20ms', 'cold-plain', 'cold-stored', 'layer-tls', 'layer-plain', 'index'];
/** @type {readonly ScenarioName[]} */
const looks = ['no-op-tls', 'no-op-20ms', 'one', 'pinned', 'growth', 'repositories'];

/** The first connections to a host may be opened before one of them has a session to resume. */
const maxFullHandshakes = 4;

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
  const all = scenarios.filter(({ name }) => names.includes(name));
  if (all.length === 0) {
    return [];
  }
  /** @param {Summary} ours */
  const mostOpen = ({ source, target }) => [source.mostOpen, target.mostOpen];
  return [
    judge({
      work,
      must: `≤ ${limit} at once to a host`,
      limit,
      figure: (name) => maximum(all.flatMap((scenario) => summariesOf(scenario, name).flatMap(mostOpen))),
      render: String,
    }),
  ];
}

/**
 * A client that opens its connections one after another resumes a session with each but the first. One that opens them all
 * at once has none to resume.
 *
 * @param {readonly ScenarioResult[]} scenarios
 * @returns {Goal[]}
 */
function sessionGoals(scenarios) {
  const all = scenarios.filter(({ network }) => network.isTls);
  if (all.length === 0) {
    return [];
  }
  /** @param {Summary} ours */
  const full = ({ source, target }) => [source, target].map(({ handshakes, resumed }) => handshakes - resumed);
  return [
    judge({
      work: 'TLS sessions',
      must: `≤ ${maxFullHandshakes} full handshakes to a host, the others resume`,
      limit: maxFullHandshakes,
      figure: (name) => maximum(all.flatMap((scenario) => summariesOf(scenario, name).flatMap(full))),
      render: String,
    }),
  ];
}

/**
 * @param {ScenarioResult} scenario
 * @param {string} name
 */
function summariesOf({ tools }, name) {
  return tools.filter(({ tool, runs }) => tool === name && runs.length > 0).map(summarize);
}

/** @param {readonly number[]} values */
function maximum(values) {
  return values.length === 0 ? Number.NaN : Math.max(...values);
}
