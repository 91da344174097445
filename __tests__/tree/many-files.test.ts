import { expect, test } from '@jest/globals';
import { defaultDockerfiles } from '../../src/config/options.js';
import { findDockerfiles } from '../../src/tree/find.js';
import { makeFolders, put } from './workspace.js';

async function countCalls(files: number): Promise<number> {
  const { workspace } = await makeFolders();
  await put(workspace, ...Array.from({ length: files }, (_value, index) => `images/${index}.Dockerfile`));
  let calls = 0;
  const onManyFiles = (): void => {
    calls += 1;
  };
  await findDockerfiles({ workspace, images: 'images', dockerfiles: defaultDockerfiles, onManyFiles });
  return calls;
}

test('a search says once that there are many files, so that the run can save memory', async () => {
  expect(await countCalls(1_999)).toBe(0);
  expect(await countCalls(2_100)).toBe(1);
});
