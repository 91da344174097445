import { type AddressInfo, type Socket, createServer } from 'node:net';
import { Readable } from 'node:stream';
import type { Dispatcher } from 'undici';
import { describe, expect, test } from '@jest/globals';
import { createDispatcher } from '../../../../src/registry/transport/undici/dispatcher.js';
import { onTestFinished } from '../../../support/jest/testing.js';

const early = 'HTTP/1.1 100 Continue\r\n\r\n';
const hints = 'HTTP/1.1 103 Early Hints\r\nlink: </x>; rel=preload\r\n\r\n';

function answer(text: string): string {
  return `HTTP/1.1 200 OK\r\ncontent-length: ${text.length}\r\n\r\n${text}`;
}

interface RawServer {
  readonly origin: string;
  /** How many connections were made. */
  readonly connections: () => number;
}

/** Answers each request by what `write` puts on the wire, in pieces that arrive one by one. */
async function useServer(write: (request: number) => readonly string[]): Promise<RawServer> {
  const sockets = new Set<Socket>();
  let [connections, requests] = [0, 0];
  const server = createServer((socket) => {
    connections += 1;
    sockets.add(socket.setNoDelay(true));
    let asked = '';
    socket.on('error', () => undefined);
    socket.on('data', (chunk: Buffer) => {
      asked += chunk.toString('latin1');
      if (!isComplete(asked)) return;
      asked = '';
      requests += 1;
      void writeAll(socket, write(requests));
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { origin: `http://127.0.0.1:${port}`, connections: () => connections };
}

function isComplete(asked: string): boolean {
  const [head = '', body] = asked.split('\r\n\r\n');
  return body?.length === Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
}

/** Each piece is read by the client before the next is written: it is a turn of the loop of both away. */
async function writeAll(socket: Socket, pieces: readonly string[]): Promise<void> {
  for (const piece of pieces) {
    await new Promise<void>((done) => {
      socket.write(piece, 'latin1', () => {
        done();
      });
    });
    for (let turn = 0; turn < 5; turn += 1) await new Promise(setImmediate);
  }
}

async function useClient(): Promise<Dispatcher> {
  const client = await createDispatcher({});
  onTestFinished(async () => client.destroy());
  return client;
}

async function ask(
  client: Dispatcher,
  origin: string,
  more: Partial<Dispatcher.RequestOptions> = {},
): Promise<readonly [number, string]> {
  const { statusCode, body } = await client.request({ origin, path: '/', method: 'GET', ...more });
  return [statusCode, await body.text()];
}

describe('G17 an informational answer is passed over', () => {
  test.each<readonly [string, readonly string[]]>([
    ['before the answer', [early, answer('content')]],
    ['in one piece with the answer', [early + answer('content')]],
    ['several of them', [early + hints, early + answer('content')]],
    ['with headers', ['HTTP/1.1 100 Continue\r\nx-a: b\r\nx-c: d\r\n\r\n', answer('content')]],
    ['of HTTP/1.0', ['HTTP/1.0 100 Continue\r\n\r\n', answer('content')]],
    ['without words', ['HTTP/1.1 100 \r\n\r\n', answer('content')]],
    ['102 Processing', ['HTTP/1.1 102 Processing\r\n\r\n', answer('content')]],
    ['a number that nobody knows', ['HTTP/1.1 199 Whatever\r\n\r\n', answer('content')]],
    ['byte by byte', Array.from(early + hints + answer('content'))],
    ['cut within its end', [early.slice(0, -2), `${early.slice(-2)}${answer('content')}`]],
  ])('%s', async (_name, pieces) => {
    const { origin, connections } = await useServer(() => pieces);
    const client = await useClient();
    // undici opens a second connection where the first is not quite free; both are used again and again.
    for (let request = 0; request < 6; request += 1) expect(await ask(client, origin)).toEqual([200, 'content']);
    expect(connections()).toBeLessThanOrEqual(2);
  });

  test('for a request with a body, small or streamed', async () => {
    const { origin, connections } = await useServer(() => [early, hints, answer('taken')]);
    const client = await useClient();
    const stream = (): Readable => Readable.from([Buffer.from('one'), Buffer.from('two')], { objectMode: false });
    for (const body of ['onetwo', stream(), 'onetwo', stream()]) {
      const headers = { 'content-length': '6' };
      expect(await ask(client, origin, { method: 'PUT', headers, body })).toEqual([200, 'taken']);
    }
    expect(connections()).toBeLessThanOrEqual(2);
  });

  test('and what only looks so within a body is the body’s', async () => {
    const { origin } = await useServer(() => [answer(early + hints).slice(0, -hints.length), hints]);
    expect(await ask(await useClient(), origin)).toEqual([200, early + hints]);
  });

  test('and a HEAD, whose answer has no body', async () => {
    const { origin } = await useServer(() => [early, 'HTTP/1.1 200 OK\r\ncontent-length: 7\r\n\r\n']);
    expect(await ask(await useClient(), origin, { method: 'HEAD' })).toEqual([200, '']);
  });
});

describe('G17 what is no informational answer is not', () => {
  test.each([
    [
      '101, which changes the protocol',
      'HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n',
    ],
    ['what is no HTTP', 'SSH-2.0-OpenSSH_9.9\r\n'],
    ['a few bytes of nothing', 'x'],
    ['a head without end', `HTTP/1.1 100 Continue\r\nx-a: ${'a'.repeat(20_000)}`],
  ])('%s', async (_name, text) => {
    const { origin } = await useServer(() => [text, text]);
    await expect(ask(await useClient(), origin)).rejects.toThrow();
  });

  test('one that no request asked for', async () => {
    const { origin, connections } = await useServer((request) => [
      answer('content'),
      ...(request === 1 ? [early] : []),
    ]);
    const client = await useClient();
    expect(await ask(client, origin)).toEqual([200, 'content']);
    for (let turn = 0; turn < 20; turn += 1) await new Promise(setImmediate);
    expect(await ask(client, origin)).toEqual([200, 'content']);
    expect(connections()).toBe(2);
  });

  test('informational answers without end are given up in time', async () => {
    const { origin } = await useServer(() => Array.from({ length: 400 }, () => hints));
    await expect(ask(await useClient(), origin, { headersTimeout: 500 })).rejects.toThrow(/Timeout/i);
  });
});
