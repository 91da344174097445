import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { request as send } from 'undici';
import { describe, expect, test } from '@jest/globals';

import type { Front, FrontSettings } from '../../bench/front/types.js';
import { startFront } from '../../bench/front/front.js';
import { onTestFinished } from '../support/jest/testing.js';
import { startUpstream, type Upstream } from './upstream.js';
import { eventually } from '../support/timing/eventually.js';

interface Given {
  readonly front: Front;
  readonly upstream: Upstream;
}

async function start(settings: Partial<FrontSettings> = {}, body?: Buffer): Promise<Given> {
  const upstream = await startUpstream(body);
  const front = await startFront({ upstream: upstream.host, delayMs: 0, ...settings });
  onTestFinished(async () => {
    await front.stop();
  });
  return { front, upstream };
}

async function getToken(front: Front, query: string, login?: string): Promise<string> {
  const authorization = login === undefined ? {} : { authorization: `Basic ${Buffer.from(login).toString('base64')}` };
  const { statusCode, body } = await send(`http://${front.host}/token?${query}`, { headers: authorization });
  expect(statusCode).toBe(200);
  const answer: unknown = await body.json();
  expect(answer).toMatchObject({ expires_in: 300, token: expect.any(String) });
  return typeof answer === 'object' && answer !== null && 'token' in answer ? String(answer.token) : '';
}

async function writeSlowly(client: Socket, pieces: readonly string[]): Promise<void> {
  for (const piece of pieces) {
    await new Promise((done) => client.write(piece, done));
    // The front reads what has arrived before the next piece is on its way.
    await setImmediate();
    await setImmediate();
  }
}

interface Asked {
  readonly token?: string;
  readonly body?: Buffer;
}

async function ask(front: Front, what: string, { token, body }: Asked = {}) {
  const [method = '', path = ''] = what.split(' ');
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const options = { method, headers, ...(body && { body }) };
  const answer = await send(`http://${front.host}${path}`, options as Parameters<typeof send>[1]);
  const bytes = Buffer.from(await answer.body.arrayBuffer());
  return { status: answer.statusCode, headers: answer.headers, bytes };
}

const pull = (repository: string): string => `scope=repository:${repository}:pull`;
const push = (repository: string): string => `scope=repository:${repository}:pull,push`;

describe('tokens', () => {
  test('a ping without a token is told where there are some', async () => {
    const { front, upstream } = await start();
    const { status, headers } = await ask(front, 'GET /v2/');
    expect(status).toBe(401);
    expect(headers['www-authenticate']).toBe(`Bearer realm="http://${front.host}/token",service="${front.host}"`);
    expect(upstream.seen).toEqual([]);
  });

  test.each([
    ['a read', 'GET /v2/a/b/manifests/1', 'repository:a/b:pull'],
    ['a look', 'HEAD /v2/a/b/blobs/sha256:1', 'repository:a/b:pull'],
    ['a write', 'PUT /v2/a/b/manifests/1', 'repository:a/b:pull,push'],
    ['a mount', 'POST /v2/a/b/blobs/uploads/?mount=sha256:1&from=c', 'repository:c:pull repository:a/b:pull,push'],
  ])('%s without a token is told the scope that it needs', async (_name, what, scope) => {
    const { front } = await start();
    const { status, headers } = await ask(front, what);
    expect([status, headers['www-authenticate']]).toEqual([401, expect.stringContaining(`scope="${scope}"`)]);
  });

  test.each([
    ['the scope', 'GET /v2/a/manifests/1', pull('a'), 200],
    ['the scope of another repository', 'GET /v2/a/manifests/1', pull('b'), 401],
    ['the scope of a repository whose name begins alike', 'GET /v2/a/b/manifests/1', pull('a'), 401],
    ['reading alone', 'PUT /v2/a/manifests/1', pull('a'), 401],
    ['writing', 'PUT /v2/a/manifests/1', push('a'), 201],
    ['the target of a mount alone', 'POST /v2/a/blobs/uploads/?mount=sha256:1&from=b', push('a'), 401],
    ['both sides of a mount', 'POST /v2/a/blobs/uploads/?mount=sha256:1&from=b', `${push('a')}&${pull('b')}`, 201],
    ['two scopes in one parameter', 'GET /v2/b/manifests/1', `${pull('a')}%20repository:b:pull`, 200],
    ['two scopes in two parameters', 'GET /v2/b/manifests/1', `${pull('a')}&${pull('b')}`, 200],
  ])('a token for %s', async (_name, what, scopes, expected) => {
    const { front, upstream } = await start();
    const token = await getToken(front, scopes, 'someone:password');
    expect((await ask(front, what, { token })).status).toBe(expected);
    expect(upstream.seen).toHaveLength(expected === 401 ? 0 : 1);
  });

  test('a stranger may read and not write', async () => {
    const { front } = await start();
    const token = await getToken(front, push('a'));
    expect((await ask(front, 'GET /v2/a/manifests/1', { token })).status).toBe(200);
    const { status, headers } = await ask(front, 'PUT /v2/a/manifests/1', { token });
    expect([status, headers['www-authenticate']]).toEqual([401, expect.stringContaining('error="insufficient_scope"')]);
  });

  test('a service that grants the first scope alone', async () => {
    const { front } = await start({ onlyFirstScope: true });
    const token = await getToken(front, `${pull('a')}&${pull('b')}`);
    expect((await ask(front, 'GET /v2/a/manifests/1', { token })).status).toBe(200);
    expect((await ask(front, 'GET /v2/b/manifests/1', { token })).status).toBe(401);
  });

  test('a form asks as well as an address does', async () => {
    const { front } = await start();
    const body = Buffer.from('grant_type=password&username=u&password=p&scope=repository:a:pull,push');
    const { bytes } = await ask(front, 'POST /token', { body });
    const { access_token: token } = JSON.parse(bytes.toString()) as { access_token: string };
    expect((await ask(front, 'PUT /v2/a/manifests/1', { token })).status).toBe(201);
  });

  test('a token that nobody gave out', async () => {
    const { front } = await start();
    expect((await ask(front, 'GET /v2/a/manifests/1', { token: 'bm9uc2Vuc2U' })).status).toBe(401);
  });
});

describe('counting', () => {
  test.each([
    ['ping', 'GET /v2/'],
    ['token', 'GET /token'],
    ['manifest-head', 'HEAD /v2/a/manifests/1'],
    ['manifest-get', 'GET /v2/a/manifests/1'],
    ['manifest-put', 'PUT /v2/a/manifests/1'],
    ['blob-head', 'HEAD /v2/a/b/c/blobs/sha256:1'],
    ['blob-get', 'GET /v2/a/blobs/sha256:1'],
    ['upload-post', 'POST /v2/a/blobs/uploads/'],
    ['mount', 'POST /v2/a/blobs/uploads/?mount=sha256:1&from=b'],
    ['upload-patch', 'PATCH /v2/a/blobs/uploads/1?state=x'],
    ['upload-put', 'PUT /v2/a/blobs/uploads/1?digest=sha256:1'],
    ['tags', 'GET /v2/a/tags/list?n=1'],
    ['referrers', 'GET /v2/a/referrers/sha256:1'],
    ['other', 'DELETE /v2/a/manifests/1'],
    ['other', 'GET /health'],
  ] as const)('%s: %s', async (kind, what) => {
    const { front } = await start();
    await ask(front, what);
    const used = Object.entries(front.read().requests).filter(([, count]) => count > 0);
    expect(used).toEqual([[kind, 1]]);
  });

  test('challenges are counted, bodies are weighed, and a reset forgets both', async () => {
    const { front } = await start({}, Buffer.alloc(1_000));
    const token = await getToken(front, push('a'), 'u:p');
    front.reset();
    await ask(front, 'PUT /v2/a/blobs/uploads/1?digest=sha256:1', { token, body: Buffer.alloc(300) });
    await ask(front, 'GET /v2/a/blobs/sha256:1', { token });
    await ask(front, 'HEAD /v2/a/blobs/sha256:1', { token });
    expect(front.read()).toMatchObject({ bytesIn: 300, bytesOut: 1_000, challenges: 0 });
    await ask(front, 'GET /v2/a/blobs/sha256:1');
    expect(front.read()).toMatchObject({ challenges: 1 });
    front.reset();
    expect(front.read()).toMatchObject({ bytesIn: 0, bytesOut: 0, challenges: 0 });
  });

  test('a body in chunks is weighed without their framing, and the connection goes on', async () => {
    const { front, upstream } = await start();
    const token = await getToken(front, push('a'), 'u:p');
    const answer = await new Promise<string>((done) => {
      const [host = '', port] = front.host.split(':');
      const client = connect({ host, port: Number(port) });
      const head = `host: front\r\nauthorization: Bearer ${token}\r\n`;
      const first = `PATCH /v2/a/blobs/uploads/1 HTTP/1.1\r\n${head}transfer-encoding: chunked\r\n\r\n`;
      // The pieces are cut where it hurts: inside a size, and between a line break's two characters.
      const pieces = [
        `${first}1`,
        '0\r\n0123456789abcdef\r',
        '\n3\r\nxyz\r\n0\r',
        '\n\r\nGET /v2/a/blobs/sha256:1 HTTP/1.1\r\n',
      ];
      pieces.push(`${head}connection: close\r\n\r\n`);
      void writeSlowly(client, pieces);
      let text = '';
      client
        .on('data', (bytes) => (text += bytes.toString()))
        .on('close', () => {
          done(text);
        });
    });
    expect(answer).toMatch(/^HTTP\/1.1 201 [^]*HTTP\/1.1 200 [^]*body$/);
    expect(upstream.seen.map(({ request, bytes }) => [request.split(' ')[0], bytes])).toEqual([
      ['PATCH', 19],
      ['GET', 0],
    ]);
    expect(front.read()).toMatchObject({ bytesIn: 19 });
  });
});

describe('passing on', () => {
  test('a large body goes through either way, unchanged', async () => {
    const body = randomBytes(24_000_000);
    const { front, upstream } = await start({}, body);
    const token = await getToken(front, push('a'), 'u:p');
    const { bytes } = await ask(front, 'GET /v2/a/blobs/sha256:1', { token });
    expect(bytes.equals(body)).toBe(true);
    await ask(front, 'PUT /v2/a/blobs/uploads/1?digest=sha256:1', { token, body });
    const sha256 = createHash('sha256').update(body).digest('hex');
    expect(upstream.seen.at(-1)).toMatchObject({ bytes: body.length, sha256 });
    expect(front.read()).toMatchObject({ bytesIn: body.length, bytesOut: expect.any(Number) });
  });

  test('a reader that stops reading is waited for', async () => {
    const body = Buffer.alloc(200_000_000);
    const { front, upstream } = await start({}, body);
    const token = await getToken(front, pull('a'));
    const [host = '', port] = front.host.split(':');
    const client = connect({ host, port: Number(port) });
    client.write(`GET /v2/a/blobs/sha256:1 HTTP/1.1\r\nhost: front\r\nauthorization: Bearer ${token}\r\n\r\n`);
    await once(client, 'data');
    client.pause();
    let servedBytes = -1;
    await eventually(() => {
      const before = servedBytes;
      servedBytes = upstream.servedBytes();
      expect(servedBytes).toBe(before);
    });
    expect(servedBytes).toBeLessThan(body.length / 2);
    client.destroy();
  });

  test('a registry that is gone is a bad gateway', async () => {
    const { front } = await start({ upstream: '127.0.0.1:9' });
    const token = await getToken(front, pull('a'));
    expect((await ask(front, 'GET /v2/a/blobs/sha256:1', { token })).status).toBe(502);
  });

  test('a client that tries TLS is answered in plain text at once', async () => {
    const { front } = await start();
    await expect(send(`https://${front.host}/v2/`)).rejects.toThrow(/SSL|packet|protocol/i);
    expect(front.read().requests.ping).toBe(0);
  });

  test('another registry can be put behind it', async () => {
    const [{ front }, other] = [await start(), await startUpstream(Buffer.from('other'))];
    const token = await getToken(front, pull('a'));
    expect((await ask(front, 'GET /v2/a/blobs/1', { token })).bytes.toString()).toBe('body');
    front.set({ upstream: other.host });
    expect((await ask(front, 'GET /v2/a/blobs/1', { token })).bytes.toString()).toBe('other');
  });
});

test('each request takes a round trip, tokens and pings included', async () => {
  const { front } = await start({ delayMs: 50 });
  const begin = performance.now();
  await ask(front, 'GET /v2/');
  const token = await getToken(front, pull('a'));
  await ask(front, 'GET /v2/a/blobs/sha256:1', { token });
  // A timer may fire a millisecond early.
  expect(performance.now() - begin).toBeGreaterThan(145);
});

test('a limit of pulls counts the GETs of manifests alone, and says what is left', async () => {
  const { front } = await start({ pullLimit: 1 });
  const token = await getToken(front, pull('a'));
  const look = await ask(front, 'HEAD /v2/a/manifests/1', { token });
  expect(look.headers).toMatchObject({ 'ratelimit-limit': '1;w=21600', 'ratelimit-remaining': '1;w=21600' });
  const first = await ask(front, 'GET /v2/a/manifests/1', { token });
  expect([first.status, first.headers['ratelimit-remaining'], first.bytes.toString()]).toEqual([
    200,
    '0;w=21600',
    'body',
  ]);
  const second = await ask(front, 'GET /v2/a/manifests/1', { token });
  expect([second.status, second.headers['retry-after']]).toEqual([429, '21600']);
  expect(second.bytes.toString()).toContain('TOOMANYREQUESTS');
  expect((await ask(front, 'GET /v2/a/blobs/sha256:1', { token })).status).toBe(200);
});
