import { blocks } from '../../runtime/blocks.js';
import type { Clock } from '../../runtime/clock.js';

/** How far a reader may lag behind before the others wait for it. */
const maxLagBytes = 4 * 1024 * 1024;

/** How long the others wait for a reader in all before they go on without it. */
const maxWaitMs = 2_000;

/** Thrown to a reader that was too slow for the others. */
export class SlowReaderError extends Error {
  override readonly name = 'LeftBehindError';

  constructor() {
    super('it was too slow for the others, and is fed later by itself');
  }
}

/** One content for several readers, in bounded memory: who is much slower than the others is left behind, who stops is not waited for. */
export class Tee {
  readonly #branches = new Set<Branch>();
  #isClosed = false;
  #onRead: () => void = () => undefined;

  constructor(private readonly clock: Clock) {}

  /** One reader's part. A reader that does not read it to its end has to stop it. */
  branch(): Branch | undefined {
    if (this.#isClosed) return undefined;
    const branch = new Branch(
      () => {
        this.#onRead();
      },
      () => {
        this.#branches.delete(branch);
        this.#onRead();
      },
    );
    this.#branches.add(branch);
    return branch;
  }

  /** Whether there is anybody to read. */
  get isRead(): boolean {
    return this.#branches.size > 0;
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** Nobody more may read: the content is on its way. */
  close(): void {
    this.#isClosed = true;
  }

  /** Passes content on to all readers, its failure and its end too. */
  async run(content: AsyncIterable<Uint8Array>): Promise<void> {
    for await (const chunk of content) {
      for (const branch of this.#branches) {
        blocks.share(chunk);
        branch.push(chunk);
      }
      blocks.release(chunk);
      await this.#waitForRoom();
      if (!this.isRead) return;
    }
    for (const branch of this.#branches) branch.end();
  }

  fail(error: unknown): void {
    for (const branch of this.#branches) branch.fail(error);
  }

  async #waitForRoom(): Promise<void> {
    for (;;) {
      const full = [...this.#branches].filter(({ isFull }) => isFull);
      if (full.length === 0) return;
      await this.#untilRead(full, full.length === this.#branches.size);
    }
  }

  /** Waits until somebody has read. Where others have room, that is on the account of those who have not. */
  async #untilRead(full: readonly Branch[], areAll: boolean): Promise<void> {
    const read = new Promise<void>((resolve) => {
      this.#onRead = resolve;
    });
    if (areAll) return read;
    const begun = this.clock.monotonicMs();
    const stop = new AbortController();
    const left = Math.min(...full.map(({ waitedMs }) => maxWaitMs - waitedMs));
    await Promise.race([read, this.clock.sleep(Math.max(left, 0), stop.signal).catch(() => undefined)]);
    stop.abort();
    for (const branch of full) this.#charge(branch, this.clock.monotonicMs() - begun);
  }

  #charge(branch: Branch, ms: number): void {
    branch.waitedMs += ms;
    if (branch.waitedMs < maxWaitMs || !branch.isFull) return;
    this.#branches.delete(branch);
    branch.fail(new SlowReaderError());
  }
}

/** One reader's part. Who does not read it to its end has to stop it. */
export class Branch implements AsyncIterable<Uint8Array> {
  readonly #chunks: Uint8Array[] = [];
  #bytes = 0;
  #ending: { readonly error?: unknown } | undefined;
  #wake: () => void = () => undefined;
  /** How long the others waited for it. */
  waitedMs = 0;

  constructor(
    private readonly onRead: () => void,
    readonly stop: () => void,
  ) {}

  get isFull(): boolean {
    return this.#bytes >= maxLagBytes;
  }

  push(chunk: Uint8Array): void {
    this.#chunks.push(chunk);
    this.#bytes += chunk.length;
    this.#wake();
  }

  end(): void {
    this.#ending ??= {};
    this.#wake();
  }

  /** What was not read yet is not worth reading. */
  fail(error: unknown): void {
    this.#ending ??= { error };
    this.#chunks.length = 0;
    this.#bytes = 0;
    this.#wake();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    try {
      for (let chunk = await this.#next(); chunk !== undefined; chunk = await this.#next()) yield chunk;
    } finally {
      this.stop();
    }
  }

  /** undefined: that was all. */
  async #next(): Promise<Uint8Array | undefined> {
    while (this.#chunks.length === 0 && this.#ending === undefined) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    const chunk = this.#chunks.shift();
    if (chunk === undefined && this.#ending !== undefined && 'error' in this.#ending) throw this.#ending.error;
    this.#bytes -= chunk?.length ?? 0;
    this.onRead();
    return chunk;
  }
}
