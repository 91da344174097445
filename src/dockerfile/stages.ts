import type { Instruction } from './instructions.js';
import { splitAtBlanks } from './characters.js';

/** A FROM and what stands behind it up to the next one. */
export interface Stage {
  /** From 0. */
  readonly number: number;
  /** As the file spells it. */
  readonly name?: string;
  readonly from: Instruction;
  readonly body: readonly Instruction[];
}

interface SplitFile {
  /** What stands before the first FROM. */
  readonly head: readonly Instruction[];
  readonly stages: readonly Stage[];
}

/** A stage whose FROM has faults is a stage all the same, so that the numbers and names of the others keep their meaning. */
export function splitStages(instructions: readonly Instruction[]): SplitFile {
  const starts = instructions.flatMap(({ keyword }, index) => (keyword === 'FROM' ? [index] : []));
  const stages = starts.flatMap((start, number): Stage[] => {
    const [from, ...body] = instructions.slice(start, starts[number + 1]);
    if (from === undefined) return [];
    const [, as, name] = splitAtBlanks(from.rest);
    const isNamed = as?.toLowerCase() === 'as' && name !== undefined;
    return [isNamed ? { number, name, from, body } : { number, from, body }];
  });
  return { head: instructions.slice(0, starts[0]), stages };
}

export function stageLabel({ name, number }: Stage): string {
  return name ?? String(number);
}

/** The first stage of each name, in lower case: BuildKit compares names without regard to it. */
export function indexStages(stages: readonly Stage[]): ReadonlyMap<string, Stage> {
  const byName = new Map<string, Stage>();
  for (const stage of stages) {
    const name = stage.name?.toLowerCase();
    if (name !== undefined && !byName.has(name)) byName.set(name, stage);
  }
  return byName;
}
