import type { ImageSource } from '../image/access.js';
import type { Descriptor } from '../image/manifest.js';
import type { Knowledge } from '../knowledge/knowledge.js';

/** Thousands of configs, which are a few KiB each: so that images that share one read it once, in bounded memory. */
const maxBytes = 32 * 1024 * 1024;

interface CachedConfig {
  /** the repository that it is read from */
  readonly source: string;
  readonly size: number;
  readonly reading: Promise<Uint8Array>;
}

/** The configs of single images that were read last: each is needed twice, for its platform and as a blob, and often by several images. */
export class ConfigCache {
  readonly #configs = new Map<string, CachedConfig>();
  #bytes = 0;

  constructor(private readonly knowledge: Knowledge) {}

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
    this.#keep(config, source.name, reading);
    try {
      return await reading;
    } catch (error) {
      const key = keyOf(config);
      if (this.#configs.get(key)?.reading === reading) this.#drop(key);
      throw error;
    }
  }

  /** Of what a target holds the target itself is asked: it may have lost it. What an account alone may read is not kept. */
  async #fetch(config: Descriptor, source: ImageSource, signal: AbortSignal): Promise<Uint8Array> {
    const remembered = source.side === 'source' ? this.knowledge.content(config.digest) : undefined;
    if (remembered?.length === config.size) return remembered;
    const bytes = await source.getBlob(config, signal);
    if (source.side === 'source' && (await source.isReadAnonymously()))
      this.knowledge.keepContent(config.digest, bytes);
    return bytes;
  }

  #keep(config: Descriptor, source: string, reading: Promise<Uint8Array>): void {
    const key = keyOf(config);
    this.#drop(key);
    this.#configs.set(key, { source, size: config.size, reading });
    this.#bytes += config.size;
    for (const oldest of this.#configs.keys()) {
      if (this.#bytes <= maxBytes || oldest === key) return;
      this.#drop(oldest);
    }
  }

  #drop(key: string): void {
    this.#bytes -= this.#configs.get(key)?.size ?? 0;
    this.#configs.delete(key);
  }
}

/** By size, too: what one image's manifest says wrongly of a config must not be taken for right because another's was. */
function keyOf({ digest, size }: Descriptor): string {
  return `${digest} ${size}`;
}
