import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { RunHelper } from '../../../src/registry/auth/credential-helper.js';
import { type Logins, openLogins } from '../../../src/registry/auth/credential-store.js';
import type { CredentialStore, Credentials } from '../../../src/registry/auth/registry-credentials.js';
import { noLoginWords } from '../../../src/registry/auth/login-trace.js';
import { Secrets } from '../../../src/runtime/secrets.js';
import { secretFor } from '../../support/secrets.js';
import { heldClock } from '../../support/timing/held-clock.js';

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

function failing(why: string): RunHelper {
  const [, exitCode] = /exit code (\d+)/.exec(why) ?? [];
  if (exitCode !== undefined) return async () => Promise.resolve({ exitCode: Number(exitCode), stdout: '' });
  return async () => Promise.reject(new Error(why));
}

interface Made {
  readonly store: CredentialStore;
  readonly trace: Logins['trace'];
  readonly ran: string[];
  readonly secrets: string[];
  readonly warnings: string[];
}

interface Given {
  readonly docker?: object | string;
  readonly podman?: object;
  readonly answer?: { exitCode: number; stdout: string };
  readonly run?: RunHelper;
  readonly variable?: object | string;
  readonly fallback?: ReadonlyMap<string, Credentials>;
}

async function make({
  docker,
  podman,
  answer = found,
  run,
  variable,
  fallback = new Map<string, Credentials>(),
}: Given): Promise<Made> {
  if (docker !== undefined) await write('.docker/config.json', docker);
  if (podman !== undefined) await write('.config/containers/auth.json', podman);
  const ran: string[] = [];
  const secrets: string[] = [];
  const runProgram: RunHelper = async (program, args, input) => {
    ran.push([program, ...args, input].join(' '));
    return Promise.resolve(answer);
  };
  const known = new Secrets((form) => secrets.push(form));
  const warnings: string[] = [];
  const logins = openLogins({
    environment: { HOME: home, ...(variable === undefined ? {} : { DOCKER_AUTH_CONFIG: textOf(variable) }) },
    clock: heldClock(),
    runHelper: run ?? runProgram,
    secrets: known,
    fallback,
    warn: (sentence) => warnings.push(sentence),
  });
  return {
    store: logins.credentials,
    trace: logins.trace,
    ran,
    secrets,
    warnings,
  };
}

async function write(path: string, content: object | string): Promise<void> {
  await mkdir(join(home, path, '..'), { recursive: true });
  await writeFile(join(home, path), textOf(content));
}

function textOf(content: object | string): string {
  return typeof content === 'string' ? content : JSON.stringify(content);
}

const alice = { auths: { 'r.test': { auth: base64(`alice:${secretFor('alice')}`) } } };

test('a registry’s credentials are those of its own host, and of no other', async () => {
  const { store, ran } = await make({ docker: alice });
  expect(await store('r.test', 'app')).toEqual({ kind: 'password', username: 'alice', password: secretFor('alice') });
  expect(await store('evil-r.test', 'app')).toBeUndefined();
  expect(await store('r.test:5000', 'app')).toBeUndefined();
  expect(ran).toEqual([]);
});

describe('what was found is at hand, without a promise', () => {
  const login = { kind: 'password', username: 'alice', password: secretFor('alice') };

  test('for all repositories of a registry that has one login', async () => {
    const { store } = await make({ docker: alice });
    await store('r.test', 'app');
    await store('other.test', 'app');
    expect(store('r.test', 'another')).toEqual(login);
    expect(store('other.test', 'another')).toBeUndefined();
  });

  test('for one repository of a registry that may have several', async () => {
    const bob = { auth: base64(`bob:${secretFor('bob')}`) };
    const { store } = await make({ podman: { auths: { ...alice.auths, 'r.test/team': bob } } });
    await store('r.test', 'app');
    expect(store('r.test', 'app')).toEqual(login);
    expect(store('r.test', 'team/app')).toBeInstanceOf(Promise);
    expect(await store('r.test', 'team/app')).toMatchObject({ username: 'bob' });
    expect(await store('r.test', 'another')).toEqual(login);
  });
});

test('where there is no configuration there are none', async () => {
  const { store, secrets } = await make({});
  expect(await store('r.test', 'app')).toBeUndefined();
  expect(secrets).toEqual([]);
});

describe('a helper', () => {
  test('is asked once a registry, however many ask at once', async () => {
    const { store, ran, secrets } = await make({ docker: { credsStore: 'all' } });
    const [one, other] = await Promise.all([store('r.test', 'app'), store('r.test', 'app')]);
    expect(one).toEqual({ kind: 'password', username: 'bob', password: secretFor('from-helper') });
    expect(other).toEqual(one);
    expect(await store('r.test', 'app')).toEqual(one);
    await store('docker.io', 'app');
    expect(ran).toEqual(['docker-credential-all get r.test', 'docker-credential-all get https://index.docker.io/v1/']);
    expect(secrets).toContain(secretFor('from-helper'));
    expect(new Set(secrets).size).toBe(secrets.length);
  });

  test('that knows nothing leaves it to the next file', async () => {
    const { store } = await make({ docker: { credsStore: 'all' }, podman: alice, answer: notFound });
    expect(await store('r.test', 'app')).toMatchObject({ username: 'alice' });
  });

  test.each([
    ['is missing', 'nowhere', 'ENOENT, it cannot be run'],
    ['fails', 'broken', 'it ended with exit code 2'],
  ])('L8 that %s leaves it to the next place, with one warning', async (_name, helper, why) => {
    const docker = { credsStore: helper };
    const { store, warnings } = await make({ docker, podman: alice, run: failing(why) });
    expect(await store('r.test', 'app')).toMatchObject({ username: 'alice' });
    expect(await store('public.test', 'app')).toBeUndefined();
    expect(warnings).toEqual([
      `docker-credential-${helper} could not be asked: ${why}. The run goes on without its logins. Install it, or remove it from "credsStore" and "credHelpers".`,
    ]);
  });

  test('L8 that could not be asked is named where a login is missing', async () => {
    const { trace } = await make({ docker: { credsStore: 'nowhere' }, run: failing('ENOENT, it cannot be run') });
    expect(noLoginWords('r.test', await trace('r.test', 'app'))).toBe(
      'No credentials for r.test were found: docker-credential-nowhere could not be asked: ENOENT, it cannot be run.',
    );
  });

  test('L21 whose name cannot be a program’s is not run: it leaves it to the next place, with one warning', async () => {
    const { store, ran, warnings } = await make({ docker: { credsStore: '../evil' }, podman: alice });
    expect(await store('r.test', 'app')).toMatchObject({ username: 'alice' });
    const failure = '~/.docker/config.json was read in part: "credsStore" is not as docker writes it';
    await expect(store('public.test', 'app')).rejects.toThrow(`${failure}. Correct it, or log in again.`);
    expect(ran).toEqual([]);
    expect(warnings).toEqual([
      `${failure}. The run goes on with the logins that it could read. Log in again, or correct it.`,
    ]);
  });

  test('L7 is asked under its key as it is written, and then under docker’s name for the registry', async () => {
    const docker = { credHelpers: { 'docker.io': 'own', 'https://r.test': 'own' } };
    const { store, ran } = await make({ docker, answer: notFound });
    await store('docker.io', 'library/a');
    await store('r.test', 'app');
    expect(ran).toEqual([
      'docker-credential-own get docker.io',
      'docker-credential-own get https://index.docker.io/v1/',
      'docker-credential-own get https://r.test',
      'docker-credential-own get r.test',
    ]);
  });

  test('of all registries is asked once a server, however many repositories there are', async () => {
    const { store, ran, secrets } = await make({ docker: { credsStore: 'all' } });
    for (const name of ['a', 'b/c', 'd']) await store('r.test', name);
    expect(ran).toEqual(['docker-credential-all get r.test']);
    expect(new Set(secrets).size).toBe(secrets.length);
  });
});

describe('the first file that knows a registry serves', () => {
  test('docker’s before podman’s', async () => {
    const podman = { auths: { 'r.test': { auth: base64('carol:x') }, 's.test': { auth: base64('carol:y') } } };
    const { store } = await make({ docker: alice, podman });
    expect(await store('r.test', 'app')).toMatchObject({ username: 'alice' });
    expect(await store('s.test', 'app')).toMatchObject({ username: 'carol' });
  });

  test('L1 DOCKER_AUTH_CONFIG before all, so that a store that is missing is not even asked', async () => {
    const variable = { auths: { 'r.test': { auth: base64('env:x') } } };
    const docker = { ...alice, credsStore: 'nowhere' };
    const { store, ran, warnings } = await make({ docker, variable });
    expect(await store('r.test', 'app')).toMatchObject({ username: 'env' });
    expect([ran, warnings]).toEqual([[], []]);
  });

  test('and none before the fallback', async () => {
    const fallback = new Map<string, Credentials>([
      ['r.test', { kind: 'password', username: 'f', password: 'g' }],
      ['ghcr.io', { kind: 'password', username: 'f', password: 'token' }],
    ]);
    const { store } = await make({ docker: alice, fallback });
    expect(await store('r.test', 'app')).toMatchObject({ username: 'alice' });
    expect(await store('ghcr.io', 'app')).toMatchObject({ username: 'f', password: 'token' });
    expect(await store('quay.io', 'app')).toBeUndefined();
  });
});

describe('every secret is told before it is used, alone and as it is sent with its user', () => {
  const secret = secretFor('told');

  test.each([
    ['a password', { auth: base64(`a:${secret}`) }, `a:${secret}`],
    ['an identity token', { identitytoken: secret }, `<token>:${secret}`],
    ['a registry token', { registrytoken: secret }, `<token>:${secret}`],
  ])('%s', async (_name, entry, pair) => {
    const { store, secrets } = await make({ docker: { auths: { 'r.test': entry } } });
    await store('r.test', 'app');
    expect(secrets).toEqual([secret, base64(secret).replace(/=+$/, ''), base64(pair).replace(/=+$/, '')]);
  });

  test('that of the fallback, too', async () => {
    const { store, secrets } = await make({
      fallback: new Map([['ghcr.io', { kind: 'password', username: 'f', password: secret }]]),
    });
    await store('ghcr.io', 'app');
    expect(secrets).toContain(secret);
  });
});

describe('L21 a configuration that cannot be read', () => {
  const ending = 'The run goes on with the logins that it could read. Log in again, or correct it.';

  test.each<[string, Given, string]>([
    ['file', { docker: '{', podman: alice }, '~/.docker/config.json could not be read: it is JSON that ends too early'],
    ['variable', { variable: '[]', docker: alice }, 'DOCKER_AUTH_CONFIG could not be read: it is not a JSON object'],
  ])('leaves it to the next place, with one warning: %s', async (_name, given, failure) => {
    const { store, warnings } = await make(given);
    expect(await store('r.test', 'app')).toMatchObject({ username: 'alice' });
    expect(await store('r.test', 'other')).toMatchObject({ username: 'alice' });
    expect(warnings).toEqual([`${failure}. ${ending}`]);
    // It may have held this one.
    await expect(store('s.test', 'app')).rejects.toThrow(`${failure}. Correct it, or log in again.`);
  });

  test('is not mentioned if an earlier place has the login', async () => {
    const { store, warnings } = await make({ variable: alice, docker: '{', podman: { auths: 5 } });
    expect(await store('r.test', 'app')).toMatchObject({ username: 'alice' });
    expect(warnings).toEqual([]);
  });

  test('does not keep the workflow’s token from being used', async () => {
    const fallback = new Map([['ghcr.io', { kind: 'password', username: 'f', password: 'g' } as const]]);
    const { store } = await make({ docker: 'null}', fallback });
    expect(await store('ghcr.io', 'app')).toMatchObject({ username: 'f' });
  });

  test('in the entry of a helper leaves it to the other entries', async () => {
    const docker = { ...alice, credHelpers: { 't.test': 'own', 'r.test': 5 } };
    const { store, ran, warnings } = await make({ docker });
    expect(await store('r.test', 'app')).toMatchObject({ username: 'alice' });
    expect(ran).toEqual([]);
    expect(warnings).toEqual([
      `~/.docker/config.json was read in part: entry 2 of "credHelpers" is not as docker writes it. ${ending}`,
    ]);
  });

  test('in one entry is mentioned for its own registry only', async () => {
    const { store, warnings, trace } = await make({ docker: { auths: { ...alice.auths, 's.test': 5 } } });
    expect(await store('r.test', 'app')).toMatchObject({ username: 'alice' });
    expect(await store('t.test', 'app')).toBeUndefined();
    expect(warnings).toEqual([]);
    expect(await store('s.test', 'app')).toBeUndefined();
    const failure = '~/.docker/config.json was read in part: entry 2 of "auths" is not as docker writes it';
    expect(warnings).toEqual([`${failure}. ${ending}`]);
    expect(noLoginWords('s.test', await trace('s.test', 'app'))).toBe(
      `No credentials for s.test were found: ${failure}.`,
    );
  });
});

describe('where a login is from, or was looked for', () => {
  test.each<[string, Given, string | undefined]>([
    ['a file', { docker: alice }, '~/.docker/config.json'],
    ['podman’s', { podman: alice }, '~/.config/containers/auth.json'],
    [
      'a namespace’s',
      { podman: { auths: { 'r.test/app': alice.auths['r.test'] } } },
      '~/.config/containers/auth.json (r.test/app)',
    ],
    ['a helper', { docker: { credHelpers: { 'r.test': 'own' } } }, 'docker-credential-own'],
    [
      'what GitHub gave',
      { fallback: new Map([['r.test', { kind: 'password', username: 'f', password: 'g' }]]) },
      'GitHub (GITHUB_TOKEN)',
    ],
    ['nowhere', { docker: { auths: { 's.test': { auth: base64('a:b') } } } }, undefined],
  ])('%s', async (_name, given, from) => {
    expect((await (await make(given)).trace('r.test', 'app')).from).toBe(from);
  });

  test.each([
    ['a login goes before it', { docker: { auths: { 'r.test': { auth: base64('a:b') } } } }, true],
    ['it is used itself', {}, false],
  ])('B6 the workflow’s token is told of as not used where %s', async (_name, given, isUnused) => {
    const fallback = new Map([['r.test', { kind: 'password', username: 'f', password: 'g' } as const]]);
    const { trace } = await make({ ...given, fallback });
    expect((await trace('r.test', 'app')).unused).toBe(
      isUnused ? 'The workflow’s token (github-token, GITHUB_TOKEN)' : undefined,
    );
    expect((await trace('s.test', 'app')).unused).toBeUndefined();
  });

  test('each place has its other keys as they are written, and nothing secret of them', async () => {
    const auths = {
      'https://index.docker.io/v1/': {},
      [`https://bob:${secretFor('bob')}@s.test/x?token=${secretFor('bob')}`]: {},
    };
    const { trace } = await make({ docker: { auths, credHelpers: { 't.test': 'own' } } });
    expect(await trace('r.test', 'app')).toEqual({
      registry: 'r.test',
      repository: 'app',
      from: undefined,
      failures: [],
      undecodable: undefined,
      sources: [
        { name: '~/.docker/config.json', keys: ['t.test', 'https://index.docker.io/v1/', 'https://s.test/x'] },
        { name: '~/.config/containers/auth.json', keys: [] },
        { name: 'DOCKER_AUTH_CONFIG', keys: [] },
      ],
    });
  });

  test.each([
    [['s.test'], 'a login for another registry.'],
    [['s.test', 'localhost:5001'], 'logins for 2 other registries.'],
    [['s.test', 'r.test:5001/mirror'], 'logins for r.test:5001/mirror, and none that is for r.test:5000/app.'],
    [['other:5000'], 'logins for other:5000, and none that is for r.test:5000/app.'],
    [['www.r.test'], 'logins for www.r.test, and none that is for r.test:5000/app.'],
    [['https://r.test/x'], 'logins for https://r.test/x, and none that is for r.test:5000/app.'],
    [['r.test:5000', 'https://r.test:5000/v1/', 's.test'], 'a login for another registry.'],
    [
      Array.from({ length: 8 }, (_, index) => `r.test/${index}`),
      'logins for r.test/0, r.test/1, r.test/2, r.test/3, r.test/4 and 3 more, and none that is for r.test:5000/app.',
    ],
  ])('of %j those are named that may be meant', async (hosts, words) => {
    const { trace } = await make({ docker: { auths: Object.fromEntries(hosts.map((host) => [host, {}])) } });
    const start = 'No credentials for r.test:5000 were found: ~/.docker/config.json has ';
    expect(noLoginWords('r.test:5000', await trace('r.test:5000', 'app'))).toBe(`${start}${words}`);
  });
});
