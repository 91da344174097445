import { describe, expect, test } from 'vitest';
import { InvalidPlatformError, formatPlatform, missingPlatforms, parsePlatform } from '../../src/image/platform.js';

describe('a platform', () => {
  test.each([
    ['linux/amd64', 'linux/amd64'],
    ['Linux/X86_64', 'linux/amd64'],
    ['linux/aarch64', 'linux/arm64'],
    ['linux/arm64/v8', 'linux/arm64'],
    ['linux/arm/v7', 'linux/arm/v7'],
    ['windows/amd64', 'windows/amd64'],
    [' linux/s390x ', 'linux/s390x'],
  ])('%j is %s', (text, formatted) => {
    expect(formatPlatform(parsePlatform(text))).toBe(formatted);
  });

  test.each(['', 'linux', 'linux/', '/amd64', 'linux/arm/v7/x', 'linux amd64', 'linux/$ARCH'])('%j is none', (text) => {
    expect(() => parsePlatform(text)).toThrow(InvalidPlatformError);
  });

  test.each([
    [['linux/arm'], ['linux/arm/v7'], []],
    [['linux/arm/v6'], ['linux/arm/v7'], ['linux/arm/v6']],
    [['linux/arm64'], ['linux/arm64/v8'], []],
    [['linux/amd64', 'linux/s390x'], ['linux/amd64'], ['linux/s390x']],
    [['linux/amd64'], [], ['linux/amd64']],
    [[], [], []],
  ])('wanted %j of %j: missing %j', (wanted, have, missing) => {
    expect(missingPlatforms(wanted.map(parsePlatform), have.map(parsePlatform)).map(formatPlatform)).toEqual(missing);
  });
});
