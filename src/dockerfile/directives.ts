import { skipSpace } from './characters.js';

/** The character that continues a line and takes away a character's meaning. */
export type EscapeCharacter = '\\' | '`';

type DirectiveLine =
  | { readonly kind: 'directive'; readonly name: string; readonly escape?: EscapeCharacter }
  | { readonly kind: 'problem'; readonly message: string }
  | { readonly kind: 'none' };

const knownNames = new Set(['syntax', 'escape', 'check']);
const grammar = /^([a-z][a-z0-9]*)[\t\n\f\r ]*=(.+)$/is;

/**
 * Reads one of the lines at the top of a file that may be parser directives. The first line that is none ends them:
 * a blank line, an ordinary comment, a directive of another name.
 * Source: BuildKit, frontend/dockerfile/parser/directives.go.
 */
export function readDirective(line: string, seen: ReadonlySet<string>): DirectiveLine {
  const directive = splitDirective(line, '#');
  if (directive === undefined) return { kind: 'none' };
  const { name, value } = directive;
  if (seen.has(name)) return problem(`the directive "${name}" stands here a second time. Keep one of them.`);
  if (name !== 'escape') return { kind: 'directive', name };
  if (value === '\\' || value === '`') return { kind: 'directive', name, escape: value };
  return problem('the directive "escape" takes \\ or ` and nothing else.');
}

interface Directive {
  /** Lower case. */
  readonly name: string;
  readonly value: string;
}

/** @param comment what begins the line: `#` in a Dockerfile */
export function splitDirective(line: string, comment: string): Directive | undefined {
  if (!line.startsWith(comment)) return undefined;
  const [, key = '', text = ''] = grammar.exec(line.slice(skipSpace(line, comment.length))) ?? [];
  const name = key.toLowerCase();
  return knownNames.has(name) ? { name, value: trimBlanks(text) } : undefined;
}

/** What the pattern of BuildKit leaves out around a value is narrower than what BuildKit trims lines by. */
function trimBlanks(text: string): string {
  const isBlank = (at: number): boolean => '\t\n\f\r '.includes(text.charAt(at));
  let [start, end] = [0, text.length];
  while (start < end && isBlank(start)) start += 1;
  while (end > start && isBlank(end - 1)) end -= 1;
  return text.slice(start, end);
}

function problem(message: string): DirectiveLine {
  return { kind: 'problem', message };
}
