import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import { Tee } from '../../src/copy/blobs/tee.js';
import { piecesOf } from '../../src/registry/content/pieces.js';
import { Replay } from '../../src/registry/http/replay.js';
import { blockBytes, blocks } from '../../src/runtime/blocks.js';
import { systemClock } from '../../src/runtime/clock.js';

const count = 12;

/** Content in blocks of the pool, each full of its number; and the hash of all of it. */
function content(): { readonly chunks: AsyncIterable<Uint8Array>; readonly sha256: string } {
  const hash = createHash('sha256');
  for (let number = 1; number <= count; number += 1) hash.update(Buffer.alloc(blockBytes, number));
  return { chunks: blocksOf(count), sha256: hash.digest('hex') };
}

async function* blocksOf(number: number): AsyncGenerator<Uint8Array> {
  for (let each = 1; each <= number; each += 1) {
    await setImmediate();
    yield blocks.take().fill(each);
  }
}

/** How a reader gives a chunk back: as it should, after the chunk is done with; or wrongly. */
type GiveBack = (chunk: Uint8Array, done: Promise<void>) => Promise<void>;

const afterwards: GiveBack = async (chunk, done) => {
  await done;
  blocks.release(chunk);
};

const tooEarly: GiveBack = async (chunk, done) => {
  blocks.release(chunk);
  await done;
};

/** Reads as a socket does: each chunk is looked at so many turns of the loop after it was taken. */
async function sha256Of(chunks: AsyncIterable<Uint8Array>, turns: number, giveBack: GiveBack): Promise<string> {
  const hash = createHash('sha256');
  const looking = async (chunk: Uint8Array): Promise<void> => {
    for (let turn = 0; turn < turns; turn += 1) await setImmediate();
    hash.update(chunk);
  };
  for await (const chunk of chunks) await giveBack(chunk, looking(chunk));
  return hash.digest('hex');
}

async function* joined(
  pieces: AsyncIterable<{ readonly content: AsyncIterable<Uint8Array> }>,
): AsyncGenerator<Uint8Array> {
  for await (const piece of pieces) yield* piece.content;
}

type Read = (chunks: AsyncIterable<Uint8Array>, giveBack: GiveBack) => Promise<string[]>;

/** Who reads the chunks of one content. */
const ways: Readonly<Record<string, Read>> = {
  'one reader': async (chunks, giveBack) => [await sha256Of(chunks, 1, giveBack)],
  'three readers, of which one is slow': async (chunks, giveBack) => {
    const tee = new Tee(systemClock);
    const branches = [0, 1, 5].map((turns) => ({ turns, branch: tee.branch() }));
    tee.close();
    const read = branches.map(async ({ turns, branch }) => sha256Of(branch ?? blocksOf(0), turns, giveBack));
    await tee.run(chunks);
    return Promise.all(read);
  },
  'pieces that are smaller than a block': async (chunks, giveBack) => [
    await sha256Of(joined(piecesOf(chunks, count * blockBytes, blockBytes / 4)), 1, giveBack),
  ],
  'pieces that end within a block': async (chunks, giveBack) => [
    await sha256Of(joined(piecesOf(chunks, count * blockBytes, 3 * blockBytes - 1_000)), 1, giveBack),
  ],
};

describe.each(Object.entries(ways))('%s', (_name, read) => {
  test('sees every byte as it came, and the blocks are used again', async () => {
    const { chunks, sha256 } = content();
    for (const seen of await read(chunks, afterwards)) expect(seen).toBe(sha256);
  });

  test('sees other bytes where a block is given back too early', async () => {
    const { chunks, sha256 } = content();
    const seen = await read(chunks, tooEarly);
    expect(seen).not.toEqual(seen.map(() => sha256));
  });
});

test('a body that is sent twice is the same twice', async () => {
  const { chunks, sha256 } = content();
  const replay = new Replay(chunks, { maxHeldBytes: count * blockBytes });
  expect(await sha256Of(replay, 1, afterwards)).toBe(sha256);
  expect(await sha256Of(replay, 1, afterwards)).toBe(sha256);
  replay.close();
});

test('a block is used again when its last owner has released it, and not before', () => {
  const block = blocks.take();
  blocks.share(block.subarray(0, 10));
  blocks.release(block.subarray(5));
  block[0] = 1;
  const other = blocks.take();
  expect(other.buffer).not.toBe(block.buffer);
  expect(block[0]).toBe(1);
  blocks.release(block);
  expect(block[0]).not.toBe(1);
  expect(blocks.take().buffer).toBe(block.buffer);
});

test('what is no part of a block is left as it is', () => {
  const bytes = Buffer.from('content');
  blocks.share(bytes);
  blocks.release(bytes);
  blocks.release(bytes);
  expect(bytes.toString()).toBe('content');
});
