import { withoutTrailing } from '../runtime/text.js';
import { skipSpace } from './characters.js';

/** A line, or several that are continued, put together. */
interface JoinedLine {
  readonly text: string;
  /** Index of the line behind it. */
  readonly end: number;
}

/** BuildKit refuses a file with a longer line: the buffer of its reader, bufio.MaxScanTokenSize, holds 64 KiB. */
const maxLineBytes = 65_535;

/** Lines end at line feeds alone; carriage returns before one belong to it. A byte-order mark is none of the text. */
export function splitLines(text: string): readonly string[] {
  return text
    .replace(/^\ufeff/, '')
    .split('\n')
    .map((line) => withoutTrailing(line, '\r'));
}

/** Index of the first line that BuildKit would not read, or -1. */
export function findTooLong(lines: readonly string[]): number {
  return lines.findIndex((line) => Buffer.byteLength(line) > maxLineBytes);
}

/** Comments and blank lines between continued ones are left out; white space at their beginning is kept. */
export function joinLines(lines: readonly string[], start: number, escape: string): JoinedLine {
  const first = lines[start] ?? '';
  const begin = skipSpace(first);
  if (first.startsWith('#', begin)) return { text: '', end: start + 1 };
  let { text, continued } = cutContinuation(first.slice(begin), escape);
  let end = start + 1;
  for (; continued && end < lines.length; end += 1) {
    const line = lines[end] ?? '';
    const position = skipSpace(line);
    if (position === line.length || line.startsWith('#', position)) continue;
    const next = cutContinuation(line, escape);
    text += next.text;
    continued = next.continued;
  }
  return { text, end };
}

/** An escape character at the end continues a line, blanks behind it or not, but not a second one right behind a first. */
function cutContinuation(line: string, escape: string): { text: string; continued: boolean } {
  let end = line.length;
  while (line[end - 1] === ' ' || line[end - 1] === '\t') end -= 1;
  const continued = line[end - 1] === escape && line[end - 2] !== escape;
  return continued ? { text: line.slice(0, end - 1), continued } : { text: line, continued };
}
