import type { DockerfileProblem } from './base-image.js';
import { shorten, skipSpace, trimSpace } from './characters.js';
import { readDirective, type EscapeCharacter } from './directives.js';
import { readFlags } from './flags.js';
import { readHeredocs, type Heredoc } from './heredoc.js';
import { findTooLong, joinLines, splitLines } from './lines.js';

/** One instruction, its continued lines put together. */
export interface Instruction {
  /** Upper case. */
  readonly keyword: string;
  /** Leading `--name=value` words, quotes and escapes resolved. */
  readonly flags: readonly string[];
  /** What stands behind keyword and flags, without white space around it. */
  readonly rest: string;
  /** From 1: where it begins. */
  readonly line: number;
}

interface Instructions {
  readonly instructions: readonly Instruction[];
  readonly escape: EscapeCharacter;
  readonly problems: readonly DockerfileProblem[];
}

const withHeredocs = new Set(['RUN', 'COPY', 'ADD']);

/**
 * Reads a file's instructions as BuildKit does: directives, comments, continued lines, here-documents. Where BuildKit
 * would not read on, neither does this, and a problem says so.
 *
 * Own code, although dockerfile-ast has a parser: that one obeys an escape directive behind an unknown one, continues a line
 * that ends in two escape characters, so that the FROM behind it is lost, and misreads here-documents (see heredoc.ts).
 * Source: BuildKit, frontend/dockerfile/parser/parser.go.
 */
export function readInstructions(text: string): Instructions {
  const all = splitLines(text);
  const tooLong = findTooLong(all);
  const lines = tooLong === -1 ? all : all.slice(0, tooLong);
  const directives = readDirectives(lines);
  const body = readBody(lines, directives.escape);
  const problems = [...directives.problems, ...body.problems];
  if (tooLong !== -1) problems.push(tooLongLine(tooLong + 1));
  return { instructions: body.instructions, escape: directives.escape, problems };
}

/** Takes an instruction's text apart; undefined where there is nothing but white space. */
export function splitInstruction(text: string, escape: string, line: number): Instruction | undefined {
  const trimmed = trimSpace(text);
  if (trimmed === '') return undefined;
  const [word = ''] = /^[^ \t\v\f\r]+/.exec(trimmed) ?? [];
  const { flags, rest } = readFlags(trimmed.slice(word.length), escape);
  return { keyword: word.toUpperCase(), flags, rest: trimSpace(rest), line };
}

function readDirectives(lines: readonly string[]): Omit<Instructions, 'instructions'> {
  const seen = new Set<string>();
  const problems: DockerfileProblem[] = [];
  let escape: EscapeCharacter = '\\';
  for (const [index, line] of lines.entries()) {
    const directive = readDirective(line.slice(skipSpace(line)), seen);
    if (directive.kind === 'none') break;
    if (directive.kind === 'problem') {
      problems.push({ line: index + 1, message: directive.message });
    } else {
      seen.add(directive.name);
      escape = directive.escape ?? escape;
    }
  }
  return { escape, problems };
}

function readBody(lines: readonly string[], escape: string): Omit<Instructions, 'escape'> {
  const instructions: Instruction[] = [];
  const problems: DockerfileProblem[] = [];
  for (let at = 0; at < lines.length;) {
    const line = at + 1;
    const joined = joinLines(lines, at, escape);
    at = joined.end;
    const instruction = splitInstruction(joined.text, escape, line);
    if (instruction === undefined) continue;
    instructions.push(instruction);
    const { keyword, rest } = instruction;
    const inner = keyword === 'ONBUILD' ? splitInstruction(rest, escape, line) : instruction;
    // The form `RUN ["cat", "<<EOF"]` needs no rule of its own: what stands in its quotes opens nothing.
    const heredocs = inner !== undefined && withHeredocs.has(inner.keyword) ? readHeredocs(joined.text) : [];
    const { end, unclosed } = skipHeredocs(lines, at, heredocs);
    if (unclosed !== undefined) problems.push(unclosedHeredoc(instruction, unclosed));
    at = end;
  }
  return { instructions, problems };
}

function skipHeredocs(
  lines: readonly string[],
  start: number,
  heredocs: readonly Heredoc[],
): { end: number; unclosed?: Heredoc } {
  let end = start;
  for (const heredoc of heredocs) {
    const { name, tabs } = heredoc;
    for (; end < lines.length; end += 1) {
      const line = lines[end] ?? '';
      if (line === name || (tabs && line.endsWith(name) && /^\t*$/.test(line.slice(0, -name.length)))) break;
    }
    if (end === lines.length) return { end, unclosed: heredoc };
    end += 1;
  }
  return { end };
}

function unclosedHeredoc({ keyword, line }: Instruction, { name }: Heredoc): DockerfileProblem {
  const what = `${shorten(keyword)} opens the here-document "${shorten(name)}", and no line behind it ends it`;
  return {
    line,
    message: `${what}, so that the rest of the file was read as its text. Add a line that says ${shorten(name)}.`,
  };
}

function tooLongLine(line: number): DockerfileProblem {
  return {
    line,
    message: 'This line is longer than the 65,535 bytes that BuildKit reads; the file was read up to here.',
  };
}
