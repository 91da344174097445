import { expect, test } from '@jest/globals';
import { needWholeRun } from '../support/whole-run.js';
import { type StageOptions, openDoubleStage } from './double-stage.js';
import { recordRequests } from './record-requests.js';
import type { Side } from './requests.js';
import { type Scenario, type ScenarioOptions, chosen, makeScenarios, sampleOf } from './scenarios.js';
import { type Tally, addUp, formatTally, sweep } from './sweep.js';
import { type SweepFault, stayingFaults, stayingTunnelFaults, sweepFaults } from './swept-faults.js';

/** A copy that is swept, and with what. */
interface SweptCopy {
  readonly scenarios: ScenarioOptions;
  readonly options: StageOptions;
  readonly faults: readonly SweepFault[];
  /** Which of its scenarios are played; default all. */
  readonly share?: (scenarios: readonly Scenario[]) => readonly Scenario[];
  /** How many scenarios are in the sample, first those with a fault that is in no other copy's; by default one of each fault. */
  readonly sampled?: number;
}

const direct = sweepFaults.filter(({ tunnel }) => tunnel === undefined);
const plain = direct.filter(({ tls }) => tls !== true);

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
    faults: direct,
    sampled: 6,
  },
  {
    scenarios: { stage: 'proxy ', which: 'one of a sort', isLasting: false, staying: stayingTunnelFaults },
    options: { tls: true, isProxied: true },
    faults: sweepFaults,
    share: tunnelsAndOneOfEach,
    sampled: 8,
  },
];

/** All that a proxy does wrong; and of what hosts behind it do wrong each fault once, with a request that the seed chooses. */
function tunnelsAndOneOfEach(scenarios: readonly Scenario[]): readonly Scenario[] {
  const isOfTunnel = ({ fault }: Scenario): boolean => fault.tunnel !== undefined;
  return [...scenarios.filter(isOfTunnel), ...sampleOf(scenarios.filter((scenario) => !isOfTunnel(scenario)))];
}

/** Defines a test for each copy, of all that can go wrong with the requests to one side. */
export function testSweepOf(side: Side): void {
  const tallies: Tally[] = [];
  test.each(copies.map((copy) => ({ copy, name: copy.scenarios.stage?.trim() ?? 'plain' })))(
    'in a copy: $name',
    async ({ copy }) => {
      needWholeRun();
      const recorded = await record(copy);
      const tally = await playOn(copy, chosen(recorded.filter(({ request }) => request.side === side)));
      tallies.push(tally);
      expectAllConverged(tally);
    },
    1_800_000,
  );

  test('and nearly all of it did', () => {
    needWholeRun();
    expectMetAndMany(addUp(...tallies));
  });
}

/** Scenarios that are played in one test. */
interface SamplePart {
  readonly name: string;
  /** by their names */
  readonly faults: readonly string[];
  readonly play: () => Promise<Tally>;
}

/** Each fault once, with a request that the seed chooses. Those that wait really are one part, so that they wait together. */
export async function sampleParts(): Promise<readonly SamplePart[]> {
  const parts: SamplePart[] = [];
  const sampled = new Set<string>();
  for (const copy of copies) {
    const each = sampleOf(await record(copy));
    const firstTime = each.filter(({ fault }) => !sampled.has(fault.name));
    const sample = [...new Set([...firstTime, ...each])].slice(0, copy.sampled);
    for (const { fault } of sample) sampled.add(fault.name);
    const quick = sample.filter(({ fault }) => fault.stalls !== true);
    const stalling = sample.filter(({ fault }) => fault.stalls === true);
    parts.push(...quick.map((one) => samplePart(one.name, copy, [one])));
    if (stalling.length === 0) continue;
    parts.push(samplePart(`${copy.scenarios.stage ?? ''}${stalling.length} that wait for timeouts`, copy, stalling));
  }
  return parts;
}

function samplePart(name: string, copy: SweptCopy, scenarios: readonly Scenario[]): SamplePart {
  return { name, faults: scenarios.map(({ fault }) => fault.name), play: async () => playOn(copy, scenarios) };
}

async function record({ scenarios, options, faults, share = (all) => all }: SweptCopy): Promise<readonly Scenario[]> {
  const stage = await openDoubleStage(options);
  try {
    const made = makeScenarios(await recordRequests(stage), faults, scenarios);
    const played = share(made.scenarios);
    const left = [...made.leftOut].map(([name, count]) => `${name} (${count})`).join(', ');
    process.stdout.write(
      `sweep: ${scenarios.stage ?? ''}${played.length} scenarios in all; of some requests these make no sense: ${left}\n`,
    );
    return played;
  } finally {
    await stage.stop();
  }
}

async function playOn({ options }: SweptCopy, scenarios: readonly Scenario[]): Promise<Tally> {
  const tally = await sweep(scenarios, async () => openDoubleStage(options));
  // Whoever does not ask the proxy finds nobody there.
  expect(tally.proxied).toBe(options.isProxied === true ? tally.scenarios : 0);
  return tally;
}

export function expectAllConverged(tally: Tally): void {
  for (const problem of tally.problems) process.stdout.write(`${problem}\n`);
  for (const name of tally.unmet) process.stdout.write(`sweep: not met: ${name}\n`);
  expect(tally.problems).toEqual([]);
  expect(tally.counts).toEqual({ converged: tally.scenarios, lost: 0, wrong: 0, hung: 0 });
}

/** What is true of the whole sweep of a side, besides. */
function expectMetAndMany(tally: Tally): void {
  process.stdout.write(`${formatTally(tally)}\n`);
  // A copy does not always come to its requests in the same order; which repository brings what is shared may change.
  expect(tally.unmet.length).toBeLessThanOrEqual(tally.scenarios / 50);
  if (process.env.SWEEP === undefined) expect(tally.scenarios).toBeGreaterThanOrEqual(1_000);
}
