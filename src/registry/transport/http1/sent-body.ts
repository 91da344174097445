import type { PacedBody } from '../../throttle/body-pace.js';
import { blocks } from '../../../runtime/blocks.js';
import { UnsendableRequestError } from '../sendable-request.js';

/** What a body is written to. */
interface Writable {
  write(bytes: Uint8Array, onWritten: (error?: Error | null) => void): unknown;
}

/** So much may be on its way to the system at once. More is not read from the body. */
const maxUnwrittenBytes = 2 * 1024 * 1024;

/** The system says when a write is done as a whole: smaller writes show earlier that a slow host took something. */
const writeBytes = 128 * 1024;

interface SentBodyHooks {
  /** The next bytes are the host's to take, from now on … */
  readonly onWaits: () => void;
  /** … and it has taken all that there are. What comes next is for the content to give. */
  readonly onTaken: () => void;
}

/** A streamed body, on its way to a socket. */
export class SentBody {
  /** What was read of it, and is not written. */
  readonly #chunks: Uint8Array[] = [];
  #unwritten = 0;
  /** of the first chunk */
  #written = 0;
  #wake: (() => void) | undefined;
  /** of all chunks */
  #sent = 0;
  #isOver = false;

  constructor(
    private readonly content: AsyncIterable<Uint8Array>,
    private readonly length: number,
    private readonly socket: Writable,
    private readonly pace: PacedBody | undefined,
    private readonly hooks: SentBodyHooks,
  ) {}

  /** Whether the system has all of it, whatever the content still says. */
  get isWhole(): boolean {
    return this.#sent === this.length;
  }

  /**
   * Writes all of it. Ends early, without an error, after `stop`.
   * @throws {UnsendableRequestError} where it is not as long as its header says
   * @throws what the content throws
   */
  async send(): Promise<void> {
    let sent = 0;
    try {
      for await (const chunk of this.content) {
        if (this.#isOver) return;
        sent += chunk.length;
        if (sent > this.length) throw this.#wrongLength(sent);
        this.#push(chunk);
        if (this.#unwritten > maxUnwrittenBytes) await this.#untilWritten(maxUnwrittenBytes);
      }
      if (sent < this.length) throw this.#wrongLength(sent);
      await this.#untilWritten(0);
    } finally {
      this.pace?.end();
    }
  }

  /** Nothing more is read, or written. */
  stop(): void {
    this.#isOver = true;
    this.pace?.end();
    this.#wakeUp();
  }

  #push(chunk: Uint8Array): void {
    if (chunk.length === 0) return;
    this.#unwritten += chunk.length;
    this.#chunks.push(chunk);
    if (this.#chunks.length > 1) return;
    this.pace?.waits();
    this.hooks.onWaits();
    this.#writeNext();
  }

  /** One write at a time: Node would join several into one, which costs a copy of all of them. */
  #writeNext(): void {
    const [chunk] = this.#chunks;
    if (chunk === undefined || this.#isOver) return;
    const part = chunk.subarray(this.#written, this.#written + writeBytes);
    this.socket.write(part, (error) => {
      // The system may still have it, or nobody knows.
      if (error !== undefined && error !== null) return;
      this.#unwritten -= part.length;
      this.#written += part.length;
      this.#sent += part.length;
      if (this.#written === chunk.length) {
        this.#written = 0;
        this.#chunks.shift();
        blocks.release(chunk);
      }
      if (!this.#isOver) this.#passed(part.length);
      this.#writeNext();
      this.#wakeUp();
    });
  }

  #passed(bytes: number): void {
    this.pace?.passed(bytes);
    if (this.#unwritten > 0) this.pace?.waits();
    if (this.#unwritten > 0 || this.isWhole) this.hooks.onWaits();
    else this.hooks.onTaken();
  }

  async #untilWritten(bytes: number): Promise<void> {
    while (this.#unwritten > bytes && !this.#isOver) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  #wakeUp(): void {
    const wake = this.#wake;
    this.#wake = undefined;
    wake?.();
  }

  #wrongLength(sent: number): UnsendableRequestError {
    const what = sent > this.length ? 'more than' : `${sent} of`;
    return new UnsendableRequestError(`the body of the request has ${what} the ${this.length} bytes of its header`);
  }
}
