import type { PacedBody } from '../throttle/body-pace.js';

/** By names in lower case. One that came several times has all its values. */
export type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** One request, as it goes on the wire. */
export interface TransportRequest {
  readonly method: 'GET' | 'HEAD' | 'PUT' | 'POST' | 'PATCH' | 'DELETE';
  readonly url: URL;
  /** Names in lower case. A body that is a stream needs `content-length`. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | string | AsyncIterable<Uint8Array> | undefined;
  /** Whether its body, or the answer's, may be large, as the content of a blob is. */
  readonly isTransfer: boolean;
  /** From the last byte that was sent to the head of the answer. */
  readonly headersTimeoutMs: number;
  /** The longest silence within the body of the answer. */
  readonly bodyTimeoutMs: number;
  readonly signal: AbortSignal;
  /** Watches how fast a streamed body goes. */
  readonly pace?: (() => PacedBody) | undefined;
}

export interface TransportResponse {
  readonly status: number;
  readonly headers: Headers;
  readonly body: ResponseBody;
  /** From when it was sent, a connection being there, to the head of its answer. */
  readonly latencyMs: number;
}

/**
 * The body of an answer, as it comes. Whoever reads none of it, or not all, ends it. A chunk may be a part of a pooled block
 * (`runtime/blocks.ts`): each chunk has one owner, who may release it when nobody needs its bytes any more.
 */
export interface ResponseBody extends AsyncIterable<Uint8Array> {
  /** Whether it was read to its end, or was ended. */
  readonly isEnded: boolean;
  /** All of it, if it is here already, as small ones are: then nothing is left to read. */
  takeWhole(): Uint8Array | undefined;
  /**
   * Reads and drops the rest, so that the connection is free for the next request. It ends the connection instead where there are more than
   * `maxBytes`, or where the signal is aborted.
   */
  drain(maxBytes: number, signal: AbortSignal): Promise<void>;
  /** Ends it, and its connection; whoever reads it gets the error. */
  destroy(error: Error): void;
}

/**
 * Sends one request and gives its answer. Nothing is tried again, no redirect is followed, no body is decoded.
 * @throws the signal's reason where it is aborted
 */
export type Transport = (request: TransportRequest) => Promise<TransportResponse>;

/**
 * The transport for a request.
 * @param namedBy the host that gave the address; undefined: a file names it
 * @throws {PrivateAddressError} where it must not go there
 */
export type TransportFor = (url: URL, namedBy: URL | undefined) => Transport;

/** Whether a body is read while it is sent, so that it cannot be sent twice. */
export function isStreamed(body: TransportRequest['body']): body is AsyncIterable<Uint8Array> {
  return body !== undefined && typeof body !== 'string' && !(body instanceof Uint8Array);
}

/** What `content-length` says of a body that is here. undefined: no header says it. */
export function bodyLength(method: string, body: Uint8Array | string | undefined): number | undefined {
  if (body !== undefined) return Buffer.byteLength(body);
  // Source: RFC 9110 §8.6. Some servers answer 411 to a PUT or POST without it.
  return method === 'PUT' || method === 'POST' || method === 'PATCH' ? 0 : undefined;
}
