import type { Report } from '../../src/result/report.js';
import { maxTotalCooldownMs } from '../../src/registry/throttle/retry.js';
import type { FaultPlace } from './swept-faults.js';
import { findNeedlessUploads, findUntruths, heldBlobs, isAllDone } from './judge.js';
import { waitAtMost } from '../support/timing/wait-at-most.js';
import { type QuickClock, quickClock } from '../support/timing/quick-clock.js';
import { startReader } from './reader.js';
import { type SweptRequest, asksTheSame, isOfItsSort } from './requests.js';
import type { Scenario } from './scenarios.js';
import { findLeaks, findSecrets } from './leaks.js';
import { fractionOf } from './seeds.js';
import { type RunOptions, type Stage, nameOf } from './stage.js';

export interface Verdict {
  /** `lost`: the second run did not finish the work; `wrong`: what never may be was, or was said; `hung`: a run did not end. */
  readonly kind: 'converged' | 'lost' | 'wrong' | 'hung';
  /** Whether the request that was to go wrong was made. */
  readonly isMet: boolean;
  /** How many the first run opened through a proxy. */
  readonly tunnels: number;
  readonly problems: readonly string[];
}

/** Longer than any run takes on a machine that does other work besides. */
const longestRunMs = 90_000;

/** No host that has enough is waited for longer than that in all; a minute more for what comes before and behind. */
const longestWaitMs = maxTotalCooldownMs + 60_000;

/** One run in which something goes wrong, and one in which nothing does. */
export async function play(stage: Stage, scenario: Scenario, maxRunMs = longestRunMs): Promise<Verdict> {
  stage.begin();
  const reader = startReader(stage);
  const trap = setTrap(stage, scenario);
  try {
    const isImpatient = scenario.fault.stalls === true;
    const clock = quickClock(isImpatient ? 'real' : 'quick');
    const first = await endOf(stage, { clock, isImpatient }, maxRunMs);
    const how = { isMet: trap.hits() > 0, tunnels: stage.proxy?.asked.length ?? 0 };
    if (first === 'hung') return { ...how, kind: 'hung', problems: ['the first run did not end'] };
    const wrongs = [
      ...(await findUntruths(stage, first, scenario.fault.says)),
      ...findLeaks(stage),
      ...findSecrets(stage, first),
      ...findLongWaits(clock),
    ];
    await trap.open();
    const again = await playAgain(stage, maxRunMs);
    wrongs.push(...again.wrongs, ...(await reader.stop()));
    return { ...how, kind: wrongs.length === 0 ? again.kind : 'wrong', problems: [...wrongs, ...again.failures] };
  } finally {
    await trap.open();
    await reader.stop();
  }
}

/** By its own clock: on a busy machine a run may take long, and wait for little. */
function findLongWaits(clock: QuickClock): readonly string[] {
  const waitedMs = clock.waitedMs();
  return waitedMs <= longestWaitMs ? [] : [`the run waited for ${Math.round(waitedMs / 1_000)} s`];
}

interface SecondRun {
  readonly kind: 'converged' | 'lost' | 'hung';
  /** What it did and should not, whether it came to its end or not. */
  readonly wrongs: readonly string[];
  /** Why it did not. */
  readonly failures: readonly string[];
}

async function playAgain(stage: Stage, maxRunMs: number): Promise<SecondRun> {
  stage.source.clearRequests();
  stage.target.clearRequests();
  const held = await heldBlobs(stage);
  const second = await endOf(stage, { clock: quickClock(), isImpatient: false }, maxRunMs);
  if (second === 'hung') return { kind: 'hung', wrongs: [], failures: ['the second run did not end'] };
  const wrongs = [...findNeedlessUploads(stage, held), ...findLeaks(stage)];
  if (isAllDone(second))
    return { kind: 'converged', wrongs: [...wrongs, ...(await findUntruths(stage, second, /never/))], failures: [] };
  const failures = second.images.map(
    ({ state, reason, message }) => `second run: ${state}: ${reason ?? message ?? ''}`,
  );
  return { kind: 'lost', wrongs, failures };
}

async function endOf(stage: Stage, options: Omit<RunOptions, 'signal'>, maxRunMs: number): Promise<Report | 'hung'> {
  const stop = new AbortController();
  try {
    return (await waitAtMost(maxRunMs, stage.mirror({ ...options, signal: stop.signal }))) ?? 'hung';
  } finally {
    stop.abort();
  }
}

interface Trap {
  hits(): number;
  /** Nothing goes wrong any more. */
  open(): Promise<void>;
}

function setTrap(stage: Stage, { name, request, fault, lasts }: Scenario): Trap {
  const registry = stage[request.side];
  const isMeant = { once: countdown, on: () => isOfItsSort, from: fromThenOn }[lasts](stage, request);
  const most = lasts === 'once' ? (fault.hits ?? 1) : Infinity;
  const place = placeOf(stage, { name, request, lasts });
  let hits = 0;
  let outage: Promise<void> | undefined;
  const when = (record: Parameters<typeof isOfItsSort>[1]): boolean => {
    if (hits >= most || !isMeant(request, record)) return false;
    hits += 1;
    if (fault.outage === true && outage === undefined) {
      outage = registry.pause();
      if (lasts === 'once') outage = outage.then(async () => registry.resume());
    }
    if (hits === 1 && fault.tunnel !== undefined) {
      stage.proxy?.spoil(nameOf(request.side), fault.tunnel(place), most);
    }
    return true;
  };
  registry.fault({ ...fault.effect(place), when, times: Infinity });
  return {
    hits: () => (fault.tunnel === undefined ? hits : (stage.proxy?.spoiled ?? 0)),
    open: async () => {
      registry.clearFaults();
      stage.proxy?.heal();
      const ended = outage;
      outage = undefined;
      await ended;
      if (ended !== undefined && lasts !== 'once') await registry.resume();
    },
  };
}

/** From the nth on that asks for the same. */
function countdown(stage: Stage, { nth, side }: SweptRequest): typeof isOfItsSort {
  const naming = stage.naming(side);
  let seen = 0;
  return (request, record) => {
    if (!asksTheSame(request, record, naming)) return false;
    seen += 1;
    return seen >= nth;
  };
}

/** From the nth that asks for the same on whatever is asked for. */
function fromThenOn(stage: Stage, request: SweptRequest): typeof isOfItsSort {
  const isIt = countdown(stage, request);
  let hasBegun = false;
  return (one, record) => {
    hasBegun ||= isIt(one, record);
    return hasBegun;
  };
}

function placeOf(
  { stranger, ...stage }: Stage,
  { name, request: { side, listener, bytesIn, bytesOut }, lasts }: Pick<Scenario, 'name' | 'request' | 'lasts'>,
): FaultPlace {
  // Only whoever the registry's own host names may be shown what is the registry's: that is its word, and no fault.
  const service = listener === 'cdn' && lasts !== 'from' ? undefined : stage.realms[side];
  return {
    // What has to spoil every body does so at its beginning, for all have one.
    fraction: lasts === 'from' ? 0 : fractionOf(name),
    bytesIn,
    bytesOut,
    realm: service ?? `${stranger.origin}/token`,
    stranger: stranger.origin,
  };
}
