import fc from 'fast-check';
import { describe, expect, test } from '@jest/globals';
import {
  formatAlternatives,
  formatCount,
  formatList,
  formatTime,
  listParts,
  parseJsonBytes,
  printable,
  withoutTrailing,
} from '../../src/runtime/text.js';

describe('a text from outside is one line', () => {
  test.each([
    ['', ''],
    ['plain', 'plain'],
    ['  blanks around  ', 'blanks around'],
    ['two\nlines', 'two lines'],
    ['two\r\n\r\n\tlines', 'two lines'],
    ['\n', ''],
    ['\u001b[31mred\u001b[0m', String.raw`\u001b[31mred\u001b[0m`],
    ['a\u0000b', String.raw`a\u0000b`],
    ['a\u007fb\u009bc', String.raw`a\u007fb\u009bc`],
    ['\u202edwarkcab', String.raw`\u202edwarkcab`],
    ['a\u2066b\u2069', String.raw`a\u2066b\u2069`],
    ['zero\u200bwidth\ufeff', String.raw`zero\u200bwidth\ufeff`],
    ['a\u2028b\u2029c', String.raw`a\u2028b\u2029c`],
    ['\u061cA', String.raw`\u061cA`],
    ['ä ß 漢字 🙂', 'ä ß 漢字 🙂'],
    [String.raw`\u202e as it is`, String.raw`\u202e as it is`],
  ])('%j is %j', (text, expected) => {
    expect(printable(text)).toBe(expected);
  });
});

describe('a text that is too long is cut', () => {
  test.each([
    ['abcdef', 6, 'abcdef'],
    ['abcdef', 5, 'abcde…'],
    ['abcdef', 1, 'a…'],
    ['a       ', 3, 'a…'],
    ['abc\n\n\n\n', 4, 'abc…'],
  ])('%j to %d characters is %j', (text, limit, expected) => {
    expect(printable(text, limit)).toBe(expected);
  });

  test('to 400 where nothing is said', () => {
    expect(printable('x'.repeat(400))).toBe('x'.repeat(400));
    expect(printable('x'.repeat(401))).toBe(`${'x'.repeat(400)}…`);
  });

  test.each([4, 5, 6, 7])('not within a character: %d', (limit) => {
    const text = printable('🙂'.repeat(10), limit);
    expect(Buffer.from(text).toString()).toBe(text);
  });

  test('without reading all of it', () => {
    const long = '\n'.repeat(1_000_000);
    const read: string[] = [];
    const slice = (start?: number, end?: number): string => {
      const part = long.slice(start, end);
      read.push(part);
      return part;
    };
    expect(printable({ length: long.length, slice }, 10)).toBe('…');
    expect(read).toEqual(['\n'.repeat(10)]);
  });
});

test('whatever it is, nothing invisible is left', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 1, max: 40 }), (text, limit) => {
      const shown = printable(text, limit);
      expect(shown).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/);
      expect(printable(shown, 1_000)).toBe(shown);
    }),
  );
});

test('no text is a command to GitHub’s runner: it takes ##[ for one anywhere in a line', () => {
  expect(printable('pull failed ##[add-mask]a')).not.toContain('##[');
});

test.each([
  ['2026-01-15T13:00:00.000Z', '2026-01-15 13:00 UTC'],
  ['2026-01-15T13:00:00.001Z', '2026-01-15 13:01 UTC'],
  ['2026-01-15T23:59:01.000Z', '2026-01-16 00:00 UTC'],
])('who waits until %s is told no earlier minute: %s', (time, words) => {
  expect(formatTime(new Date(time))).toBe(words);
});

test.each([
  ['', ''],
  ['/', ''],
  ['a', 'a'],
  ['a//', 'a'],
  ['/a/b/', '/a/b'],
])('%j without its last slashes is %j', (text, expected) => {
  expect(withoutTrailing(text, '/')).toBe(expected);
});

test.each([
  [[], ''],
  [['a'], 'a'],
  [['a', 'b'], 'a and b'],
  [['a', 'b', 'c'], 'a, b and c'],
])('the list of %j is "%s"', (items, words) => {
  expect(formatList(items)).toBe(words);
});

test.each([
  [[], ''],
  [['a'], 'a'],
  [['a', 'b'], 'a or b'],
  [['a', 'b', 'c'], 'a, b or c'],
])('the alternatives %j are "%s"', (items, words) => {
  expect(formatAlternatives(items)).toBe(words);
});

test('lists are those of British English', () => {
  const lists = new Intl.ListFormat('en-GB');
  const alternatives = new Intl.ListFormat('en-GB', { type: 'disjunction' });
  fc.assert(
    fc.property(fc.array(fc.string({ minLength: 1 })), (items) => {
      expect(formatList(items)).toBe(lists.format(items));
      expect(formatAlternatives(items)).toBe(alternatives.format(items));
      const parts = lists.formatToParts(items).map(({ type, value }) => ({ isItem: type === 'element', value }));
      expect(listParts(items)).toEqual(parts);
    }),
  );
});

test('JSON is read from UTF-8 alone', () => {
  expect(parseJsonBytes(Buffer.from('{"name":"é"}'))).toEqual({ name: 'é' });
  expect(() => parseJsonBytes(Buffer.from('{"name":"é"}', 'latin1'))).toThrow(TypeError);
  expect(() => parseJsonBytes(Buffer.from('{'))).toThrow(SyntaxError);
});

test.each([
  [0, '0 pulls'],
  [1, '1 pull'],
  [2, '2 pulls'],
])('%d of a thing are "%s"', (number, words) => {
  expect(formatCount(number, 'pull')).toBe(words);
});
