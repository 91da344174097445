import { type Socket, connect as connectTcp, isIP } from 'node:net';
import { type SecureContext, connect as connectTls } from 'node:tls';
import type { Clock } from '../../runtime/clock.js';
import { type KnownHosts, PrivateAddressError, type Reach } from '../http/known-hosts.js';
import { type Resolve, guardedLookup } from './guarded-lookup.js';
import { TransportError, closedError } from './transport-error.js';

const connectTimeoutMs = 15_000;

/** As Go's clients do, so that a firewall which drops a connection shows before the timeouts. */
const keepAliveInitialDelayMs = 60_000;

/** What all connections to one origin share. */
export interface SocketOrigin {
  readonly url: URL;
  readonly reach: Reach;
  readonly hosts: KnownHosts;
  readonly resolve: Resolve;
  readonly secureContext: () => SecureContext;
  /** The last TLS session of this origin. Node checks no host name when a session is resumed, so it must not be another's. */
  session: Buffer | undefined;
  readonly clock: Clock;
}

/** How a socket is read: into memory that its owner names before each read. */
export interface OnRead {
  readonly buffer: () => Uint8Array;
  readonly callback: (count: number, buffer: Uint8Array) => boolean;
}

/** What may be spoken, by preference. By TLS the server chooses one of them. Source: RFC 7301. */
export type Protocols = readonly ('h2' | 'http/1.1')[];

/**
 * Connects, with TLS where the origin has it. It checks a name's addresses while connecting, so that the address checked is the one
 * connected to. A literal address is not looked up, and must be checked before.
 * @throws {PrivateAddressError}
 * @throws {TransportError} CONNECT_TIMEOUT
 * @throws what Node throws
 */
export async function openSocket(
  origin: SocketOrigin,
  protocols: Protocols,
  onRead: OnRead,
  signal: AbortSignal,
): Promise<Socket> {
  const { url, hosts, clock } = origin;
  signal.throwIfAborted();
  const socket = begin(origin, protocols, onRead);
  return new Promise((resolve, reject) => {
    const end = (error?: Error): void => {
      timer.cancel();
      signal.removeEventListener('abort', abort);
      if (error === undefined) return;
      socket.destroy();
      reject(error instanceof PrivateAddressError ? new PrivateAddressError(url.host, error.address) : error);
    };
    const abort = (): void => {
      end(signal.reason instanceof Error ? signal.reason : new Error('stopped'));
    };
    const closed = (): void => {
      end(closedError());
    };
    const timer = clock.setTimer(connectTimeoutMs, () => {
      end(new TransportError('CONNECT_TIMEOUT', `no connection within ${connectTimeoutMs / 1_000} seconds`));
    });
    signal.addEventListener('abort', abort, { once: true });
    // It stays: an error without a listener would end the process.
    socket.on('error', end);
    socket.once('close', closed);
    socket.once(url.protocol === 'https:' ? 'secureConnect' : 'connect', () => {
      // Before anything is sent on it.
      hosts.recordConnection(url.host, socket.remoteAddress);
      socket.off('close', closed);
      end();
      resolve(socket);
    });
  });
}

function begin(origin: SocketOrigin, protocols: Protocols, onread: OnRead): Socket {
  const { url, reach, resolve } = origin;
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const options = {
    host,
    port: Number(url.port || (url.protocol === 'https:' ? 443 : 80)),
    lookup: guardedLookup(resolve, reach),
    noDelay: true,
    keepAlive: true,
    keepAliveInitialDelay: keepAliveInitialDelayMs,
    onread,
  };
  if (url.protocol !== 'https:') return connectTcp(options);
  const { session } = origin;
  const socket = connectTls({
    ...options,
    // An address is no name for this. Source: RFC 6066 §3.
    servername: isIP(host) === 0 ? host : '',
    secureContext: origin.secureContext(),
    ALPNProtocols: [...protocols],
    ...(session === undefined ? {} : { session }),
  });
  socket.on('session', (ticket) => {
    origin.session = ticket;
  });
  return socket;
}
