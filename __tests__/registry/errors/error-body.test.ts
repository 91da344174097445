import fc from 'fast-check';
import { describe, expect, test } from '@jest/globals';
import { parseErrorBody } from '../../../src/registry/errors/error-body.js';

describe('an error body of the specification', () => {
  test.each([
    ['{"errors":[{"code":"DENIED","message":"denied","detail":{"x":1}}]}', [{ code: 'DENIED', message: 'denied' }]],
    [
      '{"errors":[{"code":"A"},{"message":"b"}]}',
      [
        { code: 'A', message: '' },
        { code: '', message: 'b' },
      ],
    ],
    ['{"errors":[]}', []],
    ['{"errors":[{}]}', [{ code: '', message: '' }]],
  ])('%s', (body, errors) => {
    expect(parseErrorBody(body)).toEqual({ errors, text: body });
  });

  test('is cut to its first five errors', () => {
    const errors = Array.from({ length: 50 }, (_value, index) => ({ code: `E${index}`, message: '' }));
    expect(parseErrorBody(JSON.stringify({ errors })).errors).toEqual(errors.slice(0, 5));
  });
});

describe('an error body of another shape keeps its words', () => {
  test.each([
    ['{"message":"no"}', 'no'],
    ['{"details":"incorrect username or password"}', 'incorrect username or password'],
    ['{"status":"error","message":"gone"}', 'gone'],
    ['{"error":"invalid_grant","error_description":"It is over."}', 'It is over.'],
    ['{"error":"invalid_grant"}', 'invalid_grant'],
    [
      '<html><head><title>502 Bad Gateway</title></head><body><h1>Bad\n gateway</h1></body></html>',
      '502 Bad Gateway Bad gateway',
    ],
    ['<style>body { color: red }</style><script>alert(1)</script >x<SCRIPT src=a>b</SCRIPT>y', 'alert(1) x y'],
    ['plain words', 'plain words'],
    ['  404   page\tnot found\n', '404 page not found'],
    ['', ''],
    ['a < b > c', 'a c'],
    ['<<<', '<<<'],
    ['{"errors":"no"}', '{"errors":"no"}'],
    ['{"errors":[{"code":5}]}', '{"errors":[{"code":5}]}'],
    ['{"message":5}', '{"message":5}'],
    ['null', 'null'],
    ['[1]', '[1]'],
  ])('%j', (body, text) => {
    expect(parseErrorBody(body)).toEqual({ errors: [], text });
  });
});

describe('of anything', () => {
  test('there is a text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.json(), fc.webUrl()), (body) => {
        expect(typeof parseErrorBody(body).text).toBe('string');
      }),
    );
  });

  // What a pattern may cost is held by eslint-plugin-regexp, and by the limit that every test has.
  test.each(['<', '<script', '<style ', '</', '<a', '<script></', ' ', '{"errors":[', '<script>'])(
    'of a page of 64 KiB of %j there is a text of its beginning',
    (unit) => {
      const page = unit.repeat(65_536 / unit.length);
      expect(parseErrorBody(page)).toEqual(parseErrorBody(page.slice(0, 8_192)));
    },
  );

  // One of the patterns makes little of each: had it seen all of the page, its last word would be left when the page is cut.
  test.each([' ', '<a>', '<script></script>', '<style></style>'])(
    'what stands behind 8 KiB of %j is seen by no pattern',
    (unit) => {
      const { text } = parseErrorBody(`before${unit.repeat(Math.ceil(8_192 / unit.length))}behind`);
      expect(text).toMatch(/^before/);
      expect(text).not.toContain('behind');
    },
  );
});

test('G4 an error’s message that is null is absent, and its code is kept', () => {
  const body = JSON.stringify({ errors: [{ code: 'DENIED', message: null, detail: null }] });
  expect(parseErrorBody(body).errors).toEqual([{ code: 'DENIED', message: '' }]);
});
