import { setMaxListeners } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import type { OperationContext } from '../../../src/image/registry-error.js';
import type { Credentials } from '../../../src/registry/auth/registry-credentials.js';
import { RegistryConnection, type RegistryRequest } from '../../../src/registry/http/connection.js';
import type { HttpRequest, Send } from '../../../src/registry/http/http.js';
import { heldClock, noon } from '../../support/timing/held-clock.js';
import { type FakeAnswer, type FakeSend, fakeSend, hanging } from '../fake-send.js';
import { connectionOver as plainConnectionOver } from '../connection-over.js';
import { pairInBase64, secretFor } from '../../support/secrets.js';

const context: OperationContext = { operation: 'Reading', reference: 'registry.test/a', side: 'source' };
const robot: Credentials = { kind: 'password', username: 'robot', password: secretFor('robot') };
const challenge = (host: string): FakeAnswer => ({
  status: 401,
  headers: { 'www-authenticate': `Bearer realm="https://${host}/token",service="${host}"` },
});

const { signal } = new AbortController();
setMaxListeners(0, signal);
const request: RegistryRequest = {
  kind: 'blob-get',
  method: 'GET',
  url: '/v2/a/blobs/x',
  headers: {},
  repository: 'a',
  scopes: ['repository:a:pull'],
  context,
  signal,
};

/** A connection to registry.test with the robot's login. */
function connectionOver(send: Send, clock = heldClock()): RegistryConnection {
  return plainConnectionOver(send, { credentials: robot, clock });
}

/** A connection to registry.test, whose answers are the test's; asked once for a blob. */
async function askFor(
  answer: (request: HttpRequest, index: number) => FakeAnswer,
  more: Partial<RegistryRequest> = {},
  clock = heldClock(),
): Promise<FakeSend & { result: string }> {
  const fake = fakeSend(answer);
  const connection = connectionOver(fake.send, clock);
  const result = await ask(connection, more);
  return { ...fake, result };
}

async function ask(connection: RegistryConnection, more: Partial<RegistryRequest> = {}): Promise<string> {
  return connection.ask({ ...request, ...more }, [200], 1_000).then(
    ({ bytes }) => Buffer.from(bytes).toString('utf8'),
    (error: unknown) => String(error),
  );
}

function authorizationsFor(requests: readonly HttpRequest[], host: string): readonly string[] {
  return requests.filter(({ url }) => url.host === host).flatMap(({ headers }) => headers.authorization ?? []);
}

describe('F1 an error that names a time to wait', () => {
  test.each<[status: number, kind: RegistryRequest['kind'], readWaits: readonly number[]]>([
    [503, 'upload-start', []],
    [503, 'manifest-put', []],
    [503, 'blob-get', [20_000]],
    [429, 'upload-start', [20_000]],
  ])('%i, %s: a read waits %j ms, and a write 20 s', async (status, kind, readWaits) => {
    const clock = heldClock();
    const fake = fakeSend(({ url }) =>
      url.pathname.endsWith('/refused') ? { status, headers: { 'retry-after': '20' } } : { status: 200 },
    );
    const connection = connectionOver(fake.send, clock);
    await ask(connection, { kind, url: '/v2/a/refused', isSentOnce: true });
    await ask(connection, { kind: 'blob-head' });
    expect(clock.slept).toEqual(readWaits);
    await ask(connection, { kind: 'upload-start' });
    expect(clock.slept).toEqual([20_000]);
  });
});

describe('F13 a host that is down', () => {
  function useHost(): { clock: ReturnType<typeof heldClock>; connection: RegistryConnection; sent: () => number } {
    const clock = heldClock();
    let sent = 0;
    const send: Send = async () => {
      sent += 1;
      clock.advance(2_000);
      return Promise.reject(Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' }));
    };
    return { clock, connection: connectionOver(send, clock), sent: () => sent };
  }

  test('is asked no more after some requests in a row had no answer, and one after a while', async () => {
    const { clock, connection, sent } = useHost();
    for (let image = 0; image < 3; image += 1) await ask(connection);
    const soFar = sent();
    expect(await ask(connection)).toContain('requests in a row had no answer');
    expect(sent()).toBe(soFar);
    clock.advance(30_000);
    await ask(connection);
    expect(sent()).toBe(soFar + 1);
  });

  test.each(['storage.test', 'auth.test'])(
    'is asked no more, though the registry before it answers: %s',
    async (silent) => {
      const clock = heldClock();
      const redirect = { status: 307, headers: { location: 'https://storage.test/x' } };
      const fake = fakeSend(({ kind, headers }) => {
        if (kind === 'ping') return challenge('auth.test');
        if (kind === 'token') return { status: 200, body: '{"token":"T","expires_in":1}' };
        if (headers.authorization === undefined) return challenge('auth.test');
        return kind === 'blob-head' ? { status: 200 } : redirect;
      });
      let sent = 0;
      const connection = connectionOver(async (asked) => {
        if (asked.url.host !== silent) return fake.send(asked);
        sent += 1;
        clock.advance(2_000);
        throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
      }, clock);
      for (let image = 0; image < 3; image += 1) {
        await ask(connection, { kind: 'blob-head', method: 'HEAD' });
        await ask(connection);
      }
      const soFar = sent;
      expect(await ask(connection)).toMatch(
        new RegExp(`${silent}: connect ECONNREFUSED; \\d+ requests in a row had no answer`),
      );
      expect(sent).toBe(soFar);
    },
  );

  test('is still asked where its requests were ended from here', async () => {
    const { connection, sent } = useHost();
    const ended = AbortSignal.abort();
    for (let image = 0; image < 9; image += 1) await ask(connection, { signal: ended });
    const soFar = sent();
    await ask(connection);
    expect(sent()).toBeGreaterThan(soFar);
  });
});

describe('credentials', () => {
  test('go to the registry’s token service, and the token to the registry', async () => {
    const { requests, result } = await askFor(({ kind, headers }) => {
      if (kind === 'ping') return challenge('auth.test');
      if (kind === 'token') return { status: 200, body: '{"token":"T"}' };
      return headers.authorization === 'Bearer T' ? { status: 200, body: 'content' } : challenge('auth.test');
    });
    expect(result).toBe('content');
    expect(authorizationsFor(requests, 'auth.test')).toEqual([`Basic ${pairInBase64('robot', secretFor('robot'))}`]);
    expect(requests.map(({ kind }) => kind)).toEqual(['ping', 'token', 'blob-get']);
  });

  test('cannot be had by a host that the registry leads to, with a challenge of its own', async () => {
    const { requests, result } = await askFor(({ kind, url }) => {
      if (kind === 'ping') return challenge('auth.test');
      if (kind === 'token') return { status: 200, body: '{"token":"T"}' };
      return url.host === 'registry.test'
        ? { status: 307, headers: { location: 'https://thief.test/x' } }
        : challenge('thief.test');
    });
    expect(result).toContain('401');
    expect(requests.some(({ url }) => url.host === 'thief.test')).toBe(true);
    expect(authorizationsFor(requests, 'thief.test').filter((value) => value.startsWith('Basic'))).toEqual([]);
  });
});

describe('a request', () => {
  test('is sent again where its failure may pass, after growing waits', async () => {
    const { requests, result } = await askFor(({ kind }, index) => ({
      status: kind === 'ping' || index === 3 ? 200 : 503,
      body: 'content',
    }));
    expect(result).toBe('content');
    expect(requests.map(({ kind }) => kind)).toEqual(['ping', 'blob-get', 'blob-get', 'blob-get']);
  });

  test('is not sent again where it is refused', async () => {
    const { requests, result } = await askFor(({ kind }) => ({
      status: kind === 'ping' ? 200 : 403,
      body: '{"errors":[{"code":"DENIED","message":"no"}]}',
    }));
    expect(result).toContain(
      'Reading registry.test/a at the source: 403 DENIED: no. Logged in as user "robot", which may not do this',
    );
    expect(requests).toHaveLength(2);
  });

  test('that meets a limit rests the whole host as long as it asks', async () => {
    const clock = heldClock();
    const { result } = await askFor(
      ({ kind }, index) =>
        kind === 'ping' || index === 2
          ? { status: 200, body: 'content' }
          : { status: 429, headers: { 'retry-after': '7' } },
      {},
      clock,
    );
    expect(result).toBe('content');
    expect(clock.slept).toEqual([7_000]);
  });

  test('is not led from a public host to a private address', async () => {
    const { requests, result } = await askFor(({ kind }) =>
      kind === 'ping' ? { status: 200 } : { status: 307, headers: { location: 'https://169.254.169.254/latest' } },
    );
    expect(result).toContain('at a private address (https://169.254.169.254)');
    expect(requests.map(({ url }) => url.host)).not.toContain('169.254.169.254');
  });

  test('pings again where the ping failed', async () => {
    const { requests, result } = await askFor((_request, index) => ({
      status: index === 0 ? 502 : 200,
      body: 'content',
    }));
    expect(result).toBe('content');
    expect(requests.map(({ kind }) => kind)).toEqual(['ping', 'ping', 'blob-get']);
  });

  test('is not sent where the ping has no answer within a minute, whatever its sender’s patience', async () => {
    const clock = heldClock();
    const asking = connectionOver(hanging, clock).send(request, [200]);
    await setImmediate();
    clock.advance(59_999);
    expect(clock.timers()).toBe(1);
    clock.advance(1);
    await expect(asking).rejects.toMatchObject({
      code: 'timeout',
      message: expect.stringContaining('registry.test: it takes connections, and gave no answer in time. '),
    });
  });

  test('with an answer that is larger than it may be fails', async () => {
    const { result } = await askFor(({ kind }) => ({ status: 200, body: kind === 'ping' ? '' : 'x'.repeat(1_001) }));
    expect(result).toContain('larger than 1000 bytes');
  });

  test('with a body that was streamed is not sent twice: its token is said to be refused', async () => {
    const body = (async function* () {
      yield await Promise.resolve(Buffer.from('content'));
    })();
    let tokens = 0;
    const { requests, result } = await askFor(
      ({ kind }) => {
        if (kind === 'token') tokens += 1;
        return kind === 'token' ? { status: 200, body: `{"token":"T${String(tokens)}"}` } : challenge('auth.test');
      },
      { kind: 'upload-finish', method: 'PUT', body, headers: { 'content-length': '7' } },
    );
    expect(result).toContain('the token was not taken');
    expect(requests.filter(({ kind }) => kind === 'upload-finish')).toHaveLength(3);
  });
});

describe('a limit on bursts', () => {
  const limited = { status: 429, headers: { 'retry-after': '7' } };

  test('that one request meets holds back all others of its host, and none of another', async () => {
    const clock = heldClock();
    const { send, requests } = fakeSend(({ kind }, index) =>
      kind !== 'ping' && index === 1 ? limited : { status: 200 },
    );
    const connection = connectionOver(send, clock);
    const sentAt: number[] = [];
    const ask = async (path: string): Promise<void> => {
      await connection.send({ ...request, url: path }, [200]);
      sentAt.push(clock.wallMs() - noon);
    };
    await expect(ask('/v2/a/blobs/x')).rejects.toThrow('429');
    await ask('/v2/b/blobs/y');
    await ask('/v2/c/blobs/z');
    expect(sentAt).toEqual([7_000, 7_000]);
    expect(requests).toHaveLength(4);
    await connectionOver(send, clock).send(request, [200]);
    expect(clock.slept).toEqual([7_000]);
  });

  test('that lasts holds back all, uses up no attempt, and lets all through when it is over', async () => {
    const clock = heldClock();
    const over = noon + 100_000;
    const { send, requests } = fakeSend(({ kind }) =>
      kind === 'ping' || clock.wallMs() >= over ? { status: 200, body: 'content' } : { status: 429 },
    );
    const connection = connectionOver(send, clock);
    await connection.ask({ ...request, kind: 'manifest-get' }, [200], 1_000);
    expect(requests.filter(({ kind }) => kind === 'manifest-get')).toHaveLength(8);
  });

  test.each(['ping', 'token'] as const)('of the %s holds back its registry', async (refused) => {
    const clock = heldClock();
    let isRefused = false;
    const { send } = fakeSend(({ kind, headers }) => {
      if (kind === refused && !isRefused) {
        isRefused = true;
        return limited;
      }
      if (kind === 'token') return { status: 200, body: '{"token":"T"}' };
      return headers.authorization === 'Bearer T' ? { status: 200 } : challenge('auth.test');
    });
    const connection = connectionOver(send, clock);
    await expect(connection.send(request, [200])).rejects.toThrow('429');
    await connection.send(request, [200]);
    expect(clock.slept).toEqual([7_000]);
  });

  test('that is to last too long fails each that comes after it, without asking', async () => {
    const { send, requests } = fakeSend(({ kind }) =>
      kind === 'ping' ? { status: 200 } : { status: 429, headers: { 'retry-after': '3600' } },
    );
    const connection = connectionOver(send);
    for (const reference of ['registry.test/a:1', 'registry.test/b:1']) {
      const asked = connection.ask({ ...request, context: { ...context, reference } }, [200], 1_000);
      await expect(asked).rejects.toThrow(
        `Reading ${reference} at the source: 429. Try again after 2026-01-15 13:00 UTC`,
      );
    }
    expect(requests).toHaveLength(2);
  });

  test('is told from a pull limit, which nothing rests for', async () => {
    const clock = heldClock();
    const headers = { 'ratelimit-limit': '100;w=21600', 'ratelimit-remaining': '0;w=21600', 'retry-after': '7' };
    const { send } = fakeSend(({ kind }) => (kind === 'manifest-get' ? { status: 429, headers } : { status: 200 }));
    const connection = connectionOver(send, clock);
    const pull = connection.ask({ ...request, kind: 'manifest-get' }, [200], 1_000);
    await expect(pull).rejects.toMatchObject({ code: 'pull-limit' });
    await connection.ask(request, [200], 1_000);
    expect(clock.slept).toEqual([]);
  });
});

test('a host that answers ever slower is asked less at once', async () => {
  let [running, most] = [0, 0];
  let latencyMs = 20;
  const { send } = fakeSend(() => ({ status: 200 }));
  const connection = connectionOver(async (sent) => {
    running += 1;
    most = Math.max(most, running);
    await setImmediate();
    running -= 1;
    return { ...(await send(sent)), latencyMs };
  });
  const askMany = async (): Promise<number> => {
    most = 0;
    await Promise.all(Array.from({ length: 64 }, async () => connection.ask(request, [200], 1_000)));
    return most;
  };
  expect(await askMany()).toBe(16);
  latencyMs = 5_000;
  await askMany();
  expect(await askMany()).toBeLessThan(16);
});

describe('G16 a registry without TLS that names itself by https', () => {
  /** A connection to a listed registry that is without TLS, which asks for an account. */
  async function sendTo(url: string): Promise<readonly HttpRequest[]> {
    const { send, requests } = fakeSend(({ kind, headers }) => {
      if (kind === 'ping') return { status: 401, headers: { 'www-authenticate': 'Basic realm="x"' } };
      return { status: headers.authorization === undefined ? 401 : 201 };
    });
    const { deps } = connectionOver(send);
    const connection = new RegistryConnection('registry.test', { ...deps, insecureRegistries: ['registry.test'] });
    await connection
      .send({ ...request, kind: 'upload-finish', method: 'PUT', url: new URL(url), body: '' }, [201, 401])
      .catch(() => undefined);
    return requests.filter(({ kind }) => kind === 'upload-finish');
  }

  test.each([
    ['http://registry.test/up', true],
    ['https://registry.test/up', true],
    ['https://registry.test:8443/up', false],
    ['http://registry.test:5000/up', false],
    ['https://cdn.registry.test/up', false],
  ])('gets its account at %s: %s', async (url, does) => {
    const sent = await sendTo(url);
    expect(sent.map(({ headers }) => headers.authorization !== undefined)).toEqual([does]);
  });
});

test.each([
  ['the registry, where nobody else did', undefined, 'registry.test'],
  ['the host that gave the address', new URL('https://node.test/up'), 'node.test'],
])('G12 a request to another host is told who led to it: %s', async (_name, namedBy, host) => {
  const { send, requests } = fakeSend(() => ({ status: 201 }));
  const url = new URL('https://storage.test/up');
  await connectionOver(send).send({ ...request, kind: 'upload-finish', method: 'PUT', url, namedBy }, [201]);
  expect(requests.at(-1)?.namedBy?.host).toBe(host);
});
