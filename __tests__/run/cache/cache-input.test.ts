import { readdir, symlink } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { describe, expect, jest, test } from '@jest/globals';
import { systemClock } from '../../../src/runtime/clock.js';
import { readOptions } from '../../../src/config/read-options.js';
import { ConfigurationError } from '../../../src/runtime/errors.js';
import { digestOf } from '../../../src/image/hash.js';
import { noCache, type CacheStore } from '../../../src/cache/open-cache.js';
import { type ConfiguredCacheDeps, openConfiguredCache } from '../../../src/cache/open-configured-cache.js';
import { makeWorkspace, statesOf, usePair } from '../../support/mirror.js';
import { buildImage } from '../../support/registry/images/images.js';

const digest = digestOf(Buffer.from('a blob'));

function configOf(cache: string, target = 'ghcr.io/acme/mirror') {
  return readOptions({ target, cache });
}

async function around(): Promise<ConfiguredCacheDeps & { warnings: string[]; logged: string[]; asked: string[][] }> {
  const [warnings, logged, asked]: [string[], string[], string[][]] = [[], [], []];
  const store: CacheStore = {
    name: 'the service',
    load: async () => Promise.reject(new Error('away')),
    save: async () => Promise.reject(new Error('away')),
  };
  return {
    workspace: await makeWorkspace({}),
    clock: systemClock,
    signal: new AbortController().signal,
    cleanupSignal: new AbortController().signal,
    warn: (sentence) => warnings.push(sentence),
    service: {
      find: (scopes) => {
        asked.push([...scopes]);
        return store;
      },
      log: (sentence) => logged.push(sentence),
    },
    warnings,
    logged,
    asked,
  };
}

describe('a run remembers', () => {
  test('with cache: a folder, in that folder of the workspace, and asks no service', async () => {
    const options = await around();
    const first = await openConfiguredCache(configOf('kept/here'), options);
    first.cache.recordHolder('ghcr.io', digest, 'a');
    await first.save();
    expect(await readdir(join(options.workspace, 'kept/here'))).toEqual(['knowledge.jsonl.gz']);
    const second = await openConfiguredCache(configOf('kept/here'), options);
    expect(second.cache.holders('ghcr.io', digest)).toEqual(['a']);
    expect(options).toMatchObject({ warnings: [], logged: [], asked: [] });
  });

  test.each([
    ['kept', 'kept'],
    ['a folder in it', 'kept/here/deep'],
    ['its full path', '/kept'],
  ])('T28 with cache: a link out of the workspace, nothing, and is refused: %s', async (_name, folder) => {
    const options = await around();
    const outside = await makeWorkspace({});
    await symlink(outside, join(options.workspace, 'kept'));
    const cache = folder.startsWith('/') ? join(options.workspace, folder) : folder;
    await expect(openConfiguredCache(configOf(cache), options)).rejects.toThrow(ConfigurationError);
    await expect(openConfiguredCache(configOf(cache), options)).rejects.toThrow(
      /^cache: the folder ".*" leads out of the workspace/,
    );
    expect(await readdir(outside)).toEqual(['images']);
  });

  test('T28 with cache: a link to nothing, it is refused too, and a link inside, or a folder outside by its own name, is not', async () => {
    const options = await around();
    await symlink('/nowhere/at/all', join(options.workspace, 'dangling'));
    await symlink('images', join(options.workspace, 'inside'));
    await expect(openConfiguredCache(configOf('dangling'), options)).rejects.toThrow(ConfigurationError);
    for (const cache of ['inside/kept', join(await makeWorkspace({}), 'kept')]) {
      const kept = await openConfiguredCache(configOf(cache), options);
      kept.cache.recordHolder('ghcr.io', digest, 'a');
      await kept.save();
      expect(await readdir(resolve(options.workspace, cache))).toEqual(['knowledge.jsonl.gz']);
    }
    expect(options.warnings).toEqual([]);
  });

  test('with cache: a folder that is none, nothing, and warns', async () => {
    const options = { ...(await around()), workspace: await makeWorkspace({ taken: '' }) };
    const kept = await openConfiguredCache(configOf('taken'), options);
    kept.cache.recordHost('ghcr.io', { mounts: true });
    await kept.save();
    expect(options.warnings).toHaveLength(2);
    expect(options.logged).toEqual([]);
  });

  test('with cache: true, in the service, for its targets and its tree; what goes wrong there is logged and no warning', async () => {
    const options = await around();
    await openConfiguredCache(configOf('true', 'ghcr.io/acme/a, quay.io/b'), options);
    expect(options.asked).toEqual([['ghcr.io/acme/a,quay.io/b', 'images']]);
    expect(options.logged).toEqual([expect.stringContaining('the service: away')]);
    expect(options.warnings).toEqual([]);
  });

  test.each([
    ['with cache: false', 'false', true],
    ['where there is no service', 'true', false],
  ])('%s, nothing, and says nothing', async (_name, cache, hasService) => {
    const { service, ...rest } = await around();
    const options = hasService && service !== undefined ? { ...rest, service } : rest;
    const kept = await openConfiguredCache(configOf(cache), options);
    kept.cache.recordHost('ghcr.io', { mounts: true });
    await kept.save();
    expect(rest).toMatchObject({ warnings: [], logged: [], asked: [] });
    expect(await readdir(rest.workspace)).toEqual(['images']);
  });
});

describe('what is kept between runs', () => {
  test('is saved once, when the images are done', async () => {
    const pair = await usePair();
    buildImage(pair.source, 'app', '1');
    const kept = noCache();
    const save = jest.spyOn(kept, 'save').mockImplementation(async () => {
      expect(pair.target.resolve(pair.repository('app'), '1')).toBeDefined();
      return Promise.resolve();
    });
    expect(statesOf(await pair.mirror(['app:1'], {}, { kept }))).toEqual(['mirrored']);
    expect(save).toHaveBeenCalledTimes(1);
  });

  test('is read by a run that only checks, too', async () => {
    const pair = await usePair();
    buildImage(pair.source, 'app', '1');
    const kept = noCache();
    const save = jest.spyOn(kept, 'save');
    await pair.mirror(['app:1'], { mode: 'check' }, { kept });
    expect(save).toHaveBeenCalledTimes(1);
  });

  test('is neither read nor saved where there is nothing to ask a registry', async () => {
    const pair = await usePair();
    const kept = noCache();
    const save = jest.spyOn(kept, 'save');
    await pair.mirror([], {}, { kept });
    expect(save).toHaveBeenCalledTimes(0);
  });
});
