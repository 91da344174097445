import { blocks } from '../../runtime/blocks.js';

/** A part of a content, which has to be read to its end before the next one is asked for. */
interface Piece {
  readonly size: number;
  readonly content: AsyncIterable<Uint8Array>;
}

/** Cuts content of `size` bytes into pieces of so many bytes, the last one of what is left, without holding them. */
export async function* piecesOf(
  content: AsyncIterable<Uint8Array>,
  size: number,
  bytes: number,
): AsyncGenerator<Piece> {
  const reader = new PieceReader(content[Symbol.asyncIterator]());
  for (let start = 0; start < size; start += bytes) {
    const length = Math.min(bytes, size - start);
    yield { size: length, content: reader.read(length) };
  }
  await reader.readEnd();
}

class PieceReader {
  #rest: Uint8Array = new Uint8Array();

  constructor(private readonly content: AsyncIterator<Uint8Array>) {}

  async *read(size: number): AsyncGenerator<Uint8Array> {
    for (let left = size; left > 0;) {
      if (this.#rest.length === 0) {
        const read = await this.content.next();
        if (read.done === true) return;
        this.#rest = read.value;
      }
      const part = this.#rest.subarray(0, left);
      if (part.length < this.#rest.length) blocks.share(this.#rest);
      this.#rest = this.#rest.subarray(part.length);
      left -= part.length;
      yield part;
    }
  }

  /** So that content which is checked at its end is checked. */
  async readEnd(): Promise<void> {
    while ((await this.content.next()).done !== true);
  }
}
