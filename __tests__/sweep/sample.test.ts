import { test } from '@jest/globals';
import { skip } from '../support/jest/testing.js';
import { isWholeRun } from '../support/whole-run.js';
import { expectAllConverged, sweepSample } from './swept-copies.js';

test('a sample of the sweep: each fault, with a request that the seed chooses', async () => {
  skip(isWholeRun, 'the whole sweep runs');
  const tally = await sweepSample();
  process.stdout.write('sweep: a sample; SWEEP_SEED=2 chooses another one, npm run sweep plays all\n');
  expectAllConverged(tally);
});
