/** @import { Goal, RequestKind, ScenarioResult } from './types.js' */
/** @import { Summary } from './measure/statistics.js' */

import { medianOfKind, requestKinds, summarize } from './measure/statistics.js';
import { describeNetwork } from './network.js';
import { nodeMajors } from './nodes.js';

/**
 * @param {ScenarioResult} scenario
 * @returns {string[]} paragraphs of Markdown
 */
export function renderScenario(scenario) {
  const { name, title, network, imageCount, distinctBytes, tools } = scenario;
  const rows = tools.filter(({ runs }) => runs.length > 0).map(summarize);
  const failed = tools.filter(({ hasFailed }) => hasFailed).map(({ tool }) => tool);
  const bytes = distinctBytes === 0 ? '' : `, ${megabytes(distinctBytes)} of distinct blobs and manifests`;
  return [
    `### ${title}: ${describeNetwork(network)}`,
    `\`${name}\`: ${imageCount === 1 ? 'one image' : `${imageCount} images`}${bytes}.`,
    ...(failed.length === 0 ? [] : [`Failed, and not run again: ${failed.join('; ')}.`]),
    renderFigures(rows),
    renderConnections(rows),
    renderKinds(scenario),
  ];
}

/**
 * In brackets: times the first row's.
 *
 * @param {readonly Summary[]} rows
 * @returns {string}
 */
function renderFigures(rows) {
  const [first] = rows;
  return table(
    ['', 'rounds', 'wall', 'processor', '= user + system', 'memory', 'requests', 'from the source', 'to the target'],
    rows.map((row) => {
      /** @param {'wallSeconds' | 'cpuSeconds' | 'peakBytes' | 'requests'} key @param {(value: number) => string} render */
      const cell = (key, render) => withRatio(row[key], row === first ? undefined : first?.[key], render);
      return [
        row.tool,
        String(row.runs),
        cell('wallSeconds', seconds),
        cell('cpuSeconds', seconds),
        Number.isNaN(row.cpuSeconds) ? '' : `${row.userSeconds.toFixed(2)} + ${row.systemSeconds.toFixed(2)}`,
        cell('peakBytes', megabytes),
        cell('requests', String),
        megabytes(row.bytesRead),
        megabytes(row.bytesWritten),
      ];
    }),
  );
}

/**
 * @param {readonly Summary[]} rows
 * @returns {string}
 */
function renderConnections(rows) {
  return table(
    ['source + target', 'connections', 'most at once', 'TLS handshakes', 'of them resumed', 'h2 streams'],
    rows.map(({ tool, source, target }) => [
      tool,
      .../** @type {const} */ (['connections', 'mostOpen', 'handshakes', 'resumed', 'streams']).map(
        (key) => `${source[key]} + ${target[key]}`,
      ),
    ]),
  );
}

/**
 * @param {ScenarioResult} scenario
 * @returns {string}
 */
function renderKinds({ tools }) {
  const measured = tools.filter(({ runs }) => runs.length > 0);
  /** @param {RequestKind} kind */
  const isUsed = (kind) =>
    measured.some((tool) => medianOfKind(tool, 'source', kind) + medianOfKind(tool, 'target', kind) > 0);
  const kinds = requestKinds.filter(isUsed);
  return table(
    ['source + target', ...kinds, 'of them 401'],
    measured.map((tool) => [
      tool.tool,
      ...kinds.map((kind) => `${medianOfKind(tool, 'source', kind)} + ${medianOfKind(tool, 'target', kind)}`),
      `${tool.runs[0]?.source.challenges ?? 0} + ${tool.runs[0]?.target.challenges ?? 0}`,
    ]),
  );
}

/**
 * @param {readonly Goal[]} goals
 * @returns {string}
 */
export function renderGoals(goals) {
  const rows = goals.map(({ work, must, newest, oldest, isReached }) => [
    work,
    must,
    newest,
    oldest,
    verdict(isReached),
  ]);
  return table(['work', 'must', ...nodeMajors.map((major) => `Node ${major}`), ''], rows);
}

/** @param {boolean | undefined} isReached */
function verdict(isReached) {
  return isReached === undefined ? 'not measured' : isReached ? '**PASS**' : '**FAIL**';
}

/**
 * @param {number} value
 * @param {number | undefined} first
 * @param {(value: number) => string} render
 */
function withRatio(value, first, render) {
  if (Number.isNaN(value)) {
    return 'not measured';
  }
  return first === undefined || !(first > 0) ? render(value) : `${render(value)} (${(value / first).toFixed(2)})`;
}

/** @param {number} value */
function seconds(value) {
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
