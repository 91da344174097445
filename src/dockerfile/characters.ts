/**
 * White space as Go's unicode.IsSpace has it, which is what BuildKit trims by. JavaScript's `\s` lacks U+0085 and has
 * U+FEFF besides.
 */
const space = /[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/;

export function isSpace(character: string): boolean {
  return space.test(character);
}

/** The first position, from `at` on, that is not white space. */
export function skipSpace(text: string, at = 0): number {
  let end = at;
  while (end < text.length && isSpace(text.charAt(end))) end += 1;
  return end;
}

export function trimSpace(text: string): string {
  const start = skipSpace(text);
  let end = text.length;
  while (end > start && isSpace(text.charAt(end - 1))) end -= 1;
  return text.slice(start, end);
}

/** What BuildKit splits words by is narrower than what it trims by. */
export function splitAtBlanks(text: string): readonly string[] {
  return text === '' ? [] : text.split(/[ \t\v\f\r]+/);
}

/** For messages: a hostile file's word must not fill a report. */
export function shorten(text: string): string {
  return text.length > 160 ? `${text.slice(0, 160)}…` : text;
}
