/** Records the reports in `golden`: `npm run record`. */
import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { expect, test } from '@jest/globals';
import { recordings } from './recordings.js';

const folder = resolve(import.meta.dirname, '../golden');

test.each(Object.entries(recordings))('%s is recorded', async (name, record) => {
  const report = JSON.stringify(await record(), undefined, 1);
  expect(report).not.toMatch(/127\.0\.0\.1|localhost:/);
  await writeFile(join(folder, `${name}.json`), `${report}\n`);
});
