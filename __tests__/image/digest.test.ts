import { describe, expect, test } from '@jest/globals';
import { InvalidDigestError, isDigest, parseDigest, shortDigest } from '../../src/image/digest.js';
import { digestOf, matchesDigest } from '../../src/image/hash.js';

const hex = 'a'.repeat(64);

describe('a digest', () => {
  test.each([`sha256:${hex}`, `sha512:${'0'.repeat(128)}`])('%s is one', (text) => {
    expect(parseDigest(text)).toBe(text);
  });

  test.each([
    ['', 'nothing'],
    [hex, 'no algorithm'],
    [`sha256:${hex}a`, 'too long'],
    [`sha256:${hex.slice(1)}`, 'too short'],
    [`sha256:${'A'.repeat(64)}`, 'upper case'],
    [`sha256:${'g'.repeat(64)}`, 'no hexadecimal digits'],
    [`md5:${'a'.repeat(32)}`, 'an algorithm that is not taken'],
    [`sha256:${hex}:`, 'a second colon'],
    [`sha256:${hex}\n`, 'a line end'],
  ])('%j is none: %s', (text) => {
    expect(isDigest(text)).toBe(false);
    expect(() => parseDigest(text)).toThrow(InvalidDigestError);
  });

  test('of nothing, by both algorithms', () => {
    const nothing = new Uint8Array();
    expect(digestOf(nothing)).toBe('sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
    expect(digestOf(nothing, 'sha512')).toMatch(/^sha512:cf83e1357eefb8bd/);
  });

  test('is compared with bytes by its own algorithm', () => {
    const bytes = Buffer.from('layer');
    expect(matchesDigest(bytes, digestOf(bytes, 'sha512'))).toBe(true);
    expect(matchesDigest(Buffer.from('Layer'), digestOf(bytes, 'sha512'))).toBe(false);
  });

  test('is shortened for people', () => {
    expect(shortDigest(parseDigest(`sha256:${'0123456789abcdef'.repeat(4)}`))).toBe('sha256:0123456789ab');
  });
});
