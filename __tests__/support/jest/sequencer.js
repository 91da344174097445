/** @import { Test } from '@jest/test-result' */

import { createRequire } from 'node:module';

// Its types are those of CommonJS, where the class is a property.
// eslint-disable-next-line @typescript-eslint/no-unsafe-assignment -- the cast is not seen in a pattern
const { default: TestSequencer } = /** @type {typeof import('@jest/test-sequencer')} */ (
  createRequire(import.meta.url)('@jest/test-sequencer')
);

/** They take minutes each. Last, they would keep one worker busy while the others have nothing to do. */
const slowest = [
  '/sweep/faulty-target.test.ts',
  '/sweep/faulty-source.test.ts',
  '/sweep/real-registry.test.ts',
  '/e2e/between-registries.test.ts',
];

/** Begins with the slowest files, and leaves the order of the others to jest. */
class SlowestFirst extends TestSequencer {
  /**
   * @override
   * @param {Test[]} tests
   * @returns {Promise<Test[]>}
   */
  async sort(tests) {
    /** @param {Test} test */
    const rank = ({ path }) => slowest.findIndex((end) => path.endsWith(end));
    const first = tests.filter((test) => rank(test) >= 0).toSorted((a, b) => rank(a) - rank(b));
    return [...first, ...(await super.sort(tests.filter((test) => rank(test) < 0)))];
  }
}

export default SlowestFirst;
