import type { LookupAddress, LookupAllOptions } from 'node:dns';
import type { LookupFunction } from 'node:net';
import type { SecureContext } from 'node:tls';
import { buildConnector } from 'undici';
import { kindOfAddress } from './address.js';
import { type KnownHosts, PrivateAddressError, type Reach, mayReach } from './known-hosts.js';

/** Looks up all addresses of a name, as `dns.lookup` does. */
export type Resolve = (
  hostname: string,
  options: LookupAllOptions,
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

interface ConnectGuard {
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

/** Of several addresses those that may be reached are left. */
export function guardedLookup(resolve: Resolve, reach: Reach): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      if (error !== null) {
        callback(error, []);
        return;
      }
      const [first, ...others] = addresses.filter(({ address }) => mayReach(reach, kindOfAddress(address)));
      if (first === undefined) callback(new PrivateAddressError(hostname, addresses[0]?.address), []);
      else if (options.all === true) callback(null, [first, ...others]);
      else callback(null, first.address, first.family);
    });
  };
}
