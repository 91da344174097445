import fc from 'fast-check';
import { describe, expect, test } from '@jest/globals';
import { ChunkedDecoder } from '../../../../src/registry/transport/http1/chunked-body.js';
import { MalformedResponseError, ResponseHeadReader } from '../../../../src/registry/transport/http1/response-head.js';
import { casesOf } from '../../../support/whole-run.js';
import { ownCodec, readWritten } from './codec.js';
import { generatedAnswer } from './generated-answers.js';

describe('whatever a server writes', () => {
  const noise = fc
    .tuple(
      fc.constantFrom('', 'HTTP/1.1 200 OK\r\n', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n'),
      fc.uint8Array({ maxLength: 200 }),
    )
    .map(([begin, bytes]) => ({ method: 'GET', text: `${begin}${Buffer.from(bytes).toString('latin1')}` }));

  test('it is read, refused by a MalformedResponseError in our own words, or cut', () => {
    fc.assert(
      fc.property(fc.oneof(generatedAnswer, noise), (written) => {
        const outcome = readWritten(ownCodec, written);
        if (outcome.kind !== 'refused') return;
        expect(outcome.why).toMatch(/^the answer is not valid HTTP\/1\.1: [\x20-\x7e]{10,80}$/);
      }),
      { numRuns: casesOf(50_000) },
    );
  });

  test('a body of chunks has no more bytes than were written', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('1', 'ff', '0', '\r\n', 'x', ';a', 'A: b', '\r\n\r\n')), (parts) => {
        let payload = 0;
        try {
          new ChunkedDecoder().feed(Buffer.from(parts.join('')), (view) => (payload += view.length));
        } catch (error) {
          expect(error).toBeInstanceOf(MalformedResponseError);
        }
        expect(payload).toBeLessThanOrEqual(parts.join('').length);
      }),
      { numRuns: casesOf(5_000) },
    );
  });
});

describe('what never ends is given up', () => {
  /** How many bytes are read before it is refused. */
  function bytesUntilRefused(begin: string, endless: string, read: (bytes: Buffer) => unknown): number {
    let fed = begin.length;
    read(Buffer.from(begin, 'latin1'));
    const piece = Buffer.from(endless, 'latin1');
    for (;;) {
      fed += piece.length;
      if (fed > 1024 * 1024) return fed;
      try {
        if (read(piece) !== undefined) throw new Error('It came to an end.');
      } catch (error) {
        expect(error).toBeInstanceOf(MalformedResponseError);
        return fed;
      }
    }
  }

  const maxBytes = 17 * 1024;

  test.each<[string, string, string, number]>([
    ['a reason', 'HTTP/1.1 200 ', 'x', maxBytes],
    ['a first line of digits', 'HTTP/1.1 ', '2', maxBytes],
    ['a name', 'HTTP/1.1 200 OK\r\n', 'x', maxBytes],
    ['a value', 'HTTP/1.1 200 OK\r\nA: ', 'x', maxBytes],
    ['blanks before a value', 'HTTP/1.1 200 OK\r\nA:', ' ', maxBytes],
    ['headers', 'HTTP/1.1 200 OK\r\n', 'A: b\r\n', maxBytes],
    ['informational answers', '', 'HTTP/1.1 100 Continue\r\n\r\n', 4 * 1024],
    ['large informational answers', '', `HTTP/1.1 103 E\r\nA: ${'x'.repeat(8_000)}\r\n\r\n`, 80 * 1024],
  ])('a head: %s', (_name, begin, endless, most) => {
    const reader = new ResponseHeadReader('GET');
    expect(bytesUntilRefused(begin, endless, (bytes) => reader.read(bytes))).toBeLessThan(most);
  });

  test.each<[string, string, string, number]>([
    ['a size', '', '0', 20],
    ['an extension', '1;', 'x', maxBytes],
    ['extensions', '', '1;x\r\na\r\n', 10 * maxBytes],
    ['a trailer', '0\r\nA: ', 'x', maxBytes],
    ['trailers', '0\r\n', 'A: b\r\n', 2 * maxBytes],
  ])('chunks: %s', (_name, begin, endless, most) => {
    const decoder = new ChunkedDecoder();
    expect(bytesUntilRefused(begin, endless, (bytes) => decoder.feed(bytes, () => undefined))).toBeLessThan(most);
  });
});
