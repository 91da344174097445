import { createSecureContext } from 'node:tls';
import { describe, expect, test } from '@jest/globals';
import { KnownHosts } from '../../../src/registry/http/known-hosts.js';
import { FirstBytes } from '../../../src/registry/transport/first-bytes.js';
import { Http2Session } from '../../../src/registry/transport/http2/http2-session.js';
import { type OnRead, openSocket } from '../../../src/registry/transport/open-socket.js';
import { onTestFinished } from '../../support/jest/testing.js';
import { eventually } from '../../support/timing/eventually.js';
import { heldClock } from '../../support/timing/held-clock.js';
import { readAll } from './http1/raw-server.js';
import { authority } from './http1/named-certificates.js';
import { small, useHttp2Server } from './http2/http2-server.js';

/** Reads into a buffer of its own, and keeps what it is told. */
function useOwner(bytes = 16) {
  const buffer = Buffer.alloc(bytes);
  const told: string[] = [];
  const owner: OnRead = {
    buffer: () => buffer,
    callback: (count) => told.push(buffer.toString('latin1', 0, count)) > 0,
  };
  return { owner, told };
}

function read({ onRead }: FirstBytes, text: string): void {
  const buffer = onRead.buffer();
  onRead.callback(Buffer.from(buffer.buffer, buffer.byteOffset, buffer.length).write(text), buffer);
}

describe('what a server sends before it is known who reads', () => {
  test('is kept in one piece, though the buffer is used again', () => {
    const { owner, told } = useOwner();
    const first = new FirstBytes(owner);
    read(first, 'one');
    read(first, 'two');
    expect([first.take()?.toString(), told]).toEqual(['onetwo', []]);
  });

  test('is not kept if it is more than a server has to say', () => {
    const first = new FirstBytes(useOwner(40 * 1024).owner);
    read(first, 'x'.repeat(40 * 1024));
    read(first, 'x'.repeat(24 * 1024));
    expect(first.take()?.length).toBe(64 * 1024);
    const flood = new FirstBytes(useOwner(40 * 1024).owner);
    read(flood, 'x'.repeat(40 * 1024));
    read(flood, 'x'.repeat(24 * 1024 + 1));
    expect(flood.take()).toBeUndefined();
  });

  test('is told of where the socket is handed over, and the owner reads what comes then', () => {
    const { owner, told } = useOwner();
    const silent = new FirstBytes(owner);
    expect(silent.handOver()).toBe(true);
    read(silent, 'answer');
    expect(told).toEqual(['answer']);
    const early = new FirstBytes(owner);
    read(early, 'unasked');
    expect([early.handOver(), told]).toEqual([false, ['answer']]);
  });

  test('G30 settings that come before the session is loaded are read by it', async () => {
    const server = await useHttp2Server();
    const url = server.url('/a');
    const { owner } = useOwner(1024);
    const first = new FirstBytes(owner);
    let came = 0;
    const onRead: OnRead = {
      ...first.onRead,
      callback: (count, buffer) => {
        came += count;
        return first.onRead.callback(count, buffer);
      },
    };
    const clock = heldClock();
    const context = createSecureContext({ ca: authority });
    const socket = await openSocket(
      {
        url,
        reach: 'anywhere',
        hosts: new KnownHosts([]),
        resolve: (_name, _options, callback) => {
          callback(null, [{ address: '127.0.0.1', family: 4 }]);
        },
        secureContext: () => context,
        session: undefined,
        clock,
      },
      ['h2'],
      onRead,
      new AbortController().signal,
    );
    await eventually(() => {
      expect(came).toBeGreaterThan(0);
    });
    const early = first.take() ?? Buffer.alloc(0);
    const session = new Http2Session({ socket, early }, url, clock, () => undefined);
    onTestFinished(() => {
      session.destroy(new Error('the test is over'));
    });
    const answers = await Promise.all([session.send(small(url)), session.send(small(server.url('/b')))]);
    const texts = await Promise.all(answers.map(async (answer) => (await readAll(answer)).bytes.toString()));
    expect(texts).toEqual(['/a', '/b']);
  });
});
