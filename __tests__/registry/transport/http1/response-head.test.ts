import { describe, expect, test } from '@jest/globals';
import { ResponseHeadReader } from '../../../../src/registry/transport/http1/response-head.js';
import { ownCodec, readWritten } from './codec.js';
import { responseCases } from './response-cases.js';

describe.each(Object.entries(responseCases))('%s', (_subject, cases) => {
  test.each(cases.map((row) => [row.name, row] as const))('%s', (_name, { expected, ...written }) => {
    const outcome = readWritten(ownCodec, written);
    expect(outcome).toMatchObject(expected);
    if ('headers' in expected) expect(outcome).toHaveProperty('headers', expected.headers);
  });
});

function readHead(text: string): ReturnType<ResponseHeadReader['read']> {
  return new ResponseHeadReader('GET').read(Buffer.from(text, 'latin1'));
}

describe('the head', () => {
  test('is an object without prototype', () => {
    const found = readHead('HTTP/1.1 200 OK\r\nA: b\r\n\r\n');
    expect(Object.getPrototypeOf(found?.head.headers)).toBeNull();
    expect(found?.head.headers.constructor).toBeUndefined();
  });

  test('of another piece comes after that of the one before it', () => {
    const reader = new ResponseHeadReader('GET');
    const first = reader.read(Buffer.from('HTTP/1.1 200 OK\r\n\r\nHTTP/1.1 404'));
    const second = reader.read(Buffer.from('HTTP/1.1 500 No\r\n\r\n'));
    expect([first?.head.status, first?.end, second?.head.status, second?.end]).toEqual([200, 19, 500, 19]);
  });
});

describe('a limit', () => {
  const maxHeadBytes = 16 * 1024;
  const around = 'HTTP/1.1 200 OK\r\nA: \r\n\r\n';
  const headOf = (bytes: number): string => `HTTP/1.1 200 OK\r\nA: ${'x'.repeat(bytes - around.length)}\r\n\r\n`;

  test('of a head: 16 KiB, with its empty line', () => {
    expect(readHead(headOf(maxHeadBytes))).toMatchObject({ end: maxHeadBytes, head: { status: 200 } });
    expect(readHead(`${headOf(maxHeadBytes)}${'x'.repeat(100_000)}`)).toMatchObject({ end: maxHeadBytes });
    expect(() => readHead(headOf(maxHeadBytes + 1))).toThrow('its head is larger than 16 KiB');
    expect(() => readHead(headOf(maxHeadBytes + 1).slice(0, maxHeadBytes))).toThrow('its head is larger than 16 KiB');
  });

  test.each([1, 3, 4, 7, 1000, 16_000])('of a head that comes in pieces of %d bytes', (size) => {
    const cuts = Array.from({ length: maxHeadBytes / size + 1 }, (_, index) => index * size);
    const outcomeOf = (text: string): unknown => readWritten(ownCodec, { method: 'HEAD', text }, cuts);
    expect(outcomeOf(headOf(maxHeadBytes))).toMatchObject({ kind: 'read', rest: '' });
    expect(outcomeOf(`${headOf(maxHeadBytes)}rest`)).toMatchObject({ kind: 'read', rest: 'rest' });
    expect(outcomeOf(headOf(maxHeadBytes + 1))).toMatchObject({ why: expect.stringContaining('larger than 16 KiB') });
  });

  test('of headers: 256', () => {
    const headers = (count: number): string => `HTTP/1.1 200 OK\r\n${'a:b\r\n'.repeat(count)}\r\n`;
    expect(readHead(headers(256))?.head.headers.a).toHaveLength(256);
    expect(() => readHead(headers(257))).toThrow('it has more than 256 headers');
  });

  test('of informational answers: a hundred', () => {
    const early = 'HTTP/1.1 100 Continue\r\n\r\n';
    expect(readHead(`${early.repeat(100)}HTTP/1.1 204 No\r\n\r\n`)?.head.status).toBe(204);
    expect(() => readHead(early.repeat(101))).toThrow('too many informational answers (1xx) come before it');
  });

  test('of informational answers: 64 KiB', () => {
    const early = (bytes: number): string => `HTTP/1.1 103 E\r\nA: ${'x'.repeat(bytes - 23)}\r\n\r\n`;
    const most = early(maxHeadBytes).repeat(4);
    expect(readHead(`${most}HTTP/1.1 204 No\r\n\r\n`)?.head.status).toBe(204);
    expect(() => readHead(`${most}HTTP/1.1 100 C\r\n\r\n`)).toThrow('too many informational answers');
  });
});
