import type { Clock } from '../../runtime/clock.js';
import { version } from '../../runtime/environment.js';
import { type BodyPaces, type PacedBody, paceReceived } from '../throttle/body-pace.js';
import { BodyTooLargeError, readBounded } from '../../runtime/bounded-read.js';
import { runAttempt, timeoutError } from '../../runtime/wait.js';
import { UnknownCodingError, canDecode, decoded, parseContentEncoding } from '../content/content-coding.js';
import type { OnHost } from './host-log.js';
import {
  type Headers,
  type ResponseBody,
  type TransportFor,
  type TransportRequest,
  isStreamed,
} from '../transport/transport.js';
import type { RequestKind, Traffic } from './traffic.js';

export interface HttpRequest {
  readonly kind: RequestKind;
  readonly method: 'GET' | 'HEAD' | 'PUT' | 'POST' | 'PATCH' | 'DELETE';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | string | AsyncIterable<Uint8Array> | undefined;
  readonly headersTimeoutMs?: number | undefined;
  readonly signal: AbortSignal;
  /** Called with the host when the request is sent. */
  readonly onHost?: OnHost | undefined;
  /** The host that led here; absent: it is the registry itself, which a file names. */
  readonly namedBy?: URL | undefined;
}

export interface HttpResponse {
  readonly status: number;
  readonly headers: Headers;
  readonly url: URL;
  readonly body: ResponseBody;
  /** From when it was sent, a connection being there, to the head of its answer. */
  readonly latencyMs: number;
  /** Watches how fast its body comes. */
  readonly pace?: (() => PacedBody) | undefined;
  /** Ends it where nobody wants its body, so that its connection is free again. Never throws. */
  readonly discard: () => Promise<void>;
}

/** One request, one response: no redirect is followed, nothing is tried again. @throws what its transport throws */
export type Send = (request: HttpRequest) => Promise<HttpResponse>;

/** A registry that takes longer to begin its answer is treated as one that does not answer. */
const headersTimeoutMs = 60_000;

/** The longest silence within a body. A host whose bodies all are silent is given up before that (`body-pace.ts`). */
const bodyTimeoutMs = 90_000;

/** A body that nobody wants may cost its connection, and no time. */
const maxDiscardMs = 10_000;
const maxDiscardBytes = 64 * 1024;

/** Registries that compress on request would change the bytes that digests are of. */
const ownHeaders = { 'user-agent': `image-mirror/${version}`, 'accept-encoding': 'identity' };

/** @param paces watches how fast bodies go; without it nobody does */
export function createSend(transportFor: TransportFor, traffic: Traffic, clock: Clock, paces?: BodyPaces): Send {
  return async (request) => {
    const { kind, method, url, headers, body, signal, onHost, namedBy } = request;
    const transport = transportFor(url, namedBy);
    traffic.requests[kind] += 1;
    onHost?.(url.host);
    const paced = paces !== undefined && isStreamed(body) ? sendPace(url, signal, paces) : undefined;
    const response = await transport({
      method,
      url,
      headers: { ...ownHeaders, ...headers },
      body,
      isTransfer: kind === 'blob-get' || isStreamed(body),
      headersTimeoutMs: request.headersTimeoutMs ?? headersTimeoutMs,
      bodyTimeoutMs,
      signal: paced?.signal ?? signal,
      pace: paced?.pace,
    });
    const { status, headers: answered, body: content, latencyMs } = response;
    return {
      status,
      headers: answered,
      url,
      body: content,
      latencyMs,
      pace: paces === undefined ? undefined : () => openPace(paces, url, content),
      discard: async () => discard(content, clock),
    };
  };
}

async function discard(content: ResponseBody, clock: Clock): Promise<void> {
  if (content.isEnded) return;
  await runAttempt(maxDiscardMs, { clock }, async (bounded) => content.drain(maxDiscardBytes, bounded));
}

/** A body that is not read, as its host is known to trickle, is ended, too. @throws {TrickleError} */
function openPace(paces: BodyPaces, { host }: URL, content: ResponseBody): PacedBody {
  try {
    return paces.of(host, 'received').open((error) => {
      content.destroy(error);
    });
  } catch (error) {
    if (error instanceof Error) content.destroy(error);
    throw error;
  }
}

/** A host that takes next to nothing ends the request. */
function sendPace({ host }: URL, signal: AbortSignal, paces: BodyPaces): Pick<TransportRequest, 'signal' | 'pace'> {
  const slow = new AbortController();
  const pace = (): PacedBody =>
    paces.of(host, 'sent').open((error) => {
      slow.abort(error);
    });
  return { signal: AbortSignal.any([signal, slow.signal]), pace };
}

export function headerOf(headers: Headers, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value[0] : value;
}

/** Source: RFC 9110 §15.4. */
export const redirectStatuses: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** Where an answer leads, be it allowed or not. undefined: it leads nowhere. */
export function redirectOf({
  status,
  headers,
  url,
}: Pick<HttpResponse, 'status' | 'headers' | 'url'>): URL | undefined {
  const location = headerOf(headers, 'location');
  if (!redirectStatuses.has(status) || location === undefined || !URL.canParse(location, url.href)) return undefined;
  return new URL(location, url);
}

interface ReadOptions {
  /** The limit of the decoded content. */
  readonly maxBytes: number;
  /** Asked with each piece, which come at least once in the time that a silence may last: cheaper than a timer a request. */
  readonly isLate?: () => boolean;
  /** The codings to undo; default: those that the answer names. */
  readonly codings?: readonly string[] | undefined;
}

/**
 * Reads a body whole.
 * @throws {BodyTooLargeError} as soon as there is more than `maxBytes`.
 * @throws {DOMException} `TimeoutError`
 */
export async function readBody(response: HttpResponse, options: ReadOptions): Promise<Uint8Array> {
  const { maxBytes } = options;
  return (
    takeBody(response, options) ??
    readBounded(chunksOf(response, options), maxBytes, () => new BodyTooLargeError(maxBytes))
  );
}

/**
 * A body that is here already, as small ones are; undefined: it has to be read.
 * @throws {BodyTooLargeError}
 */
export function takeBody(
  { headers, body }: HttpResponse,
  { maxBytes, codings = parseContentEncoding(headers['content-encoding']) }: ReadOptions,
): Uint8Array | undefined {
  const whole = codings.length === 0 ? body.takeWhole() : undefined;
  if (whole !== undefined && whole.length > maxBytes) throw new BodyTooLargeError(maxBytes);
  return whole;
}

/**
 * A body, decoded. We ask for no coding, but some registries and proxies use one all the same. The reader must stop after `maxBytes`.
 * @throws {TrickleError} where the host sends next to nothing
 * @throws {UnknownCodingError}
 * @throws {UndecodableError}
 */
export function chunksOf(
  response: HttpResponse,
  { maxBytes, isLate, codings = parseContentEncoding(response.headers['content-encoding']) }: ReadOptions,
): AsyncIterable<Uint8Array> {
  const { body, pace } = response;
  const paced = pace === undefined ? body : paceReceived(body, pace);
  const raw = isLate === undefined ? paced : inTime(paced, isLate);
  if (codings.length === 0) return raw;
  return canDecode(codings) ? decoded(raw, codings, maxBytes) : refused(response, codings);
}

/** It looks at what comes from the network: a body that decodes to nothing is late, too. */
async function* inTime(content: AsyncIterable<Uint8Array>, isLate: () => boolean): AsyncGenerator<Uint8Array> {
  for await (const chunk of content) {
    if (isLate()) throw timeoutError('the answer did not come to its end in time');
    yield chunk;
  }
}

async function* refused(response: HttpResponse, codings: readonly string[]): AsyncGenerator<Uint8Array> {
  await response.discard();
  throw new UnknownCodingError(response.url.host, codings);
}
