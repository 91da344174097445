/** @import { Results, StartResult } from './types.js' */

import { format } from 'prettier';

import { listGoals } from './goals/goals.js';
import { renderGoals, renderScenario } from './tables.js';

/**
 * @param {Results} results
 * @returns {boolean} true if something that is to be reached is not
 */
export function hasFailed(results) {
  return listGoals(results).some(({ isReached }) => isReached === false);
}

/**
 * @param {Results} results
 * @returns {Promise<string>} Markdown
 */
export async function renderResults(results) {
  const { machine, settings, scenarios, starts } = results;
  const lines = [
    '# Benchmark',
    '`npm run bench` writes this file. [What is out of reach, and why](limits.md).',
    renderGoals(listGoals(results)),
    'Node 24 must reach the goal. Node 20 must, too, or take at most 1.2 times the time of Node 24.',
    '## How it is measured',
    machine.map((line) => `- ${line}`).join('\n'),
    'All tools do the same work in turn, each round in another order, between two registries on this machine. The registries are `bench/registry`, which keeps everything in memory, hashes what it gets, and costs little processor time. Where distribution stores, `bench/registry` stands in front of it. A registry behaves as a public one does. It wants a bearer token for each repository, which anyone gets for reading and a login for writing. Over TLS it offers HTTP/2. With a delay, a round trip passes for each request, for each new connection, and for each TLS handshake, also one that resumes a session. Bytes take no time, and nothing is redirected to a CDN. A registry on loopback may be one without TLS: ours tries plain HTTP first there, and crane, over plain HTTP, tries TLS first. Each pays a connection for it that a public registry does not cost.',
    'Times, processor time (of all processes of a tool), requests, bytes, connections and handshakes are medians. Memory is the highest of the largest process; "most at once" is the highest, too. Numbers in brackets are times the first row.',
    `The others have the settings that were the fastest of those tried (\`bench/tools/\`). Those that copy one image with each process run in parallel: four processes to copy, 32 if there is nothing to do. Up to ${settings.rounds} rounds: a tool that was at the same work for ${settings.maxToolSeconds} s does not do it again. Each copy is checked before it counts.`,
    '## Measured',
    ...scenarios.flatMap(renderScenario),
    '### Start',
    ...starts.map(renderStart),
  ];
  return await format(lines.join('\n\n'), { parser: 'markdown' });
}

/** @param {StartResult} start */
function renderStart({ nodeVersion, runs, emptyMs, bundleMs }) {
  const ratio = (bundleMs / emptyMs).toFixed(2);
  return `Node ${nodeVersion}, medians of ${runs} runs: \`node -e 0\` ${emptyMs.toFixed(0)} ms, the action on an empty tree ${bundleMs.toFixed(0)} ms: ${ratio} times.`;
}
