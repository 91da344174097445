/**
 * GitHub's cache service (version 2), by the toolkit's own client. We import its parts below its public entry, because the entry keeps files
 * in tar archives and unpacks them with `-P`: anyone who can write to a repository's cache could then write any file of this job. Here an entry
 * is one blob, which is read into memory. See docs/decisions/0004-actions-core-and-cache.md.
 */
import { Readable } from 'node:stream';
import { HttpClient } from '@actions/http-client';
import {
  getCacheMode,
  isCacheReadable,
  isCacheWritable,
} from '../../node_modules/@actions/cache/lib/internal/config.js';
import { internalCacheTwirpClient } from '../../node_modules/@actions/cache/lib/internal/shared/cacheTwirpClient.js';
import { version as programVersion } from '../version.js';

/** What an entry is found by: its key, or else the newest whose key begins as one of the prefixes, of the same version. */
export interface CacheEntry {
  readonly key: string;
  readonly prefixes: readonly string[];
  readonly version: string;
}

/** Once more, and soon: the toolkit's own five attempts take longer than a run. */
const retries = { maxAttempts: 2, retryIntervalMs: 500 };

/**
 * The toolkit's own client; but that would follow a redirect to whatever host, and give its token to that one, too: it is added to each request anew.
 * What keeps it from that has no way of its own from outside.
 */
function cacheService(): ReturnType<typeof internalCacheTwirpClient> {
  const service = internalCacheTwirpClient(retries);
  const wire: unknown = Reflect.get(service, 'rpc');
  const client: unknown = typeof wire === 'object' && wire !== null ? Reflect.get(wire, 'httpClient') : undefined;
  if (!(client instanceof HttpClient)) throw new Error('the client of the cache service is another than is known');
  Reflect.set(client, '_allowRedirects', false);
  return service;
}

/** @param maxBytes an entry that is larger is not read to its end */
export async function readCacheEntry(entry: CacheEntry, maxBytes: number): Promise<Uint8Array | undefined> {
  if (!isCacheReadable(getCacheMode())) return undefined;
  const { key, prefixes, version } = entry;
  const found = await cacheService().GetCacheEntryDownloadURL({
    key,
    restoreKeys: [...prefixes],
    version,
  });
  return found.ok ? download(found.signedDownloadUrl, maxBytes) : undefined;
}

async function download(url: string, maxBytes: number): Promise<Uint8Array> {
  const { message } = await storage().get(url);
  if (message.statusCode !== 200) throw new Error(`its storage answered ${message.statusCode ?? 'nothing'}`);
  const body: AsyncIterable<Uint8Array> = message;
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > maxBytes) throw new Error(`the entry has more than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size);
}

/** Does nothing where the workflow says that this job must not write. */
export async function writeCacheEntry({ key, version }: CacheEntry, bytes: Uint8Array): Promise<void> {
  if (!isCacheWritable(getCacheMode())) return;
  const service = cacheService();
  const reserved = await service.CreateCacheEntry({ key, version });
  if (!reserved.ok) throw new Error(reserved.message || 'it reserved no entry');
  await upload(reserved.signedUploadUrl, bytes);
  const { ok, message } = await service.FinalizeCacheEntryUpload({ key, version, sizeBytes: String(bytes.length) });
  if (!ok) throw new Error(message || 'it did not complete the entry');
}

/** One request, as the toolkit's uploads of this size are. Source: Azure Blob Storage, "Put Blob". */
async function upload(url: string, bytes: Uint8Array): Promise<void> {
  const headers = {
    'content-type': 'application/octet-stream',
    'content-length': bytes.length,
    'x-ms-blob-type': 'BlockBlob',
  };
  const { message } = await storage().sendStream('PUT', url, Readable.from([bytes]), headers);
  message.resume();
  if (message.statusCode !== 201) throw new Error(`its storage answered ${message.statusCode ?? 'nothing'}`);
}

/** Without credentials: the addresses are signed. */
function storage(): HttpClient {
  return new HttpClient(`image-mirror/${programVersion}`, [], { allowRedirects: false });
}
