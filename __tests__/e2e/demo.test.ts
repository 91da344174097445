import { execFile } from 'node:child_process';
import { cp, symlink } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';
import { lookThrough } from '../support/secret-search/looked-through.js';
import { makeWorkspace } from '../support/mirror.js';

const projectRoot = resolve(import.meta.dirname, '../..');

test('the demo runs with nothing but Node: no packages, no other program on PATH', async () => {
  const folder = await makeWorkspace({ 'package.json': '{ "type": "module" }' });
  for (const part of ['demo', 'dist', 'examples', '__tests__/support/registry']) {
    await cp(join(projectRoot, part), join(folder, part), { recursive: true });
  }
  const bin = await makeWorkspace({});
  await symlink(process.execPath, join(bin, 'node'));
  const { stdout } = await promisify(execFile)('node', ['demo/run.js'], { cwd: folder, env: { PATH: bin } });
  lookThrough('standard output', stdout);
  const titles = stdout.match(/^━━━ .*$/gm) ?? [];
  expect(titles).toHaveLength(5);
  const results = [...stdout.matchAll(/## \S+ Image mirror: (.*)/g)].map(([, result]) => result);
  expect(results).toEqual([
    '4 would mirror',
    '4 mirrored',
    '4 skipped: up-to-date',
    '1 mirrored, 3 skipped: up-to-date',
    '4 skipped (1 unverified, 3 up-to-date), 1 warning',
  ]);
  expect(stdout).toMatch(/All 5 runs did what they should\.\n$/);
});
