import type { ImageSource } from '../image/access.js';
import type { Digest } from '../image/digest.js';
import { type ManifestContent, toSelfDescribed } from '../image/manifest.js';
import type { Knowledge } from '../knowledge/knowledge.js';

/** The manifests of one source repository, each read once a run, however many tags and targets lead to it, or taken from an earlier run. */
export class SharedManifests {
  // Of thousands of images only some are read: the others' repositories have no map.
  #read: Map<Digest, Promise<ManifestContent>> | undefined;

  constructor(private readonly knowledge: Knowledge) {}

  /** Whether it is here, or on its way. */
  knows(digest: Digest): boolean {
    return this.#read?.has(digest) === true || this.remembered(digest) !== undefined;
  }

  /** Known from earlier, without having been read of the source in this run. */
  remembered(digest: Digest): ManifestContent | undefined {
    if (this.#read?.has(digest) === true) return undefined;
    const bytes = this.knowledge.content(digest);
    return bytes === undefined ? undefined : toSelfDescribed(bytes, digest);
  }

  /** What this run read; undefined: nothing was read, or it is not at hand. */
  held(digest: Digest): Promise<ManifestContent> | undefined {
    return this.#read?.get(digest);
  }

  /** @param source the repository, as the image that asks knows it */
  async get(digest: Digest, source: ImageSource, signal: AbortSignal): Promise<ManifestContent> {
    return this.remembered(digest) ?? this.read(digest, source, signal);
  }

  /** Takes what was read of the source to look it up. */
  keep(content: ManifestContent): void {
    this.#read ??= new Map();
    if (!this.#read.has(content.digest)) this.#read.set(content.digest, Promise.resolve(content));
  }

  /** Of the source, whatever is remembered. */
  async read(digest: Digest, source: ImageSource, signal: AbortSignal): Promise<ManifestContent> {
    this.#read ??= new Map();
    const known = this.#read.get(digest);
    if (known !== undefined) return known;
    const reading = this.#readNow(digest, source, signal);
    this.#read.set(digest, reading);
    try {
      return await reading;
    } catch (error) {
      this.#read.delete(digest);
      throw error;
    }
  }

  async #readNow(digest: Digest, source: ImageSource, signal: AbortSignal): Promise<ManifestContent> {
    const content = await source.getManifest(digest, signal);
    if (toSelfDescribed(content.bytes, digest) !== undefined) this.knowledge.keepContent(digest, content.bytes);
    return content;
  }
}
