import { describe, expect, test } from '@jest/globals';
import type { HttpRequest, Send } from '../../../src/registry/http/http.js';
import { RepositoryClient } from '../../../src/registry/repository-client.js';
import { maxWholeBytes } from '../../../src/registry/content/upload-session.js';
import { openUpload } from '../../../src/registry/content/upload.js';
import { digestOf } from '../../../src/image/hash.js';
import { connectionOver } from '../connection-over.js';
import { heldClock } from '../../support/timing/held-clock.js';
import { fakeSend, hanging } from '../fake-send.js';

const { signal } = new AbortController();
const empty = { mediaType: 'application/octet-stream', digest: digestOf(new Uint8Array()), size: 0 };

/** A session whose place a registry with TLS names so. */
function open(
  location: string | undefined,
  base = 'https://r.test/v2/app/blobs/uploads/',
): { upload: ReturnType<typeof openUpload>; sent: () => readonly HttpRequest[] } {
  const fake = fakeSend(({ kind }) => ({ status: kind === 'ping' ? 200 : 201 }));
  const client = new RepositoryClient(connectionOver(fake.send, { registry: 'r.test' }), 'app', 'target', true);
  const headers = location === undefined ? {} : { location };
  return {
    upload: openUpload({ status: 202, headers, url: new URL(base), bytes: new Uint8Array(), latencyMs: 1 }, client),
    sent: () => fake.requests.filter(({ kind }) => kind !== 'ping'),
  };
}

const digest = `digest=${encodeURIComponent(empty.digest)}`;

async function* content(...chunks: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const chunk of chunks) yield await Promise.resolve(Buffer.from(chunk));
}

describe('an upload goes', () => {
  test.each([
    ['to an address of the registry', 'https://r.test/up/1', `https://r.test/up/1?${digest}`],
    ['to a path', '/up/1', `https://r.test/up/1?${digest}`],
    ['to a path that begins nowhere', 'one', `https://r.test/v2/app/blobs/uploads/one?${digest}`],
    ['to another host', 'https://cdn.test/up', `https://cdn.test/up?${digest}`],
    [
      'with a query that is kept as it is',
      '/up?_state=a~b%20c&k&sig=%2B%3d',
      `https://r.test/up?_state=a~b%20c&k&sig=%2B%3d&${digest}`,
    ],
    ['by TLS where the registry forgot that it has it', 'http://r.test/up', `https://r.test/up?${digest}`],
  ])('%s', async (_name, location, address) => {
    const { upload, sent } = open(location);
    await upload.finish(empty, content(), signal);
    expect(sent().map(({ method, url }) => [method, url.toString()])).toEqual([['PUT', address]]);
  });

  test.each([
    ['nowhere', undefined, 'that is none.'],
    ['to an empty address', '', 'that is none.'],
    ['to what is no address', 'http://[', 'that is none.'],
    ['away from TLS', 'http://cdn.test/up', 'that has no TLS (http://cdn.test).'],
    ['to a private address', 'https://169.254.169.254/up', 'that is at a private address (https://169.254.169.254).'],
    ['to what is no host', 'file:///etc/passwd', 'that is not reached by http (file://).'],
    ['with another’s credentials', 'https://a:b@r.test/up', 'that has credentials in its address (https://r.test).'],
  ])('not %s', (_name, location, words) => {
    expect(() => open(location)).toThrow(`the registry sends uploads to an address ${words}`);
  });
});

test('G12 an upload whose start was redirected says that the other host named its place', async () => {
  const { upload, sent } = open('https://storage.test/up', 'https://node.test/v2/app/blobs/uploads/');
  await upload.finish(empty, content(), signal);
  expect(sent()[0]?.namedBy?.host).toBe('node.test');
});

test('cancelling a session takes five seconds at most', async () => {
  const clock = heldClock();
  const fake = fakeSend(() => ({ status: 200 }));
  const timers: number[] = [];
  const send: Send = async (request) => {
    if (request.kind !== 'upload-cancel') return fake.send(request);
    const answer = hanging(request);
    clock.advance(4_999);
    timers.push(clock.timers());
    clock.advance(1);
    return answer;
  };
  const client = new RepositoryClient(connectionOver(send, { registry: 'r.test', clock }), 'app', 'target', true);
  const start = { status: 202, headers: { location: '/up' }, url: new URL('https://r.test/up'), latencyMs: 1 };
  await openUpload({ ...start, bytes: new Uint8Array() }, client).cancel();
  expect([...timers, clock.timers()]).toEqual([1, 0]);
});

test('an empty blob is read to its end, and may hold nothing', async () => {
  const { upload, sent } = open('/up');
  await upload.finish(empty, content('', ''), signal);
  await expect(upload.finish(empty, content('', 'x'), signal)).rejects.toThrow('an empty blob has content');
  expect(sent()).toHaveLength(1);
});

describe('a small blob goes out whole, when it is checked:', () => {
  test.each([
    [maxWholeBytes, true],
    [maxWholeBytes + 1, false],
  ])('%d bytes', async (size, isWhole) => {
    const { upload, sent } = open('/up');
    const bytes = 'x'.repeat(size);
    await upload.finish({ ...empty, size }, content(bytes.slice(0, 100), bytes.slice(100)), signal);
    const [body] = sent().map((request) => request.body);
    expect(body instanceof Uint8Array).toBe(isWhole);
    if (isWhole) expect(body).toHaveLength(size);
  });

  test('content that fails at its end was not sent at all', async () => {
    const { upload, sent } = open('/up');
    const wrong = new Error('its bytes do not hash to its digest');
    const failing = async function* (): AsyncGenerator<Uint8Array> {
      yield* content('some');
      throw wrong;
    };
    await expect(upload.finish({ ...empty, size: 9 }, failing(), signal)).rejects.toBe(wrong);
    expect(sent()).toEqual([]);
  });
});
