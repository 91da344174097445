import type { SecureContext } from 'node:tls';
import { buildConnector } from 'undici';
import { type KnownHosts, PrivateAddressError, type Reach } from '../../http/known-hosts.js';
import { type Resolve, guardedLookup } from '../guarded-lookup.js';

export interface ConnectGuard {
  readonly hosts: KnownHosts;
  readonly reach: Reach;
  readonly resolve: Resolve;
}

export interface SocketOptions {
  /** milliseconds */
  readonly timeout: number;
  /** where there are other certificate authorities than Node's own */
  readonly secureContext?: SecureContext;
}

/**
 * Makes connections for requests with a limited reach. It checks a name's addresses while connecting, so that the address checked is the one
 * connected to. A literal address is not looked up, and must be checked before.
 */
export function guardedConnect(
  options: SocketOptions,
  { hosts, reach, resolve }: ConnectGuard,
): buildConnector.connector {
  const connect = buildConnector({ ...options, lookup: guardedLookup(resolve, reach) });
  return (target, callback) => {
    const host = target.host ?? target.hostname;
    connect(target, (...[error, socket]) => {
      if (error !== null) {
        callback(error instanceof PrivateAddressError ? new PrivateAddressError(host, error.address) : error, null);
        return;
      }
      hosts.recordConnection(host, socket.remoteAddress);
      callback(null, socket);
    });
  };
}
