import fc from 'fast-check';
import { describe, expect, test } from '@jest/globals';
import { RegistryError } from '../../../src/image/registry-error.js';
import { CredentialHelperError, askCredentialHelper } from '../../../src/registry/auth/credential-helper.js';
import { parseChallenges } from '../../../src/registry/auth/challenge.js';
import { parseDockerConfig } from '../../../src/registry/auth/docker-config.js';
import { type StoredLogin, storedLogins } from '../../../src/registry/auth/login-entries.js';
import { readGrants } from '../../../src/registry/auth/jwt.js';
import { readTokenService } from '../../../src/registry/auth/realm.js';
import { covers, grantsOf, joinGrants } from '../../../src/registry/auth/scopes.js';
import { fetchToken } from '../../../src/registry/auth/token.js';
import { heldClock } from '../../support/timing/held-clock.js';
import { mutatedJson, mutatedText } from '../../support/mutations.js';
import { fakeSend } from '../fake-send.js';
import { secretFor } from '../../support/secrets.js';
import { casesOf } from '../../support/whole-run.js';

const secret = secretFor('properties');
const base64 = (text: string): string => Buffer.from(text).toString('base64');

/** What a parser of secrets throws is its own error, which does not repeat them. */
function expectOwn(error: unknown): void {
  expect(error instanceof CredentialHelperError).toBe(true);
  expect(String(error)).not.toContain(secret);
  expect(String(error)).not.toContain(base64(secret).slice(0, 10));
}

function find(json: string, registry: string): readonly StoredLogin[] {
  return storedLogins({ ...parseDockerConfig(json), location: 'x', format: 'docker' }, registry, 'acme/app');
}

describe('docker’s configuration', () => {
  const sample = {
    auths: {
      'ghcr.io': { auth: base64(`alice:${secret}`) },
      'https://index.docker.io/v1/': { username: 'bob', password: secret },
      'quay.io': { identitytoken: secret },
      'r.test': null,
    },
    credHelpers: { 'ecr.test': 'ecr-login' },
    credsStore: 'desktop',
    HttpHeaders: { 'X-Meta': secret },
  };
  const registries = ['ghcr.io', 'docker.io', 'quay.io', 'r.test', 'ecr.test', '__proto__', 'constructor', ''];

  test('that was right once is read, and what cannot be read is named without its words', () => {
    const text = JSON.stringify(sample);
    fc.assert(
      fc.property(fc.oneof(mutatedJson(sample), mutatedText([text], ['"', '{', secret])), (json) => {
        for (const registry of registries)
          for (const { kind } of find(json, registry)) expect(['entry', 'helper']).toContain(kind);
        for (const { what } of parseDockerConfig(json).problems) {
          expect(what).not.toContain(secret);
          expect(what).not.toContain(base64(secret).slice(0, 10));
        }
      }),
      { numRuns: casesOf(3_000) },
    );
  });

  test('gives an account back as it was logged in', () => {
    const name = fc.string({ minLength: 1 }).filter((text) => !text.includes(':') && text !== '<token>');
    // A NUL at the end is docker’s padding.
    const password = fc.string().filter((text) => !text.endsWith('\0'));
    fc.assert(
      fc.property(name, password, (username, word) => {
        const json = JSON.stringify({ auths: { 'ghcr.io': { auth: base64(`${username}:${word}`) } } });
        expect(find(json, 'ghcr.io')).toMatchObject([{ kind: 'entry', credentials: { username, password: word } }]);
        expect(find(json, 'ghcr.io.test')).toEqual([]);
      }),
    );
  });

  test.each(['/', 'v1/', 'a', 'https://', ':', '.'])('with a key of a megabyte of %j is read', (unit) => {
    const key = unit.repeat(1_000_000 / unit.length);
    expect(find(JSON.stringify({ auths: { [key]: {}, [`${key}!`]: {} } }), 'ghcr.io')).toEqual([]);
  });
});

test('a helper’s answer, whatever it is, is an account, none, or its own error without its words', async () => {
  const sample = { ServerURL: 'r.test', Username: 'alice', Secret: secret };
  const said = fc.oneof(mutatedJson(sample), mutatedText([JSON.stringify(sample)]), fc.string({ unit: 'binary' }));
  await fc.assert(
    fc.asyncProperty(said, fc.constantFrom(0, 0, 0, 1, 127), async (stdout, exitCode) => {
      try {
        const found = await askCredentialHelper(
          'x',
          'r.test',
          async () => Promise.resolve({ exitCode, stdout }),
          heldClock(),
        );
        expect(['password', 'identity-token', undefined]).toContain(found?.kind);
      } catch (error) {
        expectOwn(error);
      }
    }),
    { numRuns: casesOf(1_000) },
  );
});

const context = { operation: 'Reading', reference: 'r.test/a:1', side: 'source' } as const;

test('a token service’s answer, whatever it is, is a token that can stand in a header, or a registry’s error', async () => {
  const sample = { token: secret, access_token: secret, expires_in: 300, issued_at: '2026-01-15T12:00:00Z' };
  const service = { realm: new URL('https://auth.test/token'), service: undefined };
  const { signal } = new AbortController();
  await fc.assert(
    fc.asyncProperty(fc.oneof(mutatedJson(sample), mutatedText([JSON.stringify(sample)])), async (body) => {
      const { send } = fakeSend(() => ({ status: 200, body }));
      const request = { service, scopes: [], credentials: undefined, context, signal };
      try {
        const { value, expiresAt } = await fetchToken(request, { send, clock: heldClock(), insecureRegistries: [] });
        expect(value).toMatch(/^[\x21-\x7e]+$/);
        expect(expiresAt).toBeGreaterThanOrEqual(0);
      } catch (error) {
        expect(error).toBeInstanceOf(RegistryError);
        expect(String(error)).not.toContain(secret);
      }
    }),
    { numRuns: 300 },
  );
});

describe('a token that says what it grants', () => {
  const sample = { access: [{ type: 'repository', name: 'acme/app', actions: ['pull', 'push'] }], exp: 1 };
  const tokenOf = (claims: string): string => `e30.${Buffer.from(claims).toString('base64url')}.signature`;

  test('is read, or says nothing', () => {
    fc.assert(
      fc.property(mutatedJson(sample), (claims) => {
        for (const actions of readGrants(tokenOf(claims))?.values() ?? [])
          expect([...actions].every((action) => typeof action === 'string')).toBe(true);
      }),
      { numRuns: casesOf(2_000) },
    );
  });

  test('of a million wrong entries says nothing', () => {
    expect(readGrants(tokenOf(`{"access":[${'1,'.repeat(400_000)}1]}`))).toBeUndefined();
  });

  test('grants what was asked for, and together what each does', () => {
    const scope = fc
      .tuple(
        fc.stringMatching(/^[a-z0-9/:.-]{1,10}$/),
        fc.uniqueArray(fc.constantFrom('pull', 'push', 'delete'), { minLength: 1 }),
      )
      .map(([name, actions]) => `repository:${name}:${actions.join(',')}`);
    fc.assert(
      fc.property(fc.array(scope), fc.array(scope), (one, other) => {
        const all = joinGrants(grantsOf(one), grantsOf(other));
        expect(covers(all, grantsOf(one)) && covers(all, grantsOf(other))).toBe(true);
        expect(covers(grantsOf([...one, ...other]), all)).toBe(true);
      }),
    );
  });
});

test('a challenge that was right once leads to a token service by TLS, or to a registry’s error', () => {
  const samples = [
    'Bearer realm="https://auth.docker.io/token",service="registry.docker.io",scope="repository:a/b:pull"',
    'Negotiate, Basic realm="a", Bearer realm="https://b.test/t",service=c',
  ];
  const pieces = [
    '"',
    '\\',
    ',',
    '=',
    'http://',
    'https://169.254.169.254/',
    'user:pass@',
    'Bearer ',
    'realm="file:///"',
  ];
  fc.assert(
    fc.property(mutatedText(samples, pieces), (header) => {
      for (const challenge of parseChallenges(header)) {
        try {
          const { realm } = readTokenService(challenge, new URL('https://r.test'), context, { insecureRegistries: [] });
          expect(realm.protocol).toBe('https:');
          expect(realm.username + realm.password).toBe('');
        } catch (error) {
          expect(error).toBeInstanceOf(RegistryError);
          expect(String(error).length).toBeLessThan(900);
        }
      }
    }),
    { numRuns: casesOf(3_000) },
  );
});
