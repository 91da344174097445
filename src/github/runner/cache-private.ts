/**
 * The one file that imports below a package's entry. The entry of `@actions/cache` has only `restoreCache` and `saveCache`. These keep files in
 * tar archives, and unpack them with `tar -P`: an archive says where its files go, and `/` and `../` count. All workflows of a repository share
 * its cache, so one with few rights could write any file of the job that may push images (docs/decisions/0004-actions-core-and-cache.md).
 *
 * So this takes the toolkit's client of the cache service, which finds and reserves entries. What an entry holds is ours (`cache-client.ts`).
 * A version of the package that moves these paths fails the type check; one that changes the client's fields fails here.
 */
import { HttpClient } from '@actions/http-client';
import {
  getCacheMode,
  isCacheReadable,
  isCacheWritable,
} from '../../../node_modules/@actions/cache/lib/internal/config.js';
import { internalCacheTwirpClient } from '../../../node_modules/@actions/cache/lib/internal/shared/cacheTwirpClient.js';

type CacheService = ReturnType<typeof internalCacheTwirpClient>;

/** Once more, and soon: the toolkit's own five attempts take longer than a run. */
const retries = { maxAttempts: 2, retryIntervalMs: 500 };

/**
 * Makes a client of GitHub's cache service that follows no redirect. The toolkit's would follow one to any host, and add its token to each
 * request anew. No option keeps it from that, so a private field of its HTTP client does.
 * @throws {Error} the client has not the fields that are known
 */
export function createCacheService(): CacheService {
  const service = internalCacheTwirpClient(retries);
  const rpc: unknown = Reflect.get(service, 'rpc');
  const client: unknown = typeof rpc === 'object' && rpc !== null ? Reflect.get(rpc, 'httpClient') : undefined;
  if (!(client instanceof HttpClient)) throw new Error('the client of the cache service is another than is known');
  Reflect.set(client, '_allowRedirects', false);
  return service;
}

/** Says whether the workflow lets this job read the cache. */
export function mayReadCache(): boolean {
  return isCacheReadable(getCacheMode());
}

/** Says whether the workflow lets this job write to the cache. */
export function mayWriteCache(): boolean {
  return isCacheWritable(getCacheMode());
}
