/** Control characters, and the marks that turn the direction of writing: invisible in a log, and able to forge its lines. */
const invisible = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/**
 * One line of text from outside, made safe to print: line breaks become blanks, other invisible characters are written
 * as \u escapes, and what is longer than the limit is cut.
 */
export function printable(text: string, maxLength = 400): string {
  const line = text
    .slice(0, maxLength + 1)
    .replace(/[\r\n\t]+/g, ' ')
    .replace(invisible, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .trim();
  return text.length > maxLength ? `${line}…` : line;
}
