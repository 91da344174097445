/** @import { CopyResult, Results, StartResult } from './types.js' */

import { format } from 'prettier';

/** A runner with 7 GB does other work beside this; a 1 GiB layer must not be held in memory. */
const maxPeakBytes = 200e6;
/** A step that finds nothing to do should cost little more than Node itself. */
const maxStartRatio = 3;

/**
 * @param {Results} results
 * @returns {boolean} true where a limit is passed, or what it limits was not measured
 */
export function hasFailed({ copies, start }) {
  const peak = copies[0] && peakBytes(copies[0]);
  return peak === undefined || peak > maxPeakBytes || startRatio(start) > maxStartRatio;
}

/**
 * @param {Results} results
 * @returns {Promise<string>} Markdown
 */
export async function renderResults(results) {
  const { machine, settings, copies, start } = results;
  const [mirror, crane] = copies;
  const mebibytes = settings.layerBytes / 1024 / 1024;
  const lines = [
    '# Benchmark',
    '`npm run bench` writes this file.',
    machine.map((line) => `- ${line}`).join('\n'),
    `## One image with a layer of ${mebibytes} MiB, from one registry on this machine to another`,
    `Each of ${settings.rounds} rounds into an empty registry; the time is the median, the memory the highest.`,
    ['| | peak memory | time | MiB/s |', '|---|---|---|---|', ...copies.map((copy) => copyRow(copy, mebibytes))].join(
      '\n',
    ),
    `Limit of ${maxPeakBytes / 1e6} MB of memory: **${verdict((mirror && peakBytes(mirror)) ?? Number.NaN, maxPeakBytes)}**`,
    ...(mirror && crane ? [compare(mirror, crane)] : []),
    '## Start',
    `Medians of ${start.runs} runs: \`node -e 0\` ${start.emptyMs.toFixed(0)} ms, the action on an empty tree ${start.bundleMs.toFixed(0)} ms: ${startRatio(start).toFixed(2)} times.`,
    `Limit of ${maxStartRatio} times: **${verdict(startRatio(start), maxStartRatio)}**`,
  ];
  return await format(lines.join('\n\n'), { parser: 'markdown' });
}

/**
 * @param {CopyResult} copy
 * @param {number} mebibytes
 */
function copyRow(copy, mebibytes) {
  const seconds = medianSeconds(copy);
  return `| ${copy.tool} | ${renderMegabytes(peakBytes(copy))} | ${seconds.toFixed(1)} s | ${(mebibytes / seconds).toFixed(0)} |`;
}

/**
 * @param {CopyResult} mirror
 * @param {CopyResult} crane
 */
function compare(mirror, crane) {
  const [ours, theirs] = [peakBytes(mirror), peakBytes(crane)];
  const memory =
    ours === undefined || theirs === undefined ? 'memory not measured' : `memory ${(ours / theirs).toFixed(2)}`;
  return `${mirror.tool} ÷ ${crane.tool}: ${memory}, time ${(medianSeconds(mirror) / medianSeconds(crane)).toFixed(2)}.`;
}

/**
 * @param {CopyResult} copy
 * @returns {number | undefined}
 */
function peakBytes({ runs }) {
  const peaks = runs.map((run) => run.peakBytes).filter((peak) => peak !== undefined);
  return peaks.length === runs.length ? Math.max(...peaks) : undefined;
}

/** @param {CopyResult} copy */
function medianSeconds({ runs }) {
  const sorted = runs.map((run) => run.wallSeconds).sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN;
}

/** @param {StartResult} start */
function startRatio({ emptyMs, bundleMs }) {
  return bundleMs / emptyMs;
}

/** @param {number | undefined} bytes */
function renderMegabytes(bytes) {
  return bytes === undefined ? 'not measured' : `${(bytes / 1e6).toFixed(0)} MB`;
}

/**
 * @param {number} value
 * @param {number} limit
 */
function verdict(value, limit) {
  if (Number.isNaN(value)) {
    return 'NOT MEASURED';
  }
  return value <= limit ? 'PASS' : 'FAIL';
}
