import { expect, test } from '@jest/globals';
import { onTestFinished } from '../support/jest/testing.js';
import { needKind } from '../support/programs/needed-programs.js';
import { needWholeRun } from '../support/whole-run.js';
import { sweepFaults } from './swept-faults.js';
import { openRealStage } from './real-stage.js';
import { recordRequests } from './record-requests.js';
import { chosen, makeScenarios } from './scenarios.js';
import { formatTally, sweep } from './sweep.js';

/** What a registry and those that stand before it do wrong most, and what only a real one can show that it bears. */
const swept = new Set([
  'reset before the headers',
  'reset in the middle of what is sent',
  'done, and then the connection drops',
  '504 after it was done',
  '500',
  '429',
  'body with one bit flipped',
  'body cut at its length',
  'digest header wrong',
  'Location relative',
]);

test('in front of a real registry no tag is ever wrong, the report is true, and the next run finishes the work', async () => {
  needWholeRun();
  // It is what most registries are made of.
  const kind = await needKind(['distribution-2.8', 'distribution-3']);
  const stage = await openRealStage(kind);
  onTestFinished(async () => stage.stop());
  const requests = (await recordRequests(stage)).filter(({ side }) => side === 'target');
  const faults = sweepFaults.filter(({ name }) => swept.has(name));
  const { scenarios } = makeScenarios(requests, faults, {
    stage: `${kind.name} `,
    which: 'one of a sort',
    isLasting: false,
  });
  const tally = await sweep(chosen(scenarios), async () => openRealStage(kind));
  for (const name of tally.unmet) process.stdout.write(`sweep: not met: ${name}\n`);
  process.stdout.write(`${formatTally(tally)}, in front of ${kind.name} ${kind.version}\n`);
  expect(tally.problems).toEqual([]);
  expect(tally.counts).toEqual({ converged: tally.scenarios, lost: 0, wrong: 0, hung: 0 });
  expect(tally.unmet.length).toBeLessThanOrEqual(tally.scenarios / 50);
}, 600_000);
