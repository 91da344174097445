import { getEventListeners } from 'node:events';
import { describe, expect, test } from '@jest/globals';
import { blockBytes } from '../../../../src/runtime/blocks.js';
import { eventually } from '../../../support/timing/eventually.js';
import { heldClock } from '../../../support/timing/held-clock.js';
import { type Scheme, answer, get, patterned, readAll, useClient, useRawServer } from './raw-server.js';

const schemes: readonly Scheme[] = ['http', 'https'];

describe.each(schemes)('a body that is received, %s', (scheme) => {
  const large = patterned(3 * 1024 * 1024 + 1);
  const chunk = (bytes: Buffer): Buffer<ArrayBuffer> =>
    Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from('\r\n')]);
  const chunkedHead = Buffer.from('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n');

  test.each<[string, Buffer, Buffer, boolean]>([
    ['with a length', answer(large), large, true],
    ['in chunks', Buffer.concat([chunkedHead, chunk(large), Buffer.from('0\r\n\r\n')]), large, true],
    ['until the connection is closed', Buffer.concat([Buffer.from('HTTP/1.1 200 OK\r\n\r\n'), large]), large, false],
    ['without bytes', answer(''), Buffer.alloc(0), true],
  ])('%s: a reader that begins late gets all of it', async (_what, sent, expected, isReused) => {
    const server = await useRawServer(scheme, ({ socket }, path) => {
      if (path === '/next') socket.end(answer('next'));
      else if (isReused) socket.write(sent);
      else socket.end(sent);
    });
    const client = useClient();
    const response = await client.send(get(server.url('/')));
    const { bytes, error } = await readAll(response);
    expect(error).toBeUndefined();
    expect(bytes.equals(expected)).toBe(true);
    expect((await readAll(await client.send(get(server.url('/next'))))).bytes.toString()).toBe('next');
    expect(server.connections.length).toBe(isReused ? 1 : 2);
  });

  test('that ends while its reader is too slow leaves a connection that is read', async () => {
    // The last bytes come in the read that makes it pause, or behind it.
    for (const extra of [1, 1_000, 8_000, 16_000, 30_000]) {
      const parts: Buffer[] = [chunkedHead];
      const total = 1.5 * blockBytes + extra;
      for (let at = 0; at < total; at += 8_000) parts.push(chunk(Buffer.alloc(Math.min(8_000, total - at))));
      const server = await useRawServer(scheme, ({ socket }, path) => {
        socket.write(path === '/next' ? answer('next') : Buffer.concat([...parts, Buffer.from('0\r\n\r\n')]));
      });
      const clock = heldClock();
      const client = useClient({ clock });
      const response = await client.send(get(server.url('/')));
      await eventually(() => {
        expect(clock.timers()).toBe(0);
      });
      const { bytes } = await readAll(response);
      expect(bytes).toHaveLength(total);
      expect((await readAll(await client.send(get(server.url('/next'))))).bytes.toString()).toBe('next');
      expect(server.connections.length).toBe(1);
    }
  });

  test('in chunks that are wrong from the beginning ends with an error', async () => {
    const server = await useRawServer(scheme, ({ socket }) => {
      socket.write(Buffer.concat([chunkedHead, Buffer.from('2\r\nok\r\nno hexadecimal')]));
    });
    const { bytes, error } = await readAll(await useClient().send(get(server.url('/'))));
    expect(bytes.toString()).toBe('ok');
    expect(String(error)).toContain('the size of a chunk is not a hexadecimal number');
  });

  test.each(['end', 'destroy'] as const)('that is cut off (%s) is passed on as far as it came', async (how) => {
    const server = await useRawServer(scheme, ({ socket }) => {
      socket.write(answer(large).subarray(0, 2_000_000), () => socket[how]());
    });
    const { bytes, error } = await readAll(await useClient().send(get(server.url('/'))));
    expect(error).toMatchObject({ code: 'ECONNRESET' });
    expect(bytes.equals(large.subarray(0, bytes.length))).toBe(true);
    if (how === 'end') expect(bytes.length).toBeGreaterThan(1_999_000);
  });

  test('that trickles is passed on without waiting for a block', async () => {
    const server = await useRawServer(scheme);
    const clock = heldClock();
    const response = useClient({ clock }).send(get(server.url('/')));
    const { socket, until } = await server.connection(0);
    await until('\r\n\r\n');
    socket.write(answer(large).subarray(0, answer(large).length - large.length));
    const reader = (await response).body[Symbol.asyncIterator]();
    const pieces: Uint8Array[] = [];
    for (let at = 0; at < 5; at += 1) {
      const next = reader.next();
      socket.write(large.subarray(at * 10, at * 10 + 10));
      await eventually(() => {
        expect(clock.timers()).toBe(2);
      });
      clock.advance(100);
      const value = (await next).value as Uint8Array;
      pieces.push(Buffer.from(value));
      // A block for each would let a slow host fill memory.
      expect(value.buffer.byteLength).toBeLessThan(blockBytes);
    }
    expect(Buffer.concat(pieces).equals(large.subarray(0, 50))).toBe(true);
    socket.write(large.subarray(50));
    const rest: Uint8Array[] = [];
    for (let next = await reader.next(); next.done !== true; next = await reader.next())
      rest.push(Buffer.from(next.value));
    expect(Buffer.concat(rest).equals(large.subarray(50))).toBe(true);
    expect(clock.timers()).toBe(0);
  });

  test('has a longest silence, which does not run while its reader is slow', async () => {
    const server = await useRawServer(scheme, ({ socket }) => socket.write(answer(Buffer.alloc(64 * blockBytes))));
    const clock = heldClock();
    const stop = new AbortController();
    const response = await useClient({ clock }).send(get(server.url('/'), { signal: stop.signal }));
    await eventually(() => {
      expect(clock.timers()).toBe(0);
    });
    clock.advance(600_000);
    // The socket is not read: what the system does not take stays with the server.
    expect(server.connections[0]?.socket.writableLength).toBeGreaterThan(32 * blockBytes);
    const reader = response.body[Symbol.asyncIterator]();
    expect((await reader.next()).done).toBe(false);
    await reader.return?.();
    expect(getEventListeners(stop.signal, 'abort')).toEqual([]);
    expect(clock.timers()).toBe(0);
    await eventually(() => {
      expect(server.connections[0]?.isClosed()).toBe(true);
    });
  });

  test('that stops is an error after its longest silence', async () => {
    const server = await useRawServer(scheme, ({ socket }) => socket.write(answer('whole').subarray(0, -1)));
    const clock = heldClock();
    const read = readAll(await useClient({ clock }).send(get(server.url('/'))));
    await eventually(() => {
      expect(clock.timers()).toBe(1);
    });
    clock.advance(90_000);
    const { bytes, error } = await read;
    expect(bytes.toString()).toMatch(/^(?:whol)?$/);
    expect(error).toMatchObject({ code: 'BODY_TIMEOUT' });
  });

  test.each([
    ['little is left', 1_000, 1],
    ['much is left', 100_000, 2],
  ])('that nobody wants is read to its end or costs its connection: %s', async (_what, length, connections) => {
    const server = await useRawServer(scheme, ({ socket }) => socket.write(answer(Buffer.alloc(length))));
    const client = useClient();
    for (let count = 0; count < 2; count += 1) {
      const { body } = await client.send(get(server.url('/')));
      await body.drain(64 * 1024, new AbortController().signal);
      expect(body.isEnded).toBe(true);
    }
    expect(server.connections.length).toBe(connections);
  });
});
