/**
 * Us beside crane, regctl, regsync, skopeo and oras, on the same work, between real registries that behave as public hubs
 * do; and the time to start. Writes `results.md` beside this file.
 *
 *   npm run bench [-- --only cold,big,no-op --rounds 1 --scale 0.1 --images 100 --tools crane,regsync --bundle index.js]
 *
 * `--only` takes cold, cold-20ms, big, no-op, pinned and growth; `--scale` is of the layers; `--images` of the small ones;
 * `--tools none` is ours alone; `--seconds` is how long one tool may be at the same work before it is measured no more.
 * With any option the results are printed only: they are not those of the others.
 */
/** @import { Programs, ScenarioResult, Settings } from './types.js' */

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

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
const results = {
  machine: describeMachine(programs),
  settings,
  scenarios: await runPlans(settings, programs),
  start: measureStart(settings.bundle),
};
const text = await renderResults(results);
console.log(`\n${text}`);
if (isStandard) {
  writeFileSync(join(import.meta.dirname, 'results.md'), text);
}
process.exitCode = hasFailed(results) ? 1 : 0;

function settingsOrExit() {
  try {
    return readSettings(process.argv.slice(2));
  } catch (error) {
    console.error(
      `error: ${error instanceof Error ? error.message : String(error)}\nThe options stand at the top of bench/run.js.`,
    );
    process.exit(2);
  }
}

/**
 * @param {Settings} settings
 * @param {Programs} programs
 */
async function runPlans(settings, programs) {
  const tools = listTools(programs, settings.bundle).filter(
    ({ name, role }) =>
      settings.tools.length === 0 || role === 'ours' || settings.tools.some((part) => name.includes(part)),
  );
  /** @type {ScenarioResult[]} */
  const results = [];
  for (const plan of makePlans(onThisMachine(settings, programs))) {
    results.push(...(await runPlan(plan, programs, tools, settings)));
  }
  return results;
}

/**
 * @param {Settings} settings
 * @param {Programs} programs
 * @returns {Settings}
 */
function onThisMachine(settings, { registry }) {
  if (registry !== undefined) {
    return settings;
  }
  console.log("no distribution registry on this machine: only one big image is copied, between this project's doubles");
  return { ...settings, only: settings.only.filter((name) => name === 'big') };
}
