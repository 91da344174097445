import type { Headers } from '../../http/http.js';
import { MalformedResponseError } from './malformed-response.js';

/** How the end of a body is found. A length is at least 1: a body of no bytes is none. */
export type BodyFraming =
  | { readonly kind: 'none' }
  | { readonly kind: 'length'; readonly bytes: number }
  | { readonly kind: 'chunked' }
  | { readonly kind: 'until-close' };

/** What tells how an answer's body ends, and whether its connection lives on. */
interface FramedHead {
  readonly method: string;
  readonly status: number;
  readonly isOldVersion: boolean;
  readonly headers: Headers;
}

const none: BodyFraming = { kind: 'none' };
const chunked: BodyFraming = { kind: 'chunked' };
const untilClose: BodyFraming = { kind: 'until-close' };

/**
 * How the body of an answer ends. Source: RFC 9112 §6.3. Headers that contradict each other are an error even where there is no body, as in llhttp.
 * @throws {MalformedResponseError}
 */
export function parseBodyFraming({ method, status, isOldVersion, headers }: FramedHead): BodyFraming {
  const isChunked = parseTransferEncoding(headers, isOldVersion);
  const length = parseContentLength(headers['content-length']);
  // "Ought to be handled as an error" (RFC 9112 §6.3): two readers could see two bodies. llhttp refuses it, too.
  if (isChunked && length !== undefined)
    throw new MalformedResponseError('it has both a Content-Length and a Transfer-Encoding header');
  if (method === 'HEAD' || hasNoContent(status) || length === 0) return none;
  if (isChunked) return chunked;
  return length === undefined ? untilClose : { kind: 'length', bytes: length };
}

/** 1xx is never final. llhttp reads a body of 204 and 304 all the same where a length is given; RFC 9112 §6.3 says that there is none. */
function hasNoContent(status: number): boolean {
  return status === 204 || status === 304;
}

/**
 * Only `chunked` exists for us: no other coding was asked for by `TE`. llhttp also takes `gzip, chunked`, and `gzip` until the connection closes, and
 * hands the gzip on; no registry sends either. On HTTP/1.0 the framing is faulty (RFC 9112 §6.1): a proxy of that version passes it on unread.
 */
function parseTransferEncoding(headers: Headers, isOldVersion: boolean): boolean {
  const coding = headers['transfer-encoding'];
  if (coding === undefined) return false;
  if (typeof coding !== 'string') throw new MalformedResponseError('it has two Transfer-Encoding headers');
  if (coding.toLowerCase() !== 'chunked')
    throw new MalformedResponseError('its Transfer-Encoding is another than "chunked"');
  if (isOldVersion) throw new MalformedResponseError('it is of HTTP/1.0 and has a Transfer-Encoding header');
  return true;
}

/**
 * RFC 9110 §8.6 allows a reader to take `5, 5`, or the same header twice, for one length, or to refuse it. We refuse it as llhttp does: whatever
 * repeats a length has put two answers together.
 */
function parseContentLength(length: string | string[] | undefined): number | undefined {
  if (length === undefined) return undefined;
  if (typeof length !== 'string') throw new MalformedResponseError('it has two Content-Length headers');
  const bytes = /^\d+$/.test(length) ? Number(length) : Infinity;
  if (bytes > Number.MAX_SAFE_INTEGER)
    throw new MalformedResponseError('its Content-Length is not a whole number, or too large');
  return bytes;
}

/** Whether the connection may carry another request after this answer. Source: RFC 9112 §9.3. */
export function keepsConnectionAlive(head: FramedHead, framing: BodyFraming): boolean {
  if (framing.kind === 'until-close' || announcesForbiddenBody(head)) return false;
  const options = connectionOptions(head.headers.connection);
  return !options.includes('close') && (!head.isOldVersion || options.includes('keep-alive'));
}

/** A 204 that says it has content may be followed by it, which would be read as the next answer. Source: RFC 9110 §8.6, RFC 9112 §6.1. */
function announcesForbiddenBody({ method, status, headers }: FramedHead): boolean {
  if (status !== 204 || method === 'HEAD') return false;
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

const noOptions: readonly string[] = [];

function connectionOptions(value: string | string[] | undefined): readonly string[] {
  if (value === undefined) return noOptions;
  const list = typeof value === 'string' ? value : value.join(',');
  return list
    .toLowerCase()
    .split(',')
    .map((option) => option.trim());
}
