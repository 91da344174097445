import type { SweepFault } from './swept-faults.js';
import type { SweptRequest } from './requests.js';
import { fractionOf, seed } from './seeds.js';

/** One run that goes wrong in one way, and the run after it. */
export interface Scenario {
  readonly name: string;
  readonly request: SweptRequest;
  readonly fault: SweepFault;
  /** `once`: that request alone; `on`: all of its sort; `from`: it, and from then on whatever its side is asked for. */
  readonly lasts: 'once' | 'on' | 'from';
}

export interface Scenarios {
  readonly scenarios: readonly Scenario[];
  /** How many times a fault makes no sense of a request, by its name. */
  readonly leftOut: ReadonlyMap<string, number>;
}

export interface ScenarioOptions {
  /** Stands before the names. */
  readonly stage?: string;
  /** Which requests go wrong once. */
  readonly which?: 'each' | 'one of a sort';
  /** Whether there are faults that stay with a sort of requests. */
  readonly isLasting?: boolean;
  /** Those that come with a request, and then stay with its whole side. */
  readonly staying?: readonly SweepFault[];
}

/**
 * Every request with every fault that makes sense of it; of each sort of requests one, with every fault that stays with that sort; and every
 * request, with what stays from then on.
 */
export function makeScenarios(
  requests: readonly SweptRequest[],
  faults: readonly SweepFault[],
  { stage = '', which = 'each', isLasting = true, staying = [] }: ScenarioOptions = {},
): Scenarios {
  const leftOut = new Map<string, number>();
  const once = which === 'each' ? requests : firstOfEachSort(requests);
  const scenarios = once.flatMap((request) =>
    faults.flatMap((fault) => {
      if (fault.of(request)) return [scenarioOf(stage, request, fault, 'once')];
      leftOut.set(fault.name, (leftOut.get(fault.name) ?? 0) + 1);
      return [];
    }),
  );
  const lasting = (isLasting ? firstOfEachSort(requests) : []).flatMap((request) =>
    faults.filter((fault) => fault.of(request)).map((fault) => scenarioOf(stage, request, fault, 'on')),
  );
  // There may be something to spoil among what comes behind a request that has nothing.
  const fromThenOn = once.flatMap((request) => staying.map((fault) => scenarioOf(stage, request, fault, 'from')));
  return { scenarios: [...scenarios, ...lasting, ...fromThenOn], leftOut };
}

/** `SWEEP='part of a name'` runs only those again. */
export function chosen(scenarios: readonly Scenario[], part = process.env.SWEEP ?? ''): readonly Scenario[] {
  return scenarios.filter(({ name }) => name.includes(part));
}

/** `SWEEP_TRANSPORT=undici` sends everything through undici, in each copy. */
export const sweptTransport = process.env.SWEEP_TRANSPORT ?? '';

/** One scenario of each fault, in an order and of requests that the seed chooses. */
export function sampleOf(scenarios: readonly Scenario[]): readonly Scenario[] {
  const shuffled = scenarios
    .map((scenario) => ({ scenario, rank: fractionOf(`sample ${scenario.name}`) }))
    .sort((one, other) => one.rank - other.rank)
    .map(({ scenario }) => scenario);
  const byFault = new Map(shuffled.map((scenario) => [scenario.fault.name, scenario]));
  return [...byFault.values()];
}

/** What to type to see it again. */
export function howToRepeat(name: string): string {
  const transport = sweptTransport === '' ? '' : `SWEEP_TRANSPORT=${sweptTransport} `;
  return `${transport}SWEEP_SEED=${seed} SWEEP='${name}' npm run sweep`;
}

function scenarioOf(stage: string, request: SweptRequest, fault: SweepFault, lasts: Scenario['lasts']): Scenario {
  const { side, number, kind, what, nth, sort } = request;
  const one = [what, nth === 1 ? '' : `(${nth})`].filter((part) => part !== '').join(' ');
  const places = {
    once: `${side}/${number} ${kind} ${one}`,
    on: `${side}/every ${kind} ${sort}`,
    from: `${side}/from ${number} on, ${kind} ${one}`,
  };
  return { name: `${stage}${places[lasts].trim()}: ${fault.name}`, request, fault, lasts };
}

/** Of each sort the one with the smallest body, so that what is cut is cut in all of them. */
function firstOfEachSort(requests: readonly SweptRequest[]): readonly SweptRequest[] {
  const sorts = new Map<string, SweptRequest>();
  for (const request of requests) {
    const key = `${request.side} ${request.listener} ${request.kind} ${request.sort}`;
    const known = sorts.get(key);
    if (known === undefined || sizeOf(request) < sizeOf(known)) sorts.set(key, request);
  }
  return [...sorts.values()];
}

function sizeOf({ bytesIn, bytesOut }: SweptRequest): number {
  return bytesIn + bytesOut;
}
