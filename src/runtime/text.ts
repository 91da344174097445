/** Control characters, and the marks that turn the direction of writing: invisible in a log, and able to forge its lines. */
const invisible = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/**
 * One line of text from outside, made safe to print: line breaks become blanks, other invisible characters are written
 * as \u escapes, and what is longer than the limit is cut. `##[`, which GitHub's runner takes for a command wherever in a line it
 * stands, is taken apart; `::` is one only at a line's beginning, where words of ours have to stand.
 */
export function printable(text: Pick<string, 'length' | 'slice'>, maxLength = 400): string {
  const line = text
    .slice(0, maxLength)
    .replace(/[\ud800-\udbff]$/, '')
    .replace(/[\r\n\t]+/g, ' ')
    .replaceAll('##[', '## [')
    .replace(invisible, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .trim();
  return text.length > maxLength ? `${line}…` : line;
}

/** Takes the run's secrets out of a text. */
export type Redact = (text: string) => string;

/** Without its last characters, as far as they are this one. Not by a pattern: one for the end of a text takes the square of its length. */
export function withoutTrailing(text: string, character: string): string {
  let end = text.length;
  while (end > 0 && text.charAt(end - 1) === character) end -= 1;
  return text.slice(0, end);
}

/**
 * The value that UTF-8 encoded JSON stands for.
 * @throws {TypeError} if the bytes are not UTF-8
 * @throws {SyntaxError} if they are not JSON
 */
export function parseJsonBytes(bytes: Uint8Array): unknown {
  return JSON.parse(decodeUtf8(bytes));
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** @throws {TypeError} if the bytes are not UTF-8 */
export function decodeUtf8(bytes: Uint8Array): string {
  return utf8.decode(bytes);
}

/** The same text, which does not keep another one in memory. A part of a text keeps the whole of it. */
export function detached(text: string): string {
  return Buffer.from(text).toString();
}

/** `a`, `a and b`, `a, b and c` */
export function formatList(items: readonly string[]): string {
  return joinList(items, 'and');
}

/** `a`, `a or b`, `a, b or c` */
export function formatAlternatives(items: readonly string[]): string {
  return joinList(items, 'or');
}

/** As British English does it, without a comma before the last. `Intl.ListFormat` gives the same, and takes 10 ms to load its data. */
function joinList(items: readonly string[], word: 'and' | 'or'): string {
  return items.map((item, index) => `${separatorBefore(index, items.length, word)}${item}`).join('');
}

function separatorBefore(index: number, count: number, word: 'and' | 'or'): string {
  if (index === 0) return '';
  return index === count - 1 ? ` ${word} ` : ', ';
}

/** `a, b and c` in parts: the items in their order, and the words that stand between them. */
export function listParts(items: readonly string[]): readonly { readonly isItem: boolean; readonly value: string }[] {
  return items.flatMap((value, index) => {
    const separator = separatorBefore(index, items.length, 'and');
    const item = { isItem: true, value };
    return separator === '' ? [item] : [{ isItem: false, value: separator }, item];
  });
}

/** A time that somebody waits for, to the next full minute: `2026-01-15 13:00 UTC`. */
export function formatTime(time: Date): string {
  const [day = '', clock = ''] = new Date(Math.ceil(time.getTime() / 60_000) * 60_000).toISOString().split('T');
  return `${day} ${clock.slice(0, 5)} UTC`;
}

/** `1 pull`, `2 pulls` */
export function formatCount(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** A proxy's address. It may be `host:port`, which means http, as in Go and in curl. undefined: it is no address. */
export function parseProxyAddress(address: string): URL | undefined {
  const url = /^[a-z][a-z0-9+.-]*:\/\//i.test(address) ? address : `http://${address}`;
  return URL.canParse(url) ? new URL(url) : undefined;
}
