import { createHash } from 'node:crypto';
import { type CacheStore, maxPackedBytes } from '../../cache/open-cache.js';
import type { CacheEntry } from './cache-client.js';
import type { Environment } from '../../runtime/environment.js';

/** Changes with what an entry is, so that a run never reads another program's. */
const entryVersion = sha256('image-mirror knowledge 1');

/**
 * GitHub's cache service, where the runner offers it: version 2, which GitHub Enterprise Server has not.
 * @param scopes what the cache is for, from the widest: what was kept for all of them is preferred, and the first's will do
 */
export function findCacheStore(scopes: readonly string[], environment: Environment): CacheStore | undefined {
  const needed = ['ACTIONS_CACHE_SERVICE_V2', 'ACTIONS_RESULTS_URL', 'ACTIONS_RUNTIME_TOKEN'];
  if (needed.some((name) => (environment[name] ?? '') === '')) return undefined;
  const entry = entryFor(scopes, environment);
  return {
    name: 'GitHub’s cache service',
    load: async () => {
      const { readCacheEntry } = await import('./cache-client.js');
      return readCacheEntry(entry, maxPackedBytes);
    },
    save: async (bytes) => {
      const { writeCacheEntry } = await import('./cache-client.js');
      return writeCacheEntry(entry, bytes);
    },
  };
}

/** Entries never change, so each attempt of each run has a key of its own, and finds the newest of those that begin alike. */
function entryFor(scopes: readonly string[], environment: Environment): CacheEntry {
  const prefixes = scopes.map((_scope, index) =>
    ['image-mirror-knowledge', ...scopes.slice(0, index + 1).map((scope) => sha256(scope).slice(0, 12)), ''].join('-'),
  );
  const { GITHUB_RUN_ID: run = '0', GITHUB_RUN_ATTEMPT: attempt = '0' } = environment;
  return { key: `${prefixes.at(-1) ?? ''}${run}-${attempt}`, prefixes: prefixes.reverse(), version: entryVersion };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
