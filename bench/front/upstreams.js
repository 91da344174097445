/** @import { Upstream } from './types.js' */

import { connect } from 'node:net';

/** Connections to the registry that the front stands before, kept open between requests. */
export class Upstreams {
  /** @type {Upstream[]} */
  #idle = [];
  /** @type {Set<Upstream>} */
  #all = new Set();
  #host;

  /** @param {string} host `127.0.0.1:port` */
  constructor(host) {
    this.#host = host;
  }

  /** @param {string} host of the registry that is meant from now on */
  use(host) {
    this.close();
    this.#host = host;
  }

  /** @returns {Upstream} */
  take() {
    return this.#idle.pop() ?? this.#open();
  }

  close() {
    for (const { socket } of this.#all) {
      socket.destroy();
    }
    this.#all.clear();
    this.#idle = [];
  }

  #open() {
    const [host, port] = this.#host.split(':');
    const socket = connect({ host: host ?? '', port: Number(port), noDelay: true });
    /** @type {Upstream} */
    const upstream = {
      socket,
      owner: undefined,
      release: (isReusable) => {
        if (isReusable && this.#all.has(upstream)) {
          socket.resume();
          this.#idle.push(upstream);
        } else {
          socket.destroy();
        }
      },
    };
    this.#all.add(upstream);
    socket.on('data', (bytes) => upstream.owner?.takeFromUpstream(bytes));
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      this.#all.delete(upstream);
      this.#idle = this.#idle.filter((other) => other !== upstream);
      upstream.owner?.upstreamClosed();
    });
    return upstream;
  }
}
