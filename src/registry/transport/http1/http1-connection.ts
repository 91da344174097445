import type { Socket } from 'node:net';
import type { Clock } from '../../../runtime/clock.js';
import type { TransportRequest, TransportResponse } from '../transport.js';
import type { OnRead } from '../open-socket.js';
import { closedError } from '../transport-error.js';
import { Exchange } from './exchange.js';

/** Heads and small bodies come into this. */
const bufferBytes = 16 * 1024;

interface ConnectionHooks {
  /** It can carry the next exchange, or is closed. */
  readonly onFree: () => void;
  /** The reader of its answer does not read on. */
  readonly onHeldUp: () => void;
}

/** One connection. It carries one exchange at a time. */
export class Http1Connection {
  readonly #buffer = Buffer.allocUnsafeSlow(bufferBytes);
  #socket: Socket | undefined;
  #exchange: Exchange | undefined;
  #direct: Uint8Array | undefined;
  #error: unknown;
  #isClosed = false;

  constructor(
    private readonly clock: Clock,
    private readonly hooks: ConnectionHooks,
  ) {}

  /** The socket that is made for it is read so. */
  readonly onRead: OnRead = {
    buffer: () => {
      this.#direct = this.#exchange?.space();
      return this.#direct ?? this.#buffer;
    },
    callback: (count) => {
      this.#read(count);
      return true;
    },
  };

  /** Takes over the socket that was made for it. */
  attach(socket: Socket): void {
    this.#socket = socket;
    if (this.#isClosed) socket.destroy();
    socket.on('error', (error) => {
      this.#error = error;
    });
    socket.on('end', () => {
      this.#exchange?.closed(undefined);
      this.close();
    });
    socket.on('close', () => {
      const exchange = this.#exchange;
      this.close();
      exchange?.closed(this.#error ?? closedError());
    });
  }

  /** Whether a socket was made for it. */
  get isAttached(): boolean {
    return this.#socket !== undefined;
  }

  /** Whether the body of its answer waits for the reader. */
  get isHeldUp(): boolean {
    return this.#exchange?.isHeldUp === true;
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** @throws {UnsendableRequestError} before anything is sent; the connection is as good as before */
  async send(request: TransportRequest): Promise<TransportResponse> {
    const socket = this.#socket;
    if (request.signal.aborted) this.hooks.onFree();
    request.signal.throwIfAborted();
    // It may have been closed since it was chosen.
    if (socket === undefined || this.#isClosed) throw closedError();
    const exchange = new Exchange(request, {
      socket,
      clock: this.clock,
      onHeldUp: this.hooks.onHeldUp,
      onEnd: (isReusable) => {
        this.#exchange = undefined;
        this.#direct = undefined;
        if (!isReusable) this.close();
        if (this.#isClosed) return;
        // The last bytes of a body may come behind the moment in which its reader was too slow.
        socket.resume();
        this.hooks.onFree();
      },
    });
    this.#exchange = exchange;
    try {
      exchange.begin();
    } catch (error) {
      this.#exchange = undefined;
      this.hooks.onFree();
      throw error;
    }
    return exchange.response;
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#socket?.destroy();
    this.hooks.onFree();
  }

  #read(count: number): void {
    const exchange = this.#exchange;
    const isDirect = this.#direct !== undefined;
    this.#direct = undefined;
    // Nobody asked: what it says would be taken for the answer to the next request.
    if (exchange === undefined) this.close();
    else if (isDirect) exchange.filled(count);
    else exchange.received(this.#buffer.subarray(0, count));
  }
}
