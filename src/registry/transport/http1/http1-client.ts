import type { Transport } from '../transport.js';
import { closedError } from '../transport-error.js';
import { OriginConnections } from './origin-connections.js';
import type { SocketOrigin } from './open-socket.js';

/** What all origins of a run share. */
export type Http1ClientDeps = Omit<SocketOrigin, 'url' | 'session'>;

/**
 * An HTTP/1.1 client over sockets. Large bodies go through pooled blocks, which costs the processor a third of what Node's streams cost. Its
 * connections and TLS sessions are kept by origin, and each client has one reach and one set of certificate authorities.
 */
export class Http1Client {
  readonly #origins = new Map<string, OriginConnections>();
  #isDestroyed = false;

  constructor(private readonly deps: Http1ClientDeps) {}

  readonly send: Transport = async (request) => {
    const { origin } = request.url;
    const known = this.#origins.get(origin);
    if (known !== undefined) return known.send(request);
    if (this.#isDestroyed) throw closedError();
    const made = new OriginConnections({ ...this.deps, url: new URL(origin), session: undefined });
    this.#origins.set(origin, made);
    return made.send(request);
  };

  /** Whoever waits gets an error, and nothing more is sent. */
  destroy(): void {
    this.#isDestroyed = true;
    for (const connections of this.#origins.values()) connections.destroy();
  }
}
