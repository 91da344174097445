import type { AskedHost, ImageSource, ManifestHead, PullLimit } from '../image/access.js';
import type { Digest } from '../image/digest.js';
import { type Descriptor, type ManifestContent, toSelfDescribed } from '../image/manifest.js';
import type { Knowledge } from '../knowledge/knowledge.js';

/** A source that gives each manifest once, however many ask for it: several targets, a look before the copy, or an earlier run. */
export class SharedSource implements ImageSource {
  // Of thousands of images only some are read: the others have no map.
  #manifests: Map<Digest, Promise<ManifestContent>> | undefined;
  #head: Promise<ManifestHead | undefined> | undefined;

  /** @param pin the digest that the file names, if it does: nothing was asked for it yet */
  constructor(
    private readonly source: ImageSource,
    private readonly pin: Digest | undefined,
    private readonly knowledge: Knowledge,
  ) {}

  get registry(): string {
    return this.source.registry;
  }

  get side(): ImageSource['side'] {
    return this.source.side;
  }

  get name(): string {
    return this.source.name;
  }

  get pullLimit(): PullLimit | 'none' | undefined {
    return this.source.pullLimit;
  }

  get askedHosts(): readonly AskedHost[] {
    return this.source.askedHosts;
  }

  async headManifest(reference: string, signal: AbortSignal): Promise<ManifestHead | undefined> {
    return this.source.headManifest(reference, signal);
  }

  async isReadAnonymously(): Promise<boolean> {
    return this.source.isReadAnonymously();
  }

  /** What the image's one reference leads to: the first answer, for all targets that are compared with it. */
  async headOnce(reference: string, signal: AbortSignal): Promise<ManifestHead | undefined> {
    this.#head ??= this.source.headManifest(reference, signal);
    return this.#head;
  }

  async getBlob(descriptor: Descriptor, signal: AbortSignal): Promise<Uint8Array> {
    return this.source.getBlob(descriptor, signal);
  }

  async openBlob(descriptor: Descriptor, signal: AbortSignal): Promise<AsyncIterable<Uint8Array>> {
    return this.source.openBlob(descriptor, signal);
  }

  async reading<T>(task: () => Promise<T>, size: number, signal: AbortSignal): Promise<T> {
    return this.source.reading(task, size, signal);
  }

  /** Whether it is here, or on its way. */
  knows(digest: Digest): boolean {
    return this.#manifests?.has(digest) === true || this.#remembered(digest) !== undefined;
  }

  /** What this run read; undefined: nothing was read, or it is not at hand. */
  held(digest: Digest): Promise<ManifestContent> | undefined {
    return this.#manifests?.get(digest);
  }

  async getManifest(digest: Digest, signal: AbortSignal): Promise<ManifestContent> {
    this.#manifests ??= new Map();
    const known = this.#manifests.get(digest);
    if (known !== undefined) return known;
    const reading = this.#read(digest, signal);
    this.#manifests.set(digest, reading);
    try {
      return await reading;
    } catch (error) {
      this.#manifests.delete(digest);
      throw error;
    }
  }

  async #read(digest: Digest, signal: AbortSignal): Promise<ManifestContent> {
    const remembered = this.#remembered(digest);
    // A pin that was deleted upstream must not be copied from memory: to look is not counted.
    if (remembered !== undefined && (digest !== this.pin || (await this.headManifest(digest, signal)) !== undefined))
      return remembered;
    const content = await this.source.getManifest(digest, signal);
    if (toSelfDescribed(content.bytes, digest) !== undefined) this.knowledge.keepContent(digest, content.bytes);
    return content;
  }

  #remembered(digest: Digest): ManifestContent | undefined {
    const bytes = this.knowledge.content(digest);
    return bytes === undefined ? undefined : toSelfDescribed(bytes, digest);
  }
}
