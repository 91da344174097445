import { shorten } from './characters.js';
import { expand, type WordRules } from './expand.js';
import { flagValues } from './flags.js';
import { splitInstruction, type Instruction } from './instructions.js';
import type { Stage } from './stages.js';

/** What a COPY or a RUN takes files from, where that is no earlier stage. */
export type InstructionUse =
  | {
      readonly kind: 'use';
      readonly instruction: 'COPY' | 'RUN';
      readonly written: string;
      readonly image: string;
      readonly line: number;
    }
  | { readonly kind: 'problem'; readonly written: string; readonly message: string; readonly line: number };

export interface UseContext {
  /** The stage the instruction stands in. */
  readonly stage: Stage;
  readonly stages: readonly Stage[];
  readonly stagesByName: ReadonlyMap<string, Stage>;
  readonly rules: WordRules;
}

/**
 * The images that an instruction of a stage takes files from: `COPY --from=image`, `RUN --mount=from=image`. In neither are
 * variables expanded. Source: BuildKit, dockerfile2llb/convert.go, toCommand; convert_runmount.go, detectRunMount.
 */
export function readUses(instruction: Instruction, context: UseContext): readonly InstructionUse[] {
  if (instruction.keyword === 'COPY') return readCopy(instruction, context);
  return instruction.keyword === 'RUN' ? readRun(instruction, context) : [];
}

/** What an image's ONBUILD instructions hold back until another stage starts from it. */
export function triggersOf(stage: Stage, escape: string): readonly Instruction[] {
  return stage.body.flatMap(({ keyword, rest, line }) => {
    const trigger = keyword === 'ONBUILD' ? splitInstruction(rest, escape, line) : undefined;
    return trigger === undefined ? [] : [trigger];
  });
}

function readCopy({ flags, line }: Instruction, context: UseContext): readonly InstructionUse[] {
  const [from = '', ...others] = flagValues(flags, 'from');
  const problem = (message: string): readonly InstructionUse[] => [
    { kind: 'problem', written: from, line, message: `COPY --from=${shorten(from)}: ${message}` },
  ];
  if (others.length > 0) return problem('--from stands there more than once. Keep one.');
  if (from === '') return [];
  const expansion = expand(from, new Map(), context.rules);
  if (expansion.kind === 'problem' || expansion.value !== from) return problem(notExpanded);
  if (!/^[+-]?\d+$/.test(from)) return readSource('COPY', from, line, context, problem);
  const fault = faultOfNumber(Number(from), context);
  return fault === undefined ? [] : problem(fault);
}

const notExpanded =
  'variables and quotes mean nothing here. Give the image a stage of its own (FROM … AS name) before this one and name that.';

function faultOfNumber(number: number, { stage, stages }: UseContext): string | undefined {
  if (number >= 0 && number < stage.number) return undefined;
  return stages[number] === undefined
    ? `there is no stage ${number}; the first one is 0.`
    : `stage ${number} does not come before this one.`;
}

function readRun({ flags, line }: Instruction, context: UseContext): readonly InstructionUse[] {
  return flagValues(flags, 'mount').flatMap((mount = '') => {
    const sources = sourcesOfMount(mount);
    const from = sources.at(-1) ?? '';
    const problem = (message: string): readonly InstructionUse[] => [
      { kind: 'problem', written: from, line, message: `RUN --mount=…,from=${shorten(from)}: ${message}` },
    ];
    // A `$` at the very end is left to be refused as part of the name, as BuildKit does.
    if (sources.some((source) => source.slice(0, -1).includes('$'))) return problem(notExpanded);
    return from === '' ? [] : readSource('RUN', from, line, context, problem);
  });
}

/** Values of `from` in `type=bind,from=image,target=/x`, whatever its place; the last one counts. */
function sourcesOfMount(mount: string): readonly string[] {
  return splitFields(mount).flatMap((field) => {
    const sign = field.indexOf('=');
    return field.slice(0, Math.max(sign, 0)).toLowerCase() === 'from' ? [field.slice(sign + 1)] : [];
  });
}

/** Fields of a CSV line: one that begins with `"` goes on to the next `"`, and `""` in it is one `"`. */
function splitFields(line: string): readonly string[] {
  const fields: string[] = [];
  let field = '';
  let quoted = false;
  for (let at = 0; at < line.length; at += 1) {
    const character = line.charAt(at);
    if (quoted && line.startsWith('""', at)) {
      field += character;
      at += 1;
    } else if (character === '"' && (quoted || field === '')) {
      quoted = !quoted;
    } else if (character === ',' && !quoted) {
      fields.push(field);
      field = '';
    } else {
      field += character;
    }
  }
  return [...fields, field];
}

/** A name that only a later stage has is a fault: BuildKit takes the stage, and then finds that it is not there yet. */
function readSource(
  instruction: 'COPY' | 'RUN',
  from: string,
  line: number,
  { stage, stagesByName }: UseContext,
  problem: (message: string) => readonly InstructionUse[],
): readonly InstructionUse[] {
  const named = stagesByName.get(from.toLowerCase());
  if (named === undefined) return [{ kind: 'use', instruction, written: from, image: from, line }];
  if (named.number < stage.number) return [];
  if (named.number === stage.number) return problem('that is the stage this stands in.');
  return problem(`the stage of that name comes later, on line ${named.from.line}. Move it before this one.`);
}
