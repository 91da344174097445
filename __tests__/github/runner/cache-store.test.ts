import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { restoreCache, saveCache } from '@actions/cache';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { findCacheStore } from '../../../src/github/runner/cache-store.js';
import { maxPackedBytes, type CacheStore } from '../../../src/cache/open-cache.js';
import { type CacheService, useCacheService } from '../../support/cache-service.js';
import { skip, stubEnv } from '../../support/jest/testing.js';
import { makeWorkspace } from '../../support/mirror.js';
import { findTool } from '../../support/programs/programs.js';

const signal = new AbortController().signal;

/** What the toolkit prints, which would be commands to a runner that runs these tests. */
let printed = '';

beforeEach(() => {
  printed = '';
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += String(text);
    return true;
  });
});

afterEach(() => {
  jest.restoreAllMocks();
  expect(printed).not.toMatch(/^::(?:warning|error|notice)/m);
});

/** The toolkit reads the process' own environment. */
async function useService(): Promise<CacheService> {
  const service = await useCacheService();
  stubEnvironment({ ...service.environment, GITHUB_SERVER_URL: 'https://github.com', ACTIONS_CACHE_MODE: '' });
  return service;
}

function stubEnvironment(environment: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(environment)) stubEnv(name, value);
}

interface Run {
  readonly run: number;
  readonly attempt?: number;
  readonly scopes?: readonly string[];
}

function storeOf(service: CacheService, { run, attempt = 1, scopes = ['ghcr.io/acme', 'images'] }: Run): CacheStore {
  const environment = { GITHUB_RUN_ID: String(run), GITHUB_RUN_ATTEMPT: String(attempt), ...service.environment };
  const store = findCacheStore(scopes, environment);
  if (store === undefined) throw new Error('there is a service');
  return store;
}

describe('GitHub’s cache service', () => {
  test('holds nothing at first; what a run saves, the next reads', async () => {
    const service = await useService();
    expect(await storeOf(service, { run: 1 }).load(signal)).toBeUndefined();
    await storeOf(service, { run: 1 }).save(Buffer.from('one'), signal);
    expect(await storeOf(service, { run: 2 }).load(signal)).toEqual(Buffer.from('one'));
    expect(service.requests).toEqual([
      'GetCacheEntryDownloadURL',
      'CreateCacheEntry',
      'PUT',
      'FinalizeCacheEntryUpload',
      'GetCacheEntryDownloadURL',
      'GET',
    ]);
  });

  test('gives the newest, and takes each attempt of a run for a new one', async () => {
    const service = await useService();
    await storeOf(service, { run: 9 }).save(Buffer.from('one'), signal);
    await storeOf(service, { run: 10, attempt: 1 }).save(Buffer.from('two'), signal);
    await storeOf(service, { run: 10, attempt: 2 }).save(Buffer.from('three'), signal);
    expect(await storeOf(service, { run: 11 }).load(signal)).toEqual(Buffer.from('three'));
    expect(service.keys).toHaveLength(3);
    for (const key of service.keys) expect(key).toMatch(/^image-mirror-knowledge-[0-9a-f]{12}-[0-9a-f]{12}-\d+-\d$/);
  });

  test('prefers what was kept for the same tree, takes what was kept for the same targets, and never what is for others', async () => {
    const service = await useService();
    await storeOf(service, { run: 1, scopes: ['ghcr.io/acme', 'images'] }).save(Buffer.from('images'), signal);
    await storeOf(service, { run: 2, scopes: ['ghcr.io/acme', 'other'] }).save(Buffer.from('other'), signal);
    await storeOf(service, { run: 3, scopes: ['quay.io/acme', 'images'] }).save(Buffer.from('quay'), signal);
    const read = async (scopes: readonly string[]) =>
      Buffer.from((await storeOf(service, { run: 4, scopes }).load(signal)) ?? []).toString();
    expect(await read(['ghcr.io/acme', 'images'])).toBe('images');
    expect(await read(['ghcr.io/acme', 'new'])).toBe('other');
    expect(await read(['docker.io/acme', 'images'])).toBe('');
  });

  test('is not there where the runner says nothing of it, or only of its first version', async () => {
    const { environment } = await useService();
    const of = (more: Readonly<Record<string, string>>) => findCacheStore(['x'], { ...environment, ...more });
    expect(of({})).toBeDefined();
    for (const name of Object.keys(environment)) expect(of({ [name]: '' })).toBeUndefined();
    expect(findCacheStore(['x'], { ACTIONS_CACHE_URL: 'http://localhost/' })).toBeUndefined();
  });

  test.each([
    ['none', false, false],
    ['read', true, false],
    ['write', true, true],
    ['write-only', false, true],
  ])('is asked only for what the workflow’s cache mode allows: %s', async (mode, mayRead, mayWrite) => {
    const service = await useService();
    stubEnv('ACTIONS_CACHE_MODE', mode);
    await storeOf(service, { run: 1 }).load(signal);
    await storeOf(service, { run: 1 }).save(Buffer.from('x'), signal);
    expect(service.requests.includes('GetCacheEntryDownloadURL')).toBe(mayRead);
    expect(service.requests.includes('CreateCacheEntry')).toBe(mayWrite);
  });
});

describe('what goes wrong is an error', () => {
  const reading: readonly (readonly [string, Parameters<CacheService['behave']>[0], RegExp])[] = [
    ['500', { kind: 'answer', request: 'GetCacheEntryDownloadURL', status: 500 }, /500/],
    ['no JSON', { kind: 'answer', request: 'GetCacheEntryDownloadURL', status: 200, body: '<html>' }, /JSON/],
    [
      'a token that may not read',
      { kind: 'answer', request: 'GetCacheEntryDownloadURL', status: 403, body: '{"msg":"cache read denied: x"}' },
      /cache read denied/,
    ],
    ['a storage that lost it', { kind: 'answer', request: 'GET', status: 404 }, /storage answered 404/],
    [
      'a storage that leads elsewhere',
      { kind: 'answer', request: 'GET', status: 302, location: 'http://127.0.0.1:1/' },
      /storage answered 302/,
    ],
  ];
  test.each(reading)('when reading: %s', async (_name, behaviour, message) => {
    const service = await useService();
    await storeOf(service, { run: 1 }).save(Buffer.from('x'), signal);
    service.behave(behaviour);
    await expect(storeOf(service, { run: 2 }).load(signal)).rejects.toThrow(message);
  });

  test.each(['GetCacheEntryDownloadURL', 'CreateCacheEntry'])(
    'a service that leads elsewhere, where its token must not go: %s',
    async (request) => {
      const [other, service] = [await useCacheService(), await useService()];
      const location = other.environment.ACTIONS_RESULTS_URL?.replace('127.0.0.1', 'localhost') ?? '';
      service.behave({ kind: 'answer', request, status: 307, location });
      const store = storeOf(service, { run: 1 });
      const asked = request === 'CreateCacheEntry' ? store.save(Buffer.from('x'), signal) : store.load(signal);
      await expect(asked).rejects.toThrow('(307)');
      expect(other.requests).toEqual([]);
    },
  );

  test('when reading: an entry that is larger than any knowledge', async () => {
    const service = await useService();
    await storeOf(service, { run: 1 }).save(Buffer.from('x'), signal);
    service.spoil(Buffer.alloc(maxPackedBytes + 1));
    await expect(storeOf(service, { run: 2 }).load(signal)).rejects.toThrow(/more than/);
  });

  const writing: readonly (readonly [string, Parameters<CacheService['behave']>[0], RegExp])[] = [
    ['a token that may only read', { kind: 'read-only' }, /cache write denied/],
    ['500', { kind: 'answer', request: 'CreateCacheEntry', status: 500 }, /500/],
    [
      'a quota that is used up',
      { kind: 'answer', request: 'CreateCacheEntry', status: 403, body: '{"msg":"insufficient usage"}' },
      /quota/,
    ],
    ['a storage that takes nothing', { kind: 'answer', request: 'PUT', status: 503 }, /storage answered 503/],
    [
      'an entry that is not completed',
      { kind: 'answer', request: 'FinalizeCacheEntryUpload', status: 200, body: '{"ok":false}' },
      /complete/,
    ],
  ];
  test.each(writing)('when saving: %s', async (_name, behaviour, message) => {
    const service = await useService();
    service.behave(behaviour);
    await expect(storeOf(service, { run: 1 }).save(Buffer.from('x'), signal)).rejects.toThrow(message);
    expect(service.keys).toEqual([]);
  });

  test('when saving: a key that is taken', async () => {
    const service = await useService();
    await storeOf(service, { run: 1 }).save(Buffer.from('x'), signal);
    await expect(storeOf(service, { run: 1 }).save(Buffer.from('x'), signal)).rejects.toThrow(/already exists/);
  });

  test('when nobody listens', async () => {
    const service = await useService();
    stubEnv('ACTIONS_RESULTS_URL', 'http://127.0.0.1:1/');
    await expect(storeOf(service, { run: 1 }).load(signal)).rejects.toThrow(/ECONNREFUSED/);
  });
});

test('the signature of an address is masked before anything else can print it', async () => {
  const service = await useService();
  await storeOf(service, { run: 1 }).save(Buffer.from('x'), signal);
  expect(printed).toMatch(/^::add-mask::[0-9a-f-]{36}$/m);
});

describe('the double', () => {
  // Which packs by them; what we keep is packed without them.
  test('serves the toolkit’s own saveCache and restoreCache', async () => {
    for (const name of ['tar', 'gzip'] as const)
      if ((await findTool(name)) === undefined) skip(`${name} is not on this machine`);
    const service = await useService();
    const folder = await makeWorkspace({ 'kept/file': 'text' });
    stubEnvironment({ GITHUB_WORKSPACE: folder, RUNNER_TEMP: folder });
    await saveCache([join(folder, 'kept')], 'key-1');
    expect(service.keys).toEqual(['key-1']);
    await rm(join(folder, 'kept'), { recursive: true });
    expect(await restoreCache([join(folder, 'kept')], 'key-2', ['key-'])).toBe('key-1');
    expect(await readFile(join(folder, 'kept/file'), 'utf8')).toBe('text');
  });

  test('asks for a token, for the address’ own signature, and for no credentials beside that', async () => {
    const { environment } = await useService();
    const url = environment.ACTIONS_RESULTS_URL ?? '';
    const method = `${url}twirp/github.actions.results.api.v1.CacheService/CreateCacheEntry`;
    expect((await fetch(method, { method: 'POST', body: '{}' })).status).toBe(401);
    expect((await fetch(`${url}account/actions-cache/x?sig=x`)).status).toBe(403);
  });

  test('completes an entry only at its size', async () => {
    const { environment, keys } = await useService();
    const version = 'a'.repeat(64);
    const ask = async (method: string, body: object) => {
      const url = `${environment.ACTIONS_RESULTS_URL ?? ''}twirp/github.actions.results.api.v1.CacheService/${method}`;
      const authorization = `Bearer ${environment.ACTIONS_RUNTIME_TOKEN ?? ''}`;
      return (await fetch(url, { method: 'POST', headers: { authorization }, body: JSON.stringify(body) })).json();
    };
    await ask('CreateCacheEntry', { key: 'k', version });
    expect(await ask('FinalizeCacheEntryUpload', { key: 'k', version, size_bytes: '1' })).toMatchObject({ ok: false });
    expect(keys).toEqual([]);
  });
});
