import { Readable } from 'node:stream';
import type { Dispatcher } from 'undici';
import type { Clock } from '../../runtime/clock.js';
import { version } from '../../runtime/environment.js';
import { type BodyPaces, type PacedBody, paceReceived, paceSent } from '../throttle/body-pace.js';
import { BodyTooLargeError, readBounded } from '../../runtime/bounded-read.js';
import { runAttempt, timeoutError } from '../../runtime/wait.js';
import { UnknownCodingError, canDecode, decoded, parseContentEncoding } from '../content/content-coding.js';
import type { OnHost } from './host-log.js';
import type { RequestKind, Traffic } from './traffic.js';

export type Headers = Readonly<Record<string, string | string[] | undefined>>;

export interface HttpRequest {
  readonly kind: RequestKind;
  readonly method: 'GET' | 'HEAD' | 'PUT' | 'POST' | 'PATCH' | 'DELETE';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | string | AsyncIterable<Uint8Array>;
  readonly headersTimeoutMs?: number;
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
  readonly body: Dispatcher.ResponseData['body'];
  /** From the request to the first byte of its answer. */
  readonly latencyMs: number;
  /** Watches how fast its body comes. */
  readonly pace?: () => PacedBody;
  /** Ends it where nobody wants its body, so that its connection is free again. Never throws. */
  readonly discard: () => Promise<void>;
}

/** One request, one response: no redirect is followed, nothing is tried again. Throws what undici throws. */
export type Send = (request: HttpRequest) => Promise<HttpResponse>;

/** The HTTP client that a request goes out by. @throws {PrivateAddressError} where it must not go there */
export type DispatcherFor = (url: URL, namedBy: URL | undefined) => Dispatcher;

/** A registry that takes longer to begin its answer is treated as one that does not answer. */
const headersTimeoutMs = 60_000;

/** The longest silence within a body. A host whose bodies all are silent is given up before that (`body-pace.ts`). */
const bodyTimeoutMs = 90_000;

/** A body that nobody wants may cost its connection, and no time. */
const maxDiscardMs = 10_000;

/** @param paces watches how fast bodies go; without it nobody does */
export function createSend(dispatcherFor: DispatcherFor, traffic: Traffic, clock: Clock, paces?: BodyPaces): Send {
  return async ({ kind, method, url, headers, body, signal, onHost, namedBy, headersTimeoutMs: timeout }) => {
    const dispatcher = dispatcherFor(url, namedBy);
    traffic.requests[kind] += 1;
    onHost?.(url.host);
    const begun = clock.monotonicMs();
    const sending = new AbortController();
    const isStream = body !== undefined && typeof body !== 'string' && !(body instanceof Uint8Array);
    const response = await dispatcher.request({
      method,
      origin: url.origin,
      path: `${url.pathname}${url.search}`,
      // Registries that compress on request would change the bytes that digests are of.
      headers: { 'user-agent': `image-mirror/${version}`, 'accept-encoding': 'identity', ...headers },
      ...(body === undefined ? {} : { body: isStream ? toStream(body, url, sending, paces) : body }),
      headersTimeout: timeout ?? headersTimeoutMs,
      bodyTimeout: bodyTimeoutMs,
      // undici ends a connection after a HEAD, for servers that send a body all the same (undici#258). Registries do not, and a new
      // connection for every look-up costs more than the look-up; what comes unasked is an error of that connection, and tried again.
      reset: false,
      signal: isStream && paces !== undefined ? AbortSignal.any([signal, sending.signal]) : signal,
    });
    const { statusCode: status, headers: answered, body: content } = response;
    const latencyMs = clock.monotonicMs() - begun;
    const discard = async (): Promise<void> => {
      const dump = runAttempt(maxDiscardMs, { clock }, async (bounded) =>
        content.dump({ limit: 64 * 1024, signal: bounded }),
      );
      await dump.catch(() => undefined);
    };
    const answer = { status, headers: answered, url, body: content, latencyMs, discard };
    if (paces === undefined) return answer;
    const open = (): PacedBody => paces.of(url.host, 'received').open((error) => content.destroy(error));
    return { ...answer, pace: open };
  };
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
  readonly codings?: readonly string[];
}

/**
 * Reads a body whole.
 * @throws {BodyTooLargeError} as soon as there is more than `maxBytes`.
 * @throws {DOMException} `TimeoutError`
 */
export async function readBody(response: HttpResponse, options: ReadOptions): Promise<Uint8Array> {
  const { maxBytes } = options;
  return readBounded(chunksOf(response, options), maxBytes, () => new BodyTooLargeError(maxBytes));
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

function toStream(
  content: AsyncIterable<Uint8Array>,
  { host }: URL,
  sending: AbortController,
  paces: BodyPaces | undefined,
): Readable {
  if (paces === undefined) return Readable.from(content, { objectMode: false });
  const open = (): PacedBody =>
    paces.of(host, 'sent').open((error) => {
      sending.abort(error);
    });
  return Readable.from(paceSent(content, open), { objectMode: false });
}

export function isBodyStream(body: HttpRequest['body']): boolean {
  return body !== undefined && typeof body !== 'string' && !(body instanceof Uint8Array);
}
