import { brotliCompressSync, constants, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from '@jest/globals';
import { canDecode, decoded, parseContentEncoding } from '../../../src/registry/content/content-coding.js';

const text = Buffer.from(JSON.stringify({ layers: Array.from({ length: 500 }, (_value, index) => index) }));
const noise = Buffer.from(Array.from({ length: 20_000 }, (_value, index) => (index * index * 7919) % 251));

/** Pieces of so many bytes, and whether they were read to their end or given up. */
function piecesOf(bytes: Uint8Array, size: number): { content: AsyncIterable<Uint8Array>; state: { given: number } } {
  const state = { given: 0 };
  const content = (async function* pieces() {
    for (let start = 0; start < bytes.length; start += size) {
      state.given += 1;
      yield await Promise.resolve(bytes.subarray(start, start + size));
    }
  })();
  return { content, state };
}

async function collect(content: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of content) pieces.push(piece);
  return Buffer.concat(pieces);
}

async function decode(bytes: Uint8Array, codings: readonly string[], size = 1_000): Promise<Buffer> {
  return collect(decoded(piecesOf(bytes, size).content, codings, 1_000_000));
}

test.each<[string, string | string[] | undefined, readonly string[]]>([
  ['none', undefined, []],
  ['nothing', '', []],
  ['identity', 'Identity', []],
  ['aws-chunked', 'aws-chunked', []],
  ['aws-chunked beside another', 'aws-chunked,gzip', ['gzip']],
  ['one', 'GZIP', ['gzip']],
  ['several', 'gzip, br', ['gzip', 'br']],
  ['empty elements', ' ,gzip,, br ,', ['gzip', 'br']],
  ['several headers', ['gzip', 'br'], ['gzip', 'br']],
])('G3 a Content-Encoding of %s', (_name, header, codings) => {
  expect(parseContentEncoding(header)).toEqual(codings);
});

test.each([
  [['gzip', 'x-gzip', 'br'], true],
  [['zstd'], false],
  [['gzip', 'compress'], false],
  [['gzip', 'gzip', 'gzip', 'gzip'], false],
])('G3 %j can be decoded: %s', (codings, can) => {
  expect(canDecode(codings)).toBe(can);
});

const codings: readonly [string, readonly string[], (bytes: Buffer) => Buffer][] = [
  ['gzip', ['gzip'], (bytes) => gzipSync(bytes)],
  ['x-gzip', ['x-gzip'], (bytes) => gzipSync(bytes)],
  [
    'gzip of two members',
    ['gzip'],
    (bytes) => Buffer.concat([bytes.subarray(0, 9), bytes.subarray(9)].map((part) => gzipSync(part))),
  ],
  ['deflate', ['deflate'], (bytes) => deflateSync(bytes)],
  ['deflate without the zlib format', ['deflate'], (bytes) => deflateRawSync(bytes)],
  ['gzip with zeros behind its end', ['gzip'], (bytes) => Buffer.concat([gzipSync(bytes), Buffer.alloc(999)])],
  [
    'deflate with other bytes behind its end',
    ['deflate'],
    (bytes) => Buffer.concat([deflateSync(bytes), Buffer.alloc(999, 7)]),
  ],
  ['br', ['br'], (bytes) => brotliCompressSync(bytes)],
  ['two codings, last one first', ['gzip', 'br'], (bytes) => brotliCompressSync(gzipSync(bytes))],
  ['a label of what is not encoded', ['gzip'], (bytes) => bytes],
];

describe.each(codings)('G3 %s', (_name, names, encode) => {
  test.each([1, 7, 1_000, 1_000_000])('is decoded in pieces of %i bytes', async (size) => {
    for (const bytes of [text, noise]) expect(bytes.equals(await decode(encode(bytes), names, size))).toBe(true);
  });
});

test('G3 no body is decoded to none', async () => {
  expect(await decode(Buffer.alloc(0), ['gzip', 'br'])).toEqual(Buffer.alloc(0));
});

test('G3 any content comes out as it went in', async () => {
  const all = codings.filter(([name]) => !name.includes('label'));
  await fc.assert(
    fc.asyncProperty(
      fc.uint8Array({ maxLength: 300 }),
      fc.constantFrom(...all),
      fc.integer({ min: 1, max: 400 }),
      async (bytes, [, names, encode], size) => {
        expect(await decode(encode(Buffer.from(bytes)), names, size)).toEqual(Buffer.from(bytes));
      },
    ),
    { numRuns: 200 },
  );
});

test.each<[string, readonly string[], Buffer]>([
  ['gzip that was cut', ['gzip'], gzipSync(noise).subarray(0, -20)],
  ['gzip without its end', ['gzip'], gzipSync(noise).subarray(0, -1)],
  ['brotli that was cut', ['br'], brotliCompressSync(text).subarray(0, -3)],
  ['gzip called br', ['br'], gzipSync(noise)],
  ['gzip with other bytes behind its end', ['gzip'], Buffer.concat([gzipSync(text), Buffer.alloc(999, 7)])],
  ['altered gzip', ['gzip'], gzipSync(noise).fill(0, 200, 220)],
])('G3 %s is an error that names the coding', async (_name, names, bytes) => {
  await expect(decode(bytes, names)).rejects.toMatchObject({
    name: 'UndecodableError',
    message: expect.stringContaining(`decoded as ${String(names[0])}: `),
  });
});

describe('G3 a bomb', () => {
  const zeros = Buffer.alloc(50 * 1024 * 1024);
  const quickly = { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } };

  test.each<[string, readonly string[], () => Buffer]>([
    ['of gzip', ['gzip'], () => gzipSync(zeros)],
    ['of brotli', ['br'], () => brotliCompressSync(zeros, quickly)],
    ['of two layers', ['gzip', 'gzip'], () => gzipSync(gzipSync(zeros))],
  ])('%s is decoded no further than it is read', async (_name, names, make) => {
    const { content, state } = piecesOf(make(), 64);
    let size = 0;
    let largest = 0;
    for await (const piece of decoded(content, names, 1_000)) {
      size += piece.length;
      largest = Math.max(largest, piece.length);
      if (size > 100_000) break;
    }
    expect(largest).toBeLessThanOrEqual(128 * 1024);
    expect(size).toBeLessThan(400_000);
    expect(state.given).toBeLessThan(100);
  });

  test('whose outer coding swells and whose inner one swallows it is stopped by a limit of its own', async () => {
    // An empty block that is not the last: 5 bytes of input, nothing of output.
    const blocks = Buffer.alloc(5 * 1_000_000, Buffer.from([0, 0, 0, 0xff, 0xff]));
    const inner = Buffer.concat([Buffer.from([0x78, 0x9c]), blocks]);
    const { content } = piecesOf(gzipSync(inner), 1_000);
    await expect(collect(decoded(content, ['deflate', 'gzip'], 1_000))).rejects.toThrow('larger than 1000 bytes');
  });

  test('of blocks that hold nothing is stopped', async () => {
    const state = { given: 0 };
    const endless = (async function* blocks() {
      yield await Promise.resolve(Buffer.from([0x78, 0x9c]));
      for (; state.given < 10_000; state.given += 1) yield Buffer.alloc(1_000, Buffer.from([0, 0, 0, 0xff, 0xff]));
    })();
    await expect(collect(decoded(endless, ['deflate'], 1_000))).rejects.toThrow('larger than 1000 bytes');
    expect(state.given).toBeLessThan(100);
  });
});

test('G3 whoever stops reading ends the body at once', async () => {
  let isEnded = false;
  const content = (async function* forever() {
    try {
      yield await Promise.resolve(gzipSync(noise).subarray(0, 200));
      await new Promise(() => undefined);
    } finally {
      isEnded = true;
    }
  })();
  const pieces = decoded(content, ['gzip'], 1_000_000)[Symbol.asyncIterator]();
  expect((await pieces.next()).done).toBe(false);
  await pieces.return?.();
  expect(isEnded).toBe(true);
});

test('G3 what cuts the body is told as it is', async () => {
  const content = (async function* cut() {
    yield await Promise.resolve(gzipSync(noise).subarray(0, 200));
    throw new Error('other side closed');
  })();
  await expect(collect(decoded(content, ['gzip'], 1_000_000))).rejects.toThrow('other side closed');
});
