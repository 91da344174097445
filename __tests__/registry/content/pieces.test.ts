import fc from 'fast-check';
import { expect, test } from '@jest/globals';
import { piecesOf } from '../../../src/registry/content/pieces.js';

async function* content(chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  for (const chunk of chunks) yield await Promise.resolve(chunk);
}

test('content in whatever chunks is cut into pieces of one size, and a last one of what is left', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.uint8Array({ maxLength: 20 })),
      fc.integer({ min: 1, max: 30 }),
      async (chunks, bytes) => {
        const whole = Buffer.concat(chunks);
        const pieces: Buffer[] = [];
        for await (const piece of piecesOf(content(chunks), whole.length, bytes)) {
          const parts: Uint8Array[] = [];
          for await (const part of piece.content) parts.push(part);
          pieces.push(Buffer.concat(parts));
          expect(pieces.at(-1)).toHaveLength(piece.size);
        }
        expect(Buffer.concat(pieces).equals(whole)).toBe(true);
        expect(pieces).toHaveLength(Math.ceil(whole.length / bytes));
        expect(pieces.slice(0, -1).every(({ length }) => length === bytes)).toBe(true);
      },
    ),
  );
});

test('content that is wrong at its very end is not taken for right', async () => {
  async function* wrong(): AsyncGenerator<Uint8Array> {
    yield await Promise.resolve(Buffer.from('four'));
    throw new Error('it hashes to another digest');
  }
  const read = async (): Promise<void> => {
    for await (const piece of piecesOf(wrong(), 4, 2))
      for await (const part of piece.content) expect(part).toHaveLength(2);
  };
  await expect(read()).rejects.toThrow('another digest');
});
