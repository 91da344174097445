import { expect, test } from '@jest/globals';
import { skip } from '../support/jest/testing.js';
import { isWholeRun } from '../support/whole-run.js';
import { expectAllConverged, sampleParts } from './swept-copies.js';
import { sweepFaults } from './swept-faults.js';

const parts = isWholeRun ? [] : await sampleParts();

test('the sweep has a sample: each fault, with a request that the seed chooses', () => {
  skip(isWholeRun, 'the whole sweep runs');
  process.stdout.write('sweep: a sample; SWEEP_SEED=2 chooses another one, npm run sweep plays all\n');
  const sampled = new Set(parts.flatMap(({ faults }) => faults));
  expect(sweepFaults.map(({ name }) => name).filter((name) => !sampled.has(name))).toEqual([]);
});

for (const { name, play } of parts)
  test(`a sample of the sweep: ${name}`, async () => {
    expectAllConverged(await play());
  });
