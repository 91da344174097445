import fc from 'fast-check';
import { describe, expect, test } from '@jest/globals';
import {
  type ContentRange,
  formatRangeFrom,
  isRest,
  parseContentRange,
} from '../../../src/registry/content/byte-range.js';
import { mutatedText } from '../../support/mutations.js';
import { parseRange } from '../../support/registry/content/blobs.js';
import { casesOf } from '../../support/whole-run.js';

describe('a Content-Range', () => {
  test.each<[string, ContentRange]>([
    ['bytes 0-0/1', { first: 0, last: 0, size: 1 }],
    ['bytes 5-9/10', { first: 5, last: 9, size: 10 }],
    ['bytes 5-9/*', { first: 5, last: 9, size: undefined }],
    ['Bytes 5-9/10', { first: 5, last: 9, size: 10 }],
    ['bytes 5-8/10', { first: 5, last: 8, size: 10 }],
    [
      'bytes 9007199254740989-9007199254740990/9007199254740991',
      { first: 2 ** 53 - 3, last: 2 ** 53 - 2, size: 2 ** 53 - 1 },
    ],
  ])('%j is read', (text, range) => {
    expect(parseContentRange(text)).toEqual(range);
  });

  test.each([
    ['', 'nothing'],
    ['bytes */10', 'a range that was not to be had'],
    ['bytes=5-9', 'a request’s'],
    ['bytes 5-/10', 'without an end'],
    ['bytes -5/10', 'of the last bytes'],
    ['bytes 9-5/10', 'that ends before it begins'],
    ['bytes 5-10/10', 'that ends behind the end'],
    ['bytes 5-9/5', 'of what is smaller'],
    ['items 5-9/10', 'of another unit'],
    ['bytes 5-9/10, 11-12/13', 'of two parts'],
    [' bytes 5-9/10', 'with a blank before it'],
    ['bytes 5-9/10\n', 'with a line’s end behind it'],
    ['bytes 0x5-0x9/0x10', 'in another base'],
    ['bytes 5.0-9.0/10', 'of fractions'],
    ['bytes 0-9007199254740991/9007199254740992', 'of numbers that are not exact'],
    ['bytes 0-9007199254740991/*', 'to a number that is not exact'],
    ['bytes 0-99999999999999999/*', 'of more digits than a number has'],
    ['bytes ٥-٩/١٠', 'of digits of another script'],
  ])('%j is none: %s', (text) => {
    expect(parseContentRange(text)).toBeUndefined();
  });

  test('is read back', () => {
    const numbers = fc
      .tuple(fc.maxSafeNat(), fc.maxSafeNat(), fc.maxSafeNat())
      .map((three) => [...three].sort((one, other) => one - other));
    fc.assert(
      fc.property(numbers, fc.boolean(), ([first = 0, last = 0, size = 0], isTold) => {
        fc.pre(last < size);
        expect(parseContentRange(`bytes ${first}-${last}/${isTold ? size : '*'}`)).toEqual({
          first,
          last,
          size: isTold ? size : undefined,
        });
      }),
    );
  });

  test('that was right once is a part of a whole, or none', () => {
    const samples = ['bytes 5-9/10', 'bytes 0-1048575/*', 'bytes 1000-1999/2000'];
    fc.assert(
      fc.property(mutatedText(samples, ['bytes ', '-', '/', '*', '9'.repeat(20), '٣']), (text) => {
        const range = parseContentRange(text);
        if (range === undefined) return;
        const { first, last, size = Number.MAX_SAFE_INTEGER } = range;
        expect([first, last, size].every((number) => Number.isSafeInteger(number))).toBe(true);
        expect(0 <= first && first <= last && last < size).toBe(true);
      }),
      { numRuns: casesOf(3_000) },
    );
  });
});

describe('the bytes that are missing', () => {
  test.each([
    ['bytes 5-9/10', true],
    ['bytes 5-9/*', true],
    ['bytes 4-9/10', false],
    ['bytes 6-9/10', false],
    ['bytes 5-8/10', false],
    ['bytes 5-8/*', false],
    ['bytes 5-9/11', false],
    ['bytes 5-10/11', false],
    ['', false],
  ])('from 5 on, of 10, are those of %j: %s', (text, expected) => {
    expect(isRest(parseContentRange(text), 5, 10)).toBe(expected);
  });

  test('are those, and no others, that a server sends which is asked for them', () => {
    const place = fc.integer({ min: 1, max: 1e12 });
    fc.assert(
      fc.property(place, place, fc.constantFrom(-1, 0, 1), (one, other, wrongness) => {
        const [offset, size] = [Math.min(one, other), Math.max(one, other) + 2];
        const asked = parseRange(formatRangeFrom(offset), size);
        if (asked.kind !== 'part') throw new Error('the server takes it for no range');
        const answer = `bytes ${asked.start + wrongness}-${asked.end - 1}/${size}`;
        expect(isRest(parseContentRange(answer), offset, size)).toBe(wrongness === 0);
      }),
    );
  });
});
