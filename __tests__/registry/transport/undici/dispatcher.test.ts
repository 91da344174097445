import { once } from 'node:events';
import { type AddressInfo, type Socket, createServer } from 'node:net';
import { expect, test } from '@jest/globals';
import { createDispatcher } from '../../../../src/registry/transport/undici/dispatcher.js';
import { onTestFinished } from '../../../support/jest/testing.js';

test('L22 a proxy that takes CONNECT and says nothing has as long as a connection may take', async () => {
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => undefined);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const dispatcher = await createDispatcher({ HTTPS_PROXY: `http://127.0.0.1:${port}` }, 500);
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    server.close();
    await dispatcher.destroy();
  });
  const asked = dispatcher.request({ origin: 'https://registry.example', path: '/v2/', method: 'GET' });
  await expect(asked).rejects.toMatchObject({ code: 'UND_ERR_HEADERS_TIMEOUT' });
  expect(sockets).toHaveLength(1);
});
