/**
 * Large enough that a layer takes few steps: half of what a transfer costs the processor is per chunk, not per byte. A copy
 * between processors' caches would be the next cost; larger blocks do not fit there.
 */
export const blockBytes = 1024 * 1024;

/** So many unused blocks are kept. The transfers of a run use about four each. */
const maxUnusedBlocks = 48;

interface Block {
  readonly bytes: Buffer<ArrayBuffer>;
  /** How many chunks of it somebody owns. */
  owners: number;
}

/**
 * Memory for the bodies of blobs, used again and again: new memory costs the system as much as the bytes themselves.
 *
 * A chunk is a part of a block. It has one owner. Whoever gets a chunk from a stream owns it, and passes it on, or releases it, or forgets it: the
 * memory of a chunk that is forgotten is freed, and not used again. Whoever gives a chunk to several owners calls `share` for each one more. A
 * block is used again when all of its chunks are released, so nobody may look at a chunk after its release. Chunks that are no part of a
 * block pass through all of this unharmed.
 */
class BlockPool {
  readonly #unused: Block[] = [];
  readonly #used = new WeakMap<ArrayBufferLike, Block>();
  #isPoisoned = false;

  /** A whole block, with one owner. Its bytes are anything. */
  take(): Buffer<ArrayBuffer> {
    const block = this.#unused.pop() ?? { bytes: Buffer.allocUnsafeSlow(blockBytes), owners: 0 };
    block.owners = 1;
    this.#used.set(block.bytes.buffer, block);
    return block.bytes;
  }

  /** One owner more, of this chunk or of a part of it. */
  share(chunk: Uint8Array): void {
    const block = this.#used.get(chunk.buffer);
    if (block !== undefined) block.owners += 1;
  }

  /** One owner less. */
  release(chunk: Uint8Array): void {
    const block = this.#used.get(chunk.buffer);
    if (block === undefined) return;
    block.owners -= 1;
    if (block.owners > 0) return;
    this.#used.delete(chunk.buffer);
    if (this.#isPoisoned) block.bytes.fill(poison);
    if (this.#unused.length < maxUnusedBlocks) this.#unused.push(block);
  }

  /** Overwrites each block that is returned, so that a chunk which was released too early shows. For tests. */
  poisonReturned(): void {
    this.#isPoisoned = true;
  }
}

const poison = 0xdb;

/** One for the process: it is memory, and nothing else. */
export const blocks = new BlockPool();
