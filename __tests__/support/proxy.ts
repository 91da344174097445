import {
  type IncomingMessage,
  type RequestListener,
  type Server,
  createServer,
  request as httpRequest,
} from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import type { Duplex } from 'node:stream';
import { onTestFinished } from './jest/testing.js';

/** A forward proxy that looks up every name as this machine. */
export interface ForwardProxy {
  /** `127.0.0.1:port` */
  readonly host: string;
  /** `CONNECT name:443` and `GET http://name/path`, in order, of those that it let through. */
  readonly asked: readonly string[];
  /** Breaks all tunnels to hosts of this name, and spoils the next so many. */
  spoil(name: string, fault: TunnelFault, times: number): void;
  /** How many tunnels were spoiled since the last `heal`. */
  readonly spoiled: number;
  /** No tunnel is spoiled any more, and nobody has asked for anything. */
  heal(): void;
}

/** What goes wrong with a tunnel: CONNECT is answered by a status or not at all, or so many of the host's bytes pass. */
export type TunnelFault = { readonly status: number } | 'closed' | { readonly cutAfterBytes: number };

export interface ForwardProxyOptions {
  readonly tls?: { readonly key: string | Buffer; readonly cert: string | Buffer };
  /** What it wants to be sent: `user:password`. All else it answers by 407. */
  readonly login?: string;
  /** The only port that CONNECT may lead to. */
  readonly connectPort?: number;
}

export async function useForwardProxy(options: ForwardProxyOptions = {}): Promise<ForwardProxy> {
  const proxy = await startForwardProxy(options);
  onTestFinished(proxy.stop);
  return proxy;
}

export async function startForwardProxy({ tls, login, connectPort }: ForwardProxyOptions = {}): Promise<
  ForwardProxy & { readonly stop: () => void }
> {
  const asked: string[] = [];
  const tunnels = new Tunnels();
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
    const target = request.url ?? '';
    if (!isKnown(request)) return void socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
    const isPortRefused = connectPort !== undefined && Number(target.split(':').at(-1)) !== connectPort;
    if (isPortRefused) return void socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
    asked.push(`CONNECT ${target}`);
    tunnels.open(target, socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    host: `127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    asked,
    spoil: (name, fault, times) => {
      tunnels.spoil(name, fault, times);
    },
    get spoiled() {
      return tunnels.spoiled;
    },
    heal: () => {
      asked.length = 0;
      tunnels.heal();
    },
    stop: () => {
      tunnels.breakAll();
      server.close().closeAllConnections();
    },
  };
}

/** What CONNECT leads to. */
class Tunnels {
  /** Both ends of each, and the name of its host. */
  readonly #ends = new Map<Duplex, string>();
  #next: { readonly name: string; readonly fault: TunnelFault; left: number } | undefined;
  spoiled = 0;

  open(target: string, socket: Duplex): void {
    const [name = '', port] = target.split(':');
    this.#add(name, socket);
    const fault = this.#faultOf(name);
    if (fault === 'closed') return void socket.destroy();
    if (fault !== undefined && 'status' in fault) return void socket.end(`HTTP/1.1 ${fault.status} Refused\r\n\r\n`);
    const onwards = connect(Number(port), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      if (fault !== undefined) cutAfter(fault.cutAfterBytes, onwards, socket);
      onwards.pipe(socket).pipe(onwards);
    });
    this.#add(name, onwards);
    // Whoever is at the other end sees that this one is gone.
    onwards.on('close', () => socket.destroy());
    socket.on('close', () => onwards.destroy());
  }

  spoil(name: string, fault: TunnelFault, times: number): void {
    this.#next = { name, fault, left: times };
    this.breakAll(name);
  }

  heal(): void {
    this.#next = undefined;
    this.spoiled = 0;
  }

  /** @param name default every one */
  breakAll(name?: string): void {
    for (const [end, itsName] of this.#ends) if (name === undefined || name === itsName) end.destroy();
  }

  #add(name: string, end: Duplex): void {
    this.#ends.set(end, name);
    end.on('error', () => end.destroy());
    end.on('close', () => this.#ends.delete(end));
  }

  #faultOf(name: string): TunnelFault | undefined {
    const next = this.#next;
    if (next?.name !== name || next.left === 0) return undefined;
    next.left -= 1;
    this.spoiled += 1;
    return next.fault;
  }
}

/** Ends a tunnel when so many of the host's bytes have passed; the last of them may not arrive. */
function cutAfter(bytes: number, host: Duplex, client: Duplex): void {
  if (bytes === 0) return void client.end();
  let passed = 0;
  host.on('data', (chunk: Buffer) => {
    passed += chunk.length;
    if (passed >= bytes) client.destroy();
  });
}
