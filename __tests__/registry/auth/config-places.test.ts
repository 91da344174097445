import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { readDockerConfigs } from '../../../src/registry/auth/config-locations.js';
import type { LocatedConfig } from '../../../src/registry/auth/docker-config.js';
import { storedLogins } from '../../../src/registry/auth/login-entries.js';
import { skip } from '../../support/jest/testing.js';
import { secretFor } from '../../support/secrets.js';

const secret = secretFor('alice');

const base64 = (text: string): string => Buffer.from(text).toString('base64');

describe('the places of a configuration', () => {
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
    return configs.flatMap((config) =>
      storedLogins(config, 'r.test', 'app').map((stored) =>
        stored.kind === 'entry' && stored.credentials.kind === 'password' ? stored.credentials.username : '',
      ),
    );
  }

  test('there are none', async () => {
    expect(await usersOf({})).toEqual([]);
    expect(
      await usersOf({ DOCKER_CONFIG: join(folder, 'no'), REGISTRY_AUTH_FILE: join(folder, 'no/auth.json') }),
    ).toEqual([]);
  });

  test('L1 the environment’s goes first, then docker’s, then podman’s', async () => {
    await write('.docker/config.json', 'home');
    await write('podman.json', 'file');
    await write('run/containers/auth.json', 'run');
    await write('.config/containers/auth.json', 'config');
    const environment = {
      REGISTRY_AUTH_FILE: join(folder, 'podman.json'),
      XDG_RUNTIME_DIR: join(folder, 'run'),
      DOCKER_AUTH_CONFIG: JSON.stringify({ auths: { 'r.test': { auth: base64('inline:x') } } }),
    };
    expect(await usersOf(environment)).toEqual(['inline', 'home', 'file', 'run', 'config']);
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

  /** What cannot be read, with its place. */
  function problemsIn(configs: readonly LocatedConfig[]): readonly string[] {
    return configs.flatMap(({ location, problems }) => problems.map(({ what }) => `${location} ${what}`));
  }

  async function problemsOf(environment: Record<string, string>): Promise<readonly string[]> {
    return problemsIn(await readDockerConfigs({ HOME: folder, ...environment }));
  }

  test('L21 one that is no configuration is named, and the others are read', async () => {
    await mkdir(join(folder, '.docker'));
    await writeFile(join(folder, '.docker/config.json'), '{ not json');
    await write('.config/containers/auth.json', 'config');
    expect(await problemsOf({})).toEqual([
      '~/.docker/config.json could not be read: it is not JSON from line 1, column 3 on',
    ]);
    expect(await usersOf({})).toEqual(['config']);
  });

  test('L21 an unreadable DOCKER_AUTH_CONFIG is named, and the files are read', async () => {
    await write('.docker/config.json', 'home');
    const environment = { DOCKER_AUTH_CONFIG: `{"a": ${secret}` };
    const [problem, ...others] = await problemsOf(environment);
    expect(problem).toMatch(/^DOCKER_AUTH_CONFIG could not be read: it is not JSON/);
    expect(problem).not.toContain(secret);
    expect(others).toEqual([]);
    expect(await usersOf(environment)).toEqual(['home']);
  });

  test('L21 one that is a folder is named', async () => {
    await mkdir(join(folder, '.docker/config.json'), { recursive: true });
    expect(await problemsOf({})).toEqual(['~/.docker/config.json could not be read: EISDIR']);
  });

  test('L21 one that may not be read is named', async () => {
    skip(process.getuid?.() === 0, 'root may read everything');
    await write('.docker/config.json', 'home');
    await chmod(join(folder, '.docker/config.json'), 0o000);
    expect(await problemsOf({})).toEqual(['~/.docker/config.json could not be read: EACCES']);
  });
});
