import { shorten } from './characters.js';
import { parsePattern, replacePattern, trimPrefix, trimSuffix } from './pattern.js';
import { parseWord, WordError, type VariablePart, type Word } from './word.js';

/** What a FROM knows of one build argument. */
export interface Variable {
  readonly value: string;
  /** The argument without a value that this value was made with, if any. */
  readonly lacking?: string;
  /** The value is only a guess at what the builder runs on or builds for. */
  readonly fromBuilder: boolean;
}

export type Scope = ReadonlyMap<string, Variable>;

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
export function expand(word: string, scope: Scope, rules: WordRules): Expansion {
  try {
    return { kind: 'value', ...evaluate(parseWord(word, rules.escape), { scope, work: rules.work }) };
  } catch (error) {
    if (error instanceof WordError) return { kind: 'problem', message: error.message };
    throw error;
  }
}

interface Context {
  readonly scope: Scope;
  readonly work: WordRules['work'];
}

const nothing: Variable = { value: '', fromBuilder: false };

function evaluate(word: Word, context: Context): Variable {
  let whole = nothing;
  for (const part of word) {
    const next = part.kind === 'text' ? { ...nothing, value: part.text } : substitute(part, context);
    spend(context.work, next.value.length + 1);
    whole = join(whole, next);
  }
  return whole;
}

function substitute(part: VariablePart, context: Context): Variable {
  const variable = context.scope.get(part.name);
  switch (part.kind) {
    case 'variable':
      return variable ?? { ...nothing, lacking: part.name };
    case 'choice':
      return choose(part, variable, evaluate(part.word, context));
    case 'trim':
    case 'replace':
      return rework(part, variable ?? { ...nothing, lacking: part.name }, context);
  }
}

/** The word is read even where it is not taken: an error in it is an error, a variable without a value is none. */
function choose(part: Choice, variable: Variable | undefined, word: Variable): Variable {
  const taken = take(part, part.emptyCounts && variable?.value === '' ? undefined : variable, word);
  return { ...taken, fromBuilder: taken.fromBuilder || variable?.fromBuilder === true };
}

type Choice = VariablePart & { kind: 'choice' };

function take({ operator, name }: Choice, variable: Variable | undefined, word: Variable): Variable {
  if (operator === '+') return variable === undefined ? nothing : word;
  if (operator === '-' || variable !== undefined) return variable ?? word;
  const reason = word.value === '' ? '' : `: ${shorten(word.value)}`;
  throw new WordError(`the build argument ${name} must have a value${reason}`);
}

function rework(part: VariablePart & { kind: 'trim' | 'replace' }, variable: Variable, context: Context): Variable {
  const spelled = evaluate(part.pattern, context);
  const { value } = variable;
  if (part.kind === 'replace') {
    const replacement = evaluate(part.replacement, context);
    spend(
      context.work,
      (value.length + 1) * (value.length + 1) * (spelled.value.length + replacement.value.length + 1),
    );
    const text = replacePattern(value, parsePattern(spelled.value), replacement.value, part.all);
    return { ...join(join(variable, spelled), replacement), value: text };
  }
  spend(context.work, value.length * spelled.value.length);
  const sign = part.side === 'prefix' ? '#' : '%';
  const longest = spelled.value.startsWith(sign);
  const pattern = parsePattern(longest ? spelled.value.slice(1) : spelled.value);
  const trim = part.side === 'prefix' ? trimPrefix : trimSuffix;
  return { ...join(variable, spelled), value: trim(value, pattern, longest) };
}

function join(left: Variable, right: Variable): Variable {
  const lacking = left.lacking ?? right.lacking;
  const joined = { value: left.value + right.value, fromBuilder: left.fromBuilder || right.fromBuilder };
  return lacking === undefined ? joined : { ...joined, lacking };
}

function spend(work: WordRules['work'], steps: number): void {
  if (steps > work.left) throw new WordError('the variables of this file make longer texts than any image name needs');
  work.left -= steps;
}
