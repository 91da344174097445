import type { ImageSource, ManifestHead, PullLimit } from '../image/access.js';
import type { Digest } from '../image/digest.js';
import type { ManifestContent } from '../image/manifest.js';

/** A source that gives each manifest once, however many ask for it: several targets, or a look before the copy. */
export class SharedSource implements ImageSource {
  readonly #manifests = new Map<Digest, Promise<ManifestContent>>();
  readonly #heads = new Map<string, Promise<ManifestHead | undefined>>();

  constructor(private readonly source: ImageSource) {}

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

  headManifest: ImageSource['headManifest'] = async (reference, signal) => this.source.headManifest(reference, signal);

  /** The first answer, for all targets that are compared with it. */
  async headOnce(reference: string, signal: AbortSignal): Promise<ManifestHead | undefined> {
    const head = this.#heads.get(reference) ?? this.source.headManifest(reference, signal);
    this.#heads.set(reference, head);
    return head;
  }

  getBlob: ImageSource['getBlob'] = async (descriptor, signal) => this.source.getBlob(descriptor, signal);

  openBlob: ImageSource['openBlob'] = async (descriptor, signal) => this.source.openBlob(descriptor, signal);

  reading: ImageSource['reading'] = async (task, size, signal) => this.source.reading(task, size, signal);

  /** Whether it was read, or is being read. */
  knows(digest: Digest): boolean {
    return this.#manifests.has(digest);
  }

  async getManifest(digest: Digest, signal: AbortSignal): Promise<ManifestContent> {
    const known = this.#manifests.get(digest);
    if (known !== undefined) return known;
    const reading = this.source.getManifest(digest, signal);
    this.#manifests.set(digest, reading);
    try {
      return await reading;
    } catch (error) {
      this.#manifests.delete(digest);
      throw error;
    }
  }
}
