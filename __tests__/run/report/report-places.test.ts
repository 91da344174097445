import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { findDestinationProblems } from '../../../src/print-report.js';
import { makeWorkspace } from '../../support/mirror.js';

test('T28 --report that a link leads out of the workspace is refused before anything is done', async () => {
  const workspace = await makeWorkspace({ 'real/old.json': '' });
  const outside = await makeWorkspace({ 'there.json': '' });
  await symlink(join(outside, 'there.json'), join(workspace, 'report.json'));
  await symlink(join(outside, 'new.json'), join(workspace, 'new.json'));
  await symlink(outside, join(workspace, 'folder'));
  await symlink('real', join(workspace, 'inside'));
  const problems = async (file: string): Promise<readonly string[]> => findDestinationProblems(workspace, file);
  for (const file of ['report.json', 'new.json', 'folder/x.json'])
    expect(await problems(join(workspace, file))).toEqual([expect.stringMatching(/^--report: .* by a link\./)]);
  for (const file of ['r.json', 'inside/old.json', 'inside/r.json'].map((path) => join(workspace, path)))
    expect(await problems(file)).toEqual([]);
  expect(await problems(join(outside, 'r.json'))).toEqual([]);
});
