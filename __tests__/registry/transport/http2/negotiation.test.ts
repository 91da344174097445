import { getEventListeners } from 'node:events';
import { createServer } from 'node:net';
import { Readable } from 'node:stream';
import { describe, expect, test } from '@jest/globals';
import { eventually } from '../../../support/timing/eventually.js';
import { heldClock } from '../../../support/timing/held-clock.js';
import { answer, get, put, readAll, useClient, useRawServer } from '../http1/raw-server.js';
import { answerPath, small, useHttp2Server } from './http2-server.js';

async function textOf(
  response: Parameters<typeof readAll>[0] | Promise<Parameters<typeof readAll>[0]>,
): Promise<string> {
  return (await readAll(await response)).bytes.toString();
}

describe('G30 an origin that offers HTTP/2', () => {
  test('gets all small requests on one connection', async () => {
    const server = await useHttp2Server();
    const client = useClient();
    const paths = Array.from({ length: 300 }, (_each, index) => `/${index}`);
    const texts = await Promise.all(paths.map(async (path) => textOf(client.send(small(server.url(path))))));
    expect(texts).toEqual(paths);
    expect(server.sockets.length).toBe(1);
    expect(server.http1Paths).toEqual([]);
  });

  test('gets the content of blobs over HTTP/1.1, with the TLS session that it has given', async () => {
    const server = await useHttp2Server();
    const client = useClient();
    await textOf(client.send(small(server.url('/ping'))));
    // The server sends the session some time after the handshake.
    await eventually(async () => {
      expect(await textOf(client.send(get(server.url('/last'))))).toBe('/last');
      expect(server.resumptions.at(-1)).toBe(true);
    });
    const content = Readable.from([Buffer.from('bytes')]);
    expect(await textOf(client.send(put(server.url('/upload'), content, 5)))).toBe('/upload');
    expect(server.paths).toEqual(['/ping']);
    expect(server.http1Paths.at(-1)).toBe('/upload');
  });

  test('shares its session with no other name, though that has the same address', async () => {
    const server = await useHttp2Server();
    const client = useClient();
    expect(await textOf(client.send(small(server.url('/a'))))).toBe('/a');
    await expect(client.send(small(server.url('/b', 'evil.test')))).rejects.toMatchObject({
      code: 'ERR_TLS_CERT_ALTNAME_INVALID',
    });
    expect(server.paths).toEqual(['/a']);
  });

  test('is asked over HTTP/1.1 from then on if it wants a request so', async () => {
    const server = await useHttp2Server((stream) => {
      stream.close(0xd);
    });
    const client = useClient();
    expect(await textOf(client.send(small(server.url('/a'))))).toBe('/a');
    expect(await textOf(client.send(small(server.url('/b'))))).toBe('/b');
    expect(server.paths).toEqual(['/a']);
    expect(server.http1Paths).toEqual(['/a', '/b']);
  });
});

describe('G30 an origin that offers HTTP/1.1 only', () => {
  test('is asked on the connection that it was offered HTTP/2 on, and is not offered it again', async () => {
    const offers: (readonly string[])[] = [];
    const server = await useRawServer('https', ({ socket }, path) => socket.write(answer(path)), {
      ALPNCallback: ({ protocols }) => {
        offers.push(protocols);
        return 'http/1.1';
      },
    });
    const client = useClient();
    expect(await textOf(client.send(small(server.url('/a'))))).toBe('/a');
    expect(await textOf(client.send(small(server.url('/b'))))).toBe('/b');
    expect(await textOf(client.send(get(server.url('/blob'))))).toBe('/blob');
    expect(server.connections.length).toBe(1);
    server.connections[0]?.socket.destroy();
    await eventually(async () => textOf(client.send(small(server.url('/c')))));
    expect(offers).toEqual([['h2', 'http/1.1'], ['http/1.1']]);
  });

  test('that knows nothing of ALPN is the same', async () => {
    const server = await useRawServer('https', ({ socket }, path) => socket.write(answer(path)));
    const client = useClient();
    const paths = ['/a', '/b', '/c'];
    expect(await Promise.all(paths.map(async (path) => textOf(client.send(small(server.url(path))))))).toEqual(paths);
    expect(server.connections[0]?.got()).toContain('HTTP/1.1');
  });

  test('and has no TLS is not offered anything', async () => {
    const server = await useRawServer('http', ({ socket }, path) => socket.write(answer(path)));
    const client = useClient();
    expect(await textOf(client.send(small(server.url('/a'))))).toBe('/a');
    expect(server.connections[0]?.got()).toMatch(/^GET \/a HTTP\/1\.1\r\n/);
  });
});

describe('while the first connection is made', () => {
  test('all requests wait for it, and all fail with it', async () => {
    let connections = 0;
    const server = createServer((socket) => {
      connections += 1;
      // So that all requests are there before it fails.
      socket.once('data', () => socket.destroy());
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const client = useClient();
    const sent = Array.from({ length: 20 }, async () =>
      client.send(small(new URL(`https://good.test:${port}/`))).then(
        () => 'answered',
        () => 'failed',
      ),
    );
    expect(new Set(await Promise.all(sent))).toEqual(new Set(['failed']));
    server.close();
    expect(connections).toBe(1);
  });

  test('it is ended if nobody waits for it any more, and goes on for whoever does', async () => {
    const clock = heldClock();
    const open: { destroy(): void }[] = [];
    let isHeld = true;
    const server = await useHttp2Server(answerPath);
    const target = Number(server.url('/').port);
    const gate = createServer((socket) => {
      open.push(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => open.splice(open.indexOf(socket), 1));
      if (isHeld) {
        socket.resume();
        return;
      }
      // What comes behind the gate is the server's.
      void import('node:net').then(({ connect }) => {
        const inner = connect(target, '127.0.0.1');
        inner.on('error', () => undefined);
        socket.pipe(inner).pipe(socket);
      });
    });
    await new Promise<void>((resolve) => {
      gate.listen(0, '127.0.0.1', resolve);
    });
    const address = gate.address();
    const url = new URL(`https://good.test:${typeof address === 'object' ? address?.port : ''}/a`);
    const client = useClient({ clock });
    const [one, other] = [new AbortController(), new AbortController()];
    const stopped = [one, other].map(async ({ signal }) =>
      client.send(small(url, { signal })).catch((error: unknown) => error),
    );
    await eventually(() => {
      expect(open.length).toBe(1);
    });
    const reason = new Error('stopped');
    one.abort(reason);
    expect(await stopped[0]).toBe(reason);
    expect(open.length).toBe(1);
    other.abort(reason);
    expect(await stopped[1]).toBe(reason);
    await eventually(() => {
      expect(open.length).toBe(0);
    });
    expect(clock.timers()).toBe(0);
    expect(getEventListeners(other.signal, 'abort')).toEqual([]);
    isHeld = false;
    expect(await textOf(client.send(small(url)))).toBe('/a');
    for (const socket of [...open]) socket.destroy();
    gate.close();
  });
});
