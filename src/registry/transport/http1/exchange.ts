import type { Clock, Timer } from '../../../runtime/clock.js';
import { type TransportRequest, type TransportResponse, bodyLength, isStreamed } from '../transport.js';
import { TransportError, closedError } from '../transport-error.js';
import { ChunkedDecoder } from './chunked-body.js';
import { ReceivedBody, noBody } from '../received-body.js';
import { formatRequestHead } from './request-head.js';
import { type ResponseHead, ResponseHeadReader } from './response-head.js';
import { SentBody } from './sent-body.js';

/** The socket, as an exchange sees it. */
interface ExchangeSocket {
  write(bytes: Uint8Array | string, onWritten?: (error?: Error | null) => void): unknown;
  cork(): void;
  uncork(): void;
  pause(): void;
  resume(): void;
}

interface ExchangeHooks {
  readonly socket: ExchangeSocket;
  readonly clock: Clock;
  /** The reader of the answer does not read on. */
  readonly onHeldUp: () => void;
  /** It is over. `isReusable`: the connection may carry the next one. */
  readonly onEnd: (isReusable: boolean) => void;
}

/** A small body goes out together with its head. */
const maxJoinedBytes = 32 * 1024;

/** One request and its answer, on one connection. Source: RFC 9112. */
export class Exchange {
  readonly response: Promise<TransportResponse>;
  #resolve: (response: TransportResponse) => void = () => undefined;
  #reject: (error: unknown) => void = () => undefined;
  readonly #reader: ResponseHeadReader;
  readonly #sentAtMs: number;
  #timer: Timer | undefined;
  #sending: SentBody | undefined;
  #isWritten = false;
  #isHeldUp = false;
  #head: ResponseHead | undefined;
  #body: ReceivedBody | undefined;
  #chunked: ChunkedDecoder | undefined;
  /** of a body whose length is known */
  #left = 0;
  #isOver = false;

  constructor(
    private readonly request: TransportRequest,
    private readonly hooks: ExchangeHooks,
  ) {
    this.response = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    this.#reader = new ResponseHeadReader(request.method);
    this.#sentAtMs = hooks.clock.monotonicMs();
  }

  /** @throws {UnsendableRequestError} before anything is sent */
  begin(): void {
    const { method, url, headers, body, signal } = this.request;
    const length = isStreamed(body) ? Number(headers['content-length']) : bodyLength(method, body);
    const head = formatRequestHead({
      method,
      path: `${url.pathname}${url.search}`,
      host: url.host,
      headers,
      framing: length,
    });
    signal.addEventListener('abort', this.#abort, { once: true });
    if (isStreamed(body)) void this.#stream(head, body, length ?? 0);
    else {
      this.#awaitHead();
      this.#write(head, body);
    }
  }

  /** Whether the body of the answer waits for its reader. */
  get isHeldUp(): boolean {
    return this.#isHeldUp;
  }

  /** Where the socket's next bytes go; undefined: to the connection's own buffer. */
  space(): Uint8Array | undefined {
    return this.#body?.isDirect === true && this.#chunked === undefined ? this.#body.space() : undefined;
  }

  /** Bytes were read into `space`. */
  filled(count: number): void {
    this.#timer?.restart();
    this.#left -= count;
    this.#body?.filled(count);
    if (this.#left === 0) this.#complete(true);
  }

  /** Bytes were read into the connection's own buffer, which is used again afterwards. */
  received(bytes: Uint8Array): void {
    try {
      if (this.#head !== undefined) {
        this.#receivedBody(bytes);
        return;
      }
      const read = this.#reader.read(bytes);
      if (read !== undefined) this.#answered(read.head, bytes.subarray(read.end));
    } catch (error) {
      this.fail(error);
    }
  }

  /** The connection is closed. */
  closed(error: unknown): void {
    const isEnd = error === undefined && this.#head?.framing.kind === 'until-close';
    if (isEnd) this.#complete(false);
    else this.fail(error ?? closedError());
  }

  /** Ends it, whatever it came to. */
  fail(error: unknown): void {
    if (this.#isOver) return;
    const body = this.#body;
    this.#end(false);
    if (body === undefined) this.#reject(error);
    else body.cut(error instanceof Error ? error : closedError());
  }

  readonly #abort = (): void => {
    const reason: unknown = this.request.signal.reason;
    this.fail(reason);
  };

  /** From now on the server has so long to begin its answer. */
  #awaitHead(): void {
    if (this.#isOver || this.#head !== undefined) return;
    this.#timer?.cancel();
    this.#timer = this.hooks.clock.setTimer(this.request.headersTimeoutMs, () => {
      this.fail(new TransportError('HEADERS_TIMEOUT', 'it takes connections, and gave no answer in time'));
    });
  }

  /** The whole request is out. After an earlier answer the connection is not used again. */
  get #isSent(): boolean {
    return this.#sending?.isWhole ?? this.#isWritten;
  }

  #write(head: string, body: Uint8Array | string | undefined): void {
    const { socket } = this.hooks;
    const isSmall = body === undefined || body.length <= maxJoinedBytes;
    if (isSmall) {
      const bytes = Buffer.concat([Buffer.from(head, 'latin1'), Buffer.from(body ?? '')]);
      socket.write(bytes);
      this.#isWritten = true;
    } else {
      socket.cork();
      socket.write(Buffer.from(head, 'latin1'));
      socket.write(typeof body === 'string' ? Buffer.from(body) : body, () => {
        this.#isWritten = true;
      });
      socket.uncork();
    }
  }

  async #stream(head: string, body: AsyncIterable<Uint8Array>, length: number): Promise<void> {
    const { socket } = this.hooks;
    try {
      // A host that takes next to nothing is not sent the head of a request.
      const pace = this.request.pace?.();
      socket.write(Buffer.from(head, 'latin1'));
      if (length === 0) this.#awaitHead();
      this.#sending = new SentBody(body, length, socket, pace, {
        onWaits: () => {
          this.#awaitHead();
        },
        onTaken: () => {
          this.#timer?.cancel();
        },
      });
      await this.#sending.send();
    } catch (error) {
      // What came of a body that the server no longer wants does not matter.
      if (this.#head === undefined) this.fail(error);
    }
  }

  #answered(head: ResponseHead, rest: Uint8Array): void {
    this.#head = head;
    this.#timer?.cancel();
    const { framing, status, headers } = head;
    // Whoever answers early does not read the rest.
    if (!this.#isSent) this.#sending?.stop();
    const latencyMs = this.hooks.clock.monotonicMs() - this.#sentAtMs;
    if (framing.kind === 'none' || (framing.kind === 'length' && framing.bytes === 0)) {
      this.#end(rest.length === 0 && head.keepsAlive && this.#isSent);
      this.#resolve({ status, headers, body: noBody, latencyMs });
      return;
    }
    this.#left = framing.kind === 'length' ? framing.bytes : Infinity;
    if (framing.kind === 'chunked') this.#chunked = new ChunkedDecoder();
    const body = this.#openBody();
    this.#resolve({ status, headers, body, latencyMs });
    this.#receivedBody(rest);
  }

  #openBody(): ReceivedBody {
    const { socket, clock } = this.hooks;
    const startTimer = (): Timer =>
      clock.setTimer(this.request.bodyTimeoutMs, () => {
        this.fail(
          new TransportError('BODY_TIMEOUT', 'the answer stopped before its end, and nothing more came in time'),
        );
      });
    this.#timer = startTimer();
    this.#body = new ReceivedBody(Number.isFinite(this.#left) ? this.#left : undefined, {
      clock,
      pause: () => {
        // A TLS socket may still give what it has read.
        this.#timer?.cancel();
        this.#timer = undefined;
        socket.pause();
        this.#isHeldUp = true;
        this.hooks.onHeldUp();
      },
      resume: () => {
        if (this.#isOver) return;
        this.#isHeldUp = false;
        this.#timer = startTimer();
        socket.resume();
      },
      abandon: () => {
        this.#end(false);
      },
    });
    return this.#body;
  }

  #receivedBody(bytes: Uint8Array): void {
    const body = this.#body;
    if (body === undefined || bytes.length === 0) return;
    this.#timer?.restart();
    if (this.#chunked !== undefined) {
      const end = appendPayload(body, this.#chunked, bytes);
      if (end !== undefined) this.#complete(end === bytes.length);
      return;
    }
    const own = bytes.length <= this.#left ? bytes : bytes.subarray(0, this.#left);
    this.#left -= own.length;
    body.append(own);
    if (this.#left === 0) this.#complete(own.length === bytes.length);
  }

  /** @param isClean whether nothing came behind the answer */
  #complete(isClean: boolean): void {
    if (this.#isOver) return;
    const body = this.#body;
    this.#end(isClean && this.#head?.keepsAlive === true && this.#isSent);
    body?.complete();
  }

  #end(isReusable: boolean): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#sending?.stop();
    this.request.signal.removeEventListener('abort', this.#abort);
    this.hooks.onEnd(isReusable);
  }
}

/**
 * As one piece: chunks of a byte each would cost a hundred times their size. What came before a fault is passed on.
 * @returns where the body ended
 */
function appendPayload(body: ReceivedBody, decoder: ChunkedDecoder, bytes: Uint8Array): number | undefined {
  let length = 0;
  try {
    return decoder.feed(bytes, (payload) => {
      // Only bytes that the decoder is done with are overwritten.
      bytes.set(payload, length);
      length += payload.length;
    });
  } finally {
    body.append(bytes.subarray(0, length));
  }
}
