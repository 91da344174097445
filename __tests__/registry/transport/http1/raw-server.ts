import { once } from 'node:events';
import { type AddressInfo, type Socket, createServer } from 'node:net';
import { type TlsOptions, createSecureContext, createServer as createTlsServer } from 'node:tls';
import { DirectClient } from '../../../../src/registry/transport/direct-client.js';
import type { Resolve } from '../../../../src/registry/transport/guarded-lookup.js';
import type { TransportRequest, TransportResponse } from '../../../../src/registry/transport/transport.js';
import { KnownHosts, type Reach } from '../../../../src/registry/http/known-hosts.js';
import type { Clock } from '../../../../src/runtime/clock.js';
import { eventually } from '../../../support/timing/eventually.js';
import { heldClock } from '../../../support/timing/held-clock.js';
import { onTestFinished } from '../../../support/jest/testing.js';
import { authority, certificates } from './named-certificates.js';

/** What a server sees of one connection. */
interface RawConnection {
  readonly socket: Socket;
  /** All that it got, in Latin-1. */
  readonly got: () => string;
  /** Waits until it has got this. */
  readonly until: (text: string) => Promise<void>;
  readonly isClosed: () => boolean;
  /** Whether its TLS session was one that the client had from before. */
  readonly isResumed: boolean;
}

export interface RawServer {
  readonly url: (path: string, host?: string) => URL;
  readonly port: number;
  readonly connections: RawConnection[];
  /** Waits for the connection that comes so many-th, from 0 on. */
  readonly connection: (index: number) => Promise<RawConnection>;
}

export type Scheme = 'http' | 'https';

/** Called for each head of a request. */
type OnHead = (connection: RawConnection, path: string) => void;

/** Starts a server that sends what a test writes to its sockets, and nothing else. */
export async function useRawServer(scheme: Scheme, onHead?: OnHead, tls: TlsOptions = {}): Promise<RawServer> {
  const connections: RawConnection[] = [];
  const onConnection = (socket: Socket): void => {
    let [got, seen, isClosed] = ['', 0, false];
    const isResumed = 'isSessionReused' in socket && (socket as { isSessionReused(): boolean }).isSessionReused();
    const connection: RawConnection = {
      socket,
      got: () => got,
      until: async (text) =>
        eventually(() => {
          if (!got.includes(text)) throw new Error(`The server has not got ${JSON.stringify(text)}.`);
        }),
      isClosed: () => isClosed,
      isResumed,
    };
    connections.push(connection);
    socket.on('error', () => undefined);
    socket.on('close', () => {
      isClosed = true;
    });
    socket.on('data', (bytes: Buffer) => {
      got += bytes.toString('latin1');
      for (let end = got.indexOf('\r\n\r\n', seen); end >= 0; end = got.indexOf('\r\n\r\n', seen)) {
        // A body may stand before it.
        const path = /[A-Z]+ (\S+) HTTP\/1\.1\r\n/.exec(got.slice(Math.max(seen, end - 1_000), end))?.[1] ?? '';
        seen = end + 4;
        onHead?.(connection, path);
      }
    });
  };
  const server =
    scheme === 'http'
      ? createServer(onConnection)
      : createTlsServer({ ...certificates.good, ...tls }, onConnection).on('tlsClientError', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    for (const { socket } of connections) socket.destroy();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: (path, host = 'good.test') => new URL(`${scheme}://${host}:${port}${path}`),
    connections,
    connection: async (index) =>
      eventually(() => {
        const connection = connections[index];
        if (connection === undefined) throw new Error(`There is no connection ${index}.`);
        return connection;
      }),
  };
}

const toLoopback: Resolve = (_hostname, _options, callback) => {
  callback(null, [{ address: '127.0.0.1', family: 4 }]);
};

interface ClientOptions {
  readonly clock?: Clock;
  readonly resolve?: Resolve;
  readonly reach?: Reach;
  readonly ca?: string;
}

export function useClient(options: ClientOptions = {}): DirectClient {
  const { clock = heldClock(), resolve = toLoopback, reach = 'anywhere', ca = authority } = options;
  const context = createSecureContext({ ca });
  const client = new DirectClient({ reach, hosts: new KnownHosts([]), resolve, clock, secureContext: () => context });
  onTestFinished(() => {
    client.destroy();
  });
  return client;
}

/** By HTTP/1.1, whatever else the server offers. */
export function get(url: URL, more: Partial<TransportRequest> = {}): TransportRequest {
  const { signal } = new AbortController();
  return {
    method: 'GET',
    url,
    headers: {},
    isTransfer: true,
    headersTimeoutMs: 60_000,
    bodyTimeoutMs: 90_000,
    signal,
    ...more,
  };
}

export function put(
  url: URL,
  body: AsyncIterable<Uint8Array>,
  length: number,
  more: Partial<TransportRequest> = {},
): TransportRequest {
  return get(url, { method: 'PUT', body, headers: { 'content-length': String(length) }, ...more });
}

/** A body, and the error that it ended with. */
export async function readAll({
  body,
}: TransportResponse): Promise<{ readonly bytes: Buffer; readonly error?: unknown }> {
  const chunks: Uint8Array[] = [];
  try {
    for await (const chunk of body) chunks.push(Buffer.from(chunk));
  } catch (error) {
    return { bytes: Buffer.concat(chunks), error };
  }
  return { bytes: Buffer.concat(chunks) };
}

/** Bytes of which no two places look alike. */
export function patterned(length: number): Buffer {
  const bytes = Buffer.alloc(length);
  for (let at = 0; at < length; at += 1) bytes[at] = (at * 31 + (at >> 8) * 17 + (at >> 16) * 7) & 0xff;
  return bytes;
}

export function answer(body: string | Buffer, status = '200 OK'): Buffer {
  const bytes = Buffer.from(body);
  return Buffer.concat([Buffer.from(`HTTP/1.1 ${status}\r\ncontent-length: ${bytes.length}\r\n\r\n`), bytes]);
}
