import { once } from 'node:events';
import { connect } from 'node:net';

import type { Registry } from '../support/registry/registry.js';
import { eventually } from '../support/timing/eventually.js';

/** Announces more than it sends, then hangs up: what a client does that dies in the middle. */
export async function sendShortBody(
  registry: Registry,
  method: string,
  url: string,
  announced: number,
  body: string,
): Promise<void> {
  const { hostname, port, pathname, search } = new URL(url);
  const socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  const head = [`${method} ${pathname}${search} HTTP/1.1`, `Host: ${hostname}:${port}`];
  socket.write(
    [...head, 'Content-Type: application/octet-stream', `Content-Length: ${announced}`, '', body].join('\r\n'),
  );
  await untilTrue(() => (registry.requests.at(-1)?.bytesIn ?? 0) > 0);
  socket.destroy();
  await untilTrue(() => registry.requests.at(-1)?.endedTick !== undefined);
}

export async function untilTrue(condition: () => boolean): Promise<void> {
  await eventually(() => {
    if (!condition()) throw new Error('it is not so yet');
  });
}

/** A whole answer as it came, what stands behind its end included. */
export async function readRaw(url: string): Promise<string> {
  const { hostname, port, pathname, search } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.write(`GET ${pathname}${search} HTTP/1.1\r\nHost: ${hostname}:${port}\r\nConnection: close\r\n\r\n`);
  let answer = '';
  for await (const chunk of socket) answer += String(chunk);
  return answer;
}
