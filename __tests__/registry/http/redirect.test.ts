import { describe, expect, test } from '@jest/globals';
import type { OperationContext } from '../../../src/image/registry-error.js';
import { type HttpRequest, type HttpResponse, readBody } from '../../../src/registry/http/http.js';
import { followRedirects } from '../../../src/registry/http/redirect.js';
import { Replay } from '../../../src/registry/http/replay.js';
import { heldClock } from '../../support/timing/held-clock.js';
import { type FakeAnswer, type FakeSend, fakeSend } from '../fake-send.js';
import { secretFor } from '../../support/secrets.js';

const context: OperationContext = { operation: 'Reading', reference: 'r.test/a:1', side: 'source' };

interface Followed extends Pick<FakeSend, 'requests'> {
  readonly response: Promise<HttpResponse>;
}

/** Answers by address; what is not named is 200. */
function follow(answers: Readonly<Record<string, FakeAnswer>>, more: Partial<HttpRequest> = {}): Followed {
  const { send, requests } = fakeSend(({ url }) => answers[url.href] ?? { status: 200, body: 'content' });
  const request: HttpRequest = {
    kind: 'blob-get',
    method: 'GET',
    url: new URL('https://r.test/v2/a/blobs/x'),
    headers: { authorization: 'Bearer T', accept: 'y' },
    signal: new AbortController().signal,
    ...more,
  };
  const response = followRedirects(
    request,
    { scopes: ['repository:a:pull'], context },
    { send, clock: heldClock(), insecureRegistries: ['minio.corp:9000', '10.1.2.3:9000'] },
  );
  return { response, requests };
}

const to = (location: string, status = 307): FakeAnswer => ({ status, headers: { location } });
const first = 'https://r.test/v2/a/blobs/x';

test('an answer that leads nowhere is handed over, with its body unread', async () => {
  const { response, requests } = follow({});
  expect(Buffer.from(await readBody(await response, { maxBytes: 100 })).toString()).toBe('content');
  expect(requests).toHaveLength(1);
});

describe('a redirect is followed', () => {
  test.each([301, 302, 303, 307, 308])('by status %d', async (status) => {
    const { response, requests } = follow({ [first]: to('https://cdn.test/x?sig=1', status) });
    expect((await response).url.href).toBe('https://cdn.test/x?sig=1');
    expect(requests.map(({ method }) => method)).toEqual(['GET', 'GET']);
  });

  test('of a HEAD', async () => {
    const { response } = follow({ [first]: to('/y') }, { method: 'HEAD' });
    expect((await response).url.href).toBe('https://r.test/y');
  });

  test.each([
    ['/y', 'https://r.test/y'],
    ['y', 'https://r.test/v2/a/blobs/y'],
    ['//cdn.test/y', 'https://cdn.test/y'],
    ['?y', 'https://r.test/v2/a/blobs/x?y'],
  ])('to %s, as it is seen from where it came', async (location, expected) => {
    expect((await follow({ [first]: to(location) }).response).url.href).toBe(expected);
  });

  test.each([
    ['a redirect without a location', { [first]: { status: 302 } }, 302],
    ['a status that is no redirect', { [first]: to('/y', 300) }, 300],
    ['a success that names a location', { [first]: to('/y', 201) }, 201],
    ['304', { [first]: to('/y', 304) }, 304],
  ])('but not %s', async (_name, answers, status) => {
    const { response, requests } = follow(answers);
    expect((await response).status).toBe(status);
    expect(requests).toHaveLength(1);
  });
});

describe('G10 a redirect of a request that writes', () => {
  const methods = ['POST', 'PUT', 'PATCH', 'DELETE'] as const;

  test.each(methods.flatMap((method) => [307, 308].map((status) => [method, status] as const)))(
    'is followed: %s by %d, with its body and without its account',
    async (method, status) => {
      const { response, requests } = follow({ [first]: to('https://cdn.test/x', status) }, { method, body: 'body' });
      expect((await response).status).toBe(200);
      expect(requests.map(({ method: sent, body }) => [sent, body])).toEqual([
        [method, 'body'],
        [method, 'body'],
      ]);
      expect(requests.map(({ headers }) => headers.authorization)).toEqual(['Bearer T', undefined]);
      expect(requests[1]?.namedBy?.host).toBe('r.test');
    },
  );

  test.each(methods.flatMap((method) => [301, 302, 303].map((status) => [method, status] as const)))(
    'is not followed: %s by %d',
    async (method, status) => {
      const { response, requests } = follow({ [first]: to('https://cdn.test/x', status) }, { method });
      await expect(response).rejects.toThrow(
        `r.test redirected a ${method} with status ${status}, which turns it into a GET. Make the registry, or the proxy in front of it, answer with 307 or 308.`,
      );
      expect(requests).toHaveLength(1);
    },
  );

  test.each([
    ['away from TLS', 'http://cdn.test/x'],
    ['to a private address', 'https://10.1.2.4:9000/x'],
    ['to what is no http', 'file:///etc/passwd'],
  ])('is refused %s', async (_name, location) => {
    const { response, requests } = follow({ [first]: to(location) }, { method: 'PUT' });
    await expect(response).rejects.toThrow('r.test redirected to an address');
    expect(requests).toHaveLength(1);
  });

  test('gets no token for a foreign host: who is led there needs none', async () => {
    const challenge = { status: 401, headers: { 'www-authenticate': 'Bearer realm="https://auth.test/token"' } };
    const { response, requests } = follow(
      { [first]: to('https://cdn.test/x'), 'https://cdn.test/x': challenge },
      { method: 'PUT' },
    );
    expect((await response).status).toBe(401);
    expect(requests).toHaveLength(2);
  });

  test('begins a body anew that is held', async () => {
    const body = new Replay(content('one', 'two'));
    const { response, requests } = follow({ [first]: to('/y') }, { method: 'PUT', body });
    expect((await response).status).toBe(200);
    expect(requests.map((request) => request.body)).toEqual([body, body]);
  });

  test('asks for a body that is not held, and says where it goes', async () => {
    const { response, requests } = follow({ [first]: to('/y') }, { method: 'PUT', body: content('one') });
    await expect(response).rejects.toMatchObject({
      code: 'send-again',
      url: new URL('https://r.test/y'),
      namedBy: new URL(first),
    });
    expect(requests).toHaveLength(1);
  });
});

async function* content(...chunks: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const chunk of chunks) yield await Promise.resolve(Buffer.from(chunk));
}

describe('Authorization', () => {
  async function authorizationsOf(
    answers: Readonly<Record<string, FakeAnswer>>,
  ): Promise<readonly (string | undefined)[]> {
    const { response, requests } = follow(answers);
    await response;
    expect(requests.every(({ headers }) => headers.accept === 'y')).toBe(true);
    return requests.map(({ headers }) => headers.authorization);
  }

  test('stays on the same origin', async () => {
    expect(await authorizationsOf({ [first]: to('/y') })).toEqual(['Bearer T', 'Bearer T']);
    expect(await authorizationsOf({ [first]: to('https://R.test:443/y') })).toEqual(['Bearer T', 'Bearer T']);
  });

  test.each([
    ['another host', 'https://cdn.test/x'],
    ['a host below it', 'https://cdn.r.test/x'],
    ['a host that only ends so', 'https://evil-r.test/x'],
    ['another port', 'https://r.test:8443/x'],
  ])('is dropped for %s', async (_name, location) => {
    expect(await authorizationsOf({ [first]: to(location) })).toEqual(['Bearer T', undefined]);
  });

  test('is dropped on the way from host to host, and is there again at home', async () => {
    expect(
      await authorizationsOf({
        [first]: to('https://a.test/x'),
        'https://a.test/x': to('https://b.test/x'),
        'https://b.test/x': to('https://r.test/home'),
      }),
    ).toEqual(['Bearer T', undefined, undefined, 'Bearer T']);
  });

  test('G16 goes from no TLS to TLS on the same host, and nowhere else', async () => {
    const home = new URL('http://r.test:5000/x');
    const request = { url: home, headers: { authorization: 'Bearer T' } };
    const secure = follow({ [home.href]: to('https://r.test:5000/y') }, request);
    await secure.response;
    expect(secure.requests[1]?.headers.authorization).toBe('Bearer T');
    const elsewhere = follow({ [home.href]: to('https://r.test/y') }, request);
    await elsewhere.response;
    expect(elsewhere.requests[1]?.headers.authorization).toBeUndefined();
  });

  test('is none where there was none', async () => {
    const { response, requests } = follow({ [first]: to('/y') }, { headers: { accept: 'y' } });
    await response;
    expect(requests.map(({ headers }) => headers)).toEqual([{ accept: 'y' }, { accept: 'y' }]);
  });
});

describe('a redirect is refused', () => {
  test.each([
    ['from TLS to none', 'http://cdn.test/x'],
    ['from TLS to none on the same host', 'http://r.test/v2/a/blobs/x'],
    ['to what is no http', 'file:///etc/passwd'],
    ['to a host with the registry’s as its user', 'https://r.test@evil.test/x'],
    ['to what is no address', 'https://'],
    ['to a script', 'javascript:alert(1)'],
  ])('%s', async (_name, location) => {
    const { response, requests } = follow({ [first]: to(location) });
    await expect(response).rejects.toMatchObject({ name: 'RegistryError', code: 'invalid-response' });
    await expect(response).rejects.toThrow('Reading r.test/a:1 at the source: r.test redirected to an address');
    expect(requests).toHaveLength(1);
  });

  test('from a public host to a private address, with what to do where it is one’s own', async () => {
    const { response, requests } = follow({ [first]: to('https://10.1.2.4:9000/x') });
    await expect(response).rejects.toThrow(
      'r.test redirected to an address that is at a private address (https://10.1.2.4:9000). Nothing was sent there. If 10.1.2.4:9000 is your own, and may be private or without TLS, list it in "insecure-registries".',
    );
    expect(requests).toHaveLength(1);
  });

  test.each(['http://minio.corp:9000/x', 'http://10.1.2.3:9000/x'])(
    'but not to a listed host: %s',
    async (location) => {
      expect((await follow({ [first]: to(location) }).response).status).toBe(200);
    },
  );

  test('but not from plain http to plain http, or to TLS', async () => {
    const url = new URL('http://localhost:5000/x');
    const plain = follow({ [url.href]: to('http://localhost:5001/y') }, { url });
    expect((await plain.response).status).toBe(200);
    expect(plain.requests[1]?.headers.authorization).toBeUndefined();
    expect((await follow({ [url.href]: to('https://cdn.test/y') }, { url }).response).status).toBe(200);
  });

  test('in a circle', async () => {
    const { response, requests } = follow({ [first]: to(first) });
    await expect(response).rejects.toThrow('r.test redirected more than 5 times');
    expect(requests).toHaveLength(6);
  });

  test('after five, and not before', async () => {
    const chain = Object.fromEntries(
      Array.from({ length: 5 }, (_v, index) => [`https://r.test/${index}`, to(`/${index + 1}`)]),
    );
    const { response } = follow(chain, { url: new URL('https://r.test/0') });
    expect((await response).url.pathname).toBe('/5');
  });

  test('without the signature of its address in the text', async () => {
    await expect(
      follow({ [first]: to(`http://cdn.test/x?sig=${secretFor('signature')}`) }).response,
    ).rejects.not.toThrow(secretFor('signature'));
  });
});

describe('a foreign host that asks for a token of its own', () => {
  const challenge = (header: string): FakeAnswer => ({ status: 401, headers: { 'www-authenticate': header } });
  const elsewhere = 'https://other.test/v2/a/blobs/x';

  function foreign(header: string, token: FakeAnswer = { status: 200, body: '{"token":"A"}' }): Followed {
    const { send, requests } = fakeSend(({ url, headers }) => {
      if (url.href === first) return to(elsewhere);
      if (url.host === 'auth.other.test') return token;
      return headers.authorization === 'Bearer A' ? { status: 200, body: 'content' } : challenge(header);
    });
    const request: HttpRequest = {
      kind: 'blob-get',
      method: 'GET',
      url: new URL(first),
      headers: { authorization: 'Bearer T' },
      signal: new AbortController().signal,
    };
    const options = { scopes: ['repository:a:pull'], context };
    return {
      response: followRedirects(request, options, {
        send,
        clock: heldClock(),
        insecureRegistries: ['minio.corp:9000', '10.1.2.3:9000'],
      }),
      requests,
    };
  }

  test('gets an anonymous one', async () => {
    const { response, requests } = foreign(
      'Bearer realm="https://auth.other.test/token",service="s",scope="repository:b:pull repository:c:pull"',
    );
    expect((await response).status).toBe(200);
    expect(requests.map(({ headers }) => headers.authorization)).toEqual([
      'Bearer T',
      undefined,
      undefined,
      'Bearer A',
    ]);
    expect(requests[2]?.url.href).toBe(
      'https://auth.other.test/token?service=s&scope=repository%3Ab%3Apull&scope=repository%3Ac%3Apull',
    );
  });

  test('gets one for the scopes at hand where it names none', async () => {
    const { response, requests } = foreign('Bearer realm="https://auth.other.test/token"');
    await response;
    expect(requests[2]?.url.search).toBe('?scope=repository%3Aa%3Apull');
  });

  test('that does not take it is not asked again', async () => {
    const { response, requests } = foreign('Bearer realm="https://auth.other.test/token"', {
      status: 200,
      body: '{"token":"B"}',
    });
    expect((await response).status).toBe(401);
    expect(requests).toHaveLength(4);
  });

  test.each(['Basic realm="x"', 'Negotiate', ''])('by %j is left as it is', async (header) => {
    const { response, requests } = foreign(header);
    expect((await response).status).toBe(401);
    expect(requests).toHaveLength(2);
  });

  test.each([
    ['http://auth.other.test/token', 'has no TLS'],
    ['https://169.254.169.254/token', 'is at a private address'],
  ])('at %s gets none: %s', async (realm, what) => {
    await expect(foreign(`Bearer realm="${realm}"`).response).rejects.toThrow(what);
  });

  test('is not the registry itself: that is not this function’s to answer', async () => {
    const { response, requests } = follow({ [first]: challenge('Bearer realm="https://auth.test/token"') });
    expect((await response).status).toBe(401);
    expect(requests).toHaveLength(1);
  });
});
