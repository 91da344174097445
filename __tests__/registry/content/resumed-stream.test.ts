import { expect, test } from '@jest/globals';
import { RegistryError } from '../../../src/image/registry-error.js';
import { type OpenContent, resumeContent } from '../../../src/registry/content/resumed-stream.js';

const cut = new RegistryError({ operation: 'Reading', reference: 'r/a', side: 'source', code: 'network', what: 'cut' });

/** Content of one byte each from this place on, which is cut after so many. */
function contentOf(start: number, bytes: number): OpenContent {
  const chunks = (async function* () {
    for (let count = 0; count < bytes; count += 1) yield await Promise.resolve(Uint8Array.of(start + count));
    throw cut;
  })();
  return { start, chunks };
}

/** Reads content whose answers, from the first on, bring so many bytes each; says what was passed on before it failed, and how often it was asked for. */
async function read(...bytes: readonly number[]): Promise<{ passed: readonly number[]; asked: number }> {
  const [first = 0, ...others] = bytes;
  let asked = 0;
  const content = resumeContent(contentOf(0, first), {
    from: async (offset) => {
      asked += 1;
      return Promise.resolve(contentOf(offset, others.shift() ?? 0));
    },
    enoughBytes: 2,
  });
  const passed: number[] = [];
  const all = (async () => {
    for await (const chunk of content) passed.push(...chunk);
  })();
  await expect(all).rejects.toBe(cut);
  return { passed, asked };
}

test('F2 what is cut goes on at once as long as each answer brings enough, and else fails', async () => {
  expect(await read(2, 3, 0)).toEqual({ passed: [0, 1, 2, 3, 4], asked: 2 });
});

test('F2 a server that brings a byte or two in each answer is not asked on and on', async () => {
  expect(await read(1, 2)).toEqual({ passed: [0], asked: 0 });
});
