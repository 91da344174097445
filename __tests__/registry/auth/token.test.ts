import fc from 'fast-check';
import { describe, expect, test } from '@jest/globals';
import type { OperationContext } from '../../../src/image/registry-error.js';
import type { TokenCredentials } from '../../../src/registry/auth/registry-credentials.js';
import { type Token, fetchToken } from '../../../src/registry/auth/token.js';
import { heldClock, noon } from '../../support/timing/held-clock.js';
import { type FakeAnswer, type FakeSend, fakeSend } from '../fake-send.js';
import { secretFor } from '../../support/secrets.js';

const secret = secretFor('alice');

const context: OperationContext = { operation: 'Reading', reference: 'r.test/a:1', side: 'source' };
const password: TokenCredentials = { kind: 'password', username: 'alice', password: secret };
const identity: TokenCredentials = { kind: 'identity-token', token: secret };

interface Asked extends Pick<FakeSend, 'requests'> {
  readonly token: Promise<Token>;
}

function ask(
  answer: FakeAnswer | ((index: number) => FakeAnswer),
  { credentials, realm = 'https://auth.test/token', service = 's', scopes = ['repository:a:pull'] }: Given = {},
): Asked {
  const { send, requests } = fakeSend((_request, index) => (typeof answer === 'function' ? answer(index) : answer));
  const request = {
    service: { realm: new URL(realm), service: service === '' ? undefined : service },
    scopes,
    credentials,
    context,
    signal: new AbortController().signal,
  };
  return { token: fetchToken(request, { send, clock: heldClock(), insecureRegistries: [] }), requests };
}

interface Given {
  readonly credentials?: TokenCredentials;
  readonly realm?: string;
  readonly service?: string;
  readonly scopes?: readonly string[];
}

const good: FakeAnswer = { status: 200, body: '{"token":"T"}' };

describe('a token is asked for', () => {
  test('anonymously', async () => {
    const { token, requests } = ask(good, { scopes: ['repository:a:pull', 'repository:b:pull,push'] });
    await token;
    expect(requests).toHaveLength(1);
    expect(requests[0]).toMatchObject({ kind: 'token', method: 'GET', headers: {} });
    expect(requests[0]?.url.href).toBe(
      'https://auth.test/token?service=s&scope=repository%3Aa%3Apull&scope=repository%3Ab%3Apull%2Cpush',
    );
  });

  test('with a password, by Basic', async () => {
    const { token, requests } = ask(good, { credentials: password });
    await token;
    expect(requests[0]?.headers).toEqual({
      authorization: `Basic ${Buffer.from(`alice:${secret}`).toString('base64')}`,
    });
    expect(requests[0]?.url.href).not.toContain(secret);
  });

  test('beside what the realm’s own address asks for', async () => {
    const { token, requests } = ask(good, { realm: 'https://auth.test/token?x=1&service=old&scope=own' });
    await token;
    expect(requests[0]?.url.search).toBe('?x=1&service=s&scope=own&scope=repository%3Aa%3Apull');
  });

  test('without a service, where none is named', async () => {
    const { token, requests } = ask(good, { service: '', scopes: [] });
    await token;
    expect(requests[0]?.url.href).toBe('https://auth.test/token');
  });

  test('with an identity token, by a form', async () => {
    const { token, requests } = ask(good, { credentials: identity, scopes: ['a', 'b'] });
    await token;
    expect(requests).toHaveLength(1);
    expect(requests[0]).toMatchObject({
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    expect(requests[0]?.url.href).toBe('https://auth.test/token');
    expect(Object.fromEntries(new URLSearchParams(requests[0]?.body as string))).toEqual({
      grant_type: 'refresh_token',
      client_id: 'image-mirror',
      refresh_token: secret,
      scope: 'a b',
      service: 's',
    });
  });

  test('by a form without a service, where none is named', async () => {
    const { token, requests } = ask(good, { credentials: identity, service: '' });
    await token;
    expect(new URLSearchParams(requests[0]?.body as string).has('service')).toBe(false);
  });

  test.each([400, 401, 404, 405])('by a GET where a service answers the form by %d', async (status) => {
    const { token, requests } = ask((index) => (index === 0 ? { status } : good), { credentials: identity });
    expect((await token).value).toBe('T');
    expect(requests.map(({ method }) => method)).toEqual(['POST', 'GET']);
    expect(requests[1]?.headers.authorization).toBe(`Basic ${Buffer.from(`<token>:${secret}`).toString('base64')}`);
  });

  test.each([403, 429, 500, 503])('not again where a service answers the form by %d', async (status) => {
    const { token, requests } = ask({ status }, { credentials: identity });
    await expect(token).rejects.toMatchObject({ status });
    expect(requests).toHaveLength(1);
  });
});

describe('G22 a token service that redirects', () => {
  const to =
    (status: number, location: string) =>
    (index: number): FakeAnswer =>
      index === 0 ? { status, headers: { location } } : good;

  test.each([301, 302, 303, 307, 308])('by %d to its own origin is followed once, with the login', async (status) => {
    const { token, requests } = ask(to(status, '/token/?scope=repository%3Aa%3Apull'), { credentials: password });
    expect((await token).value).toBe('T');
    expect(requests.map(({ method, url }) => `${method} ${url.href}`)).toEqual([
      'GET https://auth.test/token?service=s&scope=repository%3Aa%3Apull',
      'GET https://auth.test/token/?scope=repository%3Aa%3Apull',
    ]);
    expect(requests[1]?.headers).toEqual(requests[0]?.headers);
  });

  test.each([
    'https://thief.test/token',
    'http://auth.test/token/',
    'https://auth.test:8443/token/',
    '//thief.test/token',
    'https://auth.test.thief.test/token',
    'https://auth.test@thief.test/token',
    'nonsense://',
  ])('to %s is not followed', async (location) => {
    const { token, requests } = ask(to(301, location), { credentials: password });
    await expect(token).rejects.toMatchObject({ code: 'invalid-response', status: 301 });
    expect(requests).toHaveLength(1);
  });

  test('again is followed no second time', async () => {
    const { token, requests } = ask({ status: 301, headers: { location: '/token/' } });
    await expect(token).rejects.toMatchObject({ code: 'invalid-response', status: 301 });
    expect(requests).toHaveLength(2);
  });

  test('what it is sent by POST is asked by GET: no form goes where a redirect leads', async () => {
    const { token, requests } = ask((index) => (index < 2 ? { status: 301, headers: { location: '/token/' } } : good), {
      credentials: identity,
    });
    expect((await token).value).toBe('T');
    expect(requests.map(({ method, url }) => `${method} ${url.pathname}`)).toEqual([
      'POST /token',
      'GET /token',
      'GET /token/',
    ]);
  });
});

describe('a token is', () => {
  test.each([
    ['token', '{"token":"T"}'],
    ['access_token', '{"access_token":"T"}'],
    ['both', '{"token":"T","access_token":"U"}'],
    ['access_token beside an empty token', '{"token":"","access_token":"T"}'],
    ['access_token beside null', '{"token":null,"access_token":"T"}'],
    ['among much else', '{"token":"T","issued_at":"yesterday","refresh_token":"R","expires_in":300}'],
  ])('%s', async (_name, body) => {
    expect((await ask({ status: 200, body }).token).value).toBe('T');
  });

  test.each([
    ['no JSON', `<html>${secret}</html>`],
    ['nothing', ''],
    ['no token', '{"expires_in":300}'],
    ['an empty token', '{"token":""}'],
    ['no text', '{"token":5}'],
    ['a token with a line end', '{"token":"T\\r\\nX-Evil: 1"}'],
    ['a token with a blank', '{"token":"T U"}'],
    ['a token beyond ASCII', '{"token":"Tü"}'],
    ['an array', '["T"]'],
    ['null', 'null'],
  ])('refused where the answer has %s', async (_name, body) => {
    const { token } = ask({ status: 200, body });
    await expect(token).rejects.toMatchObject({ name: 'RegistryError', code: 'invalid-response' });
    await expect(token).rejects.toThrow('the token service auth.test sent no token');
    await expect(token).rejects.not.toThrow(secret);
  });

  test('not read from more than a service can have to say', async () => {
    const body = JSON.stringify({ token: 'T', padding: 'x'.repeat(1024 * 1024) });
    await expect(ask({ status: 200, body }).token).rejects.toThrow('larger than 1048576 bytes');
  });
});

describe('a token’s life', () => {
  test.each([
    ['is a minute where nothing is said', '{"token":"T"}', 50_000],
    ['ends ten seconds early', '{"token":"T","expires_in":300}', 290_000],
    ['ends at its half where it is short', '{"token":"T","expires_in":10}', 5_000],
    ['of none is a minute', '{"token":"T","expires_in":0}', 50_000],
    ['of less than none is a minute', '{"token":"T","expires_in":-5}', 50_000],
  ])('%s', async (_name, body, ms) => {
    expect((await ask({ status: 200, body }).token).expiresAt).toBe(ms);
  });

  test.each([
    ['a token made a minute before', 'Thu, 15 Jan 2026 12:01:00 GMT', '2026-01-15T12:00:00Z', 230_000],
    ['a token made this second', 'Thu, 15 Jan 2026 12:00:00 GMT', '2026-01-15T12:00:00Z', 290_000],
    ['a token of the future', 'Thu, 15 Jan 2026 12:00:00 GMT', '2026-01-15T12:00:01Z', 290_000],
    ['a token that would have ended', 'Thu, 15 Jan 2026 12:05:00 GMT', '2026-01-15T12:00:00Z', 290_000],
    ['no date to compare it with', '', '2026-01-15T11:59:00Z', 290_000],
    ['an unreadable date', 'Thu, 15 Jan 2026 12:01:00 GMT', 'yesterday', 290_000],
  ])('F9 counts from when it was made, by the answer’s own date: %s', async (_name, date, issued, ms) => {
    const body = JSON.stringify({ token: 'T', expires_in: 300, issued_at: issued });
    expect((await ask({ status: 200, body, headers: { date } }).token).expiresAt).toBe(ms);
  });

  test('always lies in the future', async () => {
    await fc.assert(
      fc.asyncProperty(fc.double({ noNaN: true, noDefaultInfinity: true }), async (seconds) => {
        const { expiresAt } = await ask({ status: 200, body: JSON.stringify({ token: 'T', expires_in: seconds }) })
          .token;
        expect(expiresAt).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 30 },
    );
  });
});

describe('a service that refuses', () => {
  test.each([
    [401, password, 'credentials'],
    [403, password, 'credentials'],
    [403, identity, 'credentials'],
    [401, undefined, 'unauthorized'],
    [403, undefined, 'denied'],
    [429, password, 'rate-limited'],
    [500, password, 'unavailable'],
    [302, undefined, 'invalid-response'],
    [204, undefined, 'invalid-response'],
  ] as const)('by %d with %j is %s', async (status, credentials, code) => {
    const { token } = ask(
      { status, body: status === 204 ? '' : 'no' },
      credentials === undefined ? {} : { credentials },
    );
    await expect(token).rejects.toMatchObject({ name: 'RegistryError', code, status });
    await expect(token).rejects.not.toThrow(secret);
  });

  test('an identity token is told in the end, after both ways', async () => {
    const { token, requests } = ask({ status: 401 }, { credentials: identity });
    await expect(token).rejects.toThrow('the credentials of the holder of an identity token were refused (401)');
    expect(requests).toHaveLength(2);
  });

  test.each([
    ['source', 'Log in again, or log out to read public images anonymously.'],
    ['target', 'Log in again, with an account that may write there.'],
  ] as const)('L19 of a %s says what to do there', async (side, advice) => {
    const { send } = fakeSend(() => ({ status: 401 }));
    const request = {
      service: { realm: new URL('https://auth.test/token'), service: 's' },
      scopes: [],
      credentials: password,
    };
    const token = fetchToken(
      { ...request, context: { ...context, side }, signal: new AbortController().signal },
      { send, clock: heldClock(), insecureRegistries: [] },
    );
    await expect(token).rejects.toThrow(`were refused (401). ${advice}`);
  });

  test('says when to come again', async () => {
    const { token } = ask({ status: 429, headers: { 'retry-after': '30' } });
    await expect(token).rejects.toMatchObject({ retryAt: { dueMs: 30_000, date: new Date(noon + 30_000) } });
  });
});
