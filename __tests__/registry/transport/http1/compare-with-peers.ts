import fc from 'fast-check';
import { type Codec, type Written, readWritten } from './codec.js';
import { disagreements, namesOf } from './differences.js';
import { cutAnswer } from './generated-answers.js';
import { usePeers } from './raw-peers.js';
import { allResponseCases } from './response-cases.js';

/** An answer, and where it is cut for the codec. */
type CutAnswer = readonly [Written, readonly number[]];

export const tableAnswers: readonly CutAnswer[] = allResponseCases.map(({ method, text }) => [{ method, text }, []]);

/** `COMPARE_SEED=2` chooses other answers. */
export function sampleAnswers(count: number): readonly CutAnswer[] {
  return fc.sample(cutAnswer, { numRuns: count, seed: Number(process.env.COMPARE_SEED ?? 1) });
}

interface Comparison {
  readonly problems: readonly string[];
  /** How many answers all three read. */
  readonly alike: number;
  /** The differences that were met. */
  readonly named: ReadonlySet<string>;
}

/** Lets a codec, `node:http` and undici read the same answers. */
export async function compareWithPeers(codec: Codec, answers: readonly CutAnswer[]): Promise<Comparison> {
  const peers = await usePeers();
  const problems: string[] = [];
  const named = new Set<string>();
  let alike = 0;
  for (const [written, cuts] of answers) {
    const readings = { written, ours: readWritten(codec, written, cuts), ...(await peers(written)) };
    problems.push(...disagreements(readings));
    for (const name of namesOf(readings)) named.add(name);
    if ([readings.ours, readings.node, readings.undici].every(({ kind }) => kind === 'read')) alike += 1;
  }
  return { problems, alike, named };
}
