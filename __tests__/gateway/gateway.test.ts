import { once } from 'node:events';
import { Agent, IncomingMessage, request } from 'node:http';
import { expect, test } from '@jest/globals';
import { useGateway } from '../support/gateway/use-gateway.js';
import { oddities } from '../support/gateway/oddities/all.js';
import { trickling, unavailable } from '../support/gateway/oddities/faults.js';
import { redirecting } from '../support/gateway/oddities/uploads.js';
import { expectThat, onTestFinished } from '../support/jest/testing.js';
import { emptyReply } from '../support/registry/server/reply.js';
import { useRegistry } from '../support/mirror.js';

test('a gateway passes on what it is asked, and counts it', async () => {
  const registry = await useRegistry();
  const { digest } = registry.addBlob('acme/base', '0123456789');
  const gateway = await useGateway(registry.host);
  const response = await fetch(`http://${gateway.host}/v2/acme/base/blobs/${digest}`);
  expect(await response.text()).toBe('0123456789');
  expect(response.headers.get('docker-content-digest')).toBe(digest);
  const head = await fetch(`http://${gateway.host}/v2/acme/base/blobs/${digest}`, { method: 'HEAD' });
  expect(head.headers.get('content-length')).toBe('10');
  expect([gateway.count('blob-get'), gateway.count('blob-head'), registry.count('blob-get')]).toEqual([1, 1, 1]);
});

test('what a registry names leads back to the gateway', async () => {
  const registry = await useRegistry();
  const gateway = await useGateway(registry.host);
  const response = await fetch(`http://${gateway.host}/v2/acme/base/blobs/uploads/`, { method: 'POST' });
  expect(new URL(response.headers.get('location') ?? '').host).toBe(gateway.host);
});

test('an oddity answers in the registry’s place, changes its answer, or changes what it is asked', async () => {
  const registry = await useRegistry();
  const { digest } = registry.addBlob('acme/base', '0123456789');
  const gateway = await useGateway(registry.host, [
    (exchange, handOn) => (exchange.record.kind === 'ping' ? emptyReply(418) : handOn()),
    async (_exchange, handOn) => {
      const reply = await handOn();
      return { ...reply, headers: { ...reply.headers, 'x-second': 'yes' } };
    },
    (exchange, handOn) => handOn({ url: new URL(exchange.url.href.replace('/elsewhere/', '/acme/')) }),
  ]);
  expect((await fetch(`http://${gateway.host}/v2/`)).status).toBe(418);
  const response = await fetch(`http://${gateway.host}/v2/elsewhere/base/blobs/${digest}`);
  expect([response.status, response.headers.get('x-second')]).toEqual([200, 'yes']);
  expect(registry.count('ping')).toBe(0);
  expect(gateway.requests.map(({ path }) => path)).toEqual(['/v2/', `/v2/elsewhere/base/blobs/${digest}`]);
});

test('an oddity is a fault of the double, too, and may change what is carried out', async () => {
  const registry = await useRegistry();
  const { digest } = registry.addBlob('acme/base', '0123456789');
  registry.fault({
    answer: (exchange, handOn) => handOn({ url: new URL(exchange.url.href.replace('/elsewhere/', '/acme/')) }),
  });
  const url = `${registry.origin}/v2/elsewhere/base/blobs/${digest}`;
  expect((await fetch(url)).status).toBe(200);
  expect((await fetch(url)).status).toBe(404);
});

test('each oddity has a name of its own, and says where it was seen', () => {
  expect(new Set(oddities.map(({ name }) => name)).size).toBe(oddities.length);
  for (const { name, seenAt } of oddities) expectThat(seenAt, name).not.toBe('');
});

test('a body that trickles comes a byte at a time, behind its headers', async () => {
  const registry = await useRegistry();
  const { digest } = registry.addBlob('acme/base', '0123');
  const gateway = await useGateway(registry.host, [trickling]);
  const response = await fetch(`http://${gateway.host}/v2/acme/base/blobs/${digest}`);
  expect(response.headers.get('content-length')).toBe('4');
  const chunks: string[] = [];
  for await (const chunk of response.body ?? []) chunks.push(Buffer.from(chunk).toString());
  expect(chunks).toEqual(['0', '1', '2', '3']);
});

test('a series of refusals ends', async () => {
  const registry = await useRegistry();
  const gateway = await useGateway(registry.host, [unavailable(2)]);
  const statuses: number[] = [];
  for (let count = 0; count < 3; count += 1) statuses.push((await fetch(`http://${gateway.host}/v2/`)).status);
  expect(statuses).toEqual([503, 503, 200]);
});

test('what an early answer left unread is read on, so that the connection serves the next request', async () => {
  const registry = await useRegistry();
  const gateway = await useGateway(registry.host, [redirecting({ kinds: ['upload-put'], readsBytes: 1 })]);
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  onTestFinished(() => {
    agent.destroy();
  });
  const ask = async (method: string, path: string, body = ''): Promise<number | undefined> => {
    const asked = request(`http://${gateway.host}${path}`, { method, agent }).end(body);
    const answered: unknown[] = await once(asked, 'response');
    const [answer] = answered;
    if (!(answer instanceof IncomingMessage)) throw new Error('there is no answer');
    answer.resume();
    await once(answer, 'end');
    return answer.statusCode;
  };
  const body = 'x'.repeat(1_000_000);
  expect([await ask('PUT', '/v2/a/blobs/uploads/1?digest=x', body), await ask('GET', '/v2/')]).toEqual([307, 200]);
});
