import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { onTestFinished } from '../support/jest/testing.js';

/** What reached the registry that a front stands before. */
interface Seen {
  readonly request: string;
  readonly bytes: number;
  readonly sha256: string;
}

export interface Upstream {
  readonly host: string;
  readonly seen: readonly Seen[];
  /** How much of bodies was taken from it, about. */
  servedBytes(): number;
}

const sliceBytes = 64 * 1024;

/** Answers every GET with `body` and all else with 201; takes any body. Ends with the test. */
export async function startUpstream(body: Buffer = Buffer.from('body')): Promise<Upstream> {
  const seen: Seen[] = [];
  let servedBytes = 0;
  function* serve(): Generator<Buffer> {
    for (let at = 0; at < body.length; at += sliceBytes) {
      yield body.subarray(at, at + sliceBytes);
      servedBytes += sliceBytes;
    }
  }
  const server = createServer((request, response) => {
    void readBody(request).then((read) => {
      seen.push({ request: `${request.method ?? ''} ${request.url ?? ''}`, ...read });
      const isRead = request.method === 'GET' || request.method === 'HEAD';
      response.writeHead(isRead ? 200 : 201, { 'content-length': isRead ? body.length : 0 });
      if (request.method === 'GET') {
        Readable.from(serve()).pipe(response);
      } else {
        response.end();
      }
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { host: `127.0.0.1:${portOf(server.address())}`, seen, servedBytes: () => servedBytes };
}

async function readBody(request: IncomingMessage): Promise<Omit<Seen, 'request'>> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of request.iterator()) {
    const part = Buffer.from(chunk as Uint8Array);
    hash.update(part);
    bytes += part.length;
  }
  return { bytes, sha256: hash.digest('hex') };
}

function portOf(address: string | AddressInfo | null): number {
  if (address === null || typeof address === 'string') {
    throw new Error('Starting a registry for a test: it has no port.');
  }
  return address.port;
}
