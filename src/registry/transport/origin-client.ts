import { SharedWork } from '../../runtime/wait.js';
import { FirstBytes } from './first-bytes.js';
import { OriginConnections } from './http1/origin-connections.js';
import { Http11RequiredError, UnprocessedRequestError } from './http2/failures.js';
import type { Http2Session } from './http2/http2-session.js';
import { type SocketOrigin, openSocket } from './open-socket.js';
import type { TransportRequest, TransportResponse } from './transport.js';
import { MalformedResponseError, closedError } from './transport-error.js';

/**
 * How often one request is sent again that the origin says it did not process. Servers end a session after a number of requests
 * (nginx: 1,000), or when they are replaced: the next session takes what was under way.
 */
const maxRepeats = 4;

/**
 * One origin. Where it offers HTTP/2, small requests share one session, which costs one connection and one TLS handshake whatever their number.
 * Large content goes over HTTP/1.1, which is cheaper for it: on a session of HTTP/2 the bodies of blobs would hold each other up.
 */
export class OriginClient {
  readonly #http1: OriginConnections;
  #mayOfferHttp2: boolean;
  /** The one that takes requests. */
  #session: Http2Session | undefined;
  /** All that are open: those before it still read what they were asked for. */
  readonly #sessions = new Set<Http2Session>();
  #opening: SharedWork<Http2Session | undefined> | undefined;
  readonly #destroyed = new AbortController();

  constructor(private readonly origin: SocketOrigin) {
    this.#http1 = new OriginConnections(origin, () => this.#sessions.size > 0);
    this.#mayOfferHttp2 = origin.url.protocol === 'https:';
  }

  async send(request: TransportRequest): Promise<TransportResponse> {
    for (let repeats = 0; this.#mayOfferHttp2 && !request.isTransfer; repeats += 1) {
      const session = this.#usable() ?? (await this.#opened(request.signal));
      if (session === undefined) break;
      try {
        return await session.send(request);
      } catch (error) {
        if (error instanceof Http11RequiredError) this.#mayOfferHttp2 = false;
        else if (!(error instanceof UnprocessedRequestError) || repeats === maxRepeats) throw error;
      }
    }
    return this.#http1.send(request);
  }

  /** Whoever has an answer under way gets an error. */
  destroy(): void {
    this.#destroyed.abort(closedError());
    for (const session of this.#sessions) session.destroy(closedError());
    this.#http1.destroy();
  }

  #usable(): Http2Session | undefined {
    return this.#session?.isUsable === true ? this.#session : undefined;
  }

  /** One connection for all that wait, because nobody knows yet what the origin speaks. */
  async #opened(signal: AbortSignal): Promise<Http2Session | undefined> {
    if (this.#opening === undefined || this.#opening.isStopped) {
      const opening = new SharedWork(async (stop) =>
        this.#open(AbortSignal.any([stop, this.#destroyed.signal])).finally(() => {
          if (this.#opening === opening) this.#opening = undefined;
        }),
      );
      this.#opening = opening;
    }
    return this.#opening.wait(signal);
  }

  /** @returns undefined if the origin speaks HTTP/1.1 */
  async #open(signal: AbortSignal): Promise<Http2Session | undefined> {
    this.#session?.retire();
    const connection = this.#http1.prepare();
    const first = new FirstBytes(connection.onRead);
    const socket = await openSocket(this.origin, ['h2', 'http/1.1'], first.onRead, signal);
    if ('alpnProtocol' in socket && socket.alpnProtocol === 'h2') {
      // What most hosts of blobs do not need takes a run longer to load than a request.
      const { Http2Session: Session } = await import('./http2/http2-session.js');
      const early = first.take();
      if (early === undefined) {
        socket.destroy();
        throw new MalformedResponseError('it sent too much before it was asked', 'HTTP/2');
      }
      const session = new Session({ socket, early }, this.origin.url, this.origin.clock, () => {
        this.#sessions.delete(session);
      });
      this.#sessions.add(session);
      this.#session = session;
      // It may have been destroyed while that was loaded.
      if (this.#destroyed.signal.aborted) session.destroy(closedError());
      return session;
    }
    this.#mayOfferHttp2 = false;
    // Nobody asked: what it said would be taken for the answer to the first request.
    if (!first.handOver()) connection.close();
    this.#http1.adopt(connection, socket);
    return undefined;
  }
}
