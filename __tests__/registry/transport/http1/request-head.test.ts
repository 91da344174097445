import fc from 'fast-check';
import { describe, expect, test } from '@jest/globals';
import { formatRequestHead } from '../../../../src/registry/transport/http1/request-head.js';
import { UnsendableRequestError } from '../../../../src/registry/transport/sendable-request.js';
import { casesOf } from '../../../support/whole-run.js';

type Head = Parameters<typeof formatRequestHead>[0];

const usual: Head = {
  method: 'PUT',
  path: '/v2/a/blobs/uploads/1?digest=sha256:ab&x=%20',
  host: 'r.test:5000',
  headers: { authorization: 'Bearer abc', 'content-type': 'application/octet-stream' },
  framing: 5,
};

function format(change: Partial<Head> = {}): string {
  return formatRequestHead({ ...usual, ...change });
}

describe('the head of a request', () => {
  test('has its host first, and says how long its body is', () => {
    expect(format()).toBe(
      'PUT /v2/a/blobs/uploads/1?digest=sha256:ab&x=%20 HTTP/1.1\r\nhost: r.test:5000\r\nauthorization: Bearer abc\r\n' +
        'content-type: application/octet-stream\r\ncontent-length: 5\r\n\r\n',
    );
  });

  test.each<[Head['framing'], string]>([
    [0, 'content-length: 0\r\n'],
    [Number.MAX_SAFE_INTEGER, 'content-length: 9007199254740991\r\n'],
    ['chunked', 'transfer-encoding: chunked\r\n'],
    [undefined, ''],
  ])('says the framing %s', (framing, line) => {
    expect(format({ headers: {}, framing }).split('r.test:5000\r\n')[1]).toBe(`${line}\r\n`);
  });

  test('says a length once that its caller says, too', () => {
    const head = format({ headers: { 'Content-Length': '5' } });
    expect(head.match(/content-length/gi)).toEqual(['content-length']);
  });

  test.each(['[::1]:5000', '127.0.0.1', 'xn--bcher-kva.test', 'my_registry:80'])('is for the host %s', (host) => {
    expect(format({ host })).toContain(`\r\nhost: ${host}\r\n`);
  });

  test('has values in Latin-1, and tabs', () => {
    expect(format({ headers: { 'x-a': 'caf\xe9\tb\xff' } })).toContain('\r\nx-a: caf\xe9\tb\xff\r\n');
  });
});

describe('a request is refused before a byte goes out', () => {
  const character = (code: number): string => String.fromCharCode(code);

  test.each([0, 1, 0x0a, 0x0d, 0x20, 0x23, 0x7f, 0x80, 0xff, 0x100, 0x10a, 0x2028])(
    'path with character %d',
    (code) => {
      expect(() => format({ path: `/a${character(code)}b` })).toThrow(UnsendableRequestError);
    },
  );

  test.each(['', 'v2/', '*', 'http://other.test/', '/a\r\nx: y'])('path "%s"', (path) => {
    expect(() => format({ path })).toThrow(
      'the request cannot be sent: its path has a character that is not allowed there',
    );
  });

  test.each([0, 1, 8, 0x0a, 0x0b, 0x0d, 0x1b, 0x7f, 0x100, 0x10a, 0x10d, 0x2028, 0xd800])(
    'value with character %d, which is not shown',
    (code) => {
      const ask = (): string => format({ headers: { Authorization: `Bearer secret${character(code)}` } });
      expect(ask).toThrow(
        'the request cannot be sent: its header "authorization" has a line break or another character that is not allowed',
      );
      expect(ask).toThrow(expect.objectContaining({ header: 'authorization' }));
    },
  );

  test.each(['', 'a b', 'a:', 'a\r\nb', 'a\0', 'é', 'a\u0130', '[a]', 'a\t'])('header name "%s"', (name) => {
    expect(() => format({ headers: { [name]: 'x' } })).toThrow(
      'a header has a name with a character that is not allowed',
    );
  });

  test.each(['', 'G T', 'GET\r\n', 'GÉT', 'GET /'])('method "%s"', (method) => {
    expect(() => format({ method })).toThrow('its method is not a word of HTTP');
  });

  test.each(['', 'r.test/x', 'r.test\r\nx: y', 'a b', 'r.test#', 'user@r.test', 'rés.test'])('host "%s"', (host) => {
    expect(() => format({ host })).toThrow('its host has a character that is not allowed there');
  });

  test.each<[string, Record<string, string>, Head['framing']]>([
    ['another length', { 'content-length': '6' }, 5],
    ['a length in other words', { 'content-length': '05' }, 5],
    ['a length beside chunks', { 'content-length': '5' }, 'chunked'],
    ['a length without a body', { 'Content-Length': '5' }, undefined],
    ['chunks beside a length', { 'Transfer-Encoding': 'chunked' }, 5],
    ['another host', { Host: 'other.test' }, 5],
  ])('%s', (_name, headers, framing) => {
    expect(() => format({ headers, framing })).toThrow(/its header "[a-z-]+" contradicts what is sent/);
  });

  test.each([-1, 1.5, NaN, Infinity, 2 ** 53])('length %d', (framing) => {
    expect(() => format({ framing })).toThrow('the length of its body is not a whole number');
  });
});

test('whatever is asked for, a request has the lines that it should have, or is refused', () => {
  const text = fc.oneof(fc.string({ unit: 'binary' }), fc.string(), fc.constantFrom('a\r\nb: c', 'x', '/', '\n'));
  const request = fc.record({
    method: fc.oneof(fc.constantFrom('GET', 'PUT'), text),
    path: fc.oneof(
      text,
      text.map((path) => `/${path}`),
      fc.webPath(),
    ),
    host: fc.oneof(fc.constantFrom('r.test'), text),
    headers: fc.dictionary(fc.oneof(fc.constantFrom('a', 'x-b', 'content-length', 'HOST'), text), text),
    framing: fc.oneof(fc.constantFrom(undefined, 'chunked' as const), fc.nat()),
  });
  let formatted = 0;
  fc.assert(
    fc.property(request, (asked) => {
      let head: string;
      try {
        head = formatRequestHead(asked);
      } catch (error) {
        expect(error).toBeInstanceOf(UnsendableRequestError);
        return;
      }
      formatted += 1;
      expect(head).toMatch(/^[\t\r\n\x20-\x7e\x80-\xff]*$/);
      const lines = head.split(/\r\n|\r|\n/);
      const framingLines = asked.framing === undefined ? 0 : 1;
      const said = Object.keys(asked.headers).filter((name) => name.toLowerCase() !== 'content-length');
      expect(lines).toHaveLength(2 + said.length + framingLines + 2);
      expect(lines.slice(-2)).toEqual(['', '']);
      expect(lines.slice(0, -2)).not.toContain('');
    }),
    { numRuns: casesOf(10_000) },
  );
  expect(formatted).toBeGreaterThan(0);
});
