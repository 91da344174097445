import fc from 'fast-check';
import type { PhrasingContent } from 'mdast';
import { describe, expect, test } from '@jest/globals';
import { type Section, layOut } from '../../src/report/markdown/page-layout.js';
import { codeList, prose } from '../../src/report/markdown/phrasing.js';
import { printable } from '../../src/runtime/text.js';
import { hostileTexts } from './reports.js';
import { casesOf } from '../support/whole-run.js';

interface Plan {
  readonly head: string;
  readonly tail: string;
  readonly items: readonly string[];
}

const words = fc.oneof(fc.string({ maxLength: 60 }), fc.string({ unit: 'grapheme', maxLength: 60 }));
const plans = fc.array(fc.record({ head: words, tail: words, items: fc.array(words, { maxLength: 12 }) }), {
  maxLength: 4,
});

describe('a page', () => {
  test('keeps to its room, and shows of each section the first items, each made once', () => {
    fc.assert(
      fc.property(
        words,
        fc.array(words),
        fc.array(words),
        plans,
        fc.nat({ max: 3_000 }),
        (title, opening, closing, plan, extra) => {
          const made: string[] = [];
          const sectionOf = ({ head, tail, items }: Plan, at: number): Section => ({
            head,
            tail,
            separator: '\n',
            count: items.length,
            item: (index) => {
              made.push(`${at}.${index}`);
              return `[${at}.${index}]${items[index] ?? ''}`;
            },
            leftOut: (left) => `${left} of ${at}`,
          });
          // The title and the sentence that says what was left out stand there whatever the room.
          const maxBytes = Buffer.byteLength(title) + 310 + extra;
          const page = layOut({ title, opening, closing, sections: plan.map(sectionOf) }, maxBytes);
          expect(Buffer.byteLength(page)).toBeLessThanOrEqual(maxBytes);
          expect(new Set(made).size).toBe(made.length);
          for (const [at, { items }] of plan.entries()) expectPrefix(page, at, items.length);
        },
      ),
      { numRuns: casesOf(1_000) },
    );
  });
});

/** The items from the front, and how many are missing where some are. */
function expectPrefix(page: string, at: number, count: number): void {
  const isShown = Array.from({ length: count }, (_value, index) => page.includes(`[${at}.${index}]`));
  const shown = isShown.filter(Boolean).length;
  expect(isShown.slice(0, shown).every(Boolean)).toBe(true);
  expect(page.includes(`${count - shown} of ${at}`)).toBe(shown < count);
}

function wordsOf(pieces: readonly PhrasingContent[]): string {
  return pieces.map((piece) => ('value' in piece ? piece.value : '')).join('');
}

const plain = (text: string): string => text.replaceAll('`', '').replace(/ +/g, ' ').trim();

describe('a sentence from outside', () => {
  const alphabet = fc.constantFrom(...'`"(),.;:!?… \t\n’“”ab1@#/<&'.split(''));
  const sentence = fc.oneof(
    fc.constantFrom(...hostileTexts),
    fc.string({ unit: alphabet, maxLength: 60 }),
    fc.string({ unit: 'binary', maxLength: 60 }),
  );

  test('loses no word, but for back-ticks', () => {
    fc.assert(
      fc.property(sentence, (text) => {
        expect(plain(wordsOf(prose(text)))).toBe(plain(printable(text, 600)));
      }),
      { numRuns: casesOf(3_000) },
    );
  });

  test('has no two neighbours that are text, and none that is empty', () => {
    fc.assert(
      fc.property(sentence, (text) => {
        const pieces = prose(text);
        for (const [index, piece] of pieces.entries()) {
          expect(wordsOf([piece])).not.toBe('');
          expect(piece.type === 'text' && pieces[index + 1]?.type === 'text').toBe(false);
        }
      }),
      { numRuns: casesOf(3_000) },
    );
  });

  test.each(['`', '` ', ' `', '"`', '(', 'a`', '`a`', '“', '…', 'a-', "a'", '. '])(
    'of a megabyte of %j is cut',
    (unit) => {
      expect(wordsOf(prose(unit.repeat(1_000_000 / unit.length))).length).toBeLessThanOrEqual(601);
    },
  );

  test.each([
    ['a/b', '', 'a/b', ''],
    ['("a/b").', '("', 'a/b', '").'],
    ["'x=1'?", "'", 'x=1', "'?"],
    ['“@team”…', '“', '@team', '”…'],
    ['https://r.test/a!!!', '', 'https://r.test/a', '!!!'],
  ])('leaves the marks around a word that is code outside: %s', (word, open, core, close) => {
    const outside = (value: string): readonly object[] => (value === '' ? [] : [{ type: 'text', value }]);
    expect(prose(word)).toEqual([...outside(open), { type: 'inlineCode', value: core }, ...outside(close)]);
  });

  test.each(['This file is not UTF-8 text.', '"x" is no digest: expected sha256: and 64 lower-case hex digits.'])(
    'leaves the words of our own sentences whole: %s',
    (sentence) => {
      const codes = prose(sentence).flatMap((piece) => (piece.type === 'inlineCode' ? [piece.value] : []));
      expect(codes).toEqual(sentence.includes('sha256') ? ['sha256'] : []);
    },
  );

  test('names as many of a list as a reader takes in', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ minLength: 1 })), (names) => {
        const codes = codeList(names).filter(({ type }) => type === 'inlineCode');
        expect(codes.length).toBe(names.length > 3 ? 2 : names.length);
      }),
    );
  });
});
