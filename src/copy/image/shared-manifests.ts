import type { ImageSource } from '../../image/source-and-target.js';
import type { Digest } from '../../image/digest.js';
import { type ManifestContent, isSelfDescribed, toSelfDescribed } from '../../image/manifest.js';
import { type RunCache, maxContentBytes } from '../../cache/run-cache.js';
import { LruMap } from '../../cache/lru-map.js';
import type { MemoryBudget } from '../memory/memory-budget.js';

/** Tens of thousands of manifests, which are a few KiB each. */
const maxKeptBytes = 64 * 1024 * 1024;

/**
 * Manifests that a run read from its sources and keeps for other tags and targets. One bound holds for all repositories; it shrinks when images in
 * work need the memory. The least recently used manifests are dropped, and read again if they are needed.
 */
export class ManifestCache {
  readonly #contents: LruMap<string, ManifestContent>;

  constructor(
    private readonly memory: MemoryBudget,
    maxBytes = maxKeptBytes,
  ) {
    this.#contents = new LruMap(maxBytes, (_key, { bytes }) => bytes.length);
    memory.add(this.#contents);
  }

  has(key: string): boolean {
    return this.#contents.peek(key) !== undefined;
  }

  get(key: string): ManifestContent | undefined {
    return this.#contents.get(key);
  }

  /** Content above `maxContentBytes` is rare, and would push hundreds of others out. */
  add(key: string, content: ManifestContent): void {
    if (content.bytes.length > maxContentBytes) return;
    this.#contents.set(key, content);
    this.memory.trimCaches();
  }

  drop(key: string): void {
    this.#contents.delete(key);
  }
}

/** The manifests of one source repository: each is read once a run while there is room, or taken from an earlier run. */
export class SharedManifests {
  // Of thousands of images only some are read at a time: the others' repositories have no map.
  #reading: Map<Digest, Promise<ManifestContent>> | undefined;

  /** @param repository its canonical name, by which the run's repositories are told apart */
  constructor(
    private readonly repository: string,
    private readonly manifestCache: ManifestCache,
    private readonly cache: RunCache,
  ) {}

  /** Whether it is here, or on its way. */
  has(digest: Digest): boolean {
    return this.#isRead(digest) || this.fromCache(digest) !== undefined;
  }

  /** Known from earlier, without having been read of the source in this run. */
  fromCache(digest: Digest): ManifestContent | undefined {
    if (this.#isRead(digest)) return undefined;
    const bytes = this.cache.getContent(digest);
    return bytes === undefined ? undefined : toSelfDescribed(bytes, digest);
  }

  /** What this run read; undefined: nothing was read, or it is not at hand. */
  find(digest: Digest): Promise<ManifestContent> | undefined {
    const content = this.manifestCache.get(this.#keyOf(digest));
    return content === undefined ? this.#reading?.get(digest) : Promise.resolve(content);
  }

  /** @param source the repository, as the image that asks knows it */
  async get(digest: Digest, source: ImageSource, signal: AbortSignal): Promise<ManifestContent> {
    return this.fromCache(digest) ?? this.read(digest, source, signal);
  }

  /** Takes what was read of the source to look it up. */
  add(content: ManifestContent): void {
    this.manifestCache.add(this.#keyOf(content.digest), content);
  }

  /** Of the source, whatever is remembered. */
  async read(digest: Digest, source: ImageSource, signal: AbortSignal): Promise<ManifestContent> {
    const known = this.find(digest);
    if (known !== undefined) return known;
    const reading = this.#readNow(digest, source, signal);
    this.#reading ??= new Map();
    this.#reading.set(digest, reading);
    try {
      return await reading;
    } finally {
      this.#reading.delete(digest);
    }
  }

  /** The content was refused: neither this run nor the next one keeps it. */
  drop(digest: Digest): void {
    this.manifestCache.drop(this.#keyOf(digest));
    this.cache.dropContent(digest);
  }

  async #readNow(digest: Digest, source: ImageSource, signal: AbortSignal): Promise<ManifestContent> {
    const content = await source.getManifest(digest, signal);
    this.manifestCache.add(this.#keyOf(digest), content);
    // To parse large content again would be in vain: it is not kept.
    if (content.bytes.length <= maxContentBytes && isSelfDescribed(content))
      this.cache.addContent(digest, content.bytes);
    return content;
  }

  #isRead(digest: Digest): boolean {
    return this.#reading?.has(digest) === true || this.manifestCache.has(this.#keyOf(digest));
  }

  #keyOf(digest: Digest): string {
    return `${this.repository}@${digest}`;
  }
}
