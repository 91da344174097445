/** @import { IncomingMessage, Server, ServerResponse } from 'node:http' */
/** @import { Http2SecureServer, Http2ServerRequest, Http2ServerResponse } from 'node:http2' */
/** @import { AddressInfo, Socket } from 'node:net' */
/** @import { RegistryOptions } from '../options.js' */
/** @import { ListenerName } from '../types.js' */

import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { createSecureServer } from 'node:http2';

const address = '127.0.0.1';

/** Longer than any test, so that a pooled connection is never closed under a client about to use it. */
const keepAliveMs = 120_000;

/** One port that the registry is reached at. With TLS it offers HTTP/2 and HTTP/1.1, as most registries do. */
export class Listener {
  /** @type {Server | Http2SecureServer} */
  #server;

  /** @type {Set<Socket>} */
  #sockets = new Set();

  #port = 0;
  #scheme;
  #ownName;

  /**
   * @param {ListenerName} name
   * @param {Pick<RegistryOptions, 'name' | 'tls'>} options
   * @param {(request: IncomingMessage | Http2ServerRequest, response: ServerResponse | Http2ServerResponse) => void} onRequest
   */
  constructor(name, { name: ownName = 'localhost', tls }, onRequest) {
    this.name = name;
    this.#ownName = ownName;
    this.#scheme = tls === undefined ? 'http' : 'https';
    // A server of HTTP/2 that takes HTTP/1.1 does not set `noDelay` itself: an answer's body would wait 40 ms for the client to confirm the head.
    const options = { keepAliveTimeout: keepAliveMs, requestTimeout: 0, noDelay: true };
    this.#server =
      tls === undefined ? createHttpServer(options) : createSecureServer({ ...options, ...tls, allowHTTP1: true });
    this.#server.on('request', onRequest);
    this.#server.on('connection', (/** @type {Socket} */ socket) => {
      this.#sockets.add(socket);
      socket.on('close', () => {
        this.#sockets.delete(socket);
      });
    });
  }

  get openSockets() {
    return this.#sockets.size;
  }

  get scheme() {
    return this.#scheme;
  }

  get host() {
    return `${address}:${this.#port}`;
  }

  get origin() {
    return `${this.#scheme}://${this.host}`;
  }

  /** Under a name: clients may refuse to be sent to an address of the loopback network. */
  get namedOrigin() {
    return `${this.#scheme}://${this.#ownName}:${this.#port}`;
  }

  /** The first time on any free port, then always on the same. */
  async listen() {
    this.#server.listen(this.#port, address);
    await once(this.#server, 'listening');
    this.#port = portOf(this.#server.address());
  }

  /** Breaks every connection and refuses new ones. */
  async close() {
    if (!this.#server.listening) {
      return;
    }
    const closed = once(this.#server, 'close');
    this.#server.close();
    for (const socket of this.#sockets) {
      socket.destroy();
    }
    await closed;
  }
}

/**
 * @param {string | AddressInfo | null} bound
 * @returns {number}
 */
function portOf(bound) {
  if (typeof bound !== 'object' || bound === null) {
    throw new Error('the registry double is not listening on a port');
  }
  return bound.port;
}
