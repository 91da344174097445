import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { chmod, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { afterEach, beforeAll, describe, expect, test } from '@jest/globals';

import { skip, stubEnv } from '../jest/testing.js';
import {
  findRealRegistries,
  findTool,
  realRegistryNames,
  realRegistryPassword,
  startRealRegistry,
  type RealRegistry,
  type RealRegistryAuth,
  type RealRegistryKind,
  type RealRegistryName,
  type RealRegistryOptions,
} from './real-registries.js';
import { eventually } from '../timing/eventually.js';

const auth = { username: 'mirror', password: realRegistryPassword };
const namesWithBasic: readonly RealRegistryName[] = ['distribution-2.8', 'distribution-3', 'zot', 'olareg'];

let kinds: readonly RealRegistryKind[] = [];
const cleanups: (() => unknown)[] = [];

beforeAll(async () => {
  kinds = await findRealRegistries();
});

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) {
    await cleanup();
  }
});

describe('startRealRegistry', () => {
  test.each(realRegistryNames)('%s starts, answers, stops and leaves nothing', async (name) => {
    const temporary = await useTemporaryFolder();
    const registry = await start(name);
    expect((await ping(registry)).status).toBe(200);
    expect((await uploadBlob(registry, 'hello')).status).toBe(201);
    expect(await readdir(temporary)).toHaveLength(1);
    await registry.stop();
    // Its port is not asked: by now it may be that of another test's registry.
    expect(isRunning(registry.pid)).toBe(false);
    expect(await readdir(temporary)).toEqual([]);
  });

  test.each(namesWithBasic)('%s with basic authentication lets in the user and nobody else', async (name) => {
    const registry = await start(name, { auth });
    expect((await ping(registry)).status).toBe(401);
    expect((await ping(registry, { ...auth, password: 'wrong' })).status).toBe(401);
    expect((await ping(registry, auth)).status).toBe(200);
    expect((await uploadBlob(registry, 'hello', auth)).status).toBe(201);
  });

  test('olareg with bearer authentication names its token service, which gives a token', async () => {
    const registry = await start('olareg', { auth: { ...auth, scheme: 'bearer' } });
    const challenge = (await ping(registry)).headers.get('www-authenticate') ?? '';
    expect(challenge).toContain(`Bearer realm="http://${registry.host}/token"`);
    const service = /service="([^"]+)"/.exec(challenge)?.[1] ?? '';
    const answer: unknown = await (await send(registry, 'GET', `/token?service=${service}`, auth)).json();
    expect(answer).toHaveProperty('token', expect.any(String));
  });

  test.each(realRegistryNames)('%s keeps what is in a directory that was given, even when killed', async (name) => {
    const directory = await makeFolder();
    const first = await start(name, { directory });
    const { digest } = await uploadBlob(first, 'kept');
    await first.kill();
    expect(isRunning(first.pid)).toBe(false);
    await first.stop();
    const second = await start(name, { directory, port: Number(first.host.split(':')[1]) });
    expect(second.host).toBe(first.host);
    expect((await send(second, 'HEAD', `/v2/test/blobs/${digest}`)).status).toBe(200);
  });

  test('a paused registry does not answer, goes on when resumed, and can be stopped while paused', async () => {
    const registry = await start(anyName());
    await registry.pause();
    await expect(fetch(`http://${registry.host}/v2/`, { signal: AbortSignal.timeout(300) })).rejects.toThrow('timeout');
    registry.resume();
    expect((await ping(registry)).status).toBe(200);
    await registry.pause();
    await registry.stop();
    // It ends by itself, and is not killed when its time is over.
    expect(registry.ending()).not.toBe('ended by SIGKILL');
    expect(registry.ending()).toBeDefined();
    expect(isRunning(registry.pid)).toBe(false);
  });

  test('several at once get ports of their own', async () => {
    const name = anyName();
    const registries = await Promise.all([1, 2, 3].map(async () => await start(name)));
    expect(new Set(registries.map(({ host }) => host)).size).toBe(3);
  });

  test.each<RealRegistryName>(['distribution-2.8', 'distribution-3'])(
    'variables that would configure %s have no effect',
    async (name) => {
      stubEnv('REGISTRY_AUTH_FILE', '/nowhere/auth.json');
      expect((await ping(await start(name))).status).toBe(200);
    },
  );

  test('stopping twice is stopping once', async () => {
    const registry = await start(anyName());
    await registry.stop();
    await registry.stop();
    expect(isRunning(registry.pid)).toBe(false);
  });

  test('what it printed can be read', async () => {
    const registry = await start('distribution-3');
    await send(registry, 'HEAD', '/v2/asked/for/manifests/this');
    expect(await registry.readLog()).toContain('/v2/asked/for/manifests/this');
  });

  test('another port is taken when somebody was faster', async () => {
    const crane = findKind('crane');
    const folder = await makeTools({
      crane: `mkdir "$(dirname "$0")/second" && echo 'bind: address already in use' && exit 1; exec ${crane.command} "$@"`,
    });
    const registry = await startRealRegistry({ ...crane, command: join(folder, 'crane') });
    cleanups.push(async () => {
      await registry.stop();
    });
    expect((await ping(registry)).status).toBe(200);
    expect(await readdir(folder)).toContain('second');
  });

  test('the end of its log is in the error when the port is taken, and no folder is left', async () => {
    const temporary = await useTemporaryFolder();
    const port = await occupyPort();
    const attempt = start(anyName(), { port });
    await expect(attempt).rejects.toThrow(/before it answered\. Its log ends:[^]*address already in use/);
    expect(await readdir(temporary)).toEqual([]);
  });

  test.each<[string, RealRegistryName, RealRegistryOptions, string]>([
    ['a password without a hash', 'distribution-2.8', { auth: { ...auth, password: 'x' } }, 'realRegistryPassword'],
    ['authentication of crane', 'crane', { auth }, 'crane: it has no basic authentication'],
    ['bearer of distribution', 'distribution-3', { auth: { ...auth, scheme: 'bearer' } }, 'it has no bearer'],
    ['a program that is not there', 'crane', {}, 'ENOENT'],
  ])('%s is refused and leaves no folder', async (_what, name, options, text) => {
    const temporary = await useTemporaryFolder();
    await expect(startRealRegistry({ name, version: '0', command: '/nowhere' }, options)).rejects.toThrow(text);
    expect(await readdir(temporary)).toEqual([]);
  });

  test('a registry and its folder go with the process that started it, even where that is killed', async () => {
    const temporary = await useTemporaryFolder();
    const owner = spawn(process.execPath, ['--input-type=module', '-e', ownerScript(findKind(anyName()))], {
      cwd: resolve(import.meta.dirname, '../../..'),
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    cleanups.push(() => owner.kill('SIGKILL'));
    const pid = await new Promise<number>((done) =>
      owner.stdout.once('data', (line) => {
        done(Number(line));
      }),
    );
    expect(isRunning(pid)).toBe(true);
    owner.kill('SIGKILL');
    await eventually(async () => {
      expect(isRunning(pid)).toBe(false);
      expect((await readdir(temporary)).filter((name) => name.startsWith('image-mirror-'))).toEqual([]);
    });
  });
});

describe('findRealRegistries', () => {
  test('says name, version and command of each', async () => {
    await useTools({
      crane: 'echo v1.2.3',
      olareg: 'echo "VCSTag:     v4.5.6"',
      zot: `echo '{"commit":"v2.1.0-0-gab"}' >&2`,
    });
    const found = (await findRealRegistries()).filter(({ name }) => !name.startsWith('distribution'));
    expect(found).toEqual([
      { name: 'zot', version: '2.1.0-0-gab', command: expect.stringMatching(/^\/.*\/zot$/) },
      { name: 'olareg', version: '4.5.6', command: expect.stringMatching(/^\/.*\/olareg$/) },
      { name: 'crane', version: '1.2.3', command: expect.stringMatching(/^\/.*\/crane$/) },
    ]);
  });

  test('other programs of the same names are none', async () => {
    await useTools({
      registry: 'echo registry of deeds 3.1',
      'docker-registry': 'exit 1',
      crane: 'echo no such option',
    });
    stubEnv('PATH', '');
    expect(await findRealRegistries()).toEqual([]);
  });

  test('the version decides which distribution it is, not the name', async () => {
    const folder = await useTools({
      'docker-registry': 'echo docker-registry github.com/distribution/distribution/v3 v3.0.0+unknown',
      registry: 'echo registry github.com/docker/distribution v2.8.3',
    });
    stubEnv('PATH', '');
    expect(await findRealRegistries()).toEqual([
      { name: 'distribution-2.8', version: '2.8.3', command: join(folder, 'registry') },
      { name: 'distribution-3', version: '3.0.0', command: join(folder, 'docker-registry') },
    ]);
  });
});

describe('findTool', () => {
  test('looks into the tools folder before PATH', async () => {
    const onPath = await makeTools({ oras: '', regctl: '' });
    const inTools = await useTools({ oras: '' });
    stubEnv('PATH', onPath);
    expect(await findTool('oras')).toBe(join(inTools, 'oras'));
    expect(await findTool('regctl')).toBe(join(onPath, 'regctl'));
  });

  test('a file that may not be run is no tool', async () => {
    const folder = await useTools({ regctl: '' });
    await chmod(join(folder, 'regctl'), 0o644);
    stubEnv('PATH', '');
    expect(await findTool('regctl')).toBeUndefined();
  });
});

/** Starts one that is stopped after the test; skips the test, by the program's name, where it is not on the machine. */
async function start(name: RealRegistryName, options?: RealRegistryOptions): Promise<RealRegistry> {
  const registry = await startRealRegistry(findKind(name), options);
  cleanups.push(async () => {
    await registry.stop();
  });
  return registry;
}

function findKind(name: RealRegistryName): RealRegistryKind {
  return kinds.find((kind) => kind.name === name) ?? skip(`${name} is not on this machine`);
}

function anyName(): RealRegistryName {
  return kinds[0]?.name ?? skip('no registry program is on this machine');
}

async function ping(registry: RealRegistry, as?: RealRegistryAuth): Promise<Response> {
  return await send(registry, 'GET', '/v2/', as);
}

async function uploadBlob(
  registry: RealRegistry,
  text: string,
  as?: RealRegistryAuth,
): Promise<{ readonly status: number; readonly digest: string }> {
  const session = await send(registry, 'POST', '/v2/test/blobs/uploads/', as);
  const location = new URL(session.headers.get('location') ?? '', session.url);
  const digest = `sha256:${createHash('sha256').update(text).digest('hex')}`;
  location.searchParams.set('digest', digest);
  const { status } = await send(registry, 'PUT', location.href, as, text);
  return { status, digest };
}

async function send(
  registry: RealRegistry,
  method: string,
  path: string,
  as?: RealRegistryAuth,
  body: string | null = null,
): Promise<Response> {
  const headers = new Headers({ 'content-type': 'application/octet-stream' });
  if (as !== undefined) {
    headers.set('authorization', `Basic ${Buffer.from(`${as.username}:${as.password}`).toString('base64')}`);
  }
  return await fetch(new URL(path, `http://${registry.host}`), { method, headers, body });
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Starts a registry in a process of its own and prints the registry's process number. */
function ownerScript(kind: RealRegistryKind): string {
  return `
    import './scripts/typescript.js';
    const { startRealRegistry } = await import('./__tests__/support/real-registries/real-registries.js');
    const registry = await startRealRegistry(${JSON.stringify(kind)});
    console.log(registry.pid);
    setInterval(() => undefined, 1_000);
  `;
}

async function occupyPort(): Promise<number> {
  const server = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1');
  cleanups.push(async () => await new Promise((done) => server.close(done)));
  await once(server, 'listening');
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** From here on, what is put into the system's temporary folder is put into one of this test's own. */
async function useTemporaryFolder(): Promise<string> {
  const folder = await makeFolder();
  stubEnv('TMPDIR', folder);
  return folder;
}

/** From here on, these are the programs in the tools folder. */
async function useTools(scripts: Readonly<Record<string, string>>): Promise<string> {
  const folder = await makeTools(scripts);
  stubEnv('IMAGE_MIRROR_TOOLS', folder);
  return folder;
}

async function makeTools(scripts: Readonly<Record<string, string>>): Promise<string> {
  const folder = await makeFolder();
  for (const [name, script] of Object.entries(scripts)) {
    await writeFile(join(folder, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  }
  return folder;
}

async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'image-mirror-test-'));
  cleanups.push(async () => {
    await rm(folder, { recursive: true, force: true });
  });
  return folder;
}
