import fc from 'fast-check';
import { expect, test } from '@jest/globals';
import { PositionSet } from '../../../src/registry/auth/position-set.js';
import { casesOf } from '../../support/whole-run.js';

/** Three levels of words. */
const positions = 2_500;

test('a set of positions finds the next absent one, as a search of one after another does', () => {
  const range = fc.record({
    isAdded: fc.constantFrom(true, true, false),
    start: fc.nat(positions),
    length: fc.oneof(fc.constant(1), fc.nat(positions)),
  });
  fc.assert(
    fc.property(fc.array(range, { maxLength: 20, size: 'max' }), fc.array(fc.nat(positions)), (ranges, starts) => {
      const set = new PositionSet();
      const plain = new Set<number>();
      for (const { isAdded, start, length } of ranges) {
        for (let position = start; position < Math.min(start + length, positions); position += 1) {
          if (isAdded) set.add(position);
          else set.delete(position);
          if (isAdded) plain.add(position);
          else plain.delete(position);
        }
      }
      for (const start of [0, ...starts]) {
        let absent = start;
        while (plain.has(absent)) absent += 1;
        expect(set.nextAbsent(start)).toBe(absent);
      }
    }),
    { numRuns: casesOf(1_000) },
  );
});
