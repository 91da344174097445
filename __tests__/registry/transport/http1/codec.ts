import { ChunkedDecoder } from '../../../../src/registry/transport/http1/chunked-body.js';
import {
  type BodyFraming,
  MalformedResponseError,
  ResponseHeadReader,
} from '../../../../src/registry/transport/http1/response-head.js';

/** What reads an answer: ours, or one with a planted fault. */
export interface Codec {
  readonly headReader: (method: string) => Pick<ResponseHeadReader, 'read'>;
  readonly decoder: () => Pick<ChunkedDecoder, 'feed'>;
}

export const ownCodec: Codec = {
  headReader: (method) => new ResponseHeadReader(method),
  decoder: () => new ChunkedDecoder(),
};

/** What a server writes before it closes the connection, in Latin-1. */
export interface Written {
  readonly method: string;
  readonly text: string;
}

export type Outcome =
  | {
      readonly kind: 'read';
      readonly status: number;
      readonly headers: Readonly<Record<string, string | string[]>>;
      readonly framing: BodyFraming['kind'];
      readonly keepsAlive: boolean;
      readonly body: string;
      /** What came behind the answer. */
      readonly rest: string;
    }
  | { readonly kind: 'refused'; readonly why: string }
  /** The connection was closed before its end. */
  | { readonly kind: 'cut' };

/** Reads an answer that arrives in pieces, as a connection does it. Anything but a `MalformedResponseError` is thrown. */
export function readWritten(codec: Codec, { method, text }: Written, cuts: readonly number[] = []): Outcome {
  try {
    return read(codec, method, piecesOf(text, cuts));
  } catch (error) {
    if (error instanceof MalformedResponseError) return { kind: 'refused', why: error.message };
    throw error;
  }
}

function piecesOf(text: string, cuts: readonly number[]): readonly Buffer[] {
  const bytes = Buffer.from(text, 'latin1');
  const ends = [...new Set([...cuts.filter((cut) => cut > 0 && cut < bytes.length), bytes.length])];
  ends.sort((one, other) => one - other);
  return ends.map((end, index) => bytes.subarray(ends[index - 1] ?? 0, end));
}

function read(codec: Codec, method: string, pieces: readonly Buffer[]): Outcome {
  const reader = codec.headReader(method);
  for (const [index, piece] of pieces.entries()) {
    const found = inBlock(piece, (block) => reader.read(block));
    if (found === undefined) continue;
    const { status, headers, framing, keepsAlive } = found.head;
    checkEnd(found.end, piece);
    const content = readBody(codec, framing, [piece.subarray(found.end), ...pieces.slice(index + 1)]);
    if (content === undefined) return { kind: 'cut' };
    const plain = Object.fromEntries(Object.entries(headers).map(([name, value = '']) => [name, value]));
    return { kind: 'read', status, headers: plain, framing: framing.kind, keepsAlive, ...content };
  }
  return { kind: 'cut' };
}

interface Content {
  readonly body: string;
  readonly rest: string;
}

function readBody(codec: Codec, framing: BodyFraming, pieces: readonly Buffer[]): Content | undefined {
  const bytes = Buffer.concat(pieces).toString('latin1');
  switch (framing.kind) {
    case 'none':
      return { body: '', rest: bytes };
    case 'length':
      if (bytes.length < framing.bytes) return undefined;
      return { body: bytes.slice(0, framing.bytes), rest: bytes.slice(framing.bytes) };
    case 'until-close':
      return { body: bytes, rest: '' };
    case 'chunked':
      return decode(codec, pieces);
  }
}

function decode(codec: Codec, pieces: readonly Buffer[]): Content | undefined {
  const decoder = codec.decoder();
  let body = '';
  for (const [index, piece] of pieces.entries()) {
    const end = inBlock(piece, (block) =>
      decoder.feed(block, (payload) => {
        body += Buffer.from(payload).toString('latin1');
      }),
    );
    if (end === undefined) continue;
    checkEnd(end, piece);
    return { body, rest: Buffer.concat([piece.subarray(end), ...pieces.slice(index + 1)]).toString('latin1') };
  }
  return undefined;
}

function checkEnd(end: number, piece: Buffer): void {
  if (!Number.isInteger(end) || end < 0 || end > piece.length) throw new Error(`${end} is not within the piece.`);
}

const margin = 8;

/** A piece within a block of other bytes, which ends heads and chunks. When it was read, its bytes are others, too. */
function inBlock<T>(piece: Buffer, use: (view: Uint8Array) => T): T {
  const block = new Uint8Array(piece.length + 2 * margin);
  const poison = (): void => {
    block.forEach((_, index) => (block[index] = index % 2 === 0 ? 0x0d : 0x0a));
  };
  poison();
  block.set(piece, margin);
  try {
    return use(block.subarray(margin, margin + piece.length));
  } finally {
    poison();
  }
}
