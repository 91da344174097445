import { getEventListeners } from 'node:events';
import { describe, expect, test } from '@jest/globals';
import { PrivateAddressError } from '../../../../src/registry/http/known-hosts.js';
import { eventually } from '../../../support/timing/eventually.js';
import { heldClock } from '../../../support/timing/held-clock.js';
import { certificates } from './named-certificates.js';
import { type Scheme, answer, get, put, readAll, useClient, useRawServer } from './raw-server.js';

const schemes: readonly Scheme[] = ['http', 'https'];

describe.each(schemes)('connections, %s', (scheme) => {
  test.each(['is closed while idle', 'says what nobody asked for'])('one that %s is not used again', async (what) => {
    const server = await useRawServer(scheme, ({ socket }, path) => socket.write(answer(path)));
    const client = useClient();
    await readAll(await client.send(get(server.url('/a'))));
    const first = await server.connection(0);
    if (what === 'is closed while idle') first.socket.end();
    else first.socket.write(answer('planted'));
    await eventually(() => {
      expect(first.isClosed()).toBe(true);
    });
    expect((await readAll(await client.send(get(server.url('/b'))))).bytes.toString()).toBe('/b');
    expect(server.connections.length).toBe(2);
  });

  test('one that is closed as the request goes out is an error, and the next request gets a new one', async () => {
    const server = await useRawServer(scheme, ({ socket }, path) => {
      if (path === '/b') socket.destroy();
      else socket.write(answer(path));
    });
    const client = useClient();
    await readAll(await client.send(get(server.url('/a'))));
    await expect(client.send(get(server.url('/b')))).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect((await readAll(await client.send(get(server.url('/c'))))).bytes.toString()).toBe('/c');
  });

  test('there are 64 of them for look-ups, of which other reads close none, and 32 when something is written', async () => {
    const held: (() => void)[] = [];
    let isHolding = true;
    const server = await useRawServer(scheme, ({ socket }, path) => {
      const reply = (): void => void socket.write(answer('', `200 ${path}`));
      if (isHolding) held.push(reply);
      else reply();
    });
    const client = useClient();
    const lookUps = Array.from({ length: 70 }, async () => client.send(get(server.url('/'), { method: 'HEAD' })));
    await eventually(() => {
      expect(held).toHaveLength(64);
    });
    isHolding = false;
    for (const reply of held.splice(0)) reply();
    await Promise.all(lookUps);
    await readAll(await client.send(get(server.url('/token'))));
    expect(server.connections.filter((each) => !each.isClosed()).length).toBe(64);
    await readAll(await client.send(get(server.url('/uploads'), { method: 'POST' })));
    isHolding = true;
    const others = Array.from({ length: 40 }, async () => client.send(get(server.url('/'))));
    await eventually(() => {
      expect(held).toHaveLength(32);
      expect(server.connections.filter((each) => !each.isClosed()).length).toBe(32);
    });
    isHolding = false;
    for (const reply of held.splice(0)) reply();
    await Promise.all(others);
    expect(server.connections.length).toBe(64);
  });

  test('who waits is served in order, also when connections die and others are aborted', async () => {
    const order: string[] = [];
    const server = await useRawServer(scheme, (connection, path) => {
      if (path.startsWith('/held')) return;
      order.push(path);
      connection.socket.write(answer(''));
    });
    const client = useClient();
    const stop = new AbortController();
    const held = Array.from({ length: 32 }, async (_each, index) =>
      client.send(get(server.url(`/held${index}`))).catch((error: unknown) => String(error)),
    );
    await eventually(() => {
      expect(server.connections.filter((each) => each.got().includes('\r\n\r\n')).length).toBe(32);
    });
    const waiting = ['a', 'b', 'c', 'd', 'e'].map(async (name) =>
      client.send(get(server.url(`/${name}`), name === 'b' ? { signal: stop.signal } : {})).catch(String),
    );
    stop.abort(new Error('not any more'));
    expect(await waiting[1]).toBe('Error: not any more');
    expect(getEventListeners(stop.signal, 'abort')).toEqual([]);
    server.connections[0]?.socket.destroy();
    await Promise.all(waiting);
    expect(order).toEqual(['/a', '/c', '/d', '/e']);
    for (const { socket } of server.connections) socket.destroy();
    expect(new Set(await Promise.all(held)).size).toBeLessThanOrEqual(2);
    await client.send(get(server.url('/f')));
  });

  test('a host that is source and target does not lock up at the limit', async () => {
    const server = await useRawServer(scheme, ({ socket }, path) => {
      if (path.startsWith('/blob')) socket.write(answer(Buffer.alloc(2 * 1024 * 1024)));
      else socket.write(answer('', '202 Accepted'));
    });
    const client = useClient();
    const copies = Array.from({ length: 40 }, async () => {
      const { body } = await client.send(get(server.url('/blob')));
      await client.send(get(server.url('/uploads'), { method: 'POST' }));
      const { status } = await client.send(put(server.url('/uploads/1'), body, 2 * 1024 * 1024));
      expect(status).toBe(202);
      await body.drain(0, new AbortController().signal);
    });
    await Promise.all(copies);
    expect(copies).toHaveLength(40);
  });

  test('all who wait get an error when the client is closed, and nothing is connected afterwards', async () => {
    const server = await useRawServer(scheme);
    const client = useClient();
    const requests = Array.from({ length: 40 }, async () => client.send(get(server.url('/'))));
    const settled = Promise.allSettled(requests);
    await eventually(() => {
      expect(server.connections.length).toBe(32);
    });
    client.destroy();
    for (const { status } of await settled) expect(status).toBe('rejected');
    await expect(client.send(get(server.url('/')))).rejects.toMatchObject({ code: 'ECONNRESET' });
    await expect(client.send(get(server.url('/', 'evil.test')))).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(server.connections.length).toBe(32);
  });

  test.each(['before', 'connecting', 'waiting for the head', 'in the head', 'in the body'])(
    'an abort leaves nothing behind: %s',
    async (when) => {
      const server = await useRawServer(scheme);
      const clock = heldClock();
      const stop = new AbortController();
      const reason = new Error('enough');
      if (when === 'before') stop.abort(reason);
      const sent = useClient({ clock }).send(get(server.url('/'), { signal: stop.signal }));
      const outcome = sent.then(readAll, (error: unknown) => ({ error }));
      if (when !== 'before' && when !== 'connecting') {
        const { socket, until } = await server.connection(0);
        await until('\r\n\r\n');
        if (when === 'in the head') socket.write('HTTP/1.1 200');
        if (when === 'in the body') socket.write(answer('whole').subarray(0, -1));
        if (when === 'in the body') await sent;
      }
      stop.abort(reason);
      expect(await outcome).toMatchObject({ error: reason });
      expect(getEventListeners(stop.signal, 'abort')).toEqual([]);
      expect(clock.timers()).toBe(0);
      await eventually(() => {
        expect(server.connections.filter((each) => !each.isClosed()).length).toBe(0);
      });
    },
  );

  test('an answer that does not begin in time is an error', async () => {
    const server = await useRawServer(scheme);
    const clock = heldClock();
    const outcome = useClient({ clock })
      .send(get(server.url('/')))
      .catch((error: unknown) => error);
    const { until } = await server.connection(0);
    await until('\r\n\r\n');
    clock.advance(60_000);
    expect(await outcome).toMatchObject({ code: 'HEADERS_TIMEOUT' });
    expect(clock.timers()).toBe(0);
  });

  test('a name is looked up for each connection, and one that changes to a private address is refused', async () => {
    const server = await useRawServer(scheme, ({ socket }, path) => socket.write(answer(path)));
    const looked: string[] = [];
    const client = useClient({
      reach: 'public',
      resolve: (name, _options, callback) => {
        looked.push(name);
        callback(null, [{ address: '127.0.0.1', family: 4 }]);
      },
    });
    for (let count = 1; count <= 2; count += 1) {
      await expect(client.send(get(server.url('/')))).rejects.toThrow(PrivateAddressError);
      expect(looked).toHaveLength(count);
    }
    expect(server.connections.length).toBe(0);
  });
});

test('a TLS handshake that does not end in time is an error', async () => {
  const server = await useRawServer('http');
  const clock = heldClock();
  const url = new URL(server.url('/').href.replace('http:', 'https:'));
  const outcome = useClient({ clock })
    .send(get(url))
    .catch((error: unknown) => error);
  await server.connection(0);
  clock.advance(15_000);
  expect(await outcome).toMatchObject({ code: 'CONNECT_TIMEOUT' });
  expect(clock.timers()).toBe(0);
});

describe.each(['TLSv1.2', 'TLSv1.3'] as const)('TLS sessions, %s', (maxVersion) => {
  test('are resumed within an origin, and never offered for another name', async () => {
    const server = await useRawServer(
      'https',
      ({ socket }, path) => socket.end(answer(path, '200 OK\r\nconnection: close')),
      { maxVersion },
    );
    const client = useClient();
    for (let count = 0; count < 3; count += 1) await readAll(await client.send(get(server.url('/'))));
    expect(server.connections.map((each) => each.isResumed)).toEqual([false, true, true]);
    for (let count = 0; count < 2; count += 1)
      await expect(client.send(get(server.url('/', 'evil.test')))).rejects.toMatchObject({
        code: 'ERR_TLS_CERT_ALTNAME_INVALID',
      });
  });

  test.each([
    ['of another name', certificates.evil, 'ERR_TLS_CERT_ALTNAME_INVALID', undefined],
    ['that has expired', certificates.expired, 'CERT_HAS_EXPIRED', undefined],
    ['of an unknown authority', certificates.good, 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', certificates.evil.cert],
  ])('a certificate %s is refused, and at the second time, too', async (_what, certificate, code, ca) => {
    const server = await useRawServer('https', ({ socket }) => socket.write(answer('secret')), {
      ...certificate,
      maxVersion,
    });
    const client = useClient(ca === undefined ? {} : { ca });
    for (let count = 0; count < 3; count += 1)
      await expect(client.send(get(server.url('/')))).rejects.toMatchObject({ code });
  });
});
