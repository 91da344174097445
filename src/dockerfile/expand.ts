import { shorten } from './characters.js';
import { parsePattern, replacePattern, trimPrefix, trimSuffix } from './pattern.js';
import { parseWord, WordError, type VariablePart, type Word } from './word.js';

/** What a FROM knows of one build argument. */
export interface Variable {
  readonly value: string;
  /** The argument without a value that this value was made with, if any. */
  readonly unsetArgument?: string;
  /** The value is only a guess at what the builder runs on or builds for. */
  readonly fromBuilder: boolean;
}

export type VariableScope = ReadonlyMap<string, Variable>;

export type Expansion =
  ({ readonly kind: 'value' } & Variable) | { readonly kind: 'problem'; readonly message: string };

/** How the words of one file are read. */
export interface WordRules {
  readonly escape: string;
  /** Steps that are left for this file. */
  readonly work: { left: number };
}

/**
 * What one file may cost: characters put together and compared. The largest files in use need some thousands; `ARG B=$A$A`,
 * `ARG C=$B$B` … doubles with every line.
 */
const maxWork = 10_000_000;

export function newWordRules(escape: string): WordRules {
  return { escape, work: { left: maxWork } };
}

/**
 * Expands the variables of a word as BuildKit does, and takes its quotes and escapes away. A variable without a value is
 * nothing to BuildKit, and the image another than the one that was meant; here `lacking` names it.
 * Source: BuildKit, frontend/dockerfile/shell/lex.go.
 */
export function expand(word: string, scope: VariableScope, rules: WordRules): Expansion {
  try {
    return { kind: 'value', ...evaluate(parseWord(word, rules.escape), { scope, work: rules.work }) };
  } catch (error) {
    if (error instanceof WordError) return { kind: 'problem', message: error.message };
    throw error;
  }
}

interface ExpandContext {
  readonly scope: VariableScope;
  readonly work: WordRules['work'];
}

const nothing: Variable = { value: '', fromBuilder: false };

function evaluate(word: Word, context: ExpandContext): Variable {
  let value = '';
  let unsetArgument: string | undefined;
  let fromBuilder = false;
  for (const part of word) {
    const next = part.kind === 'text' ? undefined : substitute(part, context);
    const text = part.kind === 'text' ? part.text : (next?.value ?? '');
    spend(context.work, text.length + 1);
    value += text;
    unsetArgument ??= next?.unsetArgument;
    fromBuilder ||= next?.fromBuilder === true;
  }
  return unsetArgument === undefined ? { value, fromBuilder } : { value, unsetArgument, fromBuilder };
}

function substitute(part: VariablePart, context: ExpandContext): Variable {
  const variable = context.scope.get(part.name);
  switch (part.kind) {
    case 'variable':
      return variable ?? { ...nothing, unsetArgument: part.name };
    case 'choice': {
      // The word is read even where it is not taken: an error in it is an error, a variable without a value is none.
      const word = evaluate(part.word, context);
      const taken = take(part, part.emptyCounts && variable?.value === '' ? undefined : variable, word);
      return { ...taken, fromBuilder: taken.fromBuilder || variable?.fromBuilder === true };
    }
    case 'trim':
    case 'replace':
      return rework(part, variable ?? { ...nothing, unsetArgument: part.name }, context);
  }
}

type ChoicePart = VariablePart & { kind: 'choice' };

function take({ operator, name }: ChoicePart, variable: Variable | undefined, word: Variable): Variable {
  if (operator === '+') return variable === undefined ? nothing : word;
  if (operator === '-' || variable !== undefined) return variable ?? word;
  const reason = word.value === '' ? '' : `: ${shorten(word.value)}`;
  throw new WordError(`the build argument ${name} must have a value${reason}`);
}

type Rework = VariablePart & { kind: 'trim' | 'replace' };

function rework(part: Rework, variable: Variable, context: ExpandContext): Variable {
  const spelled = evaluate(part.pattern, context);
  const replacement = part.kind === 'replace' ? evaluate(part.replacement, context) : nothing;
  const { value } = variable;
  const starts = part.kind === 'replace' ? value.length + 1 : 1;
  spend(context.work, starts * (value.length + 1) * (spelled.value.length + replacement.value.length + 1));
  const unsetArgument = variable.unsetArgument ?? spelled.unsetArgument ?? replacement.unsetArgument;
  return {
    value: reworkText(value, part, spelled.value, replacement.value),
    fromBuilder: variable.fromBuilder || spelled.fromBuilder || replacement.fromBuilder,
    ...(unsetArgument === undefined ? {} : { unsetArgument }),
  };
}

function reworkText(value: string, part: Rework, spelled: string, replacement: string): string {
  if (part.kind === 'replace') return replacePattern(value, parsePattern(spelled), replacement, part.all);
  const { side } = part;
  // `##` and `%%` take as much as they can; to the grammar their second sign is the pattern's first.
  const longest = spelled.startsWith(side === 'prefix' ? '#' : '%');
  const pattern = parsePattern(longest ? spelled.slice(1) : spelled);
  return side === 'prefix' ? trimPrefix(value, pattern, longest) : trimSuffix(value, pattern, longest);
}

function spend(work: WordRules['work'], steps: number): void {
  if (steps > work.left) throw new WordError('the variables of this file make longer texts than any image name needs');
  work.left -= steps;
}
