import { trimSpace } from './characters.js';

/** The character that continues a line and takes away a character's meaning. */
export type EscapeCharacter = '\\' | '`';

export type DirectiveLine =
  | { readonly kind: 'directive'; readonly name: string; readonly escape?: EscapeCharacter }
  | { readonly kind: 'problem'; readonly message: string }
  | { readonly kind: 'none' };

const knownNames = new Set(['syntax', 'escape', 'check']);
const grammar = /^([a-z][a-z0-9]*)[\t\n\v\f\r ]*=(.*)$/i;

/**
 * Reads one of the lines at the top of a file that may be parser directives. The first line that is none ends them:
 * a blank line, an ordinary comment, a directive of another name.
 * Source: BuildKit, frontend/dockerfile/parser/directives.go.
 */
export function readDirective(line: string, seen: ReadonlySet<string>): DirectiveLine {
  if (!line.startsWith('#')) return { kind: 'none' };
  const [, key = '', text = ''] = grammar.exec(trimSpace(line.slice(1))) ?? [];
  const name = key.toLowerCase();
  const value = trimSpace(text);
  if (!knownNames.has(name) || value === '') return { kind: 'none' };
  if (seen.has(name)) return problem(`the directive "${name}" stands here a second time. Keep one of them.`);
  if (name !== 'escape') return { kind: 'directive', name };
  if (value === '\\' || value === '`') return { kind: 'directive', name, escape: value };
  return problem('the directive "escape" takes \\ or ` and nothing else.');
}

function problem(message: string): DirectiveLine {
  return { kind: 'problem', message };
}
