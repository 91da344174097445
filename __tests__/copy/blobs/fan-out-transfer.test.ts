import { describe, expect, test } from '@jest/globals';
import type { Clock } from '../../../src/runtime/clock.js';
import { type FanOutPart, createFanOutTransfer } from '../../../src/copy/blobs/fan-out-transfer.js';
import { digestOf } from '../../../src/image/hash.js';
import { heldClock } from '../../support/timing/held-clock.js';
import { sourceThat, targetThat } from '../repositories.js';

const { signal } = new AbortController();
const content = Buffer.from('a layer');
const descriptor = { mediaType: 'application/octet-stream', digest: digestOf(content), size: content.length };

/** One second and more never end: what waits so long waits for something else. */
const standingClock: Clock = {
  ...heldClock(),
  sleep: async (ms, abort) =>
    new Promise((resolve, reject) => {
      if (ms < 1_000) resolve();
      abort.addEventListener('abort', () => {
        reject(new Error('stopped'));
      });
    }),
};

interface Boat {
  readonly parts: readonly FanOutPart[];
  /** what each was sent */
  readonly sent: readonly Buffer[];
  readonly downloads: () => number;
  /** Gives the second its place to upload. */
  readonly board: () => void;
}

/** Two targets, of which the second has no place yet. */
function boat(): Boat {
  let downloads = 0;
  let board: () => void = () => undefined;
  const place = new Promise<void>((resolve) => {
    board = resolve;
  });
  const source = sourceThat({
    openBlob: async () => {
      downloads += 1;
      return Promise.resolve(chunksOf(content));
    },
  });
  const sent: Buffer[] = [];
  const partOf = (index: number): FanOutPart => {
    const upload = {
      finish: async (_descriptor: unknown, body: AsyncIterable<Uint8Array>) => {
        const chunks: Uint8Array[] = [];
        for await (const chunk of body) chunks.push(chunk);
        sent[index] = Buffer.concat(chunks);
      },
      cancel: async () => Promise.resolve(),
    };
    const target = targetThat({
      withUploadSlot: async (task) => {
        if (index > 0) await place;
        return task();
      },
      startUpload: async () => Promise.resolve(upload),
    });
    const route = { source, held: undefined, target, onBytes: () => undefined };
    return { descriptor, route, open: undefined };
  };
  return { parts: [partOf(0), partOf(1)], sent, downloads: () => downloads, board };
}

async function* chunksOf(bytes: Buffer): AsyncGenerator<Uint8Array> {
  await Promise.resolve();
  yield bytes;
}

async function aWhile(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await new Promise((done) => setImmediate(done));
}

describe('a download for several targets', () => {
  test('does not begin before all have their places, where that is soon', async () => {
    const { parts, sent, downloads, board } = boat();
    const results = createFanOutTransfer(standingClock)(parts, signal);
    await aWhile();
    expect(downloads()).toBe(0);
    board();
    expect(await Promise.all(results)).toEqual([content.length, content.length]);
    expect(sent).toEqual([content, content]);
    expect(downloads()).toBe(1);
  });

  test('waits a second for who has none, and goes on without', async () => {
    const clock = heldClock();
    const { parts, sent, board } = boat();
    const [first, second] = createFanOutTransfer(clock)(parts, signal);
    expect(await first).toBe(content.length);
    expect(clock.slept).toEqual([1_000]);
    board();
    expect(await second).toBe('alone');
    expect(sent).toEqual([content]);
  });
});
