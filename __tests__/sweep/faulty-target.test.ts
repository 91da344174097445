import { describe } from '@jest/globals';
import { testSweepOf } from './swept-copies.js';

describe('whatever goes wrong with whichever request to the target, no tag is ever wrong, the report is true, and the next run finishes the work', () => {
  testSweepOf('target');
});
