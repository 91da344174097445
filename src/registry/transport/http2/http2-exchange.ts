import type { ClientHttp2Stream, IncomingHttpHeaders, IncomingHttpStatusHeader } from 'node:http2';
import type { Clock, Timer } from '../../../runtime/clock.js';
import { MalformedResponseError, TransportError, closedError } from '../transport-error.js';
import { ReceivedBody, noBody } from '../received-body.js';
import type { Headers, TransportRequest, TransportResponse } from '../transport.js';
import { UnprocessedRequestError, errorCodes, streamFailure } from './failures.js';

interface Http2ExchangeHooks {
  readonly clock: Clock;
  /** What the session failed with, where it did. */
  readonly sessionError: () => unknown;
  /** Whether the server did not process that stream. */
  readonly isUnprocessed: (id: number | undefined) => boolean;
  /** Nothing came for it in its time. */
  readonly onSilence: () => void;
  readonly onEnd: () => void;
}

/** Source: RFC 9113 §6.2. */
const endStreamFlag = 0x1;

/** As over HTTP/1.1. */
const maxInformational = 100;

/** One request and its answer, on one stream of a session. */
export class Http2Exchange {
  readonly response: Promise<TransportResponse>;
  #resolve: (response: TransportResponse) => void = () => undefined;
  #reject: (error: unknown) => void = () => undefined;
  readonly #sentAtMs: number;
  #timer: Timer | undefined;
  #body: ReceivedBody | undefined;
  /** by its header */
  #left: number | undefined;
  #informational = 0;
  #error: unknown;
  #isOver = false;

  constructor(
    private readonly stream: ClientHttp2Stream,
    private readonly request: TransportRequest,
    private readonly hooks: Http2ExchangeHooks,
  ) {
    this.response = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    this.#sentAtMs = hooks.clock.monotonicMs();
    this.#timer = hooks.clock.setTimer(request.headersTimeoutMs, () => {
      hooks.onSilence();
      this.#fail(new TransportError('HEADERS_TIMEOUT', 'it takes connections, and gave no answer in time'));
    });
    request.signal.addEventListener('abort', this.#abort, { once: true });
    stream.on('headers', () => {
      this.#informational += 1;
      if (this.#informational > maxInformational)
        this.#fail(new MalformedResponseError('it has too many informational answers', 'HTTP/2'));
    });
    stream.once('response', (headers, flags, ...[fields]: readonly unknown[]) => {
      this.#answered(headers, fields, (flags & endStreamFlag) !== 0);
    });
    stream.on('error', (error) => {
      this.#error = error;
    });
    stream.once('close', () => {
      this.#closed();
    });
  }

  readonly #abort = (): void => {
    const reason: unknown = this.request.signal.reason;
    this.#fail(reason);
  };

  #answered(headers: IncomingHttpHeaders & IncomingHttpStatusHeader, fields: unknown, isEnd: boolean): void {
    if (this.#isOver) return;
    this.#timer?.cancel();
    const status = headers[':status'];
    if (status === undefined) {
      this.#fail(new MalformedResponseError('it has no status', 'HTTP/2'));
      return;
    }
    const head = { status, headers: headersOf(fields) };
    const latencyMs = this.hooks.clock.monotonicMs() - this.#sentAtMs;
    if (isEnd) {
      // Nothing comes, and nobody else takes note of it.
      this.stream.resume();
      this.#end();
      this.#resolve({ ...head, body: noBody, latencyMs });
      return;
    }
    const length = head.headers['content-length'];
    if (this.request.method !== 'HEAD' && typeof length === 'string') this.#left = Number(length);
    this.#body = this.#openBody();
    this.#resolve({ ...head, body: this.#body, latencyMs });
  }

  #openBody(): ReceivedBody {
    const { stream } = this;
    this.#timer = this.#awaitBody();
    const body = new ReceivedBody(undefined, {
      clock: this.hooks.clock,
      pause: () => {
        this.#timer?.cancel();
        stream.pause();
      },
      resume: () => {
        if (this.#isOver) return;
        this.#timer = this.#awaitBody();
        stream.resume();
      },
      abandon: () => {
        this.#end();
        stream.close(errorCodes.cancel);
      },
    });
    stream.on('data', (bytes: Buffer) => {
      this.#timer?.restart();
      if (this.#left !== undefined) this.#left -= bytes.length;
      body.append(bytes);
    });
    stream.once('end', () => {
      // A stream that was reset without an error ends like one that is whole.
      if ((this.#left ?? 0) !== 0) this.#fail(closedError());
      if (this.#isOver) return;
      this.#end();
      body.complete();
    });
    return body;
  }

  #awaitBody(): Timer {
    return this.hooks.clock.setTimer(this.request.bodyTimeoutMs, () => {
      this.#fail(
        new TransportError('BODY_TIMEOUT', 'the answer stopped before its end, and nothing more came in time'),
      );
    });
  }

  /** Before the answer was whole. */
  #closed(): void {
    if (this.#isOver) return;
    const { stream, hooks } = this;
    const isUnprocessed = this.#body === undefined && hooks.isUnprocessed(stream.id);
    const cause = hooks.sessionError() ?? this.#error;
    this.#fail(isUnprocessed ? new UnprocessedRequestError() : streamFailure(stream.rstCode, cause));
  }

  #fail(error: unknown): void {
    if (this.#isOver) return;
    this.#end();
    if (!this.stream.closed) this.stream.close(errorCodes.cancel);
    if (this.#body === undefined) this.#reject(error);
    else this.#body.cut(error instanceof Error ? error : closedError());
  }

  #end(): void {
    this.#isOver = true;
    this.#timer?.cancel();
    this.#timer = undefined;
    this.request.signal.removeEventListener('abort', this.#abort);
    this.hooks.onEnd();
  }
}

/** From names and values in turn: Node's own object joins several values by commas, or keeps the first. */
function headersOf(fields: unknown): Headers {
  const headers: Record<string, string | string[]> = {};
  const list: readonly unknown[] = Array.isArray(fields) ? fields : [];
  for (let at = 0; at + 1 < list.length; at += 2) {
    const [name, value] = [list[at], list[at + 1]];
    if (typeof name !== 'string' || typeof value !== 'string' || name.startsWith(':')) continue;
    const known = headers[name];
    headers[name] = known === undefined ? value : [...(Array.isArray(known) ? known : [known]), value];
  }
  return headers;
}
