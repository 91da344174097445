import { describe, expect, test } from '@jest/globals';
import { ChunkedDecoder } from '../../../../src/registry/transport/http1/chunked-body.js';

function feed(text: string): { readonly end: number | undefined; readonly payloads: readonly string[] } {
  const payloads: string[] = [];
  const bytes = Buffer.from(text, 'latin1');
  const end = new ChunkedDecoder().feed(bytes, (payload) => {
    expect(payload.buffer).toBe(bytes.buffer);
    payloads.push(Buffer.from(payload).toString('latin1'));
  });
  return { end, payloads };
}

describe('a decoder of chunks', () => {
  test('hands over each chunk as one view', () => {
    expect(feed('3\r\nabc\r\n2\r\nde\r\n0\r\n\r\nrest')).toEqual({ end: 20, payloads: ['abc', 'de'] });
  });

  test('hands over what is there of a chunk, and never nothing', () => {
    const decoder = new ChunkedDecoder();
    const payloads: string[] = [];
    for (const piece of ['5', '\r\n', 'ab', '', 'c', 'de', '\r\n0\r\n\r\n']) {
      decoder.feed(Buffer.from(piece), (payload) => payloads.push(Buffer.from(payload).toString()));
    }
    expect(payloads).toEqual(['ab', 'c', 'de']);
  });

  test('reads nothing of what comes behind the end', () => {
    const decoder = new ChunkedDecoder();
    const unexpected = (): never => {
      throw new Error('It was called.');
    };
    expect(decoder.feed(Buffer.from('0\r\n\r\n'), unexpected)).toBe(5);
    expect(decoder.feed(Buffer.from('1\r\nx\r\n'), unexpected)).toBe(0);
  });

  test('passes on what its reader throws, and goes on behind the payload', () => {
    const decoder = new ChunkedDecoder();
    expect(() =>
      decoder.feed(Buffer.from('2\r\nab'), () => {
        throw new Error('full');
      }),
    ).toThrow('full');
    expect(decoder.feed(Buffer.from('\r\n0\r\n\r\n'), () => undefined)).toBe(7);
  });

  test('takes the largest size that numbers hold, and no larger one', () => {
    expect(feed('1fffffffffffff\r\nabc')).toEqual({ end: undefined, payloads: ['abc'] });
    expect(() => feed('20000000000000\r\nabc')).toThrow('the size of a chunk is too large');
    expect(() => feed('ffffffffffffffff\r\nabc')).toThrow('the size of a chunk is too large');
  });

  test('bounds extensions by 16 KiB a body', () => {
    const chunk = (bytes: number): string => `1;${'e'.repeat(bytes)}\r\nx\r\n`;
    expect(feed(`${chunk(16 * 1024)}0\r\n\r\n`).payloads).toEqual(['x']);
    expect(feed(`${chunk(1024).repeat(16)}0\r\n\r\n`).payloads).toHaveLength(16);
    expect(() => feed(chunk(16 * 1024 + 1))).toThrow('the extensions of its chunks are larger than 16 KiB');
    expect(() => feed(chunk(1024).repeat(17))).toThrow('the extensions of its chunks are larger than 16 KiB');
  });

  test('bounds trailers by 16 KiB', () => {
    const trailers = (bytes: number): string => `0\r\nA:${'t'.repeat(bytes - 2)}\r\n\r\n`;
    expect(feed(trailers(16 * 1024)).end).toBe(16 * 1024 + 7);
    expect(() => feed(trailers(16 * 1024 + 1))).toThrow('its trailers are larger than 16 KiB');
    expect(() => feed(`0\r\n${'a:b\r\n'.repeat(6_000)}`)).toThrow('its trailers are larger than 16 KiB');
  });
});
