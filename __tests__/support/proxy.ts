import {
  type IncomingMessage,
  type RequestListener,
  type Server,
  createServer,
  request as httpRequest,
} from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { type AddressInfo, type Socket, connect } from 'node:net';
import type { Duplex } from 'node:stream';
import { onTestFinished } from './jest/testing.js';

/** A forward proxy that looks up every name as this machine. */
export interface ForwardProxy {
  /** `127.0.0.1:port` */
  readonly host: string;
  /** `CONNECT name:443` and `GET http://name/path`, in order, of those that it let through. */
  readonly asked: readonly string[];
}

export interface ForwardProxyOptions {
  readonly tls?: { readonly key: string | Buffer; readonly cert: string | Buffer };
  /** What it wants to be sent: `user:password`. All else it answers by 407. */
  readonly login?: string;
  /** The only port that CONNECT may lead to. */
  readonly connectPort?: number;
}

export async function useForwardProxy({ tls, login, connectPort }: ForwardProxyOptions = {}): Promise<ForwardProxy> {
  const asked: string[] = [];
  const sockets = new Set<Socket | Duplex>();
  const isKnown = ({ headers }: IncomingMessage): boolean =>
    login === undefined || headers['proxy-authorization'] === `Basic ${Buffer.from(login, 'utf8').toString('base64')}`;
  const listener: RequestListener = (request, response) => {
    const { method = '', url = '', headers } = request;
    if (!isKnown(request) || !url.startsWith('http://')) {
      response.writeHead(isKnown(request) ? 400 : 407).end();
      return;
    }
    asked.push(`${method} ${url}`);
    const { port, pathname, search } = new URL(url);
    const own = Object.fromEntries(Object.entries(headers).filter(([name]) => !name.startsWith('proxy-')));
    const onwards = httpRequest({ host: '127.0.0.1', port, method, path: `${pathname}${search}`, headers: own });
    onwards.on('response', (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
      answer.pipe(response);
    });
    onwards.on('error', () => response.writeHead(502).end());
    request.pipe(onwards);
  };
  const server: Server = tls === undefined ? createServer(listener) : createSecureServer(tls, listener);
  server.on('connect', (request: IncomingMessage, socket: Duplex) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    const target = request.url ?? '';
    const port = Number(target.slice(target.lastIndexOf(':') + 1));
    if (!isKnown(request)) return void socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
    if (connectPort !== undefined && port !== connectPort) return void socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
    asked.push(`CONNECT ${target}`);
    const onwards = connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      onwards.pipe(socket).pipe(onwards);
    });
    sockets.add(onwards);
    onwards.on('error', () => socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close().closeAllConnections();
  });
  return { host: `127.0.0.1:${String((server.address() as AddressInfo).port)}`, asked };
}
