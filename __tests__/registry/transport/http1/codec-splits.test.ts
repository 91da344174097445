import fc from 'fast-check';
import { expect, test } from '@jest/globals';
import { casesOf } from '../../../support/whole-run.js';
import { ownCodec, readWritten } from './codec.js';
import { cutAnswer } from './generated-answers.js';
import { allResponseCases } from './response-cases.js';
import { splitProblems } from './splits.js';

test('an answer is read the same whole, byte by byte, and cut in two at each byte', () => {
  expect(splitProblems(ownCodec, allResponseCases)).toEqual([]);
});

test('a generated or mutated answer is read the same however it is cut', () => {
  fc.assert(
    fc.property(cutAnswer, ([written, cuts]) => {
      expect(readWritten(ownCodec, written, cuts)).toEqual(readWritten(ownCodec, written));
    }),
    { numRuns: casesOf(50_000) },
  );
});
