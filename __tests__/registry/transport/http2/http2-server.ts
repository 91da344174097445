import { once } from 'node:events';
import {
  type Http2SecureServer,
  type IncomingHttpHeaders,
  type ServerHttp2Session,
  type ServerHttp2Stream,
  createSecureServer,
} from 'node:http2';
import type { AddressInfo } from 'node:net';
import { type TLSSocket, createServer as createTlsServer } from 'node:tls';
import type { TransportRequest } from '../../../../src/registry/transport/transport.js';
import { onTestFinished } from '../../../support/jest/testing.js';
import { certificates } from '../http1/named-certificates.js';
import { get } from '../http1/raw-server.js';

type OnStream = (stream: ServerHttp2Stream, headers: IncomingHttpHeaders, session: ServerHttp2Session) => void;

export interface Http2Server {
  readonly url: (path: string, host?: string) => URL;
  readonly sessions: ServerHttp2Session[];
  /** The sockets of all connections, over HTTP/1.1 and HTTP/2. */
  readonly sockets: TLSSocket[];
  /** For each connection, whether it resumed an earlier TLS session. */
  readonly resumptions: boolean[];
  /** What was asked over HTTP/2, in order. */
  readonly paths: string[];
  /** What was asked over HTTP/1.1, in order. */
  readonly http1Paths: string[];
}

/** Starts a server that offers HTTP/2 and HTTP/1.1. Over HTTP/1.1 it answers every request by its path, and closes after `/last`. */
export async function useHttp2Server(
  onStream: OnStream = answerPath,
  options: Parameters<typeof createSecureServer>[0] = {},
): Promise<Http2Server> {
  const [sessions, sockets]: [ServerHttp2Session[], TLSSocket[]] = [[], []];
  const [paths, http1Paths]: [string[], string[]] = [[], []];
  const resumptions: boolean[] = [];
  const server: Http2SecureServer = createSecureServer(
    { ...certificates.good, allowHTTP1: true, ...options },
    (request, response) => {
      if (request.httpVersionMajor === 2) return;
      http1Paths.push(request.url);
      request.resume();
      if (request.url === '/last') response.setHeader('connection', 'close');
      response.end(request.url);
    },
  );
  server.on('secureConnection', (socket: TLSSocket) => {
    sockets.push(socket);
    resumptions.push(socket.isSessionReused());
    socket.on('error', () => undefined);
  });
  server.on('session', (session) => {
    sessions.push(session);
    session.on('error', () => undefined);
  });
  server.on('stream', (stream, headers) => {
    stream.on('error', () => undefined);
    paths.push(headers[':path'] ?? '');
    if (stream.session !== undefined) onStream(stream, headers, stream.session as ServerHttp2Session);
  });
  server.on('sessionError', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { url: urlsOf(server), sessions, sockets, resumptions, paths, http1Paths };
}

export function answerPath(stream: ServerHttp2Stream, headers: IncomingHttpHeaders): void {
  stream.respond({ ':status': 200 });
  stream.end(headers[':path']);
}

export interface RawHttp2Server {
  readonly url: (path: string) => URL;
  readonly sockets: TLSSocket[];
}

/** Starts a server that chooses HTTP/2 and then sends what a test writes to its sockets. */
export async function useRawHttp2Server(onConnection: (socket: TLSSocket) => void): Promise<RawHttp2Server> {
  const sockets: TLSSocket[] = [];
  const server = createTlsServer({ ...certificates.good, ALPNProtocols: ['h2'] }, (socket) => {
    sockets.push(socket);
    socket.on('error', () => undefined);
    onConnection(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { url: urlsOf(server), sockets };
}

function urlsOf(server: { address(): unknown }): Http2Server['url'] {
  const { port } = server.address() as AddressInfo;
  return (path, host = 'good.test') => new URL(`https://${host}:${port}${path}`);
}

/** A request that goes over HTTP/2 where it may. */
export function small(url: URL, more: Partial<TransportRequest> = {}): TransportRequest {
  return get(url, { isTransfer: false, ...more });
}

export const frameTypes = {
  data: 0,
  headers: 1,
  reset: 3,
  settings: 4,
  pushPromise: 5,
  ping: 6,
  goAway: 7,
  continuation: 9,
};

/** One frame. Source: RFC 9113 §4.1. */
export function frame(type: number, flags: number, streamId: number, payload: Buffer = Buffer.alloc(0)): Buffer {
  const head = Buffer.alloc(9);
  head.writeUIntBE(payload.length, 0, 3);
  head.writeUInt8(type, 3);
  head.writeUInt8(flags, 4);
  head.writeUInt32BE(streamId, 5);
  return Buffer.concat([head, payload]);
}

/** `:status: 200`, by its number in HPACK's static table. */
export const status200 = Buffer.from([0x88]);

/** A header of HPACK that is not indexed, as text. Source: RFC 7541 §6.2.2. */
export function field(name: string, value: string): Buffer {
  return Buffer.concat([Buffer.from([0x00]), text(name), text(value)]);
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value);
  if (bytes.length >= 127) throw new Error('A test has a field that is too long for one byte of length.');
  return Buffer.concat([Buffer.from([bytes.length]), bytes]);
}
