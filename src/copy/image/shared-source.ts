import type { AskedHost, ImageSource, ManifestHead, PullLimit } from '../../image/source-and-target.js';
import type { Digest } from '../../image/digest.js';
import type { Descriptor, ManifestContent } from '../../image/manifest.js';
import type { SharedManifests } from './shared-manifests.js';

const none: ReadonlySet<Digest> = new Set();

/** A source as all targets of one image share it. */
export class SharedSource implements ImageSource {
  #head: Promise<ManifestHead | undefined> | undefined;
  /** Most images have none, and a run has thousands of images. */
  #pulledByLookUps: Set<Digest> | undefined;
  #pinLook: Promise<boolean> | undefined;

  /** @param pinnedDigest the digest that the file names, if it does: nothing was asked for it yet */
  constructor(
    private readonly source: ImageSource,
    private readonly manifests: SharedManifests,
    private readonly pinnedDigest: Digest | undefined,
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

  /** What a look-up had to read. */
  get pulledByLookUps(): ReadonlySet<Digest> {
    return this.#pulledByLookUps ?? none;
  }

  get countsPulls(): boolean {
    return this.source.countsPulls === true;
  }

  get areLookUpsPulls(): boolean {
    return this.source.areLookUpsPulls === true;
  }

  get askedHosts(): readonly AskedHost[] {
    return this.source.askedHosts;
  }

  get isReady(): boolean {
    return this.source.isReady;
  }

  async waitUntilReady(signal: AbortSignal): Promise<void> {
    return this.source.waitUntilReady(signal);
  }

  async headManifest(reference: string, signal: AbortSignal): Promise<ManifestHead | undefined> {
    const head = await this.source.headManifest(reference, signal);
    if (head?.content === undefined) return head;
    // What had to be read to be looked up is not read again. It is kept there alone: this lives as long as the run.
    this.manifests.add(head.content);
    (this.#pulledByLookUps ??= new Set()).add(head.digest);
    return { digest: head.digest };
  }

  async isReadAnonymously(): Promise<boolean> {
    return this.source.isReadAnonymously();
  }

  /** What the image's reference resolves to: the first answer, for all targets that are compared with it. */
  async headOnce(reference: string, signal: AbortSignal): Promise<ManifestHead | undefined> {
    this.#head ??= this.headManifest(reference, signal);
    return this.#head;
  }

  async getBlob(descriptor: Descriptor, signal: AbortSignal): Promise<Uint8Array> {
    return this.source.getBlob(descriptor, signal);
  }

  async openBlob(descriptor: Descriptor, signal: AbortSignal): Promise<AsyncIterable<Uint8Array>> {
    return this.source.openBlob(descriptor, signal);
  }

  async withDownloadSlot<T>(task: () => Promise<T>, size: number, signal: AbortSignal, to?: string): Promise<T> {
    return this.source.withDownloadSlot(task, size, signal, to);
  }

  /** Whether it is here, or on its way. */
  hasManifest(digest: Digest): boolean {
    // A pinned manifest that is cached is looked up at the source all the same.
    if (digest === this.pinnedDigest && this.areLookUpsPulls) return this.manifests.find(digest) !== undefined;
    return this.manifests.has(digest);
  }

  /** What this run read; undefined: nothing was read, or it is not at hand. */
  findManifest(digest: Digest): Promise<ManifestContent> | undefined {
    return this.manifests.find(digest);
  }

  async getManifest(digest: Digest, signal: AbortSignal): Promise<ManifestContent> {
    const isShared = digest !== this.pinnedDigest || (await this.#isPinThere(digest, signal));
    return isShared
      ? this.manifests.get(digest, this.source, signal)
      : this.manifests.read(digest, this.source, signal);
  }

  /** The image was refused: nobody keeps these manifests of it. */
  drop(digests: readonly Digest[]): void {
    for (const digest of digests) this.manifests.drop(digest);
  }

  /** A pin that was deleted upstream must not be copied from memory: one look for all targets, which is not counted. */
  async #isPinThere(pin: Digest, signal: AbortSignal): Promise<boolean> {
    if (this.manifests.fromCache(pin) === undefined || this.areLookUpsPulls) return false;
    this.#pinLook ??= this.headManifest(pin, signal).then((head) => head !== undefined);
    try {
      return await this.#pinLook;
    } catch (error) {
      this.#pinLook = undefined;
      throw error;
    }
  }
}
