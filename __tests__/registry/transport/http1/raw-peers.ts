import { once } from 'node:events';
import { type IncomingMessage, request as nodeRequest } from 'node:http';
import { type AddressInfo, type Socket, createServer } from 'node:net';
import { Client } from 'undici';
import { onTestFinished } from '../../../support/jest/testing.js';
import type { Written } from './codec.js';

export type PeerOutcome =
  | {
      readonly kind: 'read';
      readonly status: number;
      readonly headers: Readonly<Record<string, string | string[]>>;
      readonly body: string;
    }
  | { readonly kind: 'refused'; readonly why: string };

/** What `node:http` and undici make of an answer. */
export type Peers = (written: Written) => Promise<Readonly<Record<'node' | 'undici', PeerOutcome>>>;

/** Starts a server that writes what it is told to, and closes. Each client asks it over a connection of its own. */
export async function usePeers(): Promise<Peers> {
  let text = '';
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    let asked = '';
    socket.on('data', (chunk: Buffer) => {
      asked += chunk.toString('latin1');
      if (asked.endsWith('\r\n\r\n')) socket.end(text, 'latin1');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return async (written) => {
    ({ text } = written);
    return { node: await askByNode(port, written.method), undici: await askByUndici(port, written.method) };
  };
}

/** The words of a parser's error: Node has them in `reason`. */
function refusal(error: unknown): PeerOutcome {
  const { code = '', reason = '', message } = error as { code?: string; reason?: string; message: string };
  return { kind: 'refused', why: [code, reason === '' ? message : reason].join(' ').trim() };
}

async function askByNode(port: number, method: string): Promise<PeerOutcome> {
  return new Promise((done) => {
    const asked = nodeRequest({ port, method, path: '/', agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', (error) => {
        done(refusal(error));
      });
      response.on('end', () => {
        const { statusCode: status = 0, complete } = response;
        const body = Buffer.concat(chunks).toString('latin1');
        if (complete) done({ kind: 'read', status, headers: rawHeadersOf(response), body });
        else done(refusal(new Error('incomplete')));
      });
    });
    asked.on('error', (error) => {
      done(refusal(error));
    });
    asked.on('upgrade', (_response, socket) => {
      socket.destroy();
      done(refusal(new Error('upgrade')));
    });
    asked.end();
  });
}

function rawHeadersOf({ rawHeaders }: IncomingMessage): Readonly<Record<string, string | string[]>> {
  const values = new Map<string, string[]>();
  rawHeaders.forEach((name, index) => {
    if (index % 2 === 1) return;
    values.set(name.toLowerCase(), [...(values.get(name.toLowerCase()) ?? []), rawHeaders[index + 1] ?? '']);
  });
  return Object.fromEntries(
    [...values].map(([name, [first = '', ...more]]) => [name, more.length > 0 ? [first, ...more] : first]),
  );
}

async function askByUndici(port: number, method: string): Promise<PeerOutcome> {
  const client = new Client(`http://127.0.0.1:${port}`);
  try {
    const { statusCode, headers, body } = await client.request({
      path: '/',
      method: method === 'HEAD' ? 'HEAD' : 'GET',
    });
    const bytes = Buffer.from(await body.arrayBuffer());
    const plain = Object.entries(headers).map(([name, value = '']) => [name, value] as const);
    return { kind: 'read', status: statusCode, headers: Object.fromEntries(plain), body: bytes.toString('latin1') };
  } catch (error) {
    return refusal(error);
  } finally {
    await client.destroy();
  }
}
