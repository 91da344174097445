import { type ImageSource, maxConfigBytes } from '../../image/source-and-target.js';
import type { Descriptor } from '../../image/manifest.js';
import type { RunCache } from '../../cache/run-cache.js';
import { LruMap } from '../../cache/lru-map.js';
import type { MemoryBudget } from '../memory/memory-budget.js';

/** Thousands of configs, which are a few KiB each: so that images that share one read it once, in bounded memory. */
const maxBytes = 32 * 1024 * 1024;

interface CachedConfig {
  /** the repository that it is read from */
  readonly source: string;
  readonly size: number;
  readonly reading: Promise<Uint8Array>;
}

/** The most recently used configs of single images. Each is needed twice, for its platform and as a blob, and often by several images. */
export class ConfigCache {
  // A larger one than is ever held fails, whatever its manifest says of its size: nothing else goes for it.
  readonly #configs = new LruMap<string, CachedConfig>(maxBytes, (_key, { size }) => Math.min(size, maxConfigBytes));

  constructor(
    private readonly cache: RunCache,
    private readonly memory: MemoryBudget,
  ) {
    memory.add(this.#configs);
  }

  /** @throws {RegistryError} */
  async read(config: Descriptor, source: ImageSource, signal: AbortSignal): Promise<Uint8Array> {
    const known = this.#configs.get(keyOf(config));
    if (known === undefined) return this.#read(config, source, signal);
    try {
      return await known.reading;
    } catch (error) {
      // What one repository does not give, this image's own may.
      if (signal.aborted || known.source === source.name) throw error;
      return this.read(config, source, signal);
    }
  }

  async #read(config: Descriptor, source: ImageSource, signal: AbortSignal): Promise<Uint8Array> {
    const reading = this.#fetch(config, source, signal);
    const key = keyOf(config);
    this.#configs.set(key, { source: source.name, size: config.size, reading });
    this.memory.trimCaches();
    try {
      return await reading;
    } catch (error) {
      if (this.#configs.peek(key)?.reading === reading) this.#configs.delete(key);
      throw error;
    }
  }

  /** What a target holds is asked of the target, which may have lost it. What only an account may read is not kept. */
  async #fetch(config: Descriptor, source: ImageSource, signal: AbortSignal): Promise<Uint8Array> {
    const cached = source.side === 'source' ? this.cache.getContent(config.digest) : undefined;
    if (cached?.length === config.size) return cached;
    const bytes = await source.getBlob(config, signal);
    if (source.side === 'source' && (await source.isReadAnonymously())) this.cache.addContent(config.digest, bytes);
    return bytes;
  }
}

/** By size, too: what one image's manifest says wrongly of a config must not be taken for right because another's was. */
function keyOf({ digest, size }: Descriptor): string {
  return `${digest} ${size}`;
}
