import type { Clock, Timer } from '../../runtime/clock.js';
import { blockBytes, blocks } from '../../runtime/blocks.js';
import type { ResponseBody } from './transport.js';
import { closedError } from './transport-error.js';

/** How it is read from the socket: into memory of its own, or through the connection's small buffer. */
const minDirectBytes = 64 * 1024;

/** A read into less than this is not worth the call. */
const minReadBytes = 64 * 1024;

/** So much is read ahead of whoever reads the body. Then the socket is not read any more. */
const maxAheadBytes = 1.5 * blockBytes;

/** A reader that waits gets what is there, even if it is little, after this. */
const maxHeldMs = 100;

interface BodyHooks {
  readonly clock: Clock;
  /** Nothing more may be read from the socket … */
  readonly pause: () => void;
  /** … until this. */
  readonly resume: () => void;
  /** Nobody wants the rest: the connection has to be closed. */
  readonly abandon: () => void;
}

const nothing = new Uint8Array();

/** The body of one answer, between the socket and its reader. */
export class ReceivedBody implements ResponseBody {
  readonly #chunks: Uint8Array[] = [];
  #aheadBytes = 0;
  #isPaused = false;
  #ending: { readonly error?: Error } | undefined;
  #changed: Promise<void> | undefined;
  #wake: (() => void) | undefined;
  /** What the socket fills. */
  #space: Buffer | undefined;
  #filled = 0;
  /** What is before this was passed on as a copy. */
  #start = 0;
  /** Runs while bytes are held in there. */
  #holdTimer: Timer | undefined;
  #isOverdue = false;

  /** @param left bytes that are to come, where that is known */
  constructor(
    private left: number | undefined,
    private readonly hooks: BodyHooks,
  ) {}

  /** Whether the socket is to be read into `space`. */
  get isDirect(): boolean {
    return this.left !== undefined && (this.#space !== undefined || this.left >= minDirectBytes);
  }

  /** Where the next bytes go. */
  space(): Uint8Array {
    this.#space ??= blocks.take();
    const space = this.#space;
    const end = this.left === undefined ? space.length : Math.min(space.length, this.#filled + this.left);
    return this.#filled === 0 && end === space.length ? space : space.subarray(this.#filled, end);
  }

  /** So many bytes were read into `space`. */
  filled(count: number): void {
    if (this.left !== undefined) this.left -= count;
    this.#filled += count;
    if (this.left === 0 || blockBytes - this.#filled < minReadBytes) this.#passOn();
    else this.#hold();
  }

  /** Takes bytes that the caller uses again. */
  append(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    if (this.isDirect) {
      this.#copyIn(bytes);
      return;
    }
    if (this.left !== undefined) this.left -= bytes.length;
    this.#push(Buffer.from(bytes));
  }

  /** What came with the head of an answer, before the socket was read into `space`. */
  #copyIn(bytes: Uint8Array): void {
    for (let start = 0; start < bytes.length;) {
      const space = this.space();
      const part = bytes.subarray(start, start + space.length);
      space.set(part);
      this.filled(part.length);
      start += part.length;
    }
  }

  /** That was all. */
  complete(): void {
    this.#end({});
  }

  /** It was cut off. What came before is passed on, so that it need not be sent again. */
  cut(error: Error): void {
    this.#end({ error });
  }

  get isEnded(): boolean {
    return this.#ending !== undefined && this.#chunks.length === 0;
  }

  takeWhole(): Uint8Array | undefined {
    const [chunk, ...others] = this.#chunks;
    if (this.#ending === undefined || this.#ending.error !== undefined || others.length > 0) return undefined;
    const whole = chunk === undefined ? nothing : Buffer.from(chunk);
    this.#drop();
    return whole;
  }

  destroy(error: Error): void {
    this.#drop();
    this.#holdNothing();
    if (this.#ending !== undefined) {
      this.#ending = { error };
      return;
    }
    this.#ending = { error };
    this.#wakeUp();
    this.hooks.abandon();
  }

  async drain(maxBytes: number, signal: AbortSignal): Promise<void> {
    let dropped = 0;
    const stop = (): void => {
      this.destroy(closedError());
    };
    signal.addEventListener('abort', stop, { once: true });
    try {
      for (;;) {
        for (const chunk of this.#chunks) dropped += chunk.length;
        this.#drop();
        if (this.#ending !== undefined) return;
        if (dropped > maxBytes || dropped + (this.left ?? 0) > maxBytes || signal.aborted) {
          stop();
          return;
        }
        this.#resume();
        await this.#untilChanged();
      }
    } finally {
      signal.removeEventListener('abort', stop);
    }
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    try {
      for (;;) {
        const chunk = this.#chunks.shift();
        if (chunk !== undefined) {
          this.#aheadBytes -= chunk.length;
          this.#resume();
          yield chunk;
        } else if (this.#ending?.error !== undefined) throw this.#ending.error;
        else if (this.#ending !== undefined) return;
        else if (this.#isOverdue) this.#passCopy();
        else await this.#untilChanged();
      }
    } finally {
      if (this.#ending === undefined) this.destroy(closedError());
    }
  }

  #passOn(): void {
    const [space, start, filled] = [this.#space, this.#start, this.#filled];
    this.#space = undefined;
    this.#filled = 0;
    this.#start = 0;
    this.#holdNothing();
    if (space !== undefined && filled > start) this.#push(space.subarray(start, filled));
  }

  #hold(): void {
    if (this.#isPaused || this.#filled === this.#start) return;
    if (this.#holdTimer !== undefined || this.#isOverdue) return;
    this.#holdTimer = this.hooks.clock.setTimer(maxHeldMs, () => {
      this.#holdTimer = undefined;
      this.#isOverdue = true;
      if (this.#wake !== undefined) this.#passCopy();
    });
  }

  #holdNothing(): void {
    this.#holdTimer?.cancel();
    this.#holdTimer = undefined;
    this.#isOverdue = false;
  }

  /**
   * A host that is slow would fill memory with blocks that hold next to nothing. And the socket may have been promised the rest of the block, so
   * that it has to stay.
   */
  #passCopy(): void {
    const [space, start] = [this.#space, this.#start];
    this.#holdNothing();
    if (space === undefined || this.#filled === start) return;
    this.#start = this.#filled;
    this.#push(Buffer.from(space.subarray(start, this.#filled)));
  }

  #push(chunk: Uint8Array): void {
    if (this.#ending !== undefined) return;
    this.#chunks.push(chunk);
    this.#aheadBytes += chunk.length;
    if (this.#aheadBytes > maxAheadBytes && this.left !== 0 && !this.#isPaused) {
      this.#isPaused = true;
      this.hooks.pause();
    }
    this.#wakeUp();
  }

  #end(ending: { readonly error?: Error }): void {
    if (this.#ending !== undefined) return;
    this.#passOn();
    this.#ending = ending;
    this.#wakeUp();
  }

  #resume(): void {
    if (!this.#isPaused || this.#aheadBytes > maxAheadBytes || this.#ending !== undefined) return;
    this.#isPaused = false;
    this.#hold();
    this.hooks.resume();
  }

  #drop(): void {
    for (const chunk of this.#chunks) blocks.release(chunk);
    this.#chunks.length = 0;
    this.#aheadBytes = 0;
  }

  #wakeUp(): void {
    const wake = this.#wake;
    this.#wake = undefined;
    this.#changed = undefined;
    wake?.();
  }

  async #untilChanged(): Promise<void> {
    this.#changed ??= new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
    await this.#changed;
  }
}

/** The body of an answer that has none. */
export const noBody: ResponseBody = {
  isEnded: true,
  takeWhole: () => nothing,
  drain: async () => Promise.resolve(),
  destroy: () => undefined,
  // eslint-disable-next-line @typescript-eslint/no-empty-function -- a body without bytes has no chunks
  async *[Symbol.asyncIterator]() {},
};
