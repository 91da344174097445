import type { AskedHost, ImageSource, ManifestHead, PullLimit } from '../image/access.js';
import type { Digest } from '../image/digest.js';
import type { Descriptor, ManifestContent } from '../image/manifest.js';
import type { SharedManifests } from './shared-manifests.js';

/** A source as all targets of one image share it. */
export class SharedSource implements ImageSource {
  #head: Promise<ManifestHead | undefined> | undefined;
  #pinned: Promise<ManifestContent> | undefined;

  /** @param pin the digest that the file names, if it does: nothing was asked for it yet */
  constructor(
    private readonly source: ImageSource,
    private readonly manifests: SharedManifests,
    private readonly pin: Digest | undefined,
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

  get isReady(): boolean {
    return this.source.isReady;
  }

  async ready(signal: AbortSignal): Promise<void> {
    return this.source.ready(signal);
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

  async reading<T>(task: () => Promise<T>, size: number, signal: AbortSignal, to?: string): Promise<T> {
    return this.source.reading(task, size, signal, to);
  }

  /** Whether it is here, or on its way. */
  knows(digest: Digest): boolean {
    return this.manifests.knows(digest);
  }

  /** What this run read; undefined: nothing was read, or it is not at hand. */
  held(digest: Digest): Promise<ManifestContent> | undefined {
    return this.manifests.held(digest);
  }

  async getManifest(digest: Digest, signal: AbortSignal): Promise<ManifestContent> {
    if (digest !== this.pin) return this.manifests.get(digest, this.source, signal);
    this.#pinned ??= this.#getPinned(digest, signal);
    try {
      return await this.#pinned;
    } catch (error) {
      this.#pinned = undefined;
      throw error;
    }
  }

  /** A pin that was deleted upstream must not be copied from memory: to look is not counted. */
  async #getPinned(pin: Digest, signal: AbortSignal): Promise<ManifestContent> {
    const remembered = this.manifests.remembered(pin);
    if (remembered !== undefined && (await this.headManifest(pin, signal)) !== undefined) return remembered;
    return this.manifests.read(pin, this.source, signal);
  }
}
