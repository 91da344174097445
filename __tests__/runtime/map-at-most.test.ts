import { expect, test } from '@jest/globals';
import { mapAtMost } from '../../src/runtime/map-at-most.js';

test('work that is done at most three at a time has its results in the order of the items', async () => {
  let underWay = 0;
  let most = 0;
  const results = await mapAtMost(3, [5, 1, 4, 2, 3], async (turns) => {
    underWay += 1;
    most = Math.max(most, underWay);
    for (let turn = 0; turn < turns; turn += 1) await new Promise(setImmediate);
    underWay -= 1;
    return turns * 10;
  });
  expect(results).toEqual([50, 10, 40, 20, 30]);
  expect(most).toBe(3);
});

test('work for nothing is nothing', async () => {
  expect(await mapAtMost(3, [], async (item) => Promise.resolve(item))).toEqual([]);
});

test('work that fails ends what was not begun', async () => {
  const begun: number[] = [];
  const failing = mapAtMost(2, [0, 1, 2, 3, 4, 5], async (item) => {
    begun.push(item);
    await new Promise(setImmediate);
    if (item === 1) throw new Error('one');
    return item;
  });
  await expect(failing).rejects.toThrow('one');
  await new Promise(setImmediate);
  await new Promise(setImmediate);
  expect(begun.length).toBeLessThan(4);
});
