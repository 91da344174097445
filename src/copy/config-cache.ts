import type { ImageSource } from '../image/access.js';
import type { Digest } from '../image/digest.js';
import type { Descriptor } from '../image/manifest.js';

/** More than a run works on at once, so that images that share a config and are copied together read it once; some MB at the most. */
const maxConfigs = 256;

/** The configs of single images that were read last: each is needed twice, for its platform and as a blob, and often by several images. */
export class ConfigCache {
  readonly #configs = new Map<Digest, Promise<Uint8Array>>();

  /** @throws {RegistryError} */
  async read(config: Descriptor, source: ImageSource, signal: AbortSignal): Promise<Uint8Array> {
    const known = this.#configs.get(config.digest);
    if (known !== undefined) return known;
    const reading = source.reading(async () => source.getBlob(config, signal), config.size, signal);
    this.#keep(config.digest, reading);
    try {
      return await reading;
    } catch (error) {
      this.#configs.delete(config.digest);
      throw error;
    }
  }

  #keep(digest: Digest, reading: Promise<Uint8Array>): void {
    this.#configs.set(digest, reading);
    const [oldest] = this.#configs.keys();
    if (this.#configs.size > maxConfigs && oldest !== undefined) this.#configs.delete(oldest);
  }
}
