import { expect } from '@jest/globals';
import { onTestFinished } from '../support/jest/testing.js';
import { type StageOptions, openDoubleStage } from './double-stage.js';
import { recordRequests } from './record-requests.js';
import type { Side } from './requests.js';
import { type Scenario, type ScenarioOptions, chosen, makeScenarios, sampleOf } from './scenarios.js';
import { type Tally, addUp, formatTally, sweep } from './sweep.js';
import { type SweepFault, stayingFaults, sweepFaults } from './swept-faults.js';

/** A copy that is swept, and with what. */
interface SweptCopy {
  readonly scenarios: ScenarioOptions;
  readonly options: StageOptions;
  readonly faults: readonly SweepFault[];
  /** How many scenarios are in the sample; by default one of each fault. */
  readonly sampled?: number;
}

const plain = sweepFaults.filter(({ tls }) => tls !== true);

const copies: readonly SweptCopy[] = [
  { scenarios: { staying: stayingFaults }, options: {}, faults: plain },
  {
    scenarios: { stage: 'update ', which: 'one of a sort', isLasting: false },
    options: { isUpdate: true },
    faults: plain,
    sampled: 6,
  },
  {
    scenarios: { stage: 'undici ', which: 'one of a sort' },
    options: { byUndici: true },
    faults: plain,
    sampled: 6,
  },
  {
    scenarios: { stage: 'referrers ', which: 'one of a sort', isLasting: false },
    options: { listsReferrers: false },
    faults: plain.filter(({ name }) =>
      ['500', '404', 'reset before the headers', '504 after it was done'].includes(name),
    ),
    sampled: 6,
  },
  {
    scenarios: { stage: 'tls ', which: 'one of a sort', isLasting: false },
    options: { tls: true },
    faults: sweepFaults,
    sampled: 6,
  },
];

/** All that can go wrong with the requests to one side. */
export async function sweepSide(side: Side): Promise<Tally> {
  return sweepCopies((scenarios) => chosen(scenarios.filter(({ request }) => request.side === side)));
}

/** Each fault once, with a request that the seed chooses. */
export async function sweepSample(): Promise<Tally> {
  const tally = await sweepCopies((scenarios, { sampled }) => sampleOf(scenarios).slice(0, sampled));
  expect(tally.scenarios).toBeGreaterThan(plain.length);
  return tally;
}

async function sweepCopies(
  choose: (scenarios: readonly Scenario[], copy: SweptCopy) => readonly Scenario[],
): Promise<Tally> {
  const tallies: Tally[] = [];
  for (const copy of copies) {
    const stage = await openDoubleStage(copy.options);
    onTestFinished(async () => stage.stop());
    const { scenarios, leftOut } = makeScenarios(await recordRequests(stage), copy.faults, copy.scenarios);
    const left = [...leftOut].map(([name, count]) => `${name} (${count})`).join(', ');
    const part = choose(scenarios, copy);
    process.stdout.write(
      `sweep: ${copy.scenarios.stage ?? ''}${part.length} scenarios; of some requests these make no sense: ${left}\n`,
    );
    tallies.push(await sweep(part, async () => openDoubleStage(copy.options)));
  }
  return addUp(...tallies);
}

export function expectAllConverged(tally: Tally): void {
  for (const problem of tally.problems) process.stdout.write(`${problem}\n`);
  process.stdout.write(`${formatTally(tally)}\n`);
  expect(tally.problems).toEqual([]);
  expect(tally.counts).toEqual({ converged: tally.scenarios, lost: 0, wrong: 0, hung: 0 });
}

/** What is true of the whole sweep of a side, besides. */
export function expectMetAndMany(tally: Tally): void {
  // A copy does not always come to its requests in the same order; which repository brings what is shared may change.
  expect(tally.unmet.length).toBeLessThanOrEqual(tally.scenarios / 50);
  if (process.env.SWEEP === undefined) expect(tally.scenarios).toBeGreaterThanOrEqual(1_000);
}
