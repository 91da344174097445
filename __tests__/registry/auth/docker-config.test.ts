import { describe, expect, test } from '@jest/globals';
import type { Credentials } from '../../../src/registry/auth/registry-credentials.js';
import { type LocatedConfig, parseDockerConfig } from '../../../src/registry/auth/docker-config.js';
import { problemsFor, storedLogins } from '../../../src/registry/auth/login-entries.js';
import { secretFor } from '../../support/secrets.js';

const secret = secretFor('alice');

const base64 = (text: string): string => Buffer.from(text).toString('base64');

type Step = Credentials | { readonly helper: string; readonly servers: readonly string[] };

/** What is tried for a repository, in order. */
function find(
  config: object,
  registry: string,
  { repository = 'team/app', format = 'docker' }: { repository?: string; format?: LocatedConfig['format'] } = {},
): readonly Step[] {
  const placed = { ...parseDockerConfig(JSON.stringify(config)), location: 'config.json', format };
  return storedLogins(placed, registry, repository).map((login) =>
    login.kind === 'entry' ? login.credentials : { helper: login.helper, servers: login.servers },
  );
}

const alice = { auth: base64(`alice:${secret}`) };
const aliceFound = [{ kind: 'password', username: 'alice', password: secret }];
const none: readonly Step[] = [];

function as(user: string): object {
  return { auth: base64(`${user}:x`) };
}

function usersOf(steps: readonly Step[]): readonly string[] {
  return steps.map((step) => ('helper' in step ? step.helper : step.kind === 'password' ? step.username : step.kind));
}

describe('a registry’s key is compared whole', () => {
  test.each([
    ['ghcr.io', 'ghcr.io'],
    ['https://ghcr.io', 'ghcr.io'],
    ['http://ghcr.io/', 'ghcr.io'],
    ['https://ghcr.io/v1/', 'ghcr.io'],
    ['ghcr.io/v2', 'ghcr.io'],
    ['GHCR.io', 'ghcr.io'],
    ['localhost:5000', 'localhost:5000'],
    ['https://[::1]:5000/v2/', '[::1]:5000'],
    ['https://index.docker.io/v1/', 'docker.io'],
    ['docker.io', 'docker.io'],
    ['index.docker.io', 'docker.io'],
    ['registry-1.docker.io', 'docker.io'],
  ])('%s is the key of %s', (key, registry) => {
    expect(find({ auths: { [key]: alice } }, registry)).toEqual(aliceFound);
    expect(find({ credHelpers: { [key]: 'h' } }, registry)).toMatchObject([{ helper: 'h' }]);
  });

  test.each([
    ['ghcr.io.evil.example', 'ghcr.io'],
    ['evil-ghcr.io', 'ghcr.io'],
    ['x.ghcr.io', 'ghcr.io'],
    ['ghcr', 'ghcr.io'],
    ['ghcr.io:443', 'ghcr.io'],
    ['ghcr.io', 'ghcr.io:443'],
    ['localhost:500', 'localhost:5000'],
    ['localhost', 'localhost:5000'],
    ['ghcr.io/acme', 'ghcr.io'],
    ['evil.example/ghcr.io', 'ghcr.io'],
    ['evil.example/v1/ghcr.io', 'ghcr.io'],
    ['https://evil.example/?ghcr.io', 'ghcr.io'],
    ['ghcr.io/v3/', 'ghcr.io'],
    ['ghcr.io/v2/acme', 'ghcr.io'],
    ['ftp://ghcr.io', 'ghcr.io'],
    ['user@ghcr.io', 'ghcr.io'],
    ['hub.docker.com', 'docker.io'],
    ['https://evil.example/ghcr.io', 'ghcr.io'],
    ['https://ghcr.io.evil.example/x', 'ghcr.io'],
    ['https://user@ghcr.io/x', 'ghcr.io'],
    ['mydocker.io', 'docker.io'],
    ['', 'ghcr.io'],
    ['*', 'ghcr.io'],
    ['__proto__', 'ghcr.io'],
  ])('%j is no key of %s', (key, registry) => {
    expect(find({ auths: { [key]: alice }, credHelpers: { [key]: 'h' } }, registry)).toEqual(none);
  });
});

describe('L20 a key with a scheme and a path', () => {
  test('is not read with http:', () => {
    expect(find({ auths: { 'http://r.test/team': alice } }, 'r.test', { repository: 'team/app' })).toEqual(none);
  });

  test.each([
    ['https://r.test/team', 'r.test'],
    ['https://r.test/some/path', 'r.test'],
    ['https://r.test/team/app/', 'r.test'],
    ['https://r.test/v3/', 'r.test'],
    ['https://R.test/v2/team', 'r.test'],
    ['https://r.test:5000/x', 'r.test:5000'],
    ['https://r.test/access-token', 'r.test'],
    ['https://docker.io/library', 'docker.io'],
    ['https://index.docker.io/v1/other', 'docker.io'],
  ])('is for its host: %s', (key, registry) => {
    for (const repository of ['team/app', 'other'])
      expect(find({ auths: { [key]: alice } }, registry, { repository })).toEqual(aliceFound);
  });

  test.each(['access-token', 'refresh-token'])('is no login if docker stores its own %s there', (name) => {
    expect(find({ auths: { [`https://index.docker.io/v1/${name}`]: alice } }, 'docker.io')).toEqual(none);
  });

  test.each(['docker', 'podman'] as const)('goes behind all other keys for the host, in the file of %s', (format) => {
    const auths = {
      'https://r.test/team/app': as('path'),
      'https://r.test/x': as('other path'),
      'http://R.test/v2/': as('spelling'),
      'r.test': as('exact'),
      'r.test/team': as('namespace'),
    };
    const users = ['namespace', 'exact', 'spelling', 'path', 'other path'];
    expect(usersOf(find({ auths }, 'r.test', { format }))).toEqual(users);
  });
});

describe('an entry', () => {
  const password = (username: string, secret: string): object => ({ kind: 'password', username, password: secret });
  const identity = { kind: 'identity-token', token: 'T' };
  const bearer = { kind: 'registry-token', token: 'T' };
  test.each([
    ['user and password', { auth: base64('a:b') }, password('a', 'b')],
    ['a password with colons', { auth: base64('a:b:c:') }, password('a', 'b:c:')],
    ['an empty password', { auth: base64('a:') }, password('a', '')],
    ['base64 without padding', { auth: base64('a:bc').replace(/=+$/, '') }, password('a', 'bc')],
    ['NULs at the end', { auth: base64('a:b\0\0') }, password('a', 'b')],
    ['letters beyond ASCII', { auth: base64('ä:ß€') }, password('ä', 'ß€')],
    ['user and password apart', { username: 'a', password: 'b' }, password('a', 'b')],
    ['an empty auth beside them', { auth: '', username: 'a', password: 'b' }, password('a', 'b')],
    ['both: auth goes first', { auth: base64('a:b'), username: 'c', password: 'd' }, password('a', 'b')],
    ['an identity token, which goes first', { auth: base64('a:b'), identitytoken: 'T' }, identity],
    ['an empty identity token', { auth: base64('a:b'), identitytoken: '' }, password('a', 'b')],
    ['the helpers’ word for an identity token', { auth: base64('<token>:T') }, identity],
    ['ACR’s word for it', { auth: base64('00000000-0000-0000-0000-000000000000:T') }, identity],
    ['the same apart', { username: '<token>', password: 'T' }, identity],
    ['a registry token', { registrytoken: 'T' }, bearer],
    [
      'a registry token, which goes before all',
      { auth: base64('a:b'), identitytoken: 'I', registrytoken: 'T' },
      bearer,
    ],
    ['null for what it has not', { auth: base64('a:b'), identitytoken: null, registrytoken: null }, password('a', 'b')],
    ['null for an auth', { auth: null, username: 'a', password: 'b' }, password('a', 'b')],
  ])('with %s', (_name, entry, expected) => {
    expect(find({ auths: { 'r.test': entry } }, 'r.test')).toEqual([expected]);
  });

  test.each([
    ['nothing', {}],
    ['null', null],
    ['an e-mail address', { email: 'a@b.test' }],
    ['no colon', { auth: base64('alice') }],
    ['no user', { auth: base64(`:${secret}`) }],
    ['what is no base64', { auth: '%%%%' }],
    ['a user without a password', { username: 'a' }],
    ['a password without a user', { password: 'b' }],
    ['an empty user', { username: '', password: 'b' }],
    ['null everywhere', { auth: null, username: null, password: null, identitytoken: null, registrytoken: null }],
    ['a user whose password is null', { username: 'a', password: null }],
  ])('with %s leaves it to the helper', (_name, entry) => {
    expect(find({ auths: { 'r.test': entry } }, 'r.test')).toEqual(none);
    expect(find({ auths: { 'r.test': entry }, credsStore: 'desktop' }, 'r.test')).toEqual([
      { helper: 'desktop', servers: ['r.test'] },
    ]);
  });
});

describe('who is asked first', () => {
  const auths = { 'r.test': as('plain') };
  test.each<[string, object, readonly string[]]>([
    [
      'its own helper, and then the file',
      { credHelpers: { 'r.test': 'own' }, auths, credsStore: 'store' },
      ['own', 'plain'],
    ],
    ['L6 else the store, before what stands in the file', { auths, credsStore: 'store' }, ['store', 'plain']],
    ['the file where there is no store', { auths }, ['plain']],
    [
      'the store of a registry that has no helper of its own',
      { credHelpers: { 's.test': 'own' }, credsStore: 'store' },
      ['store'],
    ],
    ['nobody', {}, []],
    ['nobody, where all is null', { auths: null, credHelpers: null, credsStore: null }, []],
    ['nobody, where the store has no name', { credsStore: '' }, []],
    [
      'no store, where the registry’s own helper has no name',
      { credHelpers: { 'r.test': '' }, auths, credsStore: 'store' },
      ['plain'],
    ],
    ['L2 the others, where one helper is null', { credHelpers: { 's.test': null, 'r.test': 'own' } }, ['own']],
    [
      'L2 the others, where one entry is null',
      { auths: { 's.test': null, 't.test': { auth: null }, ...auths } },
      ['plain'],
    ],
  ])('%s', (_name, config, expected) => {
    expect(usersOf(find(config, 'r.test'))).toEqual(expected);
  });

  test('L6 in podman’s file the entry goes before the store, which podman does not know', () => {
    expect(usersOf(find({ auths, credsStore: 'store' }, 'r.test', { format: 'podman' }))).toEqual(['plain', 'store']);
  });

  test('a store is asked for Docker Hub under its old address', () => {
    expect(find({ credsStore: 'h' }, 'docker.io')).toEqual([{ helper: 'h', servers: ['https://index.docker.io/v1/'] }]);
  });

  test.each([
    ['docker.io', ['docker.io', 'https://index.docker.io/v1/']],
    ['https://index.docker.io/v1/', ['https://index.docker.io/v1/']],
  ])('L7 a helper of its own under its key as it is written: %s', (key, servers) => {
    expect(find({ credHelpers: { [key]: 'h' } }, 'docker.io')).toEqual([{ helper: 'h', servers }]);
  });

  test('an empty entry does not hide one of another spelling that has credentials', () => {
    const hub = { 'docker.io': {}, 'https://index.docker.io/v1/': alice };
    expect(find({ auths: hub }, 'docker.io')).toEqual(aliceFound);
  });

  const spellings = ['https://r.test/v1/', 'http://r.test', 'r.test', 'R.test'];
  test.each([spellings, spellings.toReversed()])(
    'L5 the key as the registry is spelled, before others: %s',
    (...keys) => {
      const entries = Object.fromEntries(keys.map((key) => [key, as(key)]));
      expect(usersOf(find({ auths: entries }, 'r.test'))[0]).toBe('r.test');
    },
  );

  test.each([
    ['docker', 'url'],
    ['podman', 'short'],
  ] as const)('L5 for Docker Hub the key that %s writes', (format, user) => {
    const keys = { 'index.docker.io': as('other'), 'docker.io': as('short'), 'https://index.docker.io/v1/': as('url') };
    expect(usersOf(find({ auths: keys }, 'docker.io', { format }))[0]).toBe(user);
  });
});

describe('L3 an entry for a namespace', () => {
  const auths = {
    'r.test': as('host'),
    'r.test/team': as('team'),
    'r.test/team/app': as('app'),
    'r.test/team2': as('team2'),
    'r.test:5000/team': as('port'),
    's.test/team': as('other'),
  };
  test.each([
    ['team/app', ['app', 'team', 'host']],
    ['team/app/sub', ['app', 'team', 'host']],
    ['team/app2', ['team', 'host']],
    ['team', ['team', 'host']],
    ['team2/app', ['team2', 'host']],
    ['tea/app', ['host']],
    ['x/team/app', ['host']],
  ])('is for what is in it, the most specific first: %s', (repository, users) => {
    for (const format of ['docker', 'podman'] as const)
      expect(usersOf(find({ auths }, 'r.test', { repository, format }))).toEqual(users);
  });

  test.each([
    ['another port', 'r.test:5000', 'team/app', ['port']],
    ['another host', 's.test', 'team/app', ['other']],
    ['a host without any', 't.test', 'team/app', []],
    ['a host that is a part of the key', 'team', 'app', []],
    ['a name that continues', 's.test', 'team2/app', []],
    ['a name above', 's.test', 'tea', []],
  ])('is for nothing else: %s', (_name, registry, repository, users) => {
    expect(usersOf(find({ auths }, registry, { repository }))).toEqual(users);
  });

  test.each([
    ['docker.io/library', ['docker.io/library']],
    ['index.docker.io/library', ['docker.io/library']],
    ['R.test/Team/', []],
    ['docker.io/library:1', []],
    ['docker.io/', ['docker.io']],
    ['docker.io/library@x', []],
  ])('may be spelled %s', (key, users) => {
    const found = find({ auths: { [key]: as('x') } }, 'docker.io', { repository: 'library/postgres' });
    expect(found).toHaveLength(users.length);
  });

  test('is in lower case, as repositories are', () => {
    expect(usersOf(find({ auths: { 'R.test/Team/': as('x') } }, 'r.test'))).toEqual(['x']);
  });

  test('goes before the store, which knows hosts alone, and behind the registry’s own helper, as in podman', () => {
    expect(usersOf(find({ auths, credsStore: 'store' }, 'r.test'))).toEqual(['app', 'team', 'store', 'host']);
    const credHelpers = { 'r.test': 'own' };
    expect(usersOf(find({ auths, credHelpers }, 'r.test', { format: 'podman' }))[0]).toBe('own');
  });

  test('whose entry holds nothing leaves it to the next', () => {
    const empty = { 'r.test/team/app': {}, 'r.test/team': null, 'r.test': as('host') };
    expect(usersOf(find({ auths: empty }, 'r.test'))).toEqual(['host']);
  });
});

describe('L21 what cannot be read of a configuration', () => {
  const whole = { auths: {}, credHelpers: {}, credsStore: '' };

  test.each([
    ['{"auths": {}}\n}', 'it is not JSON from line 2, column 1 on'],
    ['{"auths": {"r.test": {', 'it is JSON that ends too early'],
    ['{"auths": ', 'it is JSON that ends too early'],
    [secret, 'it is not JSON'],
    ['[]', 'it is not a JSON object'],
    [`"${secret}"`, 'it is not a JSON object'],
    ['5', 'it is not a JSON object'],
  ])('may be all of it: %s', (text, why) => {
    const { problems, ...rest } = parseDockerConfig(text);
    expect(rest).toEqual(whole);
    expect(problems).toHaveLength(1);
    expect(problems[0]?.what).toMatch(new RegExp(`^could not be read: ${why}`));
    expect(problems[0]?.key).toBeUndefined();
    expect(JSON.stringify(problems)).not.toContain(secret);
  });

  test.each([
    ['auths', `"${secret}"`],
    ['auths', '5'],
    ['credHelpers', `"${secret}"`],
    ['credsStore', `["${secret}"]`],
  ])('may be a field, and the others are read: %s of %s', (field, value) => {
    const others = { auths: { 'r.test': alice }, credHelpers: { 's.test': 'own' }, credsStore: 'store' };
    const text = JSON.stringify({ ...others, [field]: 'HERE' }).replace('"HERE"', value);
    const { problems, ...rest } = parseDockerConfig(text);
    const read = parseDockerConfig(JSON.stringify({ ...others, [field]: undefined }));
    expect({ ...rest, problems: [] }).toEqual(read);
    expect(problems).toEqual([{ what: `was read in part: "${field}" is not as docker writes it`, key: undefined }]);
  });

  test.each([
    ['auths', '5'],
    ['auths', `"${secret}"`],
    ['auths', `{"auth": ["${secret}"]}`],
    ['auths', `{"username": "a", "password": 5}`],
    ['credHelpers', '1'],
    ['credHelpers', `["${secret}"]`],
  ])('may be an entry, and the others are read: %s with %s', (field, value) => {
    const good = field === 'auths' ? alice : 'own';
    const text = `{"${field}": {"r.test": ${JSON.stringify(good)}, "s.test": ${value}}}`;
    const { problems, ...rest } = parseDockerConfig(text);
    expect({ ...rest, problems: [] }).toStrictEqual(parseDockerConfig(JSON.stringify({ [field]: { 'r.test': good } })));
    expect(problems).toEqual([
      { what: `was read in part: entry 2 of "${field}" is not as docker writes it`, key: 's.test' },
    ]);
  });

  test.each([
    ['all of it', '{', 'r.test', true],
    ['a field', '{"credsStore": 5}', 'r.test', true],
    ['its own entry', '{"auths": {"r.test": 5}}', 'r.test', true],
    ['its own entry by another spelling', '{"auths": {"https://r.test/v1/": 5}}', 'r.test', true],
    ['the entry of its namespace', '{"auths": {"r.test/team": 5}}', 'r.test', true],
    ['the entry of another namespace', '{"auths": {"r.test/te": 5}}', 'r.test', false],
    ['the entry of another registry', '{"auths": {"s.test": 5}, "credHelpers": {"t.test": 5}}', 'r.test', false],
  ])('may have been a repository’s login: %s', (_name, text, registry, isFor) => {
    expect(problemsFor(parseDockerConfig(text), registry, 'team/app')).toHaveLength(isFor ? 1 : 0);
  });

  test.each(['', ' \n', '{}', 'null', '{"auths": {}, "HttpHeaders": {"x": "y"}}'])('is nothing of %j', (text) => {
    expect(parseDockerConfig(text)).toEqual({ ...whole, problems: [] });
  });
});
