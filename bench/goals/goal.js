/** @import { Goal } from '../types.js' */
/** @import { Summary } from '../measure/statistics.js' */

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

/**
 * @param {string} work
 * @param {Summary} ours
 * @param {readonly Summary[]} peers
 * @param {number} limit
 * @param {string} whom
 * @returns {Goal}
 */
export function versus(work, ours, peers, limit, whom) {
  const { ratio, peer } = againstBest(ours.wallSeconds, peers, ({ wallSeconds }) => wallSeconds);
  return atMost(work, `wall ≤ ${limit} × ${whom}`, ratio, limit, (value) => `${value.toFixed(2)} × ${peer}`);
}
