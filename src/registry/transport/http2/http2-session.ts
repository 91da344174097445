import { type ClientHttp2Session, type ClientHttp2Stream, type OutgoingHttpHeaders, connect } from 'node:http2';
import type { Socket } from 'node:net';
import type { Clock } from '../../../runtime/clock.js';
import { UnsendableRequestError, checkField, checkTarget } from '../sendable-request.js';
import { type TransportRequest, type TransportResponse, bodyLength, isStreamed } from '../transport.js';
import { UnprocessedRequestError } from './failures.js';
import { Http2Exchange } from './http2-exchange.js';

/** Balancers drop what has been idle for some minutes, and may not say so. */
const maxIdleMs = 30_000;

/** Heads of answers are as large as over HTTP/1.1. */
const maxHeadBytes = 64 * 1024;
const maxFields = 256;

/** So much of one answer, and of all together, may come before it is read: most manifests come in one go. */
const streamWindowBytes = 256 * 1024;
const sessionWindowBytes = 4 * 1024 * 1024;

/** In units of a million bytes. The windows bound what is held for answers; this bounds the rest. */
const maxSessionMemory = 32;

/**
 * One session of HTTP/2. Node and nghttp2 bound what the other side may do to it: the CONTINUATION frames of a head, the SETTINGS and PING frames
 * that wait for an answer, empty and invalid frames. It takes no pushed answers, and serves no other origin.
 * Source: RFC 9113.
 */
export class Http2Session {
  readonly #session: ClientHttp2Session;
  /** Streams behind this were not processed. */
  #lastStreamId = Infinity;
  #error: unknown;
  #exchanges = 0;
  #usedAtMs: number;
  /** It takes no more requests. */
  #isRetired = false;
  /** Nobody may be there to close it. After some broken frames nghttp2 reads no more, and does not say so. */
  #isSilent = false;

  /**
   * @param early what the server sent before
   * @param onClose called when its connection is closed
   */
  constructor(
    { socket, early }: { readonly socket: Socket; readonly early: Uint8Array },
    private readonly url: URL,
    private readonly clock: Clock,
    onClose: () => void,
  ) {
    this.#usedAtMs = clock.monotonicMs();
    // Node's session begins with what its socket holds.
    if (early.length > 0) socket.unshift(early);
    this.#session = connect(url.origin, {
      createConnection: () => socket,
      maxSessionMemory,
      maxHeaderListPairs: maxFields,
      maxReservedRemoteStreams: 0,
      settings: { enablePush: false, initialWindowSize: streamWindowBytes, maxHeaderListSize: maxHeadBytes },
    });
    this.#session.setLocalWindowSize(sessionWindowBytes);
    this.#session.on('error', (error) => {
      this.#error = error;
    });
    this.#session.on('goaway', (_code: unknown, lastStreamId: unknown) => {
      this.#isRetired = true;
      if (typeof lastStreamId === 'number') this.#lastStreamId = lastStreamId;
    });
    this.#session.once('close', onClose);
  }

  /** Whether it may take one more request. */
  get isUsable(): boolean {
    if (this.#isRetired || this.#session.closed || this.#session.destroyed) return false;
    return this.#exchanges > 0 || this.clock.monotonicMs() - this.#usedAtMs <= maxIdleMs;
  }

  /** It takes no more requests, and closes when the last answer is whole. */
  retire(): void {
    this.#isRetired = true;
    this.#closeIfUnused();
  }

  /**
   * @throws {UnprocessedRequestError} where it may be sent again
   * @throws {UnsendableRequestError} before anything is sent
   */
  async send(request: TransportRequest): Promise<TransportResponse> {
    request.signal.throwIfAborted();
    if (!this.isUsable) throw new UnprocessedRequestError();
    const { body } = request;
    if (isStreamed(body)) throw new UnsendableRequestError('a streamed body goes over HTTP/1.1');
    const stream = this.#open(this.#headersOf(request), body === undefined);
    this.#exchanges += 1;
    const exchange = new Http2Exchange(stream, request, {
      clock: this.clock,
      sessionError: () => this.#error,
      isUnprocessed: (id) => id === undefined || id > this.#lastStreamId,
      onSilence: () => {
        this.#isSilent = true;
        this.#isRetired = true;
      },
      onEnd: () => {
        this.#exchanges -= 1;
        this.#usedAtMs = this.clock.monotonicMs();
        this.#closeIfUnused();
      },
    });
    if (body !== undefined) stream.end(body);
    return exchange.response;
  }

  #closeIfUnused(): void {
    if (!this.#isRetired || this.#exchanges > 0) return;
    if (this.#isSilent) this.#session.destroy();
    else this.#session.close();
  }

  /** @throws {UnprocessedRequestError} where the session ends at this moment */
  #open(headers: OutgoingHttpHeaders, endStream: boolean): ClientHttp2Stream {
    try {
      return this.#session.request(headers, { endStream });
    } catch {
      this.#isRetired = true;
      throw new UnprocessedRequestError();
    }
  }

  /** Whoever waits for an answer gets the error. */
  destroy(error: Error): void {
    this.#isRetired = true;
    this.#error = error;
    this.#session.destroy();
  }

  #headersOf({ method, url, headers, body }: TransportRequest): OutgoingHttpHeaders {
    const path = `${url.pathname}${url.search}`;
    checkTarget(method, path, this.url.host);
    const length = isStreamed(body) ? undefined : bodyLength(method, body);
    const fields: OutgoingHttpHeaders = {
      ':method': method,
      ':scheme': this.url.protocol.slice(0, -1),
      ':authority': this.url.host,
      ':path': path,
    };
    for (const name of Object.keys(headers)) {
      const value = headers[name] ?? '';
      checkField(name, value);
      if (connectionFields.has(name) || (name === 'content-length' && value !== String(length)))
        throw new UnsendableRequestError(`its header "${name}" contradicts what is sent`, name);
      fields[name] = value;
    }
    if (length !== undefined) fields['content-length'] = length;
    return fields;
  }
}

/** Source: RFC 9113 §8.2.2. */
const connectionFields: ReadonlySet<string> = new Set([
  'host',
  'connection',
  'keep-alive',
  'proxy-connection',
  'transfer-encoding',
  'upgrade',
  'te',
]);
