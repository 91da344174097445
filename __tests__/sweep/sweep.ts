import { type Verdict, play } from './play.js';
import { type Scenario, howToRepeat, sweptTransport } from './scenarios.js';
import { seed } from './seeds.js';
import type { Stage } from './stage.js';

export interface Tally {
  readonly scenarios: number;
  /** How many of them went through a proxy. */
  readonly proxied: number;
  readonly counts: Readonly<Record<Verdict['kind'], number>>;
  /** Names of scenarios whose request was not made. */
  readonly unmet: readonly string[];
  /** What was not as it should be, a text a scenario. */
  readonly problems: readonly string[];
}

export interface SweepOptions {
  /** Told of each problem when it is met, for a sweep takes minutes; default standard output. */
  readonly onProblem?: (text: string) => void;
  /** After so long a run is taken to hang. */
  readonly maxRunMs?: number;
}

/**
 * A scenario that waits for undici's timeouts waits really, so several of them are played at once, each on a stage of its own. The clock of
 * the others jumps when nothing else goes on in the process: those are played one by one.
 */
const stallingConcurrency = 8;

/** Plays all scenarios. */
export async function sweep(
  scenarios: readonly Scenario[],
  openStage: (scenario: Scenario) => Promise<Stage>,
  { onProblem = print, maxRunMs }: SweepOptions = {},
): Promise<Tally> {
  const counts = { converged: 0, lost: 0, wrong: 0, hung: 0 };
  const [unmet, problems]: [string[], string[]] = [[], []];
  let proxied = 0;
  const playAll = async (waiting: Scenario[]): Promise<void> => {
    let stage: Stage | undefined;
    for (let scenario = waiting.shift(); scenario !== undefined; scenario = waiting.shift()) {
      stage ??= await openStage(scenario);
      const verdict = await play(stage, scenario, maxRunMs);
      counts[verdict.kind] += 1;
      if (verdict.tunnels > 0) proxied += 1;
      if (!verdict.isMet) unmet.push(scenario.name);
      if (verdict.problems.length > 0) {
        const text = tell(scenario, verdict);
        problems.push(text);
        onProblem(text);
      }
      // What hangs may go on in there.
      if (verdict.kind === 'hung') {
        await stage.stop();
        stage = undefined;
      }
    }
    await stage?.stop();
  };
  const isStalling = ({ fault }: Scenario): boolean => fault.stalls === true;
  await playAll(scenarios.filter((scenario) => !isStalling(scenario)));
  const stalling = scenarios.filter(isStalling);
  await Promise.all(Array.from({ length: stallingConcurrency }, async () => playAll(stalling)));
  return { scenarios: scenarios.length, proxied, counts, unmet, problems };
}

export function addUp(...tallies: readonly Tally[]): Tally {
  const sum = (kind: Verdict['kind']): number => tallies.reduce((total, { counts }) => total + counts[kind], 0);
  return {
    scenarios: tallies.reduce((total, { scenarios }) => total + scenarios, 0),
    proxied: tallies.reduce((total, { proxied }) => total + proxied, 0),
    counts: { converged: sum('converged'), lost: sum('lost'), wrong: sum('wrong'), hung: sum('hung') },
    unmet: tallies.flatMap(({ unmet }) => unmet),
    problems: tallies.flatMap(({ problems }) => problems),
  };
}

/** One line for the end. */
export function formatTally({ scenarios, proxied, counts: { converged, lost, wrong, hung } }: Tally): string {
  const share = `${scenarios} scenarios (${proxied} through a proxy)`;
  const choice = `seed ${seed}${sweptTransport === '' ? '' : `, all by ${sweptTransport}`}`;
  return `sweep: ${share}, ${converged} converged, ${lost} lost, ${wrong} wrong, ${hung} hung (${choice})`;
}

function tell({ name }: Scenario, { kind, problems }: Verdict): string {
  return [`${kind}: ${name}`, ...problems.map((problem) => `  ${problem}`), `  ${howToRepeat(name)}`].join('\n');
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
