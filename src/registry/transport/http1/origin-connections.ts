import type { Socket } from 'node:net';
import type { TransportRequest, TransportResponse } from '../transport.js';
import { closedError } from '../transport-error.js';
import { Http1Connection } from './http1-connection.js';
import { type SocketOrigin, openSocket } from '../open-socket.js';

/** Where nothing but look-ups is made, they only wait for the network. */
const maxLookUpConnections = 64;
const maxConnections = 32;

/** A server may close a connection that has been idle for longer, at the moment in which the next request goes out. */
const maxIdleMs = 4_000;

/** A request without a connection. */
interface Waiting {
  readonly request: TransportRequest;
  readonly take: (connection: Http1Connection) => void;
  readonly fail: (error: Error) => void;
}

/** The connections to one origin. */
export class OriginConnections {
  readonly #idle: { readonly connection: Http1Connection; readonly sinceMs: number }[] = [];
  readonly #open = new Set<Http1Connection>();
  readonly #waiting: Waiting[] = [];
  readonly #destroyed = new AbortController();
  #isWrittenTo = false;

  /** @param hasOtherConnection whether the origin has one beside these, over HTTP/2, which counts */
  constructor(
    private readonly origin: SocketOrigin,
    private readonly hasOtherConnection: () => boolean,
  ) {}

  async send(request: TransportRequest): Promise<TransportResponse> {
    request.signal.throwIfAborted();
    this.#destroyed.signal.throwIfAborted();
    this.#isWrittenTo ||= request.method !== 'GET' && request.method !== 'HEAD';
    const connection = this.#claim(request) ?? (await this.#waitForOne(request));
    if (!connection.isAttached) await this.#connect(connection, request.signal);
    return connection.send(request);
  }

  /** Whoever has an answer under way gets an error. */
  destroy(): void {
    this.#destroyed.abort(closedError());
    for (const { fail } of this.#waiting.splice(0)) fail(closedError());
    for (const connection of this.#open) connection.close();
  }

  /**
   * The connection that was used last, because the others may be closed when they are not needed; or a new one, which counts from now on.
   * @returns undefined if as many as may be open are busy
   */
  #claim(request: TransportRequest): Http1Connection | undefined {
    const limit = this.#limitFor(request);
    for (let last = this.#idle.pop(); last !== undefined; last = this.#idle.pop()) {
      const { connection, sinceMs } = last;
      if (connection.isClosed) continue;
      const isFresh = this.origin.clock.monotonicMs() - sinceMs <= maxIdleMs;
      // Look-ups may have left more of them than a copy may use.
      if (isFresh && (!this.#isWrittenTo || this.#open.size <= limit)) return connection;
      this.#open.delete(connection);
      connection.close();
    }
    if (this.#open.size >= limit) return undefined;
    const connection = this.prepare();
    this.#open.add(connection);
    return connection;
  }

  /** One without a socket, which does not count. */
  prepare(): Http1Connection {
    const connection = new Http1Connection(this.origin.clock, {
      onFree: () => {
        this.#freed(connection);
      },
      onHeldUp: () => {
        this.#serveWaiting();
      },
    });
    return connection;
  }

  /** Takes in one that was prepared, with the socket that was made for it. */
  adopt(connection: Http1Connection, socket: Socket): void {
    this.#open.add(connection);
    connection.attach(socket);
    this.#freed(connection);
    if (this.#destroyed.signal.aborted) connection.close();
  }

  async #connect(connection: Http1Connection, signal: AbortSignal): Promise<void> {
    try {
      const bounded = AbortSignal.any([signal, this.#destroyed.signal]);
      connection.attach(await openSocket(this.origin, ['http/1.1'], connection.onRead, bounded));
    } catch (error) {
      connection.close();
      throw error;
    }
  }

  async #waitForOne(request: TransportRequest): Promise<Http1Connection> {
    const { signal } = request;
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        this.#waiting.splice(this.#waiting.indexOf(waiting), 1);
        reject(signal.reason instanceof Error ? signal.reason : new Error('stopped'));
      };
      const waiting: Waiting = {
        request,
        take: (connection) => {
          signal.removeEventListener('abort', leave);
          resolve(connection);
        },
        fail: (error) => {
          signal.removeEventListener('abort', leave);
          reject(error);
        },
      };
      signal.addEventListener('abort', leave, { once: true });
      this.#waiting.push(waiting);
    });
  }

  #freed(connection: Http1Connection): void {
    if (connection.isClosed) this.#open.delete(connection);
    else this.#idle.push({ connection, sinceMs: this.origin.clock.monotonicMs() });
    this.#serveWaiting();
  }

  /** In the order in which they came. */
  #serveWaiting(): void {
    for (let [next] = this.#waiting; next !== undefined; [next] = this.#waiting) {
      const connection = this.#claim(next.request);
      if (connection === undefined) return;
      this.#waiting.shift();
      next.take(connection);
    }
  }

  #limitFor({ method }: TransportRequest): number {
    const taken = this.hasOtherConnection() ? 1 : 0;
    if (!this.#isWrittenTo) return (method === 'HEAD' ? maxLookUpConnections : maxConnections) - taken;
    // Whoever does not read on may wait for a request to this very host: the upload of what is read, or a token for it.
    return [...this.#open].some(({ isHeldUp }) => isHeldUp) ? Infinity : maxConnections - taken;
  }
}
