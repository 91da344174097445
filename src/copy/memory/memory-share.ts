/** The work needs more memory than its share: it begins again with a larger one. */
export class ShareExceeded extends Error {
  override readonly name = 'ShareExceeded';

  constructor() {
    super('the manifests and configs of an image need more memory than its share');
  }
}

/** What one piece of work may hold of the memory of a run. */
export class MemoryShare {
  #counted = 0;

  /** @param release gets the bytes that are not needed any more */
  constructor(
    private size: number,
    private readonly release: (bytes: number) => void,
  ) {}

  /**
   * Counts what is held from now on. Call it before you read something of known size.
   * @throws {ShareExceeded}
   */
  readonly count = (bytes: number): void => {
    this.#counted += bytes;
    if (this.#counted > this.size) throw new ShareExceeded();
  };

  /** All is counted: others get what is left of the share. */
  shrink(): void {
    this.#resize(this.#counted);
  }

  /** The work is done, in whatever way. */
  end(): void {
    this.#resize(0);
  }

  #resize(size: number): void {
    const unused = this.size - size;
    this.size = size;
    if (unused > 0) this.release(unused);
  }
}
