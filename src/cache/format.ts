import { setImmediate } from 'node:timers/promises';
import { promisify } from 'node:util';
import { constants, gunzip, gzip } from 'node:zlib';
import * as v from 'valibot';
import { messageOf } from '../runtime/errors.js';
import { isDigest } from '../image/digest.js';
import { invalidComponent, isRegistryHost } from '../image/reference.js';
import { type CacheContents, RunCache, maxContentBytes, maxHoldersOfBlob } from './run-cache.js';

/**
 * JSON lines, compressed by gzip. Lines, because one JSON document of this size can be written so that reading it takes thirty times its
 * size in memory, and a line cannot be long enough for that.
 */
const formatVersion = 1;

/** A full one has 31 MiB; what unpacks to more was not written by this program. */
const maxUnpackedBytes = 48 * 1024 * 1024;

/** zlib's own is 16 KiB, which makes of a full one two thousand pieces to be put together. */
const chunkSize = 1024 * 1024;

/** The largest content, in base64, with its digest. */
const maxLineBytes = Math.ceil((maxContentBytes * 4) / 3) + 1024;

/** A full one has 300,000 at most, where each content is a few bytes. */
const maxLines = 500_000;

/** Then what else the process has to do gets its turn, such as to hear that it is to stop. */
const linesAtOnce = 2_000;

/** distribution/reference allows no longer name; this also bounds what the grammar is run on. */
const maxNameLength = 255;

const headerSchema = v.object({ version: v.literal(formatVersion) });
const contentSchema = v.object({ kind: v.literal('content'), digest: v.string(), base64: v.string() });
const blobSchema = v.object({
  kind: v.literal('blob'),
  digest: v.string(),
  registry: v.string(),
  repositories: v.array(v.string()),
});
const hostSchema = v.object({
  kind: v.literal('host'),
  registry: v.string(),
  severalScopes: v.optional(v.boolean()),
  mounts: v.optional(v.boolean()),
});
const lineSchema = v.variant('kind', [contentSchema, blobSchema, hostSchema]);

/** The bytes of a cache, to be saved. */
export async function serializeCache({ contents }: RunCache): Promise<Uint8Array> {
  // Better levels take three times as long for some percent.
  return promisify(gzip)([...formatLines(contents)].join('\n'), { level: constants.Z_BEST_SPEED });
}

function* formatLines({ hosts, holders, contents }: CacheContents): Iterable<string> {
  yield JSON.stringify({ version: formatVersion });
  for (const [registry, facts] of hosts) yield JSON.stringify({ kind: 'host', registry, ...facts });
  for (const holder of holders) yield JSON.stringify({ kind: 'blob', ...holder });
  for (const [digest, bytes] of contents)
    yield JSON.stringify({ kind: 'content', digest, base64: Buffer.from(bytes).toString('base64') });
}

export interface ParsedCache {
  readonly cache: RunCache;
  /** Why nothing is known: words for the end of a sentence. */
  readonly problem?: string;
}

/**
 * Reads what was kept, which anybody may have written: names that could not stand in an address and digests that are none are left out, and
 * content is believed only when it is read out. Never throws.
 */
export async function parseCache(packed: Uint8Array, signal?: AbortSignal): Promise<ParsedCache> {
  try {
    const bytes = await promisify(gunzip)(packed, { maxOutputLength: maxUnpackedBytes, chunkSize });
    return { cache: await parseLines(splitLines(bytes), signal) };
  } catch (error) {
    return { cache: new RunCache(), problem: messageOf(error) };
  }
}

function* splitLines(bytes: Buffer): Generator<string, undefined> {
  for (let start = 0; start < bytes.length;) {
    const newline = bytes.indexOf('\n', start);
    const end = newline === -1 ? bytes.length : newline;
    if (end - start > maxLineBytes) throw new Error(`a line of it has ${end - start} bytes`);
    // All that is written is ASCII; what is not is no name and no digest however it is read.
    yield bytes.toString('latin1', start, end);
    start = end + 1;
  }
}

async function parseLines(lines: Generator<string, undefined>, signal: AbortSignal | undefined): Promise<RunCache> {
  const cache = new RunCache();
  if (!v.is(headerSchema, JSON.parse(lines.next().value ?? ''))) throw new Error('it is of another version');
  let count = 0;
  for (const line of lines) {
    count += 1;
    if (count > maxLines) throw new Error(`it has more than ${maxLines} lines`);
    if (count % linesAtOnce === 0) await setImmediate();
    signal?.throwIfAborted();
    addLine(cache, v.parse(lineSchema, JSON.parse(line), { abortEarly: true }));
  }
  cache.markSaved();
  return cache;
}

function addLine(cache: RunCache, line: v.InferOutput<typeof lineSchema>): void {
  switch (line.kind) {
    case 'content':
      if (isDigest(line.digest)) cache.addContent(line.digest, Buffer.from(line.base64, 'base64'));
      return;
    case 'blob':
      addHolders(cache, line);
      return;
    case 'host': {
      const { registry, severalScopes, mounts } = line;
      if (!isRegistry(registry)) return;
      cache.recordHost(registry, {
        ...(severalScopes === undefined ? {} : { severalScopes }),
        ...(mounts === undefined ? {} : { mounts }),
      });
    }
  }
}

function addHolders(cache: RunCache, line: v.InferOutput<typeof blobSchema>): void {
  const { registry, digest, repositories } = line;
  if (!isRegistry(registry) || !isDigest(digest)) return;
  const readable = repositories
    .slice(0, maxHoldersOfBlob)
    .filter((text) => text.length <= maxNameLength && invalidComponent(text) === undefined);
  for (const repository of readable.reverse()) cache.recordHolder(registry, digest, repository);
}

function isRegistry(text: string): boolean {
  return text.length <= maxNameLength && isRegistryHost(text);
}
