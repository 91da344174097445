import { describe, expect, test } from '@jest/globals';
import { RegistryError } from '../../../src/image/registry-error.js';
import { UploadMethods, isProxyLimit, isMethodRefusal } from '../../../src/registry/content/upload-methods.js';

const refusal = new RegistryError({
  code: 'refused',
  operation: 'Writing the blob',
  reference: 'r.test/app',
  side: 'target',
  what: '405',
});
const mebibyte = 1024 * 1024;
const put = { kind: 'put' } as const;
const patch = { kind: 'patch' } as const;

describe('G13 one PUT or PATCH and PUT', () => {
  test('after a refusal the other way is tried, by all that come then', () => {
    const habits = new UploadMethods();
    expect(habits.methodFor(10)).toEqual(put);
    expect(habits.afterRefusal(put, refusal)).toEqual(patch);
    expect(habits.methodFor(10)).toEqual(patch);
    // What was under way by then.
    expect(habits.afterRefusal(put, refusal)).toEqual(patch);
  });

  test('where that is refused, too, all is as before, and it is not tried again', () => {
    const habits = new UploadMethods();
    habits.afterRefusal(put, refusal);
    expect(habits.afterRefusal(patch, refusal)).toBeUndefined();
    habits.failed(patch);
    expect(habits.methodFor(10)).toEqual(put);
    expect(habits.afterRefusal(put, refusal)).toBeUndefined();
  });

  test('a PUT that was under way when PATCH has worked is in doubt all the same', () => {
    const habits = new UploadMethods();
    habits.afterRefusal(put, refusal);
    habits.worked(patch, 10);
    expect(habits.isInDoubt(put)).toBe(true);
    expect(habits.afterRefusal(put, refusal)).toEqual(patch);
  });

  test('an empty blob shows nothing', () => {
    const habits = new UploadMethods();
    habits.worked(put, 0);
    expect(habits.afterRefusal(put, refusal)).toEqual(patch);
  });

  test('a way that has worked stays', () => {
    const [byPut, byPatch] = [new UploadMethods(), new UploadMethods()];
    byPut.worked(put, 10);
    expect(byPut.afterRefusal(put, refusal)).toBeUndefined();
    byPatch.afterRefusal(put, refusal);
    byPatch.worked(patch, 10);
    byPatch.failed(patch);
    expect(byPatch.methodFor(10)).toEqual(patch);
  });
});

describe('G14 pieces', () => {
  test('become smaller until they are taken, for blobs of the size that was not', () => {
    const habits = new UploadMethods();
    const size = 100 * mebibyte;
    const sizes = [64, 16, 4, 1].map((mebibytes) => mebibytes * mebibyte);
    let way = habits.afterTooLarge(put, size);
    for (const bytes of sizes) {
      expect(way).toEqual({ kind: 'chunks', bytes });
      if (way !== undefined) way = habits.afterTooLarge(way, size);
    }
    expect(way).toBeUndefined();
    expect(habits.methodFor(size)).toEqual({ kind: 'chunks', bytes: mebibyte });
    expect(habits.methodFor(size - 1)).toEqual(put);
  });

  test('are smaller than the blob', () => {
    expect(new UploadMethods().afterTooLarge(put, 10 * mebibyte)).toEqual({ kind: 'chunks', bytes: 4 * mebibyte });
    expect(new UploadMethods().afterTooLarge(put, mebibyte)).toBeUndefined();
  });

  test.each([
    [undefined, 16],
    [String(5 * mebibyte), 16],
    [String(20 * mebibyte), 20],
    [String(100 * mebibyte), 64],
  ])('G11 are held where bodies are redirected, and so are small, but not smaller than %s', (least, mebibytes) => {
    const habits = new UploadMethods();
    habits.recordMinChunk(least);
    habits.afterTooLarge(put, 1_000 * mebibyte);
    expect([habits.holdsChunks, habits.methodFor(1_000 * mebibyte)]).toEqual([
      false,
      { kind: 'chunks', bytes: 64 * mebibyte },
    ]);
    habits.recordRedirect();
    expect([habits.holdsChunks, habits.methodFor(1_000 * mebibyte)]).toEqual([
      true,
      { kind: 'chunks', bytes: mebibytes * mebibyte },
    ]);
  });

  test('are no help where they are refused for another reason', () => {
    const habits = new UploadMethods();
    const way = habits.afterTooLarge(put, 10 * mebibyte);
    if (way !== undefined) habits.failed(way);
    expect(habits.methodFor(10 * mebibyte)).toEqual(put);
  });

  test.each([
    ['6000000', 6_000_000],
    ['1000', 4 * mebibyte],
    ['-1', 4 * mebibyte],
    ['many', 4 * mebibyte],
    [undefined, 4 * mebibyte],
  ])('G15 are at least as large as the registry wants: %s', (header, bytes) => {
    const habits = new UploadMethods();
    habits.recordMinChunk(header);
    expect(habits.afterTooLarge(put, 10 * mebibyte)).toEqual({ kind: 'chunks', bytes });
  });
});

describe('what an answer means', () => {
  const error = (status: number, ...registryCodes: readonly string[]): RegistryError =>
    new RegistryError({
      operation: 'Writing',
      reference: 'r.test/a',
      side: 'target',
      code: 'refused',
      what: '',
      status,
      registryCodes,
    });

  test.each([
    [error(405), false, true],
    [error(415), false, true],
    [error(501), false, true],
    [error(400, 'DIGEST_INVALID'), true, true],
    [error(400, 'BLOB_UPLOAD_INVALID'), true, true],
    [error(400, 'SIZE_INVALID'), true, true],
    [error(400, 'UNSUPPORTED'), true, true],
    [error(400, 'UNSUPPORTED'), false, true],
    [error(411), false, true],
    [error(400, 'SIZE_INVALID'), false, false],
    [error(413, 'SIZE_INVALID'), true, false],
    [error(413, 'UNSUPPORTED'), true, false],
    [error(403, 'UNSUPPORTED'), true, false],
    [error(400, 'DIGEST_INVALID'), false, false],
    [error(400, 'UNKNOWN'), true, false],
    [error(403), true, false],
    [error(500), true, false],
    [error(503), true, false],
  ])('%#: the way is refused', (given, isSent, is) => {
    expect(isMethodRefusal(given, isSent)).toBe(is);
  });

  test.each([
    [error(413), true],
    [error(413, 'SIZE_INVALID'), false],
    [error(400), false],
  ])('%#: it is too large for a proxy', (given, is) => {
    expect(isProxyLimit(given)).toBe(is);
  });
});
