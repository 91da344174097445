import { describe, expect, test } from '@jest/globals';
import { type Branch, SlowReaderError, Tee } from '../../../src/copy/blobs/tee.js';
import type { Clock } from '../../../src/runtime/clock.js';
import { heldClock } from '../../support/timing/held-clock.js';

const mebibyte = 1024 * 1024;

/** Content of so many pieces, and how many were taken of it. */
function contentOf(
  pieces: number,
  size = mebibyte,
): { taken: number; [Symbol.asyncIterator](): AsyncGenerator<Uint8Array> } {
  return {
    taken: 0,
    async *[Symbol.asyncIterator]() {
      for (let piece = 0; piece < pieces; piece += 1) {
        this.taken += 1;
        await Promise.resolve();
        yield Buffer.alloc(size, piece);
      }
    },
  };
}

async function readAll(branch: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of branch) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function branches(tee: Tee, count: number): readonly Branch[] {
  const all = Array.from({ length: count }, () => tee.branch());
  tee.close();
  return all.filter((branch) => branch !== undefined);
}

/** A clock whose sleepers wake when it is moved on. */
function movedClock(): Clock & { advance(ms: number): Promise<void> } {
  let now = 0;
  const sleepers: { readonly at: number; readonly wake: () => void }[] = [];
  return {
    ...heldClock(),
    wallMs: () => now,
    monotonicMs: () => now,
    sleep: async (ms) => new Promise((wake) => sleepers.push({ at: now + ms, wake })),
    advance: async (ms) => {
      now += ms;
      for (const { wake } of sleepers.filter(({ at }) => at <= now)) wake();
      await settle();
    },
  };
}

/** Lets everything go on that can. */
async function settle(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

function first<T>(items: readonly T[]): readonly [T, T] {
  const [one, other] = items;
  if (one === undefined || other === undefined) throw new Error('there are two');
  return [one, other];
}

describe('one content for several readers', () => {
  test('comes to each whole', async () => {
    const tee = new Tee(heldClock());
    const readers = branches(tee, 3).map(readAll);
    await tee.run(contentOf(20));
    const texts = await Promise.all(readers);
    expect(texts.map(({ length }) => length)).toEqual([20 * mebibyte, 20 * mebibyte, 20 * mebibyte]);
    expect(texts.every((text) => text[19 * mebibyte] === 19)).toBe(true);
  });

  test('is nobody’s who comes too late', () => {
    const tee = new Tee(heldClock());
    tee.close();
    expect(tee.branch()).toBeUndefined();
  });

  test('fails for all alike', async () => {
    const tee = new Tee(heldClock());
    const readers = branches(tee, 2).map(async (branch) => readAll(branch).catch((error: unknown) => error));
    const broken = new Error('cut');
    tee.fail(broken);
    expect(await Promise.all(readers)).toEqual([broken, broken]);
  });

  test('is not taken faster than it is read', async () => {
    const tee = new Tee(heldClock());
    branches(tee, 2);
    const content = contentOf(20);
    void tee.run(content);
    await settle();
    expect(content.taken).toBe(4);
  });

  test('is taken no further when nobody reads any more', async () => {
    const tee = new Tee(heldClock());
    const [one, other] = first(branches(tee, 2));
    const content = contentOf(20);
    const running = tee.run(content);
    await settle();
    one.stop();
    other.stop();
    await running;
    expect(content.taken).toBe(4);
  });

  test('goes on for the others when one stops', async () => {
    const tee = new Tee(heldClock());
    const [one, other] = first(branches(tee, 2));
    const read = readAll(other);
    const running = tee.run(contentOf(20));
    await settle();
    one.stop();
    await running;
    expect(await read).toHaveLength(20 * mebibyte);
  });
});

describe('a reader that is slower', () => {
  test('is waited for, two seconds in all, and then left behind', async () => {
    const clock = movedClock();
    const tee = new Tee(clock);
    const [slow, fast] = first(branches(tee, 2));
    const read = readAll(fast);
    const content = contentOf(20);
    const running = tee.run(content);
    await settle();
    await clock.advance(1_999);
    expect(content.taken).toBe(4);
    await clock.advance(1);
    await running;
    expect(await read).toHaveLength(20 * mebibyte);
    await expect(readAll(slow)).rejects.toBeInstanceOf(SlowReaderError);
  });

  test('keeps its place as long as it reads on', async () => {
    const clock = movedClock();
    const tee = new Tee(clock);
    const [slow, fast] = first(branches(tee, 2));
    const reads = [readAll(fast)];
    const running = tee.run(contentOf(8));
    await settle();
    await clock.advance(1_500);
    reads.push(readAll(slow));
    await running;
    expect((await Promise.all(reads)).map(({ length }) => length)).toEqual([8 * mebibyte, 8 * mebibyte]);
  });
});
