/**
 * Measures us beside crane, regctl, regsync, skopeo and oras: the same work, over TLS with a round trip of 20 ms and over
 * plain HTTP; and the time to start. Ours runs on Node 20 and on Node 24. Writes `results.md` beside this file.
 *
 *   npm run bench
 *   npm run bench -- --only cold,no-op-tls --rounds 1 --scale 0.1 --images 100 --tools crane,regsync --bundle index.js
 *
 * `--only`     these scenarios, or all whose names begin so: cold-tls, cold-20ms, cold-plain, cold-stored, layer-tls,
 *              layer-plain, index, no-op-tls, no-op-20ms, one, pinned, growth, repositories
 * `--rounds`   how many times each tool does each work (5)
 * `--scale`    multiplies the size of layers
 * `--images`   how many images a no-op has (1000); growth and repositories have no more either
 * `--tools`    parts of the names of peers; `none` is ours alone
 * `--seconds`  a tool that was at the same work for so long does not do it again (60)
 * `--bundle`   another `index.js` than `dist/index.js`
 *
 * With any option the results are only printed: they are not those of the others. It needs Go, which builds the registry
 * (`registry/`). What is not on this machine is named and left out; `scripts/install-tools.sh` installs it.
 */
/** @import { Programs, Results, ScenarioResult, Settings, Tool } from './types.js' */

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import '../scripts/typescript.js';
import { describeMachine } from './measure/machine.js';
import { makePlans } from './plans.js';
import { findPrograms } from './stage/programs.js';
import { hasFailed, renderResults } from './results.js';
import { runPlan } from './scenario.js';
import { readSettings } from './settings.js';
import { measureStart } from './measure/start.js';
import { listTools } from './tools/tools.js';

const { isStandard, ...settings } = settingsOrExit();
const programs = await findPrograms();
/** @type {Results} */
const results = {
  machine: describeMachine(programs),
  settings,
  scenarios: await runPlans(settings, programs),
  starts: programs.nodes.map((node) => measureStart(settings.bundle, node)),
};
const text = await renderResults(results);
console.log(`\n${text}`);
if (isStandard && programs.registry !== undefined) {
  writeFileSync(join(import.meta.dirname, 'results.md'), text);
}
process.exitCode = hasFailed(results) ? 1 : 0;

function settingsOrExit() {
  try {
    return readSettings(process.argv.slice(2));
  } catch (error) {
    console.error(
      `error: ${error instanceof Error ? error.message : String(error)}\nThe options are at the top of bench/run.js.`,
    );
    process.exit(2);
  }
}

/**
 * @param {Settings} settings
 * @param {Programs} programs
 */
async function runPlans(settings, programs) {
  const { registry, distribution } = programs;
  if (registry === undefined) {
    console.log('Only the start is measured, because this machine cannot build the registry.');
    return [];
  }
  const tools = listTools(programs, settings.bundle).filter((tool) => isWanted(tool, settings));
  /** @type {ScenarioResult[]} */
  const results = [];
  for (const plan of makePlans(settings)) {
    if (plan.content.kind === 'pushed' && plan.content.isStored && distribution === undefined) {
      const names = plan.scenarios.map(({ name }) => name).join(', ');
      console.log(`${names}: left out, because distribution is not on this machine.`);
    } else {
      results.push(...(await runPlan(plan, { ...programs, registry }, tools, settings)));
    }
  }
  return results;
}

/**
 * @param {Tool} tool
 * @param {Settings} settings
 */
function isWanted({ name, role }, { tools }) {
  return tools.length === 0 || role === 'ours' || tools.some((part) => name.includes(part));
}
