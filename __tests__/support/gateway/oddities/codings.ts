import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { bytesOf, memoryContent } from '../../registry/content/content.js';
import type { Answer, Reply, RequestKind } from '../../registry/types.js';
import type { Oddity } from '../oddity.js';

/** What a coding is called, and how it is done. */
export interface Coding {
  readonly name: string;
  readonly encode: (bytes: Buffer) => Buffer;
}

export const gzip: Coding = { name: 'gzip', encode: (bytes) => gzipSync(bytes) };
export const xGzip: Coding = { name: 'x-gzip', encode: gzip.encode };
export const deflate: Coding = { name: 'deflate', encode: (bytes) => deflateSync(bytes) };
export const rawDeflate: Coding = { name: 'deflate', encode: (bytes) => deflateRawSync(bytes) };
export const brotli: Coding = { name: 'br', encode: (bytes) => brotliCompressSync(bytes) };
/** The label is there and the bytes are as they were. */
export function labelled(name: string): Coding {
  return { name, encode: (bytes) => bytes };
}

interface Encoding {
  /** In the order in which they are applied. */
  readonly codings: readonly Coding[];
  /** Without Content-Length. */
  readonly isChunked?: boolean;
}

/** Encodes an answer, whatever was asked for. That to a HEAD gets the headers of what a GET would bring. */
function encode(reply: Reply, { codings, isChunked = false }: Encoding): Reply {
  const headers = Object.fromEntries(Object.entries(reply.headers).filter(([name]) => name !== 'content-length'));
  const label = { ...headers, 'content-encoding': codings.map(({ name }) => name).join(', ') };
  const chunked = isChunked ? { 'transfer-encoding': 'chunked' } : {};
  // A registry behind a gateway sends no body with it: any length that is not the blob's will do.
  if (reply.body === undefined) return { ...reply, headers: { ...label, 'content-length': '20' } };
  const bytes = codings.reduce((content, { encode: apply }) => apply(content), bytesOf(reply.body));
  return { ...reply, headers: { ...label, ...chunked }, body: memoryContent([bytes]) };
}

const withContent = new Set([200, 400, 401, 403, 404, 429, 500]);

function encoding(how: Encoding): () => Answer {
  return () => async (exchange, handOn) => {
    // Ranges are those of the encoded bytes.
    const { range, ...headers } = exchange.headers;
    const reply = encodeAny(await handOn({ headers }), how);
    return range === undefined || reply.status !== 200 ? reply : rangeOf(reply, range);
  };
}

function encodeAny(reply: Reply, how: Encoding): Reply {
  return withContent.has(reply.status) ? encode(reply, how) : reply;
}

function rangeOf(reply: Reply, range: string): Reply {
  const [, start = '0', end = ''] = /^bytes=(\d+)-(\d*)$/.exec(range) ?? [];
  const bytes = reply.body === undefined ? Buffer.alloc(0) : bytesOf(reply.body);
  const part = bytes.subarray(Number(start), end === '' ? undefined : Number(end) + 1);
  if (part.length === 0) return { status: 416, headers: { 'content-range': `bytes */${bytes.length}` } };
  const contentRange = `bytes ${start}-${Number(start) + part.length - 1}/${bytes.length}`;
  return {
    status: 206,
    headers: { ...reply.headers, 'content-range': contentRange },
    body: memoryContent([part]),
  };
}

const readKinds: readonly RequestKind[] = [
  'manifest-head',
  'manifest-get',
  'blob-head',
  'blob-get',
  'cdn',
  'tags',
  'referrers',
  'token',
];

/** Everything that is read is encoded, errors and tokens as well. */
export function encoded(codings: readonly Coding[], isChunked = false): Oddity {
  return {
    name: `what is read has the Content-Encoding ${codings.map(({ name }) => name).join(', ')}`,
    seenAt: 'a proxy that compresses what it passes on; quay/quay#1310 of registry.access.redhat.com',
    kinds: readKinds,
    sides: ['source', 'target'],
    begin: encoding({ codings, isChunked }),
    says: /never/,
  };
}

/** Ranges work, for nothing is encoded. */
function labelling(how: Encoding): () => Answer {
  return () => async (_exchange, handOn) => {
    const reply = await handOn();
    return reply.status === 200 || reply.status === 206 ? encode(reply, how) : reply;
  };
}

/** A layer is labelled as what it is a file of, and sent as it is. */
export function mislabelled(name: string, isChunked = false): Oddity {
  return {
    name: `a blob is labelled ${name} and is not encoded${isChunked ? ', and its length is not told' : ''}`,
    seenAt: 'Apache’s mod_mime_magic, moby/moby#17595',
    kinds: ['blob-get', 'cdn'],
    sides: ['source', 'target'],
    begin: labelling({ codings: [labelled(name)], isChunked }),
    says: /never/,
  };
}

export const codingsOddities: readonly Oddity[] = [
  encoded([gzip]),
  encoded([deflate, brotli], true),
  mislabelled('x-gzip'),
  mislabelled('gzip', true),
];
