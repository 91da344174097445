import type { AskedHost, ImageSource, ManifestHead, PullLimit } from '../../image/access.js';
import type { Digest } from '../../image/digest.js';
import type { Descriptor, ManifestContent } from '../../image/manifest.js';
import type { SharedManifests } from './shared-manifests.js';

/** A source as all targets of one image share it. */
export class SharedSource implements ImageSource {
  #head: Promise<ManifestHead | undefined> | undefined;
  readonly #pulledToLook = new Set<Digest>();
  #pinLook: Promise<boolean> | undefined;

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

  /** What a look-up had to read. */
  get pulledToLook(): ReadonlySet<Digest> {
    return this.#pulledToLook;
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

  async ready(signal: AbortSignal): Promise<void> {
    return this.source.ready(signal);
  }

  async headManifest(reference: string, signal: AbortSignal): Promise<ManifestHead | undefined> {
    const head = await this.source.headManifest(reference, signal);
    if (head?.content === undefined) return head;
    // What had to be read to be looked up is not read again. It is kept there alone: this lives as long as the run.
    this.manifests.keep(head.content);
    this.#pulledToLook.add(head.digest);
    return { digest: head.digest };
  }

  async isReadAnonymously(): Promise<boolean> {
    return this.source.isReadAnonymously();
  }

  /** What the image's one reference leads to: the first answer, for all targets that are compared with it. */
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

  async reading<T>(task: () => Promise<T>, size: number, signal: AbortSignal, to?: string): Promise<T> {
    return this.source.reading(task, size, signal, to);
  }

  /** Whether it is here, or on its way. */
  knows(digest: Digest): boolean {
    // A pin that is remembered is looked up at the source all the same.
    if (digest === this.pin && this.areLookUpsPulls) return this.manifests.held(digest) !== undefined;
    return this.manifests.knows(digest);
  }

  /** What this run read; undefined: nothing was read, or it is not at hand. */
  held(digest: Digest): Promise<ManifestContent> | undefined {
    return this.manifests.held(digest);
  }

  async getManifest(digest: Digest, signal: AbortSignal): Promise<ManifestContent> {
    const mayBeRemembered = digest !== this.pin || (await this.#isPinThere(digest, signal));
    return mayBeRemembered
      ? this.manifests.get(digest, this.source, signal)
      : this.manifests.read(digest, this.source, signal);
  }

  /** The image was refused: nobody keeps these manifests of it. */
  drop(digests: readonly Digest[]): void {
    for (const digest of digests) this.manifests.drop(digest);
  }

  /** A pin that was deleted upstream must not be copied from memory: one look for all targets, which is not counted. */
  async #isPinThere(pin: Digest, signal: AbortSignal): Promise<boolean> {
    if (this.manifests.remembered(pin) === undefined || this.areLookUpsPulls) return false;
    this.#pinLook ??= this.headManifest(pin, signal).then((head) => head !== undefined);
    try {
      return await this.#pinLook;
    } catch (error) {
      this.#pinLook = undefined;
      throw error;
    }
  }
}
