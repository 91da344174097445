import { describe, expect, test } from '@jest/globals';

import type { BearerAuth } from '../support/registry/options.js';
import { buildImage } from '../support/registry/images/images.js';
import type { Registry } from '../support/registry/registry.js';
import { call, codesOf, getManifest, headerOf, jsonOf } from './calls.js';
import { registryFor } from './registries.js';

const users = { anna: 'secret' };

function basic(username: string, password: string): Record<string, string> {
  return { authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}` };
}

async function bearerRegistry(auth: Partial<BearerAuth> = {}, now?: () => number): Promise<Registry> {
  const registry = await registryFor({
    auth: { kind: 'bearer', users, ...auth },
    ...(now === undefined ? {} : { now }),
  });
  buildImage(registry, 'acme/base', '1');
  return registry;
}

async function fetchToken(registry: Registry, scopes: string[], headers: Record<string, string> = {}): Promise<string> {
  const query = scopes.map((scope) => `&scope=${encodeURIComponent(scope)}`).join('');
  const answer = await call('GET', `${registry.origin}/token?service=x${query}`, { headers });
  return tokenOf(jsonOf(answer));
}

function tokenOf(json: unknown): string {
  const token = typeof json === 'object' && json !== null && 'token' in json ? json.token : undefined;
  return typeof token === 'string' ? token : '';
}

function head(registry: Registry, token: string, repository = 'acme/base') {
  const url = `${registry.origin}/v2/${repository}/manifests/1`;
  return getManifest('HEAD', url, { authorization: `Bearer ${token}` });
}

describe('basic', () => {
  test.each([
    ['nothing', {}, 401],
    ['a wrong password', basic('anna', 'guess'), 401],
    ['another user', basic('bob', 'secret'), 401],
    ['a token', { authorization: 'Bearer x' }, 401],
    ['the password', basic('anna', 'secret'), 200],
  ])('with %s', async (_name, headers, status) => {
    const registry = await registryFor({ auth: { kind: 'basic', username: 'anna', password: 'secret' } });
    const answer = await call('GET', `${registry.origin}/v2/`, { headers });
    expect(answer.status).toBe(status);
    expect(headerOf(answer, 'www-authenticate').startsWith('Basic ')).toBe(status === 401);
  });

  test('what is not allowed → 403 DENIED', async () => {
    const allow = () => false;
    const registry = await registryFor({ auth: { kind: 'basic', username: 'anna', password: 'secret', allow } });
    const answer = await call('GET', `${registry.origin}/v2/a/tags/list`, { headers: basic('anna', 'secret') });
    expect([answer.status, ...codesOf(answer)]).toEqual([403, 'DENIED']);
  });
});

describe('the challenge', () => {
  const other = `sha256:${'0'.repeat(64)}`;
  test.each([
    ['of a ping has no scope', 'GET', '/v2/', undefined],
    ['of a pull', 'GET', '/v2/acme/base/tags/list', 'repository:acme/base:pull'],
    ['of a push', 'POST', '/v2/acme/base/blobs/uploads/', 'repository:acme/base:pull,push'],
    ['of a delete', 'DELETE', '/v2/acme/base/manifests/1', 'repository:acme/base:delete'],
    [
      'of a mount names both repositories',
      'POST',
      `/v2/acme/new/blobs/uploads/?mount=${other}&from=acme/base`,
      'repository:acme/new:pull,push repository:acme/base:pull',
    ],
  ])('%s', async (_name, method, path, scope) => {
    const registry = await bearerRegistry();
    const answer = await call(method, `${registry.origin}${path}`);
    expect([answer.status, ...codesOf(answer)]).toEqual([401, 'UNAUTHORIZED']);
    const realm = `Bearer realm="${registry.origin}/token",service="registry double"`;
    expect(answer.headers['www-authenticate']).toBe(scope === undefined ? realm : `${realm},scope="${scope}"`);
  });

  test.each([
    ['no-scope', '/v2/a/tags/list', /^Bearer realm="[^"]+",service="[^"]+"$/],
    ['ping-only', '/v2/a/tags/list', /^$/],
    ['ping-only', '/v2/', /^Bearer /],
    ['with-basic', '/v2/', /^Basic realm="[^"]+", Bearer realm=/],
  ] as const)('%s: %s', async (challenge, path, pattern) => {
    const registry = await bearerRegistry({ challenge });
    const answer = await call('GET', `${registry.origin}${path}`);
    expect(answer.status).toBe(401);
    expect(headerOf(answer, 'www-authenticate')).toMatch(pattern);
  });

  test('the realm may be on another port, which answers nothing else', async () => {
    const registry = await bearerRegistry({ separateHost: true });
    const answer = await call('GET', `${registry.origin}/v2/`);
    const realm = /realm="(?<realm>[^"]+)"/.exec(headerOf(answer, 'www-authenticate'))?.groups?.realm ?? '';
    expect(new URL(realm).origin).not.toBe(registry.origin);
    expect(tokenOf(jsonOf(await call('GET', realm)))).not.toBe('');
    expect((await call('GET', `${new URL(realm).origin}/v2/`)).status).toBe(404);
    expect((await call('GET', `${registry.origin}/token`)).status).toBe(404);
    expect(registry.requests.map(({ listener }) => listener)).toEqual(['main', 'token', 'token', 'main']);
  });
});

describe('tokens', () => {
  test('everyone may pull, users may push', async () => {
    const registry = await bearerRegistry();
    const post = (token: string) =>
      call('POST', `${registry.origin}/v2/acme/base/blobs/uploads/`, { headers: { authorization: `Bearer ${token}` } });
    const anonymous = await fetchToken(registry, ['repository:acme/base:pull,push']);
    expect((await head(registry, anonymous)).status).toBe(200);
    const refused = await post(anonymous);
    expect(refused.status).toBe(401);
    expect(headerOf(refused, 'www-authenticate')).toContain('error="insufficient_scope"');
    const anna = await fetchToken(registry, ['repository:acme/base:pull,push'], basic('anna', 'secret'));
    expect((await post(anna)).status).toBe(202);
  });

  test('several scopes, one by one or in one string; or only the first', async () => {
    const scopes = ['repository:acme/other:pull', 'repository:acme/base:pull'];
    for (const [onlyFirstScope, asked, status] of [
      [false, scopes, 200],
      [false, [scopes.join(' ')], 200],
      [true, scopes, 401],
      [true, [scopes.join(' ')], 401],
    ] as const) {
      const registry = await bearerRegistry({ onlyFirstScope });
      expect((await head(registry, await fetchToken(registry, [...asked]))).status).toBe(status);
    }
  });

  test('a scope may hold a port', async () => {
    const asked: unknown[] = [];
    const registry = await bearerRegistry({ allow: (...question) => asked.push(question) > 0 });
    await fetchToken(registry, ['repository:host:5000/base:pull']);
    expect(asked).toEqual([[undefined, 'host:5000/base', 'pull']]);
  });

  test('permissions are asked for user, repository and action', async () => {
    const asked: unknown[][] = [];
    const allow = (...question: unknown[]) => asked.push(question) > 0;
    const registry = await bearerRegistry({ allow });
    await fetchToken(registry, ['repository:a/b:pull,push'], basic('anna', 'secret'));
    await fetchToken(registry, ['repository:a/b:pull']);
    expect(asked).toEqual([
      ['anna', 'a/b', 'pull'],
      ['anna', 'a/b', 'push'],
      [undefined, 'a/b', 'pull'],
    ]);
  });

  test('a good token with too few rights → 403 DENIED where told so', async () => {
    const registry = await bearerRegistry({ deniedStatus: 403 });
    const answer = await head(registry, await fetchToken(registry, []));
    expect(answer.status).toBe(403);
  });

  test('expire, are revoked, and cannot be guessed: error="invalid_token"', async () => {
    let now = 0;
    const registry = await bearerRegistry({ lifetimeSeconds: 60 }, () => now);
    const token = await fetchToken(registry, ['repository:acme/base:pull']);
    expect((await head(registry, token)).status).toBe(200);
    now = 60_000;
    expect(headerOf(await head(registry, token), 'www-authenticate')).toContain('error="invalid_token"');
    const second = await fetchToken(registry, ['repository:acme/base:pull']);
    expect((await head(registry, second)).status).toBe(200);
    registry.revokeTokens();
    expect((await head(registry, second)).status).toBe(401);
    expect((await head(registry, 'guess')).status).toBe(401);
  });
});

describe('the token endpoint', () => {
  test.each([
    ['by default', {}, ['token', 'expires_in', 'issued_at'], 300],
    ['access_token only', { tokenField: 'access_token' }, ['access_token', 'expires_in', 'issued_at'], 300],
    ['both', { tokenField: 'both' }, ['token', 'access_token', 'expires_in', 'issued_at'], 300],
    ['without expires_in', { omitExpiresIn: true }, ['token', 'issued_at'], undefined],
    ['that announces another time', { announcedSeconds: 9 }, ['token', 'expires_in', 'issued_at'], 9],
  ] as const)('answers %s', async (_name, auth, fields, seconds) => {
    const registry = await bearerRegistry(auth);
    const json = jsonOf(await call('GET', `${registry.origin}/token`));
    expect(Object.keys(json ?? {})).toEqual(fields);
    expect(json).toMatchObject(seconds === undefined ? {} : { expires_in: seconds });
  });

  test.each([
    ['a wrong password', {}, basic('anna', 'guess'), 401],
    ['a user nobody knows', {}, basic('toString', 'x'), 401],
    ['rubbish for credentials', {}, { authorization: 'Basic ?' }, 401],
    ['nobody where nobody is served', { anonymous: false }, {}, 401],
    ['nobody', {}, {}, 200],
  ])('GET by %s', async (_name, auth, headers, status) => {
    const registry = await bearerRegistry(auth);
    expect((await call('GET', `${registry.origin}/token`, { headers })).status).toBe(status);
  });

  test.each([
    ['an identity token', 'grant_type=refresh_token&refresh_token=id-token', 200],
    ['one that was not issued', 'grant_type=refresh_token&refresh_token=guess', 401],
    ['a password', 'grant_type=password&username=anna&password=secret', 200],
    ['a wrong password', 'grant_type=password&username=anna&password=guess', 401],
  ])('POST with %s', async (_name, form, status) => {
    const registry = await bearerRegistry({ identityTokens: { 'id-token': 'anna' } });
    const body = `${form}&service=x&scope=${encodeURIComponent('repository:acme/base:pull,push')}`;
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const answer = await call('POST', `${registry.origin}/token`, { headers, body });
    expect(answer.status).toBe(status);
    expect((await head(registry, tokenOf(jsonOf(answer)))).status).toBe(status);
  });

  test('POST where it is not supported', async () => {
    const registry = await bearerRegistry({ postStatus: 404 });
    expect((await call('POST', `${registry.origin}/token`, { body: '' })).status).toBe(404);
  });

  test('there is none without bearer', async () => {
    const registry = await registryFor();
    expect((await call('GET', `${registry.origin}/token`)).status).toBe(404);
  });
});
