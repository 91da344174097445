import { blocks } from '../../runtime/blocks.js';

/** So much of a body is held while it is sent: what is sent again after so little needs no second read of its source. */
const heldBytes = 1024 * 1024;

interface ReplayOptions {
  /** How much of it is held; 1 MiB if absent. */
  readonly maxHeldBytes?: number | undefined;
  /** Called with the number of bytes each time that some are handed over. */
  readonly onBytes?: ((bytes: number) => void) | undefined;
  /**
   * Awaited once, behind the first piece.
   * @param over aborted when the body is begun again, or closed
   */
  readonly afterFirst?: ((over: AbortSignal) => Promise<void>) | undefined;
}

/**
 * A request's body that can be sent again from its beginning, until more of it was read than is held. Each iteration starts over; breaking one off
 * loses nothing. The creator closes it.
 */
export class Replay implements AsyncIterable<Uint8Array> {
  readonly #content: AsyncIterator<Uint8Array>;
  readonly #held: Uint8Array[] = [];
  #heldBytes = 0;
  #isWhole = true;
  #isDone = false;
  #failure: { readonly error: unknown } | undefined;
  #reading: Promise<void> | undefined;
  #isHeldBack = false;
  /** There is one only where somebody is to be told. */
  readonly #over: AbortController | undefined;
  #hasBegun = false;

  constructor(
    content: AsyncIterable<Uint8Array>,
    private readonly options: ReplayOptions = {},
  ) {
    this.#content = content[Symbol.asyncIterator]();
    this.#over = options.afterFirst === undefined ? undefined : new AbortController();
  }

  /** Whether it can be sent from its beginning. */
  get isWhole(): boolean {
    return this.#isWhole && this.#failure === undefined;
  }

  /** Whether its content was read to the end. */
  get isDone(): boolean {
    return this.#isDone;
  }

  /** Whether the content itself failed. */
  get hasFailed(): boolean {
    return this.#failure !== undefined;
  }

  /** Ends the content, which is not waited for. */
  close(): void {
    this.#over?.abort();
    this.#drop(this.#held.length);
    this.#content.return?.().catch(() => undefined);
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    if (this.#hasBegun) this.#over?.abort();
    this.#hasBegun = true;
    for (let next = 0; ; next = this.#isWhole ? next + 1 : 0) {
      const chunk = await this.#chunkAt(next);
      if (chunk === undefined) return;
      this.#handOver(chunk, next);
      this.options.onBytes?.(chunk.length);
      yield chunk;
      await this.#waitAfterFirst();
    }
  }

  /** What is held has two owners; what is not held any more belongs to the reader. */
  #handOver(chunk: Uint8Array, index: number): void {
    if (this.#isWhole) {
      blocks.share(chunk);
      return;
    }
    this.#held.splice(index, 1);
    this.#drop(index);
  }

  #drop(count: number): void {
    for (const chunk of this.#held.splice(0, count)) blocks.release(chunk);
  }

  /** undefined: that was all. */
  async #chunkAt(index: number): Promise<Uint8Array | undefined> {
    while (index >= this.#held.length && !this.#isDone) {
      this.#reading ??= this.#read().finally(() => {
        this.#reading = undefined;
      });
      await this.#reading;
    }
    return this.#held[index];
  }

  async #read(): Promise<void> {
    // Content that failed once would seem to be at its end when it is asked again.
    if (this.#failure !== undefined) throw this.#failure.error;
    try {
      const read = await this.#content.next();
      if (read.done === true) {
        this.#isDone = true;
        return;
      }
      this.#held.push(read.value);
      this.#heldBytes += read.value.length;
      if (this.#heldBytes > (this.options.maxHeldBytes ?? heldBytes)) this.#isWhole = false;
    } catch (error) {
      this.#failure = { error };
      throw error;
    }
  }

  async #waitAfterFirst(): Promise<void> {
    if (this.#isHeldBack || this.#over === undefined || this.#over.signal.aborted) return;
    this.#isHeldBack = true;
    await this.options.afterFirst?.(this.#over.signal);
  }
}

/** Whether a request with this body can be sent again. */
export function canBeSentAgain(body: Uint8Array | string | AsyncIterable<Uint8Array> | undefined): boolean {
  return body instanceof Replay
    ? body.isWhole
    : body === undefined || typeof body === 'string' || body instanceof Uint8Array;
}
