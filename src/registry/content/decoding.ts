import type { Transform } from 'node:stream';

/**
 * One decoder. It gets a piece and is read until it asks for the next one. A pipeline would read ahead: a reader that stops would have to wait for
 * the next piece from the network until the connection is given up.
 */
export class Decoding {
  #error: Error | undefined;
  #isTaken = false;
  #isEnded = false;
  #wake: () => void = () => undefined;

  /** @param wrong makes the error that is thrown of the decoder's */
  constructor(
    private readonly decoder: Transform,
    wrong: (cause: unknown) => Error,
  ) {
    decoder
      .on('readable', () => {
        this.#wake();
      })
      .on('end', () => {
        this.#isEnded = true;
        this.#wake();
      })
      .on('error', (error) => {
        this.#error = wrong(error);
        this.#wake();
      });
  }

  /** Whether the content has ended, though more may have been given. */
  get isEnded(): boolean {
    return this.#isEnded;
  }

  /** What comes out of one more piece. */
  of(piece: Uint8Array): AsyncGenerator<Uint8Array> {
    this.#isTaken = false;
    this.decoder.write(piece, () => {
      this.#isTaken = true;
      this.#wake();
    });
    return this.#read();
  }

  /** What comes out at the end. */
  rest(): AsyncGenerator<Uint8Array> {
    this.#isTaken = false;
    this.decoder.end();
    return this.#read();
  }

  destroy(): void {
    this.decoder.destroy();
  }

  async *#read(): AsyncGenerator<Uint8Array> {
    for (;;) {
      const piece: unknown = this.decoder.read();
      if (piece instanceof Uint8Array) yield piece;
      else if (this.#error !== undefined) throw this.#error;
      else if (this.#isTaken || this.#isEnded) return;
      else
        await new Promise<void>((wake) => {
          this.#wake = wake;
        });
    }
  }
}
