import { once } from 'node:events';
import { createServer, request } from 'node:http';
import { connect } from 'node:net';

/**
 * A proxy that leads every host to one: it lets the embedded registry play docker.io, quay.io and ghcr.io, so that the demo runs on the
 * names of the sample tree and no request leaves this machine. Plain http comes as a request for an absolute address (RFC 9112, section
 * 3.2.2), https as a tunnel.
 *
 * @param {string} host `127.0.0.1:port`
 * @returns {Promise<{ url: string, stop: () => void }>}
 */
export async function startProxy(host) {
  const [name = '', port = ''] = host.split(':');
  /** @type {Set<import('node:stream').Duplex>} */
  const sockets = new Set();
  const server = createServer((incoming, response) => {
    const { method, headers } = incoming;
    const { pathname, search } = new URL(incoming.url ?? '/');
    const outgoing = request({ host: name, port, method, path: pathname + search, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    outgoing.on('error', () => response.destroy());
    incoming.pipe(outgoing);
  });
  server.on('connect', (_request, client, head) => {
    const upstream = connect(Number(port), name, () => {
      client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      upstream.write(head);
      upstream.pipe(client).pipe(upstream);
    });
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => socket.destroy());
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const stop = () => {
    for (const socket of sockets) socket.destroy();
    server.close();
  };
  return { url: `http://127.0.0.1:${typeof address === 'object' ? (address?.port ?? 0) : 0}`, stop };
}
