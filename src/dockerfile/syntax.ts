import { splitDirective } from './directives.js';
import { findTooLong, splitLines } from './lines.js';

/** The image that a builder reads a file with: its frontend. */
export interface Syntax {
  /** As the file spells it. */
  readonly written: string;
  /** From 1. */
  readonly line: number;
  /** Whether it is named by a directive of a Dockerfile. What is named by `//` or in JSON reads another language. */
  readonly isDirective: boolean;
}

/**
 * Finds the frontend that a file names: by the directive `# syntax=`, or, as files of other frontends do, by `// syntax=` or by the
 * key `syntax` of a JSON object. A shebang may stand before each of these.
 * Source: BuildKit, frontend/dockerfile/parser/directives.go, DetectSyntax.
 */
export function detectSyntax(text: string): Syntax | undefined {
  const all = splitLines(text);
  const shebang = all[0]?.startsWith('#!') === true ? 1 : 0;
  const lines = all.slice(shebang);
  const found = findDirective(lines, '#') ?? findDirective(lines, '//') ?? findKey(lines.join('\n'));
  return found === undefined ? undefined : { ...found, line: found.line + shebang };
}

function findDirective(lines: readonly string[], comment: '#' | '//'): Syntax | undefined {
  const tooLong = findTooLong(lines);
  const seen = new Set<string>();
  for (const [index, line] of lines.entries()) {
    const directive = index === tooLong ? undefined : splitDirective(line, comment);
    if (directive === undefined || seen.has(directive.name)) return undefined;
    seen.add(directive.name);
    if (directive.name !== 'syntax') continue;
    // What stands behind a blank is for the frontend.
    const [written = ''] = directive.value.split(' ');
    return { written, line: index + 1, isDirective: comment === '#' };
  }
  return undefined;
}

function findKey(text: string): Syntax | undefined {
  const value = parseJson(text);
  if (typeof value !== 'object' || value === null || !('syntax' in value)) return undefined;
  const { syntax: written } = value;
  if (typeof written !== 'string') return undefined;
  const before = /"syntax"\s*:/.exec(text)?.index ?? 0;
  return { written, line: text.slice(0, before).split('\n').length, isDirective: false };
}

function parseJson(text: string): unknown {
  if (!text.trimStart().startsWith('{')) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
