/**
 * Entries of GitHub's cache service (version 2). An entry is one blob here, and is read into memory: nothing is unpacked to files.
 */
import { Readable } from 'node:stream';
import { HttpClient } from '@actions/http-client';
import { version as programVersion } from '../../runtime/environment.js';
import { readBounded } from '../../runtime/bounded-read.js';
import { createCacheService, mayReadCache, mayWriteCache } from './cache-private.js';

/** What an entry is found by: its key, or else the newest whose key begins as one of the prefixes, of the same version. */
export interface CacheEntry {
  readonly key: string;
  readonly prefixes: readonly string[];
  readonly version: string;
}

/** @param maxBytes an entry that is larger is not read to its end */
export async function readCacheEntry(entry: CacheEntry, maxBytes: number): Promise<Uint8Array | undefined> {
  if (!mayReadCache()) return undefined;
  const { key, prefixes, version } = entry;
  const found = await createCacheService().GetCacheEntryDownloadURL({
    key,
    restoreKeys: [...prefixes],
    version,
  });
  if (!found.ok) return undefined;
  const { message } = await storage().get(found.signedDownloadUrl);
  if (message.statusCode !== 200) throw new Error(`its storage answered ${message.statusCode ?? 'nothing'}`);
  return readBounded(message, maxBytes, () => new Error(`the entry has more than ${maxBytes} bytes`));
}

/** Does nothing where the workflow says that this job must not write. */
export async function writeCacheEntry({ key, version }: CacheEntry, bytes: Uint8Array): Promise<void> {
  if (!mayWriteCache()) return;
  const service = createCacheService();
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
