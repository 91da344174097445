import type { Headers } from '../transport.js';
import { MalformedResponseError } from '../transport-error.js';

/** How to find the end of a body. A `length` is at least 1: a body without bytes is `none`. */
export type BodyFraming =
  | { readonly kind: 'none' }
  | { readonly kind: 'length'; readonly bytes: number }
  | { readonly kind: 'chunked' }
  | { readonly kind: 'until-close' };

/** The parts of a head that decide how its body ends, and whether the connection stays open. */
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
 * Says how the body of an answer ends. Source: RFC 9112 §6.3. Headers that contradict each other are an error even if
 * there is no body, as in llhttp.
 * @throws {MalformedResponseError}
 */
export function parseBodyFraming({ method, status, isOldVersion, headers }: FramedHead): BodyFraming {
  const isChunked = parseTransferEncoding(headers, isOldVersion);
  const length = parseContentLength(headers['content-length']);
  // It "ought to be handled as an error" (RFC 9112 §6.3), because two readers may see two bodies. So does llhttp.
  if (isChunked && length !== undefined)
    throw new MalformedResponseError('it has both a Content-Length and a Transfer-Encoding header');
  // llhttp reads a body of 204 and 304 if they have a length (RFC 9112 §6.3).
  if (method === 'HEAD' || status === 204 || status === 304 || length === 0) return none;
  if (isChunked) return chunked;
  return length === undefined ? untilClose : { kind: 'length', bytes: length };
}

/**
 * Accepts `chunked` once and nothing else, as Go's client does (golang/go#38867, golang/go#44591). Docker, containerd
 * and crane use that client. llhttp accepts `gzip, chunked` and passes the gzip on as if it were the content. With
 * HTTP/1.0 the framing is faulty (RFC 9112 §6.1): a proxy of that version forwards the header without reading it.
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
 * RFC 9110 §8.6 allows a reader to accept `5, 5`, or the same header twice, as one length, or to refuse it. We refuse
 * it, as llhttp does.
 */
function parseContentLength(length: string | string[] | undefined): number | undefined {
  if (length === undefined) return undefined;
  if (typeof length !== 'string') throw new MalformedResponseError('it has two Content-Length headers');
  const bytes = /^\d+$/.test(length) ? Number(length) : Infinity;
  if (bytes > Number.MAX_SAFE_INTEGER)
    throw new MalformedResponseError('its Content-Length is not a whole number, or too large');
  return bytes;
}

/** Says whether the connection may carry another request after this answer. Source: RFC 9112 §9.3. */
export function keepsConnectionAlive(head: FramedHead, framing: BodyFraming): boolean {
  if (framing.kind === 'until-close' || announcesForbiddenBody(head)) return false;
  const options = connectionOptions(head.headers.connection);
  return !options.includes('close') && (!head.isOldVersion || options.includes('keep-alive'));
}

/**
 * A 204 must not announce content (RFC 9110 §8.6, RFC 9112 §6.1). If it follows all the same, it is not the next
 * answer.
 */
function announcesForbiddenBody({ status, headers }: FramedHead): boolean {
  if (status !== 204) return false;
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
