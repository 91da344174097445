import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ConfigurationError } from '../../../src/errors.js';
import {
  type StoredCredentials,
  findCredentials,
  parseDockerConfig,
  readDockerConfigs,
} from '../../../src/registry/auth/docker-config.js';
import { secretFor } from '../../support/secrets.js';

const secret = secretFor('alice');

const base64 = (text: string): string => Buffer.from(text).toString('base64');

function find(config: object, registry: string): StoredCredentials {
  return findCredentials(parseDockerConfig(JSON.stringify(config), 'config.json'), registry);
}

const alice = { auth: base64(`alice:${secret}`) };
const aliceFound = { kind: 'found', credentials: { kind: 'password', username: 'alice', password: secret } };
const none = { kind: 'none' };

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
    expect(find({ credHelpers: { [key]: 'h' } }, registry)).toMatchObject({ kind: 'helper', helper: 'h' });
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
    ['https://index.docker.io/v1/access-token', 'docker.io'],
    ['https://index.docker.io/v1/refresh-token', 'docker.io'],
    ['hub.docker.com', 'docker.io'],
    ['mydocker.io', 'docker.io'],
    ['', 'ghcr.io'],
    ['*', 'ghcr.io'],
    ['__proto__', 'ghcr.io'],
  ])('%j is no key of %s', (key, registry) => {
    expect(find({ auths: { [key]: alice }, credHelpers: { [key]: 'h' } }, registry)).toEqual(none);
  });
});

describe('an entry', () => {
  const password = (username: string, secret: string): object => ({
    kind: 'found',
    credentials: { kind: 'password', username, password: secret },
  });
  const identity = { kind: 'found', credentials: { kind: 'identity-token', token: 'T' } };
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
  ])('with %s', (_name, entry, expected) => {
    expect(find({ auths: { 'r.test': entry } }, 'r.test')).toEqual(expected);
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
  ])('with %s leaves it to the helper', (_name, entry) => {
    expect(find({ auths: { 'r.test': entry } }, 'r.test')).toEqual(none);
    expect(find({ auths: { 'r.test': entry }, credsStore: 'desktop' }, 'r.test')).toEqual({
      kind: 'helper',
      helper: 'desktop',
      server: 'r.test',
    });
  });
});

describe('who is asked first', () => {
  const all = { credHelpers: { 'r.test': 'own' }, auths: { 'r.test': alice }, credsStore: 'default' };
  test.each([
    ['its own helper', all, { kind: 'helper', helper: 'own', server: 'r.test' }],
    ['then the file', { ...all, credHelpers: { 'other.test': 'own' } }, aliceFound],
    ['then the default helper', { credsStore: 'default' }, { kind: 'helper', helper: 'default', server: 'r.test' }],
    ['then nobody', {}, none],
    ['nobody, where all is null', { auths: null, credHelpers: null, credsStore: null }, none],
    ['nobody, where the default helper has no name', { credsStore: '' }, none],
  ])('%s', (_name, config, expected) => {
    expect(find(config, 'r.test')).toEqual(expected);
  });

  test.each([{ credHelpers: { 'docker.io': 'h' } }, { credsStore: 'h' }])(
    'a helper is asked for Docker Hub under its old address: %j',
    (config) => {
      expect(find(config, 'docker.io')).toEqual({ kind: 'helper', helper: 'h', server: 'https://index.docker.io/v1/' });
    },
  );

  test('an empty entry does not hide one of another spelling that has credentials', () => {
    const auths = { 'docker.io': {}, 'https://index.docker.io/v1/': alice };
    expect(find({ auths }, 'docker.io')).toEqual(aliceFound);
  });
});

describe('a text that is no configuration', () => {
  test.each([
    '{',
    `"${secret}"`,
    'null',
    `{"auths": "${secret}"}`,
    `{"auths": {"r.test": "${secret}"}}`,
    `{"auths": {"r.test": {"auth": ["${secret}"]}}}`,
    '{"credHelpers": {"r.test": 1}}',
    `{"auths": {"r.test": {"auth": "${secret}"}}`,
  ])('%s is refused by the name of its file, and never quoted', (text) => {
    expect(() => parseDockerConfig(text, '/home/a/config.json')).toThrow(ConfigurationError);
    expect(() => parseDockerConfig(text, '/home/a/config.json')).toThrow(/^\/home\/a\/config\.json: /);
    try {
      parseDockerConfig(text, 'x');
    } catch (error) {
      expect(JSON.stringify([String(error), error, error instanceof Error && error.cause])).not.toContain(secret);
    }
  });

  test.each([
    ['{"auths": {}}\n}', 'it is not JSON from line 2, column 1 on'],
    ['{"auths": {"r.test": {', 'it is JSON that ends too early'],
    ['{"auths": ', 'it is JSON that ends too early'],
    ['{"auths": "x"}', '"auths" is not as docker writes it'],
    [`{"auths": {"r.test": {"auth": 5}}}`, '"auths" is not as docker writes it'],
    ['[]', 'it is no JSON object'],
    ['null', 'it is no JSON object'],
  ])('%s says why', (text, why) => {
    expect(() => parseDockerConfig(text, 'x')).toThrow(`x: this is no docker configuration (config.json): ${why}. `);
  });

  test.each(['', ' \n', '{}', '{"auths": {}, "HttpHeaders": {"x": "y"}}'])('but %j is one', (text) => {
    expect(findCredentials(parseDockerConfig(text, 'x'), 'r.test')).toEqual(none);
  });
});

describe('the files', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'docker-config-'));
  });
  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  async function write(path: string, user: string): Promise<void> {
    const full = join(folder, path);
    await mkdir(dirname(full), { recursive: true });
    await writeFile(full, JSON.stringify({ auths: { 'r.test': { auth: base64(`${user}:x`) } } }));
  }

  async function usersOf(environment: Record<string, string>): Promise<readonly string[]> {
    const configs = await readDockerConfigs({ HOME: folder, ...environment });
    return configs.map((config) => {
      const stored = findCredentials(config, 'r.test');
      return stored.kind === 'found' && stored.credentials.kind === 'password' ? stored.credentials.username : '';
    });
  }

  test('there are none', async () => {
    expect(await usersOf({})).toEqual([]);
    expect(
      await usersOf({ DOCKER_CONFIG: join(folder, 'no'), REGISTRY_AUTH_FILE: join(folder, 'no/auth.json') }),
    ).toEqual([]);
  });

  test('docker’s goes first, then podman’s, then the environment’s', async () => {
    await write('.docker/config.json', 'home');
    await write('podman.json', 'file');
    await write('run/containers/auth.json', 'run');
    await write('.config/containers/auth.json', 'config');
    const environment = {
      REGISTRY_AUTH_FILE: join(folder, 'podman.json'),
      XDG_RUNTIME_DIR: join(folder, 'run'),
      DOCKER_AUTH_CONFIG: JSON.stringify({ auths: { 'r.test': { auth: base64('inline:x') } } }),
    };
    expect(await usersOf(environment)).toEqual(['home', 'file', 'run', 'config', 'inline']);
  });

  test('DOCKER_CONFIG and XDG_CONFIG_HOME stand for the home’s', async () => {
    await write('.docker/config.json', 'home');
    await write('.config/containers/auth.json', 'config');
    await write('docker/config.json', 'docker');
    await write('xdg/containers/auth.json', 'xdg');
    expect(await usersOf({ DOCKER_CONFIG: join(folder, 'docker'), XDG_CONFIG_HOME: join(folder, 'xdg') })).toEqual([
      'docker',
      'xdg',
    ]);
  });

  test('a variable that is empty is one that is not set', async () => {
    await write('.docker/config.json', 'home');
    await write('.config/containers/auth.json', 'config');
    // A workspace is not to be trusted: its files must not become configuration by an empty variable.
    await write('containers/auth.json', 'workspace');
    const before = process.cwd();
    process.chdir(folder);
    try {
      const empty = { DOCKER_CONFIG: '', REGISTRY_AUTH_FILE: '', XDG_RUNTIME_DIR: '', XDG_CONFIG_HOME: '' };
      expect(await usersOf({ ...empty, DOCKER_AUTH_CONFIG: ' ' })).toEqual(['home', 'config']);
    } finally {
      process.chdir(before);
    }
  });

  test('one that is no configuration is named', async () => {
    await mkdir(join(folder, '.docker'));
    await writeFile(join(folder, '.docker/config.json'), `auth: ${secret}`);
    await expect(usersOf({})).rejects.toThrow(join(folder, '.docker/config.json'));
    await expect(usersOf({})).rejects.not.toThrow(secret);
  });

  test('DOCKER_AUTH_CONFIG that is none is named', async () => {
    await expect(usersOf({ DOCKER_AUTH_CONFIG: secret })).rejects.toThrow(/^DOCKER_AUTH_CONFIG: (?!.*s3cr3t)/);
  });

  test('one that cannot be read is named', async () => {
    await mkdir(join(folder, '.docker/config.json'), { recursive: true });
    await expect(usersOf({})).rejects.toThrow(ConfigurationError);
    await expect(usersOf({})).rejects.toThrow(join(folder, '.docker/config.json'));
  });

  test('one that may not be read is named', async (context) => {
    context.skip(process.getuid?.() === 0, 'root may read everything');
    await write('.docker/config.json', 'home');
    await chmod(join(folder, '.docker/config.json'), 0o000);
    await expect(usersOf({})).rejects.toThrow('cannot be read');
  });
});

test('G4 what is null in docker’s configuration is as absent, and spoils nothing else', () => {
  const auth = Buffer.from('robot:secret').toString('base64');
  const text = JSON.stringify({
    auths: {
      'a.example': { auth, username: null, identitytoken: null },
      'b.example': { auth: null },
      'c.example': null,
    },
    credHelpers: { 'a.example': null },
    credsStore: null,
  });
  const config = parseDockerConfig(text, 'config.json');
  expect(findCredentials(config, 'a.example').kind).toBe('found');
  expect(findCredentials(config, 'b.example')).toEqual({ kind: 'none' });
  expect(findCredentials(config, 'c.example')).toEqual({ kind: 'none' });
});
