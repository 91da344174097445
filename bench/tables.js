/** @import { RequestKind } from './front/types.js' */
/** @import { Goal, ScenarioResult } from './types.js' */
/** @import { Summary } from './measure/statistics.js' */

import { requestKinds } from './front/request.js';
import { medianOfKind, summarize } from './measure/statistics.js';

/**
 * @param {ScenarioResult} scenario
 * @returns {string[]} paragraphs of Markdown
 */
export function renderScenario(scenario) {
  const { title, imageCount, distinctBytes, tools } = scenario;
  return [
    `### ${title}`,
    `${imageCount === 1 ? 'One image' : `${imageCount} images`}, ${megabytes(distinctBytes)} of distinct blobs and manifests. In brackets: times ours.`,
    renderFigures(tools.map(summarize)),
    'Requests by kind, source + target:',
    renderKinds(scenario),
  ];
}

/**
 * @param {readonly Summary[]} rows
 * @returns {string}
 */
function renderFigures(rows) {
  const [ours] = rows;
  const header = ['', 'rounds', 'wall', 'CPU', 'peak memory', 'requests', 'from the source', 'to the target'];
  return table(
    header,
    rows.map((row) => {
      /** @param {'wallSeconds' | 'cpuSeconds' | 'peakBytes' | 'requests' | 'bytesRead' | 'bytesWritten'} key @param {(value: number) => string} render */
      const cell = (key, render) => withRatio(row[key], row === ours ? undefined : ours?.[key], render);
      return [
        row.tool,
        String(row.runs),
        cell('wallSeconds', seconds),
        cell('cpuSeconds', seconds),
        cell('peakBytes', megabytes),
        cell('requests', (value) => `${value} = ${row.sourceRequests} + ${row.targetRequests}`),
        cell('bytesRead', megabytes),
        cell('bytesWritten', megabytes),
      ];
    }),
  );
}

/**
 * @param {ScenarioResult} scenario
 * @returns {string}
 */
function renderKinds({ tools }) {
  /** @param {RequestKind} kind */
  const isUsed = (kind) =>
    tools.some((tool) => medianOfKind(tool, 'source', kind) + medianOfKind(tool, 'target', kind) > 0);
  const kinds = requestKinds.filter(isUsed);
  const challenges = tools.map(({ runs: [run] }) => `${run?.source.challenges ?? 0} + ${run?.target.challenges ?? 0}`);
  return table(
    ['', ...kinds, 'of them 401'],
    tools.map((tool, index) => [
      tool.tool,
      ...kinds.map((kind) => `${medianOfKind(tool, 'source', kind)} + ${medianOfKind(tool, 'target', kind)}`),
      challenges[index] ?? '',
    ]),
  );
}

/**
 * @param {readonly Goal[]} goals
 * @returns {string}
 */
export function renderGoals(goals) {
  const rows = goals.map(({ work, must, measured, isReached }) => [work, must, measured, verdict(isReached)]);
  return table(['work', 'must', 'measured', ''], rows);
}

/** @param {boolean | undefined} isReached */
function verdict(isReached) {
  return isReached === undefined ? 'not measured' : isReached ? '**PASS**' : '**FAIL**';
}

/**
 * @param {number} value
 * @param {number | undefined} ours
 * @param {(value: number) => string} render
 */
function withRatio(value, ours, render) {
  if (Number.isNaN(value)) {
    return 'not measured';
  }
  return ours === undefined || ours === 0 ? render(value) : `${render(value)} (${(value / ours).toFixed(2)})`;
}

/** @param {number} value */
export function seconds(value) {
  return `${value.toFixed(2)} s`;
}

/** @param {number} bytes */
export function megabytes(bytes) {
  return `${(bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)} MB`;
}

/**
 * @param {readonly string[]} header
 * @param {readonly (readonly string[])[]} rows
 */
function table(header, rows) {
  return [header, header.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
