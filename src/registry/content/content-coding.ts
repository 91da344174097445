import { PassThrough, type Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate, createInflateRaw } from 'node:zlib';
import { messageOf } from '../../runtime/errors.js';
import { BodyTooLargeError } from '../../runtime/bounded-read.js';
import { Decoding } from './decoding.js';

/** Large enough that a layer takes few steps, small enough that a bomb is stopped soon behind its limit. */
const options = { chunkSize: 64 * 1024 };

/** The first byte of each gzip member. Source: RFC 1952 §2.3.1. */
const gzipStart = 0x1f;

/** Makes a decoder for a body that begins with this byte. */
type MakeDecoder = (first: number) => Transform;

// Some servers pass on the label of a body that they have decoded already (docker-archive/docker-registry#369).
const gzip: MakeDecoder = (first) => (first === gzipStart ? createGunzip(options) : new PassThrough());

// RFC 9110 §8.4.1.2 wants it in the zlib format, whose low four bits are 8. Some servers send it without, as their name for it suggests.
const deflate: MakeDecoder = (first) => ((first & 0x0f) === 8 ? createInflate(options) : createInflateRaw(options));

const decoders: ReadonlyMap<string, MakeDecoder> = new Map([
  ['gzip', gzip],
  ['x-gzip', gzip],
  ['deflate', deflate],
  ['br', () => createBrotliDecompress(options)],
]);

/** Some object storages repeat `aws-chunked`, which an upload had, with content that has no coding (versity/versitygw#2398). */
const notCodings = new Set(['', 'identity', 'aws-chunked']);

/** No server is known that uses more than one. Each costs memory for its window. */
const maxCodings = 3;

/** The codings that an answer says its body has, in the order in which they were applied. Source: RFC 9110 §8.4. */
export function parseContentEncoding(header: string | readonly string[] | undefined): readonly string[] {
  if (header === undefined) return [];
  const names = [header]
    .flat()
    .join(',')
    .toLowerCase()
    .split(/[\s,]+/);
  return names.filter((name) => !notCodings.has(name));
}

/** An answer has codings that cannot be undone. */
export class UnknownCodingError extends Error {
  override readonly name = 'UnknownCodingError';

  constructor(host: string, codings: readonly string[]) {
    const names = codings.join(', ').slice(0, 60);
    super(`${host} sent an answer with the Content-Encoding "${names}", although it was asked for none`);
  }
}

/** A body is not what its coding makes: it was cut or altered, or its label is wrong. */
export class UndecodableError extends Error {
  override readonly name = 'UndecodableError';

  constructor(coding: string, cause: unknown) {
    super(`the answer cannot be decoded as ${coding}: ${messageOf(cause)}`, { cause });
  }
}

export function canDecode(codings: readonly string[]): boolean {
  return codings.length <= maxCodings && codings.every((coding) => decoders.has(coding));
}

/**
 * Undoes codings that `canDecode` knows. It reads no further ahead than a piece, and so holds little.
 * @param maxBytes of what comes out; what goes in has a limit that follows from it
 * @throws {BodyTooLargeError} where more goes in
 * @throws {UndecodableError}
 */
export function decoded(
  content: AsyncIterable<Uint8Array>,
  codings: readonly string[],
  maxBytes: number,
): AsyncIterable<Uint8Array> {
  return codings.reduceRight((encoded, coding) => undone(limited(encoded, maxBytes), coding), content);
}

async function* limited(content: AsyncIterable<Uint8Array>, maxBytes: number): AsyncGenerator<Uint8Array> {
  // No coding makes content so much longer, whatever it is. But a body may consist of blocks that hold nothing, without an end; and of two codings
  // the outer one may be a bomb that the inner one swallows.
  const maxEncodedBytes = 2 * maxBytes + 64 * 1024;
  let size = 0;
  for await (const chunk of content) {
    // Up to there it may decode to too much, which its reader says better.
    yield chunk.subarray(0, maxEncodedBytes - size);
    size += chunk.length;
    if (size > maxEncodedBytes) throw new BodyTooLargeError(maxBytes);
  }
}

async function* undone(content: AsyncIterable<Uint8Array>, coding: string): AsyncGenerator<Uint8Array> {
  let decoding: Decoding | undefined;
  const wrong = (cause: unknown): Error => new UndecodableError(coding, cause);
  try {
    for await (const chunk of content) {
      const [first] = chunk;
      if (first === undefined) continue;
      decoding ??= new Decoding(decoders.get(coding)?.(first) ?? new PassThrough(), wrong);
      yield* decoding.of(chunk);
      // What follows the end belongs to nothing.
      if (decoding.isEnded) return;
    }
    if (decoding !== undefined) yield* decoding.rest();
  } finally {
    decoding?.destroy();
  }
}
