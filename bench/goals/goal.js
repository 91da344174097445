/** @import { Goal } from '../types.js' */
/** @import { Found, Summary } from '../measure/statistics.js' */

import { nameOnNode, nodeMajors } from '../nodes.js';

/** On the oldest Node we may take so much more time than on the newest, even if that is more than the goal. */
const oldestNodeFactor = 1.2;

/**
 * @typedef {object} Must
 * @property {string} work
 * @property {string} must
 * @property {number} limit
 * @property {(nodeName: string) => number} figure not a number if it was not measured
 * @property {(value: number) => string} [render]
 * @property {boolean} [isTime] else the oldest Node must reach the same limit
 */

/**
 * @param {Must} must
 * @returns {Goal}
 */
export function judge({ work, must, limit, figure, render = (value) => value.toFixed(2), isTime = false }) {
  const [newest, oldest] = [figure(nameOnNode(nodeMajors[0])), figure(nameOnNode(nodeMajors[1]))];
  const oldestLimit = isTime ? Math.max(limit, newest * oldestNodeFactor) : limit;
  return {
    work,
    must,
    newest: Number.isFinite(newest) ? render(newest) : '',
    oldest: Number.isFinite(oldest) ? render(oldest) : '',
    isReached: Number.isFinite(newest) ? newest <= limit && !(oldest > oldestLimit) : undefined,
  };
}

/**
 * @param {Found} found
 * @param {string} name
 * @returns {Summary | undefined}
 */
export function summaryOf({ summaries }, name) {
  return summaries.find(({ tool, runs }) => tool === name && runs > 0);
}

/** @typedef {(summary: Summary) => number} Figure */
/** @type {Figure} */
const wall = ({ wallSeconds }) => wallSeconds;
/** @type {Figure} */
export const processor = ({ cpuSeconds }) => cpuSeconds;

/**
 * A figure of ours that is so many times that of another tool, or of the peer that is best at it.
 *
 * @param {Found | undefined} found
 * @param {{ work: string, what: 'wall' | 'processor', limit: number, other?: string }} must
 * @returns {Goal[]} none if the scenario was not run
 */
export function versus(found, { work, what, limit, other }) {
  if (found === undefined) {
    return [];
  }
  const figure = what === 'wall' ? wall : processor;
  const rivals = found.summaries.filter(({ tool, role }) => (other === undefined ? role === 'peer' : tool === other));
  const [best] = rivals.filter((rival) => figure(rival) > 0).sort((a, b) => figure(a) - figure(b));
  /** @param {string} name */
  const ratio = (name) => {
    const ours = summaryOf(found, name);
    return ours === undefined || best === undefined ? Number.NaN : figure(ours) / figure(best);
  };
  return [
    judge({
      work,
      must: `${what} ≤ ${limit} × ${other ?? 'the best peer'}`,
      limit,
      figure: ratio,
      render: (value) => `${value.toFixed(2)} × ${best?.tool ?? ''}`,
      isTime: true,
    }),
  ];
}
