import { isSpace, shorten, skipSpace } from './characters.js';

/**
 * The grammar of a word with variables in it, as BuildKit reads it. dockerfile-ast finds variables and expands none: to it
 * `${V#x}` is one called `V#x`, quotes are part of a name, and the second name of `ARG A=1 B=2` is not there.
 * Source: BuildKit, frontend/dockerfile/shell/lex.go.
 */
type WordPart = { readonly kind: 'text'; readonly text: string } | VariablePart;

export type VariablePart = Substitution & {
  /** As the word spells it, `$` and braces included. */
  readonly source: string;
};

type Substitution =
  | { readonly kind: 'variable'; readonly name: string }
  | {
      readonly kind: 'choice';
      readonly name: string;
      readonly operator: '-' | '+' | '?';
      /** `:-`, `:+`, `:?`: a variable that is set to nothing counts as not set. */
      readonly emptyCounts: boolean;
      readonly word: Word;
    }
  | { readonly kind: 'trim'; readonly name: string; readonly side: 'prefix' | 'suffix'; readonly pattern: Word }
  | {
      readonly kind: 'replace';
      readonly name: string;
      readonly all: boolean;
      readonly pattern: Word;
      readonly replacement: Word;
    };
export type Word = readonly WordPart[];

/** A word that breaks the grammar. The message says what is wrong, without naming the file. */
export class WordError extends Error {
  override readonly name = 'WordError';
}

/** BuildKit has no limit; no Dockerfile needs more, and ours keeps `${A:-${A:-…` from overflowing the stack. */
const maxDepth = 50;

/** What becomes of an escape character: patterns and replacements keep it, to be read a second time. */
type EscapeMode = 'resolve' | 'pattern' | 'replacement';

/** A position in a word that is being read. The functions below move it forward. */
interface Cursor {
  readonly text: string;
  readonly escape: string;
  at: number;
  depth: number;
}

/** @throws {WordError} */
export function parseWord(text: string, escape: string): Word {
  return readUntil({ text, escape, at: 0, depth: 0 }, '', 'resolve');
}

/**
 * Cuts a line at the white space outside of quotes and variables; the words keep their quotes and escapes. Blanks behind
 * `<<` belong to its word, as BuildKit has it for here-documents.
 * @throws {WordError}
 */
export function splitWords(line: string, escape: string): readonly string[] {
  const cursor: Cursor = { text: line, escape, at: 0, depth: 0 };
  const words: string[] = [];
  for (;;) {
    cursor.at = skipSpace(line, cursor.at);
    // An escape character at the end of the line escapes what is not there.
    if (cursor.at >= line.length) return words;
    const start = cursor.at;
    while (cursor.at < line.length && !isSpace(line.charAt(cursor.at))) readRaw(cursor);
    words.push(line.slice(start, cursor.at));
  }
}

function readRaw(cursor: Cursor): void {
  if (!cursor.text.startsWith('<<', cursor.at)) {
    readInto([], cursor, cursor.text.charAt(cursor.at), 'resolve');
    return;
  }
  cursor.at += 2;
  while (/[\t\r ]/.test(cursor.text.charAt(cursor.at))) cursor.at += 1;
}

/** Reads parts up to the closing character and past it; up to the end of the text where that is ''. */
function readUntil(cursor: Cursor, closing: string, mode: EscapeMode): Word {
  const parts: WordPart[] = [];
  while (cursor.at < cursor.text.length) {
    const character = cursor.text.charAt(cursor.at);
    if (character === closing) {
      cursor.at += 1;
      return parts;
    }
    readInto(parts, cursor, character, mode);
  }
  if (closing !== '') throw new WordError(`"${closing}" is missing after \${`);
  return parts;
}

function readInto(parts: WordPart[], cursor: Cursor, character: string, mode: EscapeMode): void {
  if (character === '"') readDoubleQuoted(parts, cursor, mode);
  else if (character === "'") parts.push(textPart(readSingleQuoted(cursor, mode)));
  else if (character === '$') parts.push(readVariable(cursor));
  else if (character === cursor.escape) parts.push(textPart(readEscaped(cursor, mode, false)));
  else parts.push(textPart(readPlain(cursor)));
}

function textPart(value: string): WordPart {
  return { kind: 'text', text: value };
}

/** Everything up to the next single quote means itself. In a pattern an escape character is doubled to stay one. */
function readSingleQuoted(cursor: Cursor, mode: EscapeMode): string {
  const end = cursor.text.indexOf("'", cursor.at + 1);
  if (end === -1) throw new WordError("the closing ' is missing");
  const quoted = cursor.text.slice(cursor.at + 1, end);
  cursor.at = end + 1;
  return mode === 'pattern' ? quoted.replaceAll(cursor.escape, cursor.escape + cursor.escape) : quoted;
}

/** Variables are read, and an escape character may work. */
function readDoubleQuoted(parts: WordPart[], cursor: Cursor, mode: EscapeMode): void {
  cursor.at += 1;
  while (cursor.at < cursor.text.length) {
    const character = cursor.text.charAt(cursor.at);
    if (character === '"') {
      cursor.at += 1;
      return;
    }
    if (character === '$') parts.push(readVariable(cursor));
    else if (character === cursor.escape) parts.push(textPart(readEscaped(cursor, mode, true)));
    else parts.push(textPart(readPlain(cursor)));
  }
  throw new WordError('the closing " is missing');
}

/** In quotes an escape character works before `"`, `$` and itself, outside before every character. At the end of the text it is nothing. */
function readEscaped(cursor: Cursor, mode: EscapeMode, isQuoted: boolean): string {
  const next = cursor.text.charAt(cursor.at + 1);
  const works = !isQuoted || (next !== '' && `"$${cursor.escape}`.includes(next));
  cursor.at += works ? 2 : 1;
  if (mode === 'resolve') return works ? next : cursor.escape;
  return cursor.escape + (works ? next : cursor.escape);
}

/** One character that means itself here, whatever it is, and the harmless ones behind it. */
function readPlain(cursor: Cursor): string {
  const start = cursor.at;
  do cursor.at += 1;
  while (/[\w.:@-]/.test(cursor.text.charAt(cursor.at)));
  return cursor.text.slice(start, cursor.at);
}

/** Reads from a `$` on: `$name`, `${name}`, `${name<operator>…}`, or a `$` that stands for itself. */
function readVariable(cursor: Cursor): WordPart {
  const start = cursor.at;
  cursor.at += 1;
  const isInBraces = cursor.text.charAt(cursor.at) === '{';
  const substitution: Substitution = isInBraces ? readBraces(cursor) : { kind: 'variable', name: readName(cursor) };
  if (substitution.name === '') return textPart('$');
  return { ...substitution, source: cursor.text.slice(start, cursor.at) };
}

function readBraces(cursor: Cursor): Substitution {
  cursor.at += 1;
  if (cursor.depth === maxDepth) throw new WordError(`\${ stands inside of itself more than ${maxDepth} times`);
  cursor.depth += 1;
  const substitution = readSubstitution(cursor, readName(cursor));
  cursor.depth -= 1;
  return substitution;
}

function readSubstitution(cursor: Cursor, name: string): Substitution {
  if (name === '') throw new WordError('there is no name after ${');
  const emptyCounts = cursor.text.charAt(cursor.at) === ':';
  if (emptyCounts) cursor.at += 1;
  const operator = cursor.text.charAt(cursor.at);
  cursor.at += 1;
  if (operator === '-' || operator === '+' || operator === '?') {
    return { kind: 'choice', name, operator, emptyCounts, word: readUntil(cursor, '}', 'resolve') };
  }
  if (emptyCounts) throw unsupported(name, `:${operator}`);
  return readPlainSubstitution(cursor, name, operator);
}

function readPlainSubstitution(cursor: Cursor, name: string, operator: string): Substitution {
  switch (operator) {
    case '}':
      return { kind: 'variable', name };
    case '/':
      return readReplacement(cursor, name);
    case '#':
      return { kind: 'trim', name, side: 'prefix', pattern: readUntil(cursor, '}', 'pattern') };
    case '%':
      return { kind: 'trim', name, side: 'suffix', pattern: readUntil(cursor, '}', 'pattern') };
    default:
      throw unsupported(name, operator);
  }
}

function unsupported(name: string, operator: string): WordError {
  if (operator === '' || operator === ':') return new WordError('"}" is missing after ${');
  return new WordError(`"${operator}" is not known after \${${shorten(name)}`);
}

function readReplacement(cursor: Cursor, name: string): Substitution {
  const all = cursor.text.charAt(cursor.at) === '/';
  if (all) cursor.at += 1;
  const pattern = readUntil(cursor, '/', 'pattern');
  return { kind: 'replace', name, all, pattern, replacement: readUntil(cursor, '}', 'replacement') };
}

/** A name, a run of digits, or one of the shell's special parameters, which are never set here. */
const nameGrammar = /\p{Nd}+|[@*#?$!-]|[\p{L}\p{Nd}_]*/uy;

function readName(cursor: Cursor): string {
  nameGrammar.lastIndex = cursor.at;
  const name = nameGrammar.exec(cursor.text)?.[0] ?? '';
  cursor.at += name.length;
  return name;
}
