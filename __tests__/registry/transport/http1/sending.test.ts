import { describe, expect, test } from '@jest/globals';
import { blocks } from '../../../../src/runtime/blocks.js';
import { closedGate } from '../../../support/timing/gate.js';
import { eventually } from '../../../support/timing/eventually.js';
import { heldClock } from '../../../support/timing/held-clock.js';
import { type Scheme, answer, get, patterned, put, readAll, useClient, useRawServer } from './raw-server.js';

const schemes: readonly Scheme[] = ['http', 'https'];

/** Content that gives one chunk, and then waits for ever, or until it is let go. */
function stalling(first: Uint8Array): AsyncIterable<Uint8Array> & { isReturned: boolean; letGo: () => void } {
  const { opened, open } = closedGate();
  const content = {
    isReturned: false,
    letGo: open,
    async *[Symbol.asyncIterator]() {
      try {
        yield first;
        await opened;
        yield first;
        await new Promise(() => undefined);
      } finally {
        content.isReturned = true;
      }
    },
  };
  return content;
}

describe.each(schemes)('an early answer to a PUT, %s', (scheme) => {
  test.each(['413 Too Large', '401 Unauthorized', '307 Temporary Redirect', '201 Created'])(
    '%s is given, the content is read no further, and the connection is not used again',
    async (status) => {
      const server = await useRawServer(scheme, ({ socket }, path) => {
        if (path === '/next') socket.write(answer('next'));
      });
      const client = useClient();
      const content = stalling(Buffer.from('begin'));
      const response = client.send(put(server.url('/early'), content, 1_000));
      const first = await server.connection(0);
      await first.until('begin');
      // The head first, and its body later: the content may be given up in between.
      first.socket.write(`HTTP/1.1 ${status}\r\ncontent-length: 4\r\n\r\nno`);
      const answered = await response;
      expect(answered.status).toBe(Number(status.slice(0, 3)));
      content.letGo();
      await eventually(() => {
        expect(content.isReturned).toBe(true);
      });
      first.socket.write('pe');
      expect((await readAll(answered)).bytes.toString()).toBe('nope');
      expect((await readAll(await client.send(get(server.url('/next'))))).bytes.toString()).toBe('next');
      expect(server.connections.length).toBe(2);
      expect(first.got().endsWith('begin')).toBe(true);
      await eventually(() => {
        expect(first.isClosed()).toBe(true);
      });
    },
  );

  test('its body is not cut when the content fails afterwards', async () => {
    const server = await useRawServer(scheme);
    const { opened, open } = closedGate();
    const failing = async function* (): AsyncGenerator<Uint8Array> {
      yield Buffer.from('begin');
      await opened;
      throw new Error('The source is gone.');
    };
    const response = useClient().send(put(server.url('/'), failing(), 1_000));
    const first = await server.connection(0);
    await first.until('begin');
    first.socket.write('HTTP/1.1 413 Too Large\r\ncontent-length: 4\r\n\r\nno');
    const answered = await response;
    open();
    await new Promise(setImmediate);
    first.socket.write('pe');
    expect((await readAll(answered)).bytes.toString()).toBe('nope');
  });
});

describe.each(schemes)('a body that is sent, %s', (scheme) => {
  const chunks = (...parts: readonly Uint8Array[]): AsyncIterable<Uint8Array> => ({
    async *[Symbol.asyncIterator]() {
      for (const part of parts) yield await Promise.resolve(part);
    },
  });

  test('arrives right from blocks that are returned on the way, and the connection is used again', async () => {
    const content = patterned(5 * 1024 * 1024 + 3);
    const server = await useRawServer(scheme, ({ socket }, path) => {
      if (path === '/next') socket.write(answer('next'));
    });
    const client = useClient();
    const pooled = async function* (): AsyncGenerator<Uint8Array> {
      for (let at = 0; at < content.length;) {
        const block = blocks.take();
        const size = content.copy(block, 0, at);
        at += size;
        yield Buffer.alloc(0);
        yield await Promise.resolve(block.subarray(0, size));
      }
    };
    const response = client.send(put(server.url('/put'), pooled(), content.length));
    const first = await server.connection(0);
    await eventually(() => {
      expect(first.got().length).toBeGreaterThanOrEqual(first.got().indexOf('\r\n\r\n') + 4 + content.length);
    });
    const got = Buffer.from(first.got().slice(first.got().indexOf('\r\n\r\n') + 4), 'latin1');
    expect(got.equals(content)).toBe(true);
    first.socket.write(answer('', '201 Created'));
    expect((await response).status).toBe(201);
    await readAll(await client.send(get(server.url('/next'))));
    expect(server.connections.length).toBe(1);
  });

  test('is not read ahead of a host that does not read', async () => {
    const server = await useRawServer(scheme, ({ socket }) => socket.pause());
    let read = 0;
    const block = new Uint8Array(1024 * 1024);
    const endless = async function* (): AsyncGenerator<Uint8Array> {
      for (;;) {
        read += block.length;
        yield await Promise.resolve(block);
      }
    };
    const stop = new AbortController();
    const request = put(server.url('/'), endless(), 1024 ** 3, { signal: stop.signal });
    const response = useClient()
      .send(request)
      .catch((error: unknown) => error);
    // The system itself takes some MiB.
    let before = -1;
    await eventually(() => {
      const [last, now] = [before, read];
      before = now;
      expect(now > 0 && now === last).toBe(true);
    });
    expect(read).toBeLessThan(24 * 1024 * 1024);
    const reason = new Error('enough');
    stop.abort(reason);
    expect(await response).toBe(reason);
  });

  test.each<[string, AsyncIterable<Uint8Array>, string]>([
    ['too short', chunks(Buffer.from('abc')), 'the body of the request has 3 of the 5 bytes of its header'],
    ['too long', chunks(Buffer.from('abc'), Buffer.from('def')), 'has more than the 5 bytes of its header'],
    [
      'failing',
      {
        async *[Symbol.asyncIterator]() {
          yield await Promise.resolve(Buffer.from('abc'));
          throw new Error('The source is gone.');
        },
      },
      'The source is gone.',
    ],
  ])('fails where it is %s, and nothing beyond its length goes out', async (_what, content, message) => {
    const server = await useRawServer(scheme);
    const clock = heldClock();
    await expect(useClient({ clock }).send(put(server.url('/'), content, 5))).rejects.toThrow(message);
    const first = await server.connection(0);
    await eventually(() => {
      expect(first.isClosed()).toBe(true);
    });
    expect(first.got()).not.toContain('def');
    expect(clock.timers()).toBe(0);
  });

  test('the time for an answer runs while the host is waited for, and not while the content is', async () => {
    const server = await useRawServer(scheme);
    const clock = heldClock();
    const { opened, open } = closedGate();
    const slow = async function* (): AsyncGenerator<Uint8Array> {
      yield Buffer.from('one');
      await opened;
      yield Buffer.from('two');
    };
    const response = useClient({ clock })
      .send(put(server.url('/'), slow(), 6))
      .catch((error: unknown) => error);
    const first = await server.connection(0);
    await first.until('one');
    await eventually(() => {
      expect(clock.timers()).toBe(0);
    });
    clock.advance(600_000);
    open();
    await first.until('onetwo');
    await eventually(() => {
      expect(clock.timers()).toBe(1);
    });
    clock.advance(60_000);
    expect(await response).toMatchObject({ code: 'HEADERS_TIMEOUT' });
    expect(clock.timers()).toBe(0);
  });
});
