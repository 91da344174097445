import { OriginClient } from './origin-client.js';
import type { SocketOrigin } from './open-socket.js';
import type { Transport } from './transport.js';
import { closedError } from './transport-error.js';

/** What all origins of a run share. */
export type DirectClientDeps = Omit<SocketOrigin, 'url' | 'session'>;

/**
 * A client for what is reached without a proxy. Its connections and TLS sessions are kept by origin, and each client has one reach and one set of
 * certificate authorities.
 */
export class DirectClient {
  readonly #origins = new Map<string, OriginClient>();
  #isDestroyed = false;

  constructor(private readonly deps: DirectClientDeps) {}

  readonly send: Transport = async (request) => {
    const { origin } = request.url;
    const known = this.#origins.get(origin);
    if (known !== undefined) return known.send(request);
    if (this.#isDestroyed) throw closedError();
    const made = new OriginClient({ ...this.deps, url: new URL(origin), session: undefined });
    this.#origins.set(origin, made);
    return made.send(request);
  };

  /** Whoever waits gets an error, and nothing more is sent. */
  destroy(): void {
    this.#isDestroyed = true;
    for (const origin of this.#origins.values()) origin.destroy();
  }
}
