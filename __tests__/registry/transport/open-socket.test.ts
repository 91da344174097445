import { once } from 'node:events';
import { type RequestListener, createServer as createHttpServer } from 'node:http';
import { createSecureServer } from 'node:http2';
import { createServer as createHttpsServer } from 'node:https';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { describe, expect, test } from '@jest/globals';
import type { LookupAddress } from 'node:dns';
import { onTestFinished, skip } from '../../support/jest/testing.js';
import { certificates, ipv6Certificate } from './http1/named-certificates.js';
import { get, readAll, useClient } from './http1/raw-server.js';
import { small } from './http2/http2-server.js';

const tellHost: RequestListener = (request, response) => {
  response.end(`${request.httpVersion} ${request.headers.host ?? ''}`);
};

const servers = {
  'http, HTTP/1.1': () => createHttpServer(tellHost),
  'https, HTTP/1.1': () => createHttpsServer(ipv6Certificate, tellHost),
  'https, HTTP/2': () =>
    createSecureServer(ipv6Certificate, (request, response) => {
      response.end(`${request.httpVersion} ${request.headers[':authority'] ?? ''}`);
    }),
};

interface Listening {
  listen(port: number, host: string): unknown;
  address(): AddressInfo | string | null;
  close(): unknown;
}

/** @returns the port; undefined where the machine has no such address */
async function listen(server: Listening & NodeJS.EventEmitter, host: string, port = 0): Promise<number | undefined> {
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch {
    return undefined;
  }
  onTestFinished(() => {
    server.close();
  });
  const address = server.address();
  return typeof address === 'object' ? address?.port : undefined;
}

describe('G33 a host that is an IPv6 address', () => {
  test.each(Object.entries(servers))('is asked by %s, and gets its own name', async (kind, create) => {
    const port = await listen(create(), '::1');
    skip(port === undefined, 'this machine has no IPv6');
    const url = new URL(`${kind.split(',')[0]}://[::1]:${port}/`);
    const client = useClient({ ca: ipv6Certificate.cert });
    const request = kind.endsWith('2') ? small(url) : get(url);
    const answer = await readAll(await client.send(request));
    expect(answer.bytes.toString()).toBe(`${kind.endsWith('2') ? '2.0' : '1.1'} [::1]:${port}`);
  });

  test('must be in its certificate', async () => {
    const port = await listen(createHttpsServer(certificates.good, tellHost), '::1');
    skip(port === undefined, 'this machine has no IPv6');
    await expect(useClient().send(get(new URL(`https://[::1]:${port}/`)))).rejects.toMatchObject({
      code: 'ERR_TLS_CERT_ALTNAME_INVALID',
    });
  });
});

describe('G33 a name with several addresses', () => {
  test.each(['http', 'https'] as const)('is reached at the second where the first refuses, by %s', async (scheme) => {
    const create = scheme === 'http' ? createHttpServer(tellHost) : createHttpsServer(certificates.good, tellHost);
    const port = await listen(create, '127.0.0.2');
    skip(port === undefined, 'this machine has no 127.0.0.2');
    const addresses: LookupAddress[] = [
      { address: '127.0.0.1', family: 4 },
      { address: '127.0.0.2', family: 4 },
    ];
    const client = useClient({
      resolve: (_name, _options, callback) => {
        callback(null, addresses);
      },
    });
    const answer = await client.send(get(new URL(`${scheme}://good.test:${port}/`)));
    expect((await readAll(answer)).bytes.toString()).toBe(`1.1 good.test:${port}`);
  });

  test('says what each of them did where all refuse', async () => {
    const server = createTcpServer();
    const port = await listen(server, '127.0.0.1');
    server.close();
    await once(server, 'close');
    const client = useClient({
      resolve: (_name, _options, callback) => {
        callback(null, [
          { address: '127.0.0.1', family: 4 },
          { address: '127.0.0.2', family: 4 },
        ]);
      },
    });
    await expect(client.send(get(new URL(`http://good.test:${port}/`)))).rejects.toMatchObject({
      code: 'ECONNREFUSED',
    });
  });
});
