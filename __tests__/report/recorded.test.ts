import { expect, test } from '@jest/globals';
import type { Report } from '../../src/result/report.js';
import { situations } from './golden/situations.js';
import { needWholeRun } from '../support/whole-run.js';
import { recordings } from './recording/recordings.js';

test('every situation is one that can be recorded', () => {
  expect(situations.map(({ name }) => name)).toEqual(Object.keys(recordings).sort());
});

/** It is one thing 120 times. */
const shorter = situations.filter(({ name }) => name !== 'long');

test.each(shorter)('the recorded run "$name" is what the engine makes of it (npm run record)', async (situation) => {
  needWholeRun();
  const record = recordings[situation.name];
  if (record === undefined) throw new Error('it cannot be recorded');
  expect(comparable(await record())).toEqual(comparable(situation.report));
});

/** Without what may be otherwise each time: which of several images asks for what they share. */
function comparable(report: Report): object {
  const images = report.images.map((image) => ({
    ...image,
    via: typeof image.via,
    copiedBytes: typeof image.copiedBytes,
  }));
  return { ...report, images, traffic: undefined };
}
