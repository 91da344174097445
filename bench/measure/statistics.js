/** @import { Counters, RequestKind, Run, ScenarioName, ScenarioResult, ToolResult } from '../types.js' */

/** @type {readonly RequestKind[]} */
export const requestKinds = [
  'ping',
  'token',
  'manifest-head',
  'manifest-get',
  'manifest-put',
  'blob-head',
  'blob-get',
  'upload-post',
  'mount',
  'upload-patch',
  'upload-put',
  'upload-get',
  'upload-delete',
  'tags',
  'referrers',
  'other',
];

/**
 * @param {readonly (number | undefined)[]} values
 * @returns {number} not a number if one was not measured; the lower of two in the middle
 */
function median(values) {
  const sorted = values.map((value) => value ?? Number.NaN).sort((a, b) => a - b);
  return sorted.some(Number.isNaN) ? Number.NaN : (sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN);
}

/**
 * What one tool's runs come to: medians, and what a machine and a registry must bear at most.
 *
 * @param {ToolResult} result
 */
export function summarize({ tool, role, runs }) {
  /** @param {(run: Run) => number | undefined} figure */
  const of = (figure) => median(runs.map(figure));
  return {
    tool,
    role,
    runs: runs.length,
    wallSeconds: of((run) => run.wallSeconds),
    cpuSeconds: of(({ userSeconds = Number.NaN, systemSeconds = Number.NaN }) => userSeconds + systemSeconds),
    userSeconds: of((run) => run.userSeconds),
    systemSeconds: of((run) => run.systemSeconds),
    peakBytes: Math.max(...runs.map(({ peakBytes }) => peakBytes ?? Number.NaN)),
    requests: of((run) => countRequests(run.source) + countRequests(run.target)),
    bytesRead: of((run) => run.source.bytesOut),
    bytesWritten: of((run) => run.target.bytesIn),
    source: summarizeSide(runs.map((run) => run.source)),
    target: summarizeSide(runs.map((run) => run.target)),
  };
}

/** @typedef {ReturnType<typeof summarize>} Summary */

/** @param {readonly Counters[]} counters */
function summarizeSide(counters) {
  /** @param {(one: Counters) => number} figure */
  const of = (figure) => median(counters.map(figure));
  return {
    requests: of(countRequests),
    connections: of((one) => one.connections),
    mostOpen: Math.max(...counters.map((one) => one.mostOpen)),
    handshakes: of((one) => one.handshakes),
    resumed: of((one) => one.resumed),
    streams: of((one) => one.streams),
  };
}

/**
 * @param {ToolResult} result
 * @param {'source' | 'target'} side
 * @param {RequestKind} kind
 */
export function medianOfKind({ runs }, side, kind) {
  return median(runs.map((run) => run[side].requests[kind] ?? 0));
}

/** @param {Counters} counters */
function countRequests({ requests }) {
  return Object.values(requests).reduce((sum, count) => sum + count, 0);
}

/**
 * @param {readonly ScenarioResult[]} scenarios
 * @param {ScenarioName} name
 */
export function findScenario(scenarios, name) {
  return findScenarios(scenarios, name)[0];
}

/**
 * @param {readonly ScenarioResult[]} scenarios
 * @param {ScenarioName} name
 */
export function findScenarios(scenarios, name) {
  return scenarios
    .filter((scenario) => scenario.name === name)
    .map((scenario) => ({ scenario, summaries: scenario.tools.map(summarize) }));
}

/** @typedef {NonNullable<ReturnType<typeof findScenario>>} Found a scenario that was run */
