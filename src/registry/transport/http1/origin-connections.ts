import { type TransportRequest, type TransportResponse, isStreamed } from '../transport.js';
import { Http1Connection } from './http1-connection.js';
import { type SocketOrigin, openSocket } from './open-socket.js';

/** Where nothing but look-ups is made, they only wait for the network. */
const maxLookUpConnections = 64;
const maxConnections = 32;

/** A server may close a connection that has been idle for longer, at the moment in which the next request goes out. */
const maxIdleMs = 4_000;

/** Gets a connection that is free, or nothing: then a new one may be made. */
type OnConnection = (connection: Http1Connection | undefined) => void;

/** The connections to one origin. */
export class OriginConnections {
  readonly #idle: { readonly connection: Http1Connection; readonly sinceMs: number }[] = [];
  readonly #open = new Set<Http1Connection>();
  readonly #waiting: OnConnection[] = [];
  #isWrittenTo = false;

  constructor(private readonly origin: SocketOrigin) {}

  async send(request: TransportRequest): Promise<TransportResponse> {
    this.#isWrittenTo ||= isStreamed(request.body);
    for (;;) {
      let connection = this.#takeIdle();
      if (connection === undefined && this.#open.size < this.#limitFor(request))
        connection = await this.#connect(request.signal);
      connection ??= await this.#waitForOne(request.signal);
      if (connection !== undefined) return connection.send(request);
    }
  }

  destroy(): void {
    for (const connection of this.#open) connection.close();
  }

  /** The one that was used last: the others may be closed when they are not needed. */
  #takeIdle(): Http1Connection | undefined {
    for (let last = this.#idle.pop(); last !== undefined; last = this.#idle.pop()) {
      const { connection, sinceMs } = last;
      if (connection.isClosed) continue;
      if (this.origin.clock.monotonicMs() - sinceMs <= maxIdleMs) return connection;
      connection.close();
    }
    return undefined;
  }

  async #connect(signal: AbortSignal): Promise<Http1Connection> {
    const connection = new Http1Connection(this.origin.clock, () => {
      this.#freed(connection);
    });
    this.#open.add(connection);
    try {
      await openSocket(this.origin, connection, signal);
      return connection;
    } catch (error) {
      connection.close();
      throw error;
    }
  }

  async #waitForOne(signal: AbortSignal): Promise<Http1Connection | undefined> {
    signal.throwIfAborted();
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        this.#waiting.splice(this.#waiting.indexOf(take), 1);
        reject(signal.reason instanceof Error ? signal.reason : new Error('stopped'));
      };
      const take: OnConnection = (connection) => {
        signal.removeEventListener('abort', leave);
        resolve(connection);
      };
      signal.addEventListener('abort', leave, { once: true });
      this.#waiting.push(take);
    });
  }

  #freed(connection: Http1Connection): void {
    if (connection.isClosed) this.#open.delete(connection);
    const next = this.#waiting.shift();
    if (next !== undefined) next(connection.isClosed ? undefined : connection);
    else if (!connection.isClosed) this.#idle.push({ connection, sinceMs: this.origin.clock.monotonicMs() });
  }

  #limitFor({ method, body }: TransportRequest): number {
    // What it sends comes from a source that holds a connection meanwhile. If it is this very host, both might wait for ever.
    if (isStreamed(body) && [...this.#open].some(({ isReceiving }) => isReceiving)) return Infinity;
    return method === 'HEAD' && !this.#isWrittenTo ? maxLookUpConnections : maxConnections;
  }
}
