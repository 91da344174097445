/** @import { FrontCounters, RequestKind } from '../front/types.js' */
/** @import { Run, ScenarioName, ScenarioResult, ToolResult } from '../types.js' */

/**
 * @param {readonly (number | undefined)[]} values
 * @returns {number} not a number where one was not measured; the lower of two in the middle
 */
function median(values) {
  const sorted = values.map((value) => value ?? Number.NaN).sort((a, b) => a - b);
  return sorted.some(Number.isNaN) ? Number.NaN : (sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN);
}

/**
 * What one tool's runs come to.
 *
 * @param {ToolResult} result
 */
export function summarize({ tool, runs }) {
  /** @param {(run: Run) => number | undefined} figure */
  const of = (figure) => median(runs.map(figure));
  return {
    tool,
    runs: runs.length,
    wallSeconds: of((run) => run.wallSeconds),
    cpuSeconds: of((run) => run.cpuSeconds),
    // The memory that a machine has to have.
    peakBytes: Math.max(...runs.map(({ peakBytes }) => peakBytes ?? Number.NaN)),
    sourceRequests: of((run) => countRequests(run.source)),
    targetRequests: of((run) => countRequests(run.target)),
    requests: of((run) => countRequests(run.source) + countRequests(run.target)),
    bytesRead: of((run) => run.source.bytesOut),
    bytesWritten: of((run) => run.target.bytesIn),
  };
}

/** @typedef {ReturnType<typeof summarize>} Summary */

/**
 * @param {ToolResult} result
 * @param {'source' | 'target'} side
 * @param {RequestKind} kind
 */
export function medianOfKind({ runs }, side, kind) {
  return median(runs.map((run) => run[side].requests[kind]));
}

/** @param {FrontCounters} counters */
function countRequests({ requests }) {
  return Object.values(requests).reduce((sum, count) => sum + count, 0);
}

/**
 * @param {readonly ScenarioResult[]} scenarios
 * @param {ScenarioName} name
 */
export function findScenario(scenarios, name) {
  const scenario = scenarios.find((one) => one.name === name);
  const ours = scenario?.tools.filter(({ role }) => role === 'ours').map(summarize)[0];
  const peers = (scenario?.tools ?? []).filter(({ role }) => role === 'peer').map(summarize);
  return scenario === undefined || ours === undefined ? undefined : { scenario, ours, peers };
}
