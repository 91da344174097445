import fc from 'fast-check';
import { expect, test } from '@jest/globals';
import { Fifo } from '../../src/runtime/fifo.js';

test('a queue gives back what it was given, in the same order', () => {
  const steps = fc.array(fc.boolean(), { maxLength: 1_000, size: 'max' });
  fc.assert(
    fc.property(fc.nat(200), steps, (count, pushes) => {
      const queue = new Fifo<number>();
      const plain: number[] = [];
      const push = (item: number): void => {
        queue.push(item);
        plain.push(item);
      };
      for (let index = 0; index < count; index += 1) push(-index);
      for (const [index, isPush] of pushes.entries()) {
        if (isPush) push(index);
        else expect(queue.shift()).toBe(plain.shift());
        expect(queue.peek()).toBe(plain[0]);
      }
    }),
  );
});
