import fc from 'fast-check';
import { describe, expect, test } from '@jest/globals';
import type { OperationContext } from '../../../src/image/registry-error.js';
import { digestOf } from '../../../src/image/hash.js';
import type { Descriptor } from '../../../src/image/manifest.js';
import { verifyContent } from '../../../src/registry/content/verified-stream.js';

const context: OperationContext = { operation: 'Reading layer of', reference: 'r.test/a:1', side: 'source' };

interface Passed {
  /** What came through before the end, or before the failure. */
  readonly bytes: Buffer;
  readonly error?: unknown;
}

function descriptorOf(text: string, algorithm: 'sha256' | 'sha512' = 'sha256'): Descriptor {
  const bytes = Buffer.from(text);
  return { mediaType: 'x', digest: digestOf(bytes, algorithm), size: bytes.length };
}

async function pass(pieces: readonly string[], descriptor: Descriptor): Promise<Passed> {
  const passed: Uint8Array[] = [];
  try {
    for await (const piece of verifyContent(streamOf(pieces), descriptor, context)) passed.push(piece);
    return { bytes: Buffer.concat(passed) };
  } catch (error) {
    return { bytes: Buffer.concat(passed), error };
  }
}

async function* streamOf(pieces: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const piece of pieces) yield await Promise.resolve(Buffer.from(piece));
}

describe('C4 what is right passes', () => {
  test.each([
    ['in one piece', ['layer']],
    ['in several', ['la', 'y', 'er']],
    ['with empty pieces between', ['', 'la', '', 'yer', '']],
  ])('%s', async (_name, pieces) => {
    const { bytes, error } = await pass(pieces, descriptorOf('layer'));
    expect(error).toBeUndefined();
    expect(bytes.toString()).toBe('layer');
  });

  test('by sha512', async () => {
    expect((await pass(['la', 'yer'], descriptorOf('layer', 'sha512'))).error).toBeUndefined();
  });

  test.each([[[]], [['']]])('with nothing in it: %j', async (pieces) => {
    expect(await pass(pieces, descriptorOf(''))).toEqual({ bytes: Buffer.alloc(0) });
  });
});

describe('C4 what is wrong never passes whole', () => {
  const layer = descriptorOf('layer');
  test.each([
    ['too short', ['la', 'ye'], layer, 'size-mismatch', 'has 4 bytes, expected 5'],
    ['nothing', [], layer, 'size-mismatch', 'has 0 bytes, expected 5'],
    ['too long', ['layer', 's'], layer, 'size-mismatch', 'has more than 5 bytes, expected 5'],
    ['too long in one piece', ['layers'], layer, 'size-mismatch', 'more than 5'],
    ['something for nothing', ['x'], descriptorOf(''), 'size-mismatch', 'more than 0'],
    ['a bit that is flipped', ['la', 'xer'], layer, 'digest-mismatch', 'hashes to'],
    ['a bit that is flipped in one piece', ['laxer'], layer, 'digest-mismatch', 'hashes to'],
    ['pieces that are exchanged', ['yer', 'la'], layer, 'digest-mismatch', 'hashes to'],
    ['a flipped bit before an empty end', ['laxer', ''], layer, 'digest-mismatch', 'hashes to'],
    ['a flipped bit before several empty ends', ['la', 'xer', '', ''], layer, 'digest-mismatch', 'hashes to'],
  ])('%s', async (_name, pieces, descriptor, code, text) => {
    const { bytes, error } = await pass(pieces, descriptor);
    expect(error).toMatchObject({ name: 'RegistryError', code, side: 'source' });
    expect(String(error)).toContain(descriptor.digest);
    expect(String(error)).toContain(text);
    expect(bytes.length).toBeLessThan(Math.max(descriptor.size, 1));
  });

  test('the last piece is held back until the end is seen', async () => {
    const seen: string[] = [];
    async function* told(): AsyncGenerator<Uint8Array> {
      for (const piece of ['one', 'two', 'three']) {
        seen.push(`came ${piece}`);
        yield await Promise.resolve(Buffer.from(piece));
      }
      seen.push('came the end');
    }
    for await (const piece of verifyContent(told(), descriptorOf('onetwothree'), context)) {
      seen.push(`went ${Buffer.from(piece).toString()}`);
    }
    expect(seen).toEqual(['came one', 'came two', 'went one', 'came three', 'went two', 'came the end', 'went three']);
  });

  test('however it is cut, wrong content is never passed to its last byte', async () => {
    const pieces = fc.array(fc.string({ maxLength: 4 }), { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(pieces, fc.string({ maxLength: 12 }), fc.boolean(), async (sent, other, right) => {
        const descriptor = descriptorOf(right ? sent.join('') : other);
        const { bytes, error } = await pass(sent, descriptor);
        if (Buffer.from(sent.join('')).equals(Buffer.from(right ? sent.join('') : other))) {
          expect(error).toBeUndefined();
          expect(bytes.toString()).toBe(Buffer.from(sent.join('')).toString());
        } else {
          expect(error).toBeDefined();
          expect(bytes.length).toBeLessThan(Math.max(descriptor.size, 1));
        }
      }),
    );
  });
});

test('a source that breaks off is told as it is', async () => {
  async function* broken(): AsyncGenerator<Uint8Array> {
    yield await Promise.resolve(Buffer.from('la'));
    throw new Error('reset');
  }
  const stream = verifyContent(broken(), descriptorOf('layer'), context);
  await expect(stream.next()).rejects.toThrow('reset');
});

test('a reader that stops early ends the source', async () => {
  let ended = false;
  async function* source(): AsyncGenerator<Uint8Array> {
    try {
      for (;;) yield await Promise.resolve(Buffer.from('x'));
    } finally {
      ended = true;
    }
  }
  for await (const piece of verifyContent(source(), descriptorOf('xxxxx'), context)) if (piece.length > 0) break;
  expect(ended).toBe(true);
});
