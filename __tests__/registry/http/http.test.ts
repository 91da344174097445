import { type AddressInfo, type Socket, createServer } from 'node:net';
import { Agent } from 'undici';
import { expect, test } from '@jest/globals';
import { type Clock, systemClock } from '../../../src/runtime/clock.js';
import { type Send, createSend, readBody } from '../../../src/registry/http/http.js';
import { undiciTransport } from '../../../src/registry/transport/undici/undici-transport.js';
import { Traffic } from '../../../src/registry/http/traffic.js';
import { onTestFinished } from '../../support/jest/testing.js';
import { heldClock } from '../../support/timing/held-clock.js';
import { responseOf } from '../fake-send.js';

interface RawServer {
  readonly origin: string;
  /** How many connections were made. */
  readonly connections: () => number;
  readonly send: Send;
}

/** A server that answers whatever it is sent with these bytes. */
async function useRawServer(answer: string, clock: Clock = systemClock): Promise<RawServer> {
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket);
    socket.on('data', () => socket.write(answer)).on('error', () => undefined);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const agent = new Agent();
  onTestFinished(async () => {
    await agent.destroy();
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return {
    origin: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    connections: () => sockets.length,
    send: createSend(() => undiciTransport(agent, clock), new Traffic(), clock),
  };
}

async function head({ send, origin }: RawServer): Promise<number> {
  const signal = AbortSignal.timeout(60_000);
  const response = await send({ kind: 'manifest-head', method: 'HEAD', url: new URL(origin), headers: {}, signal });
  await response.discard();
  return response.status;
}

test('a body that does not come to its end in time is given up with the next piece of it', async () => {
  const response = await responseOf({ status: 200, body: 'content' });
  await expect(readBody(response, { maxBytes: 100, isLate: () => true })).rejects.toMatchObject({
    name: 'TimeoutError',
  });
});

test('an answer that nobody wants is given up after ten seconds, where its body does not come to its end', async () => {
  const clock = heldClock();
  const { send, origin } = await useRawServer('HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhel', clock);
  const { signal } = new AbortController();
  const response = await send({ kind: 'manifest-get', method: 'GET', url: new URL(origin), headers: {}, signal });
  const discarding = response.discard();
  clock.advance(9_999);
  expect(clock.timers()).toBe(1);
  clock.advance(1);
  await discarding;
  expect(response.body.isEnded).toBe(true);
});

test('look-ups share a connection: a new one for each would cost more than the look-up', async () => {
  const server = await useRawServer('HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\n');
  for (let count = 0; count < 10; count += 1) expect(await head(server)).toBe(200);
  // undici may want a second while the first is not yet known to be free.
  expect(server.connections()).toBeLessThanOrEqual(2);
});

test('a server that sends a body to a HEAD is understood all the same', async () => {
  const server = await useRawServer('HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello');
  for (let count = 0; count < 5; count += 1) expect(await head(server)).toBe(200);
});
