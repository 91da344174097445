/**
 * What the bundle costs: peak memory and time of mirroring one image with a 1 GiB layer, beside crane where it is on the
 * machine, and the time to start. Writes `results.md` beside this file.
 *
 *   npm run bench [-- --mebibytes 64 --rounds 1 --bundle path/to/index.js]
 *
 * With any option the results are printed only: they are not those of the others.
 */
import { existsSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

import { measureCopies } from './copies.js';
import { describeMachine } from './machine.js';
import { findPrograms } from './programs.js';
import { hasFailed, renderResults } from './results.js';
import { measureStart } from './start.js';

const { values } = parseArgs({
  options: { mebibytes: { type: 'string' }, rounds: { type: 'string' }, bundle: { type: 'string' } },
});
const settings = {
  bundle: resolve(values.bundle ?? join(import.meta.dirname, '../dist/index.js')),
  layerBytes: Number(values.mebibytes ?? 1024) * 1024 * 1024,
  rounds: Number(values.rounds ?? 3),
};
if (!existsSync(settings.bundle)) {
  throw new Error(`Measuring ${settings.bundle}: there is no such file. \`npm run build\` makes dist/.`);
}

const programs = await findPrograms();
const copies = await measureCopies(settings, programs);
const start = measureStart(settings.bundle);
const results = { machine: describeMachine(programs), settings, copies, start };
const text = await renderResults(results);
console.log(`\n${text}`);
if (Object.keys(values).length === 0) {
  writeFileSync(join(import.meta.dirname, 'results.md'), text);
}
process.exitCode = hasFailed(results) ? 1 : 0;
