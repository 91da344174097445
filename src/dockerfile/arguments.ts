import type { DockerfileProblem } from './base-image.js';
import { isSpace, shorten } from './characters.js';
import { expand, type Expansion, type VariableScope, type Variable, type WordRules } from './expand.js';
import type { Instruction } from './instructions.js';

/** The build arguments that every FROM of a file sees. */
export interface GlobalArguments {
  readonly scope: VariableScope;
  /** Names with an ARG before the first FROM, with or without a value. */
  readonly declared: ReadonlySet<string>;
  readonly problems: readonly DockerfileProblem[];
}

/**
 * What a builder sets by itself. Which machine it will run on nobody knows here, so the most common one stands for it.
 * Source: BuildKit, frontend/dockerfile/dockerfile2llb/platform.go, defaultArgs.
 */
const predefined: readonly (readonly [name: string, value: string])[] = ['TARGET', 'BUILD'].flatMap(
  (side): (readonly [string, string])[] => [
    [`${side}PLATFORM`, 'linux/amd64'],
    [`${side}OS`, 'linux'],
    [`${side}OSVERSION`, ''],
    [`${side}ARCH`, 'amd64'],
    [`${side}VARIANT`, ''],
  ],
);

/** Says whether every file has the argument, without an ARG. */
export function isPredefined(name: string): boolean {
  return name === 'TARGETSTAGE' || predefined.some(([known]) => known === name);
}

/**
 * Reads the ARGs before the first FROM; an ARG inside a stage is seen by no FROM. A value given from outside counts for
 * names that are declared or predefined, and for no others.
 */
export function readArguments(
  instructions: readonly Instruction[],
  finalStage: string | undefined,
  buildArgs: ReadonlyMap<string, string>,
  rules: WordRules,
): GlobalArguments {
  const scope = new Map(predefinedVariables(finalStage, buildArgs));
  const declared = new Set<string>();
  const problems: DockerfileProblem[] = [];
  for (const { keyword, rest, line } of instructions) {
    for (const declaration of keyword === 'ARG' ? readDeclarations(rest, rules.escape) : []) {
      const { name } = declaration;
      const value = valueOf(declaration, buildArgs.get(name), scope, rules);
      declared.add(name);
      if (value?.kind === 'value') scope.set(name, value);
      if (value?.kind === 'problem') problems.push({ line, message: `ARG ${shorten(name)}: ${value.message}.` });
    }
  }
  return { scope, declared, problems };
}

interface Declaration {
  readonly name: string;
  readonly value?: string;
}

function predefinedVariables(
  finalStage: string | undefined,
  buildArgs: ReadonlyMap<string, string>,
): readonly (readonly [string, Variable])[] {
  const defaults = [...predefined, ['TARGETSTAGE', finalStage ?? 'default'] as const];
  return defaults.map(([name, value]) => {
    const given = buildArgs.get(name);
    return [name, { value: given ?? value, fromBuilder: given === undefined }];
  });
}

/** Undefined leaves the variable as it is: `ARG V` without a value takes none away. */
function valueOf(
  { value }: Declaration,
  given: string | undefined,
  scope: VariableScope,
  rules: WordRules,
): Expansion | undefined {
  if (given !== undefined) return { kind: 'value', value: given, fromBuilder: false };
  return value === undefined ? undefined : expand(value, scope, rules);
}

/** `A=1 B="2 3" C`: words keep their quotes and escapes. Source: BuildKit, line_parsers.go, parseWords. */
function readDeclarations(text: string, escape: string): readonly Declaration[] {
  return splitQuoted(text, escape).map((word) => {
    const sign = word.indexOf('=');
    return sign === -1 ? { name: word } : { name: word.slice(0, sign), value: word.slice(sign + 1) };
  });
}

function splitQuoted(text: string, escape: string): readonly string[] {
  const words: string[] = [];
  let start = 0;
  let quote = '';
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === escape && quote !== "'") {
      at += 1;
    } else if (quote !== '') {
      if (character === quote) quote = '';
    } else if (character === '"' || character === "'") {
      quote = character;
    } else if (isSpace(character)) {
      words.push(text.slice(start, at));
      start = at + 1;
    }
  }
  return [...words, text.slice(start)].filter((word) => word !== '');
}
