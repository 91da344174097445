/** @import { AddressInfo, Socket } from 'node:net' */
/** @import { Front, FrontCounters, FrontOptions, RequestKind } from './types.js' */

import { once } from 'node:events';
import { createServer } from 'node:net';

import { FrontConnection } from './connection.js';
import { requestKinds } from './request.js';
import { TokenReader } from './tokens.js';
import { Upstreams } from './upstreams.js';

/**
 * Stands before a registry and behaves as a public hub does: tokens by scope, the time of a round trip, a limit of pulls.
 * Counts what passes.
 *
 * @param {FrontOptions} options
 * @returns {Promise<Front>}
 */
export async function startFront(options) {
  const counters = createCounters();
  const upstreams = new Upstreams(options.upstream);
  const services = { counters, settings: { ...options }, upstreams, tokens: new TokenReader(), host: '' };
  /** @type {Set<Socket>} */
  const clients = new Set();
  const server = createServer({ noDelay: true }, (client) => {
    clients.add(client);
    client.once('close', () => clients.delete(client));
    new FrontConnection(client, services);
  });
  services.host = await listen(server);
  return {
    host: services.host,
    read: () => structuredClone(counters),
    reset: () => Object.assign(counters, createCounters()),
    set: (changes) => {
      Object.assign(services.settings, changes);
      if (changes.upstream !== undefined) {
        upstreams.use(changes.upstream);
      }
    },
    stop: async () => {
      clients.forEach((client) => client.destroy());
      upstreams.close();
      server.close();
      await once(server, 'close');
    },
  };
}

/** @returns {FrontCounters} */
function createCounters() {
  /** @type {Partial<Record<RequestKind, number>>} */
  const none = {};
  const requests = requestKinds.reduce((all, kind) => Object.assign(all, { [kind]: 0 }), none);
  return {
    requests: /** @type {Record<RequestKind, number>} */ (requests),
    challenges: 0,
    pulls: 0,
    bytesIn: 0,
    bytesOut: 0,
  };
}

/** @param {import('node:net').Server} server */
async function listen(server) {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = /** @type {AddressInfo} */ (server.address());
  return `127.0.0.1:${port}`;
}
