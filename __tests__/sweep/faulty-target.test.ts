import { test } from '@jest/globals';
import { needWholeRun } from '../support/whole-run.js';
import { expectAllConverged, expectMetAndMany, sweepSide } from './swept-copies.js';

test('whatever goes wrong with whichever request to the target, no tag is ever wrong, the report is true, and the next run finishes the work', async () => {
  needWholeRun();
  const tally = await sweepSide('target');
  expectAllConverged(tally);
  expectMetAndMany(tally);
}, 1_800_000);
