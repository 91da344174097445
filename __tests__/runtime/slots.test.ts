import fc from 'fast-check';
import { describe, expect, test } from '@jest/globals';
import { Slots } from '../../src/runtime/slots.js';

/** Work that was begun, in that order. */
function begin(slots: Slots, ...work: readonly (readonly [name: string, priority: number])[]): string[] {
  const begun: string[] = [];
  for (const [name, priority] of work)
    void slots.take(priority).then(() => {
      begun.push(name);
    });
  return begun;
}

/** Until all that can go on has done so. */
async function settle(): Promise<void> {
  await new Promise((done) => setImmediate(done));
}

describe('slots', () => {
  test('are taken at once as long as there are some', () => {
    const slots = new Slots(2);
    expect([slots.tryTake(), slots.tryTake(), slots.tryTake()]).toEqual([true, true, false]);
    slots.release();
    expect(slots.tryTake()).toBe(true);
  });

  test('go to the highest priority, and among equals to who came first', async () => {
    const slots = new Slots(1);
    slots.tryTake();
    const begun = begin(slots, ['small', 1], ['large', 3], ['equal', 1], ['medium', 2], ['large, too', 3]);
    for (let index = 0; index < 5; index += 1) slots.release();
    await settle();
    expect(begun).toEqual(['large', 'large, too', 'medium', 'small', 'equal']);
  });

  test('that become more are given to those who wait, and that become fewer when they are given back', async () => {
    const slots = new Slots(1);
    slots.tryTake();
    const begun = begin(slots, ['one', 0], ['two', 0], ['three', 0]);
    slots.limit = 3;
    await settle();
    expect(begun).toEqual(['one', 'two']);
    slots.limit = 1;
    slots.release();
    slots.release();
    await settle();
    expect(begun).toEqual(['one', 'two']);
    slots.release();
    await settle();
    expect(begun).toEqual(['one', 'two', 'three']);
  });

  test('are never more than the limit, and serve everybody in the order of the priorities', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 4 }), fc.array(fc.nat({ max: 3 })), async (limit, priorities) => {
        const slots = new Slots(limit);
        while (slots.tryTake());
        const begun: (readonly [number, number])[] = [];
        for (const [index, priority] of priorities.entries())
          void slots.take(priority).then(() => {
            begun.push([priority, index]);
          });
        for (let released = 1; released <= priorities.length; released += 1) {
          slots.release();
          await settle();
          expect(begun).toHaveLength(released);
        }
        expect(begun).toEqual(begun.toSorted(([one, first], [other, second]) => other - one || first - second));
      }),
    );
  });
});
