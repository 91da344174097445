import fc from 'fast-check';
import { describe, expect, test } from '@jest/globals';
import { nextOf } from '../../../src/github/api/pages.js';
import { mutatedText } from '../../support/mutations.js';
import { casesOf } from '../../support/whole-run.js';

const page = (number: number): string =>
  `https://api.github.com/repositories/1/issues/7/comments?per_page=100&page=${number}`;

describe('the next page', () => {
  test.each([
    ['the only link', `<${page(2)}>; rel="next"`, page(2)],
    ['the first of two', `<${page(2)}>; rel="next", <${page(9)}>; rel="last"`, page(2)],
    [
      'the last of four',
      `<${page(1)}>; rel="prev", <${page(9)}>; rel="last", <${page(1)}>; rel="first", <${page(3)}>; rel="next"`,
      page(3),
    ],
    ['without a blank', `<${page(2)}>;rel="next"`, page(2)],
    [
      'an address with a comma and a semicolon',
      '<https://a.example/?q=a,b;rel="next">; rel="next"',
      'https://a.example/?q=a,b;rel="next"',
    ],
  ])('is found: %s', (_name, header, next) => {
    expect(nextOf(header)).toBe(next);
  });

  test.each([
    ['nothing', ''],
    ['the last page', `<${page(1)}>; rel="prev", <${page(1)}>; rel="first"`],
    ['another relation', `<${page(1)}>; rel="next-archive"`],
    ['an address that says that it is', '<https://a.example/?rel="next">; rel="prev"'],
    ['no address', '<>; rel="next"'],
    ['an address of two lines', '<https://a.example/\nb>; rel="next"'],
    ['an address that does not end', `<${page(2)}; rel="next"`],
    ['one behind the length of a header', `${'a'.repeat(8_192)}<${page(2)}>; rel="next"`],
  ])('is not there: %s', (_name, header) => {
    expect(nextOf(header)).toBeUndefined();
  });

  test('is read back, whatever stands before it', () => {
    const address = fc.webUrl({ withQueryParameters: true }).filter((text) => !/[<>\s]/.test(text));
    const relation = fc.constantFrom('prev', 'first', 'last');
    const link = fc.tuple(address, relation).map(([url, name]) => `<${url}>; rel="${name}"`);
    fc.assert(
      fc.property(
        fc.array(link, { maxLength: 4 }),
        address,
        fc.array(link, { maxLength: 4 }),
        (before, next, after) => {
          const header = [...before, `<${next}>; rel="next"`, ...after].join(', ');
          fc.pre(header.length <= 8_192);
          expect(nextOf(header)).toBe(next);
          expect(nextOf([...before, ...after].join(', '))).toBeUndefined();
        },
      ),
    );
  });

  test('of what was right once is a part of the header without a blank, or none', () => {
    const samples = [
      `<${page(2)}>; rel="next", <${page(9)}>; rel="last"`,
      `<${page(1)}>; rel="prev", <${page(3)}>; rel="next"`,
    ];
    fc.assert(
      fc.property(mutatedText(samples, ['<', '>', ';', 'rel="next"', ',']), (header) => {
        const next = nextOf(header) ?? 'x';
        expect(next).toMatch(/^[^<>\s]+$/);
        if (nextOf(header) !== undefined) expect(header).toContain(`<${next}>`);
      }),
      { numRuns: casesOf(3_000) },
    );
  });
});
