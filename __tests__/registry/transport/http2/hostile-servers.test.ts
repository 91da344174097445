import type { TLSSocket } from 'node:tls';
import { describe, expect, test } from '@jest/globals';
import { MalformedResponseError } from '../../../../src/registry/transport/transport-error.js';
import { eventually } from '../../../support/timing/eventually.js';
import { heldClock } from '../../../support/timing/held-clock.js';
import { readAll, useClient } from '../http1/raw-server.js';
import { field, frame, frameTypes, small, status200, useHttp2Server, useRawHttp2Server } from './http2-server.js';

const flags = { ack: 0x1, endStream: 0x1, endHeaders: 0x4 };
const settings = frame(frameTypes.settings, 0, 0);

/** nghttp2 ends some sessions without a word: their requests wait until their time is over. */
type When = 'at once' | 'in time';

/** What the first request gets, from a server that says this instead of an answer. */
async function failureOf(
  say: (socket: TLSSocket) => void,
  when: When,
): Promise<{ readonly error: unknown; readonly socket: TLSSocket }> {
  const clock = heldClock();
  let hasSaid = false;
  const server = await useRawHttp2Server((socket) => {
    // Its request is the first that has a stream.
    socket.once('data', () => {
      socket.write(settings);
      say(socket);
      hasSaid = true;
    });
    socket.resume();
  });
  const outcome = useClient({ clock })
    .send(small(server.url('/a')))
    .then(readAll)
    .then((read) => read.error)
    .catch((thrown: unknown): unknown => thrown);
  await eventually(() => {
    expect(hasSaid).toBe(true);
  });
  if (when === 'in time') clock.advance(60_000);
  const error: unknown = await outcome;
  const [socket] = server.sockets;
  if (socket === undefined) throw new Error('The server got no connection.');
  return { error, socket };
}

/** Writes the same again and again, until the client closes. */
function flood(socket: TLSSocket, ...bytes: readonly Buffer[]): void {
  const much = Buffer.concat(Array.from({ length: 500 }, () => Buffer.concat(bytes)));
  const more = (): void => {
    if (!socket.destroyed) socket.write(much, () => setImmediate(more));
  };
  more();
}

describe('G32 a server that breaks HTTP/2 fails the request, and its connection is closed', () => {
  const head = (...fields: readonly Buffer[]): Buffer =>
    frame(frameTypes.headers, flags.endHeaders, 1, Buffer.concat([status200, ...fields]));
  const cases: readonly (readonly [string, When, (socket: TLSSocket) => void])[] = [
    ['HTTP/1.1 text', 'in time', (socket) => socket.write('HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n')],
    [
      'a frame larger than was agreed',
      'in time',
      (socket) => socket.write(frame(frameTypes.data, 0, 1, Buffer.alloc(20_000))),
    ],
    ['content before a head', 'in time', (socket) => socket.write(frame(frameTypes.data, 0, 1, Buffer.from('a')))],
    [
      'a head without a status',
      'at once',
      (socket) => socket.write(frame(frameTypes.headers, flags.endHeaders, 1, field('a', 'b'))),
    ],
    ['a name in capitals', 'at once', (socket) => socket.write(head(field('A', 'b')))],
    ['a header of a connection', 'at once', (socket) => socket.write(head(field('transfer-encoding', 'chunked')))],
    [
      'two lengths',
      'at once',
      (socket) => socket.write(head(field('content-length', '1'), field('content-length', '2'))),
    ],
    [
      'more content than its length',
      'at once',
      (socket) => {
        socket.write(head(field('content-length', '1')));
        socket.write(frame(frameTypes.data, flags.endStream, 1, Buffer.from('abc')));
      },
    ],
    [
      'an answer that it pushes',
      'in time',
      (socket) => socket.write(frame(frameTypes.pushPromise, flags.endHeaders, 1, Buffer.from([0, 0, 0, 2, 0x82]))),
    ],
    [
      'a stream that nobody opened',
      'at once',
      (socket) => socket.write(frame(frameTypes.headers, flags.endHeaders, 7, status200)),
    ],
    [
      'HPACK that is none',
      'in time',
      (socket) =>
        socket.write(frame(frameTypes.headers, flags.endHeaders, 1, Buffer.from([0xff, 0xff, 0xff, 0xff, 0xff, 0xff]))),
    ],
    [
      'a head without end',
      'at once',
      (socket) => {
        socket.write(frame(frameTypes.headers, 0, 1, status200));
        flood(socket, frame(frameTypes.continuation, 0, 1, field('a', 'b'.repeat(100))));
      },
    ],
    [
      'empty frames of a head without end',
      'at once',
      (socket) => {
        socket.write(frame(frameTypes.headers, 0, 1, status200));
        flood(socket, frame(frameTypes.continuation, 0, 1));
      },
    ],
    [
      'a head that is too large',
      'in time',
      (socket) => {
        const fields = Array.from({ length: 1_000 }, (_each, index) => field(`x-${index}`, 'b'.repeat(100)));
        const parts = Array.from({ length: 7 }, (_each, index) =>
          Buffer.concat(fields.slice(index * 150, index * 150 + 150)),
        );
        socket.write(frame(frameTypes.headers, 0, 1, status200));
        for (const part of parts.slice(0, -1)) socket.write(frame(frameTypes.continuation, 0, 1, part));
        socket.write(frame(frameTypes.continuation, flags.endHeaders, 1, parts.at(-1)));
      },
    ],
    [
      'informational answers without end',
      'at once',
      (socket) => {
        // `:status: 103`, as text: HPACK has no number for it.
        flood(socket, frame(frameTypes.headers, flags.endHeaders, 1, Buffer.from([0x08, 3, 0x31, 0x30, 0x33])));
      },
    ],
    [
      'SETTINGS without end, and reads no answer to them',
      'at once',
      (socket) => {
        socket.pause();
        flood(socket, settings);
      },
    ],
    [
      'PING without end, and reads no answer to them',
      'at once',
      (socket) => {
        socket.pause();
        flood(socket, frame(frameTypes.ping, 0, 0, Buffer.alloc(8)));
      },
    ],
  ];

  test.each(cases)('%s, %s', async (_what, when, say) => {
    const { error, socket } = await failureOf(say, when);
    expect(error).toBeInstanceOf(Error);
    expect(String(error)).not.toMatch(/stopped|aborted/);
    // What the rules of HTTP forbid is said so, where it did not simply end. Node 20 ends some sessions without a word.
    const { code } = error as { code?: string };
    const silence = when === 'in time' ? 'HEADERS_TIMEOUT' : 'ECONNRESET';
    expect(error instanceof MalformedResponseError || code === silence).toBe(true);
    await eventually(() => {
      socket.resume();
      expect(socket.destroyed || error instanceof MalformedResponseError).toBe(true);
    });
  });
});

test('an answer of empty frames without end fails at the end of its time', async () => {
  const clock = heldClock();
  let isFlooding = false;
  const server = await useRawHttp2Server((socket) => {
    socket.once('data', () => {
      socket.write(settings);
      socket.write(frame(frameTypes.headers, flags.endHeaders, 1, status200));
      flood(socket, frame(frameTypes.data, 0, 1));
      isFlooding = true;
    });
    socket.resume();
  });
  const response = await useClient({ clock }).send(small(server.url('/a')));
  const read = readAll(response);
  expect(isFlooding).toBe(true);
  clock.advance(90_000);
  expect((await read).error).toBeInstanceOf(Error);
});

test('a server that takes only so many streams at once gets no more', async () => {
  let [open, most] = [0, 0];
  const server = await useHttp2Server(
    (stream) => {
      open += 1;
      most = Math.max(most, open);
      setImmediate(() => {
        open -= 1;
        stream.respond({ ':status': 200 });
        stream.end();
      });
    },
    { settings: { maxConcurrentStreams: 3 } },
  );
  const client = useClient();
  await readAll(await client.send(small(server.url('/first'))));
  const all = Array.from({ length: 40 }, async () => (await client.send(small(server.url('/a')))).status);
  expect(new Set(await Promise.all(all))).toEqual(new Set([200]));
  expect(most).toBeLessThanOrEqual(3);
});
