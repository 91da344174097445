/** @import { Results, StartResult } from './types.js' */

import { format } from 'prettier';

import { listGoals } from './goals/goals.js';
import { renderGoals, renderScenario } from './tables.js';

/**
 * @param {Results} results
 * @returns {boolean} true where something that is to be reached is not
 */
export function hasFailed(results) {
  return listGoals(results).some(({ isReached }) => isReached === false);
}

/**
 * @param {Results} results
 * @returns {Promise<string>} Markdown
 */
export async function renderResults(results) {
  const { machine, settings, scenarios, start } = results;
  const lines = [
    '# Benchmark',
    '`npm run bench` writes this file.',
    machine.map((line) => `- ${line}`).join('\n'),
    'All tools do the same work in turn, between two registries on this machine. Each registry stands behind a front that behaves as a public hub does: it wants a bearer token for each repository, which anyone gets for reading and a login for writing, and adds the round trip that is named to every request. Times, processor time (of all processes of a tool), requests and bytes are medians; memory is the highest of the largest process.',
    'The others have the settings that were the fastest of those tried (`bench/tool-*.js`, `bench/loop.js`). Those that copy one image a process run in parallel: four processes where there is much to copy, 32 where there is nothing to do. Of crane there is the loop that people write, too.',
    `Up to ${settings.rounds} rounds: a tool is not run again when it has been at the same work for ${settings.maxToolSeconds} s.`,
    '## Must reach',
    renderGoals(listGoals(results)),
    '## Measured',
    ...scenarios.flatMap(renderScenario),
    '### Start',
    renderStart(start),
  ];
  return await format(lines.join('\n\n'), { parser: 'markdown' });
}

/** @param {StartResult} start */
function renderStart({ runs, emptyMs, bundleMs }) {
  const ratio = (bundleMs / emptyMs).toFixed(2);
  return `Medians of ${runs} runs: \`node -e 0\` ${emptyMs.toFixed(0)} ms, the action on an empty tree ${bundleMs.toFixed(0)} ms: ${ratio} times.`;
}
