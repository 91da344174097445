import { WordError } from './word.js';

/** One character of a pattern, or undefined for `?`. */
type Atom = string | undefined;

/** A shell pattern, cut at its `*`s: `a*b` is [a], [b]. */
type Pattern = readonly (readonly Atom[])[];

/**
 * Reads the pattern of `${name#pattern}`: `*`, `?` and `\` before one of `*`, `?`, `\`, `/`, `}`. There are no brackets.
 * Source: BuildKit, frontend/dockerfile/shell/lex.go, convertShellPatternToRegex.
 * @throws {WordError}
 */
export function parsePattern(text: string): Pattern {
  const segments: Atom[][] = [];
  let segment: Atom[] = [];
  segments.push(segment);
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === '*') {
      segment = [];
      segments.push(segment);
    } else if (character === '\\') {
      at += 1;
      const escaped = text.charAt(at);
      if (escaped === '' || !'*?\\/}'.includes(escaped))
        throw new WordError(`"\\${escaped}" means nothing in a pattern`);
      segment.push(escaped);
    } else {
      segment.push(character === '?' ? undefined : character);
    }
  }
  return segments;
}

export function trimPrefix(value: string, pattern: Pattern, longest: boolean): string {
  const end = matchFrom(value, 0, pattern, longest);
  return end === undefined ? value : value.slice(end);
}

/** A suffix is a prefix of the reversed text. */
export function trimSuffix(value: string, pattern: Pattern, longest: boolean): string {
  const reversed = pattern.map((segment) => segment.toReversed()).toReversed();
  return reverse(trimPrefix(reverse(value), reversed, longest));
}

/** Replaces the first match, or all; `*` takes as much as it can. */
export function replacePattern(value: string, pattern: Pattern, replacement: string, all: boolean): string {
  let result = '';
  let copied = 0;
  for (let at = 0; at <= value.length; at += 1) {
    const end = matchFrom(value, at, pattern, true);
    // Nothing, right behind a match, is not replaced again.
    if (end === undefined || (end === at && at === copied && at > 0)) continue;
    result += value.slice(copied, at) + replacement;
    copied = end;
    if (!all) break;
    at = Math.max(at, end - 1);
  }
  return result + value.slice(copied);
}

/** Where a match that begins at `start` ends: the longest, or the shortest. Without going back: see {@link findSegment}. */
function matchFrom(value: string, start: number, pattern: Pattern, longest: boolean): number | undefined {
  const [first = [], ...others] = pattern;
  if (!fits(value, start, first)) return undefined;
  let end = start + first.length;
  for (const [index, segment] of others.entries()) {
    const found = findSegment(value, end, segment, longest && index === others.length - 1);
    if (found === undefined) return undefined;
    end = found + segment.length;
  }
  return end;
}

/**
 * The first place of a segment is always right for all but the last one: what stands behind it then has the most room.
 * So the work is at most length of value × length of pattern, where a regular expression with several `.*` may take for ever.
 */
function findSegment(value: string, from: number, segment: readonly Atom[], last: boolean): number | undefined {
  const end = value.length - segment.length;
  for (let step = 0; step <= end - from; step += 1) {
    const at = last ? end - step : from + step;
    if (fits(value, at, segment)) return at;
  }
  return undefined;
}

function fits(value: string, at: number, segment: readonly Atom[]): boolean {
  if (at + segment.length > value.length) return false;
  return segment.every((atom, index) => atom === undefined || atom === value.charAt(at + index));
}

function reverse(text: string): string {
  return text.split('').reverse().join('');
}
