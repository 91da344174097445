import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ConfigurationError } from '../../../src/errors.js';
import type { RunProgram } from '../../../src/registry/auth/credential-helper.js';
import { type Logins, openLogins } from '../../../src/registry/auth/credential-store.js';
import type { CredentialStore, Credentials } from '../../../src/registry/auth/credentials.js';
import { noLoginWords } from '../../../src/registry/auth/login-trace.js';
import { Secrets } from '../../../src/secrets.js';
import { secretFor } from '../../support/secrets.js';

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const found = { exitCode: 0, stdout: JSON.stringify({ Username: 'bob', Secret: secretFor('from-helper') }) };
const notFound = { exitCode: 1, stdout: 'credentials not found in native keychain\n' };

let home = '';
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'credential-store-'));
});
afterEach(async () => {
  await rm(home, { recursive: true });
});

interface Made {
  readonly store: CredentialStore;
  readonly trace: Logins['trace'];
  readonly ran: string[];
  readonly secrets: string[];
}

interface Given {
  readonly docker?: object;
  readonly podman?: object;
  readonly answer?: { exitCode: number; stdout: string };
  readonly fallback?: ReadonlyMap<string, Credentials>;
}

async function make({
  docker,
  podman,
  answer = found,
  fallback = new Map<string, Credentials>(),
}: Given): Promise<Made> {
  if (docker !== undefined) await write('.docker/config.json', docker);
  if (podman !== undefined) await write('.config/containers/auth.json', podman);
  const ran: string[] = [];
  const secrets: string[] = [];
  const runProgram: RunProgram = async (program, args, input) => {
    ran.push([program, ...args, input].join(' '));
    return Promise.resolve(answer);
  };
  const known = new Secrets((form) => secrets.push(form));
  const logins = openLogins({ environment: { HOME: home }, runProgram, secrets: known, fallback });
  return {
    store: logins.credentials,
    trace: logins.trace,
    ran,
    secrets,
  };
}

async function write(path: string, content: object): Promise<void> {
  await mkdir(join(home, path, '..'), { recursive: true });
  await writeFile(join(home, path), JSON.stringify(content));
}

const alice = { auths: { 'r.test': { auth: base64(`alice:${secretFor('alice')}`) } } };

test('a registry’s credentials are those of its own host, and of no other', async () => {
  const { store, ran } = await make({ docker: alice });
  expect(await store('r.test')).toEqual({ kind: 'password', username: 'alice', password: secretFor('alice') });
  expect(await store('evil-r.test')).toBeUndefined();
  expect(await store('r.test:5000')).toBeUndefined();
  expect(ran).toEqual([]);
});

test('where there is no configuration there are none', async () => {
  const { store, secrets } = await make({});
  expect(await store('r.test')).toBeUndefined();
  expect(secrets).toEqual([]);
});

describe('a helper', () => {
  test('is asked once a registry, however many ask at once', async () => {
    const { store, ran, secrets } = await make({ docker: { credsStore: 'all' } });
    const [one, other] = await Promise.all([store('r.test'), store('r.test')]);
    expect(one).toEqual({ kind: 'password', username: 'bob', password: secretFor('from-helper') });
    expect(other).toEqual(one);
    expect(await store('r.test')).toEqual(one);
    await store('docker.io');
    expect(ran).toEqual(['docker-credential-all get r.test', 'docker-credential-all get https://index.docker.io/v1/']);
    expect(secrets).toContain(secretFor('from-helper'));
    expect(new Set(secrets).size).toBe(secrets.length);
  });

  test('that knows nothing leaves it to the next file', async () => {
    const { store } = await make({ docker: { credsStore: 'all' }, podman: alice, answer: notFound });
    expect(await store('r.test')).toMatchObject({ username: 'alice' });
  });

  test('that fails is an error, and not anonymity', async () => {
    const { store } = await make({ docker: { credsStore: 'all' }, podman: alice, answer: { exitCode: 2, stdout: '' } });
    await expect(store('r.test')).rejects.toThrow(ConfigurationError);
    await expect(store('r.test')).rejects.toThrow('docker-credential-all');
  });
});

describe('the first file that knows a registry serves', () => {
  test('docker’s before podman’s', async () => {
    const podman = { auths: { 'r.test': { auth: base64('carol:x') }, 's.test': { auth: base64('carol:y') } } };
    const { store } = await make({ docker: alice, podman });
    expect(await store('r.test')).toMatchObject({ username: 'alice' });
    expect(await store('s.test')).toMatchObject({ username: 'carol' });
  });

  test('and none before the fallback', async () => {
    const fallback = new Map<string, Credentials>([
      ['r.test', { kind: 'password', username: 'f', password: 'g' }],
      ['ghcr.io', { kind: 'password', username: 'f', password: 'token' }],
    ]);
    const { store } = await make({ docker: alice, fallback });
    expect(await store('r.test')).toMatchObject({ username: 'alice' });
    expect(await store('ghcr.io')).toMatchObject({ username: 'f', password: 'token' });
    expect(await store('quay.io')).toBeUndefined();
  });
});

describe('every secret is told before it is used, alone and as it is sent with its user', () => {
  const secret = secretFor('told');

  test.each([
    ['a password', { auth: base64(`a:${secret}`) }, `a:${secret}`],
    ['an identity token', { identitytoken: secret }, `<token>:${secret}`],
  ])('%s', async (_name, entry, pair) => {
    const { store, secrets } = await make({ docker: { auths: { 'r.test': entry } } });
    await store('r.test');
    expect(secrets).toEqual([secret, base64(secret).replace(/=+$/, ''), base64(pair).replace(/=+$/, '')]);
  });

  test('that of the fallback, too', async () => {
    const { store, secrets } = await make({
      fallback: new Map([['ghcr.io', { kind: 'password', username: 'f', password: secret }]]),
    });
    await store('ghcr.io');
    expect(secrets).toContain(secret);
  });
});

test('a configuration that cannot be read is an error for every registry', async () => {
  await mkdir(join(home, '.docker'));
  await writeFile(join(home, '.docker/config.json'), secretFor('alice'));
  const { store } = await make({});
  await expect(store('r.test')).rejects.toThrow(join(home, '.docker/config.json'));
  await expect(store('s.test')).rejects.toThrow(ConfigurationError);
});

describe('where a login is from, or was looked for', () => {
  test.each<[string, Given, string | undefined]>([
    ['a file', { docker: alice }, '~/.docker/config.json'],
    ['podman’s', { podman: alice }, '~/.config/containers/auth.json'],
    ['a helper', { docker: { credHelpers: { 'r.test': 'own' } } }, 'docker-credential-own'],
    [
      'what GitHub gave',
      { fallback: new Map([['r.test', { kind: 'password', username: 'f', password: 'g' }]]) },
      'GitHub (GITHUB_TOKEN)',
    ],
    ['nowhere', { docker: { auths: { 's.test': { auth: base64('a:b') } } } }, undefined],
  ])('%s', async (_name, given, from) => {
    expect((await (await make(given)).trace('r.test')).from).toBe(from);
  });

  test.each([
    ['a login goes before it', { docker: { auths: { 'r.test': { auth: base64('a:b') } } } }, true],
    ['it is used itself', {}, false],
  ])('B6 the workflow’s token is told of as not used where %s', async (_name, given, isUnused) => {
    const fallback = new Map([['r.test', { kind: 'password', username: 'f', password: 'g' } as const]]);
    const { trace } = await make({ ...given, fallback });
    expect((await trace('r.test')).unused).toBe(
      isUnused ? 'The workflow’s token (github-token, GITHUB_TOKEN)' : undefined,
    );
    expect((await trace('s.test')).unused).toBeUndefined();
  });

  test('each place is told with its hosts, and nothing secret of their keys', async () => {
    const auths = {
      'https://index.docker.io/v1/': {},
      [`https://bob:${secretFor('bob')}@s.test/x?token=${secretFor('bob')}`]: {},
    };
    const { trace } = await make({ docker: { auths, credHelpers: { 't.test': 'own' } } });
    expect(await trace('r.test')).toEqual({
      registry: 'r.test',
      from: undefined,
      undecodable: undefined,
      places: [
        { name: '~/.docker/config.json', hosts: ['t.test', 'docker.io', 's.test/x'] },
        { name: '~/.config/containers/auth.json', hosts: [] },
        { name: 'DOCKER_AUTH_CONFIG', hosts: [] },
      ],
    });
  });

  test.each([
    [['s.test'], 'a login for another registry.'],
    [['s.test', 'localhost:5001'], 'logins for 2 other registries.'],
    [
      ['s.test', 'r.test:5001/mirror'],
      'logins for r.test:5001/mirror, and only an entry for exactly r.test:5000 counts.',
    ],
    [['other:5000'], 'logins for other:5000, and only an entry for exactly r.test:5000 counts.'],
    [['www.r.test'], 'logins for www.r.test, and only an entry for exactly r.test:5000 counts.'],
    [
      Array.from({ length: 8 }, (_, index) => `r.test/${index}`),
      'logins for r.test/0, r.test/1, r.test/2, r.test/3, r.test/4 and 3 more, and only an entry for exactly r.test:5000 counts.',
    ],
  ])('of %j those are named that may be meant', async (hosts, words) => {
    const { trace } = await make({ docker: { auths: Object.fromEntries(hosts.map((host) => [host, {}])) } });
    const start = 'No credentials for r.test:5000 were found: ~/.docker/config.json has ';
    expect(noLoginWords('r.test:5000', await trace('r.test:5000'))).toBe(`${start}${words}`);
  });
});
