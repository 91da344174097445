import { expect, test } from 'vitest';
import { RegistryError } from '../../src/errors.js';
import { type OpenContent, resumed } from '../../src/registry/resumed-stream.js';

const cut = new RegistryError({ operation: 'Reading', reference: 'r/a', side: 'source', code: 'network', what: 'cut' });

/** Content of one byte each from this place on, which is cut after so many. */
function contentOf(start: number, bytes: number): OpenContent {
  const chunks = (async function* () {
    for (let count = 0; count < bytes; count += 1) yield await Promise.resolve(Uint8Array.of(start + count));
    throw cut;
  })();
  return { start, chunks };
}

test('each failure without much that is new is told to who waits before the next, so that waits can grow', async () => {
  const rests: (readonly [error: unknown, failures: number])[] = [];
  const bytes = [0, 0, 2, 0, 0, 0];
  const content = resumed(contentOf(0, 1), {
    from: async (offset) => Promise.resolve(contentOf(offset, bytes.shift() ?? 0)),
    rest: async (error, failures) => {
      rests.push([error, failures]);
      return Promise.resolve();
    },
    attempts: 4,
    enoughBytes: 1,
  });
  const passed: number[] = [];
  const all = (async () => {
    for await (const chunk of content) passed.push(...chunk);
  })();
  await expect(all).rejects.toBe(cut);
  expect(passed).toEqual([0, 1, 2]);
  expect(rests).toEqual([1, 2, 3, 1, 2, 3].map((failures) => [cut, failures]));
});

test('a server that brings a byte or two in each answer is not asked on and on', async () => {
  let asked = 0;
  const content = resumed(contentOf(0, 2), {
    from: async (offset) => {
      asked += 1;
      return Promise.resolve(contentOf(offset, 2));
    },
    rest: async () => Promise.resolve(),
    attempts: 4,
    enoughBytes: 3,
  });
  const all = (async () => {
    for await (const chunk of content) if (chunk.length === 0) throw new Error('nothing was passed on');
  })();
  await expect(all).rejects.toBe(cut);
  expect(asked).toBe(3);
});
