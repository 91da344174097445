import { describe, expect, test } from '@jest/globals';
import {
  InvalidPlatformError,
  formatFullPlatform,
  formatPlatform,
  missingPlatforms,
  normalizePlatform,
  parsePlatform,
} from '../../src/image/platform.js';

/** As github.com/containerd/platforms v1.0.0-rc.5 reads them on linux/amd64: FormatAll of Parse, and of Normalize. */
const read: readonly (readonly [text: string, parsed: string, normalized: string])[] = [
  ['linux/amd64', 'linux/amd64', 'linux/amd64'],
  ['Linux/X86_64', 'linux/amd64', 'linux/amd64'],
  ['linux/x86-64', 'linux/amd64', 'linux/amd64'],
  ['linux/amd64/v1', 'linux/amd64', 'linux/amd64'],
  ['linux/amd64/V3', 'linux/amd64/v3', 'linux/amd64/v3'],
  ['linux/i386', 'linux/386', 'linux/386'],
  ['linux/i386/v2', 'linux/386', 'linux/386'],
  ['linux/i686', 'linux/i686', 'linux/i686'],
  ['linux/arm64', 'linux/arm64', 'linux/arm64'],
  ['linux/aarch64', 'linux/arm64', 'linux/arm64'],
  ['linux/arm64/v8', 'linux/arm64/v8', 'linux/arm64'],
  ['linux/arm64/8', 'linux/arm64/v8', 'linux/arm64'],
  ['linux/arm64/v8.0', 'linux/arm64/v8', 'linux/arm64'],
  ['linux/arm64/9', 'linux/arm64/v9', 'linux/arm64/v9'],
  ['linux/aarch64/9.0', 'linux/arm64/v9', 'linux/arm64/v9'],
  ['linux/arm64/v9.0', 'linux/arm64/v9', 'linux/arm64/v9'],
  ['linux/arm', 'linux/arm', 'linux/arm/v7'],
  ['linux/arm/v7', 'linux/arm/v7', 'linux/arm/v7'],
  ['linux/arm/7', 'linux/arm/v7', 'linux/arm/v7'],
  ['linux/arm/5', 'linux/arm/v5', 'linux/arm/v5'],
  ['linux/arm/6', 'linux/arm/v6', 'linux/arm/v6'],
  ['linux/arm/8', 'linux/arm/v8', 'linux/arm/v8'],
  ['linux/armhf', 'linux/arm', 'linux/arm/v7'],
  ['linux/armel', 'linux/arm/v6', 'linux/arm/v6'],
  ['linux/s390x', 'linux/s390x', 'linux/s390x'],
  ['foo/bar/baz', 'foo/bar/baz', 'foo/bar/baz'],
  ['amd64', 'linux/amd64', 'linux/amd64'],
  ['x86_64', 'linux/amd64', 'linux/amd64'],
  ['i386', 'linux/386', 'linux/386'],
  ['Aarch64', 'linux/arm64', 'linux/arm64'],
  ['arm', 'linux/arm', 'linux/arm/v7'],
  ['armhf', 'linux/arm', 'linux/arm/v7'],
  ['armel', 'linux/arm/v6', 'linux/arm/v6'],
  ['s390x', 'linux/s390x', 'linux/s390x'],
  ['linux', 'linux/amd64', 'linux/amd64'],
  ['windows', 'windows/amd64', 'windows/amd64'],
  ['windows()', 'windows/amd64', 'windows/amd64'],
  ['macOS', 'darwin/amd64', 'darwin/amd64'],
  ['macos/arm64', 'darwin/arm64', 'darwin/arm64'],
  ['windows(10.0.17763)', 'windows(10.0.17763)/amd64', 'windows(10.0.17763)/amd64'],
  ['windows(10.0.17763+win32k)', 'windows(10.0.17763+win32k)/amd64', 'windows(10.0.17763+win32k)/amd64'],
  ['windows(10.0.20348)/arm64/8', 'windows(10.0.20348)/arm64/v8', 'windows(10.0.20348)/arm64'],
  ['windows(10.0.17763%2Bbuild.42)', 'windows(10.0.17763%2Bbuild.42)/amd64', 'windows(10.0.17763%2Bbuild.42)/amd64'],
  ['windows(50%25done)', 'windows(50%25done)/amd64', 'windows(50%25done)/amd64'],
  ['windows(1.0%28beta%29)/amd64', 'windows(1.0%28beta%29)/amd64', 'windows(1.0%28beta%29)/amd64'],
  ['windows(a%2Fb)/amd64', 'windows(a%2Fb)/amd64', 'windows(a%2Fb)/amd64'],
  ['linux(+gpu)', 'linux(+gpu)/amd64', 'linux(+gpu)/amd64'],
  ['linux(+gpu+simd)', 'linux(+gpu+simd)/amd64', 'linux(+gpu+simd)/amd64'],
  ['linux(+unsorted+erofs+erofs)', 'linux(+erofs+unsorted)/amd64', 'linux(+erofs+unsorted)/amd64'],
  ['linux(+feat%2Bv2)/amd64', 'linux(+feat%2Bv2)/amd64', 'linux(+feat%2Bv2)/amd64'],
];

const refused = [
  ...['', '/', 'linux/', '/amd64', '/linux/arm', 'linux/arm/', 'linux/arm/v7/x', 'linux//v7'],
  ...['linux amd64', 'linux /arm', ' linux/s390x', 'linux/&arm', 'linux/$ARCH', '*', 'linux/*', '*/arm64'],
  ...['foo', 'i686', 'unknown', 'win.dows', 'win.dows/amd64', 'linux(', 'linux(+)', 'linux(++a)', 'linux(%zz)'],
];

describe('T24 a platform', () => {
  test.each(read)('%j is %s, and normalised %s', (text, parsed, normalized) => {
    expect(formatFullPlatform(parsePlatform(text))).toBe(parsed);
    expect(formatFullPlatform(normalizePlatform(parsePlatform(text)))).toBe(normalized);
    expect(parsePlatform(parsed)).toEqual(parsePlatform(text));
  });

  test.each(refused)('%j is none', (text) => {
    expect(() => parsePlatform(text)).toThrow(InvalidPlatformError);
  });

  test('is short in a report', () => {
    expect(formatPlatform(parsePlatform('windows(10.0.17763+win32k)/amd64'))).toBe('windows/amd64');
  });

  test('of any length is read in no time', () => {
    expect(() => parsePlatform(`linux(${'+'.repeat(65_536)})/amd64`)).toThrow(InvalidPlatformError);
    expect(parsePlatform(`linux(${'+feature'.repeat(10_000)})/amd64`).osFeatures).toEqual(['feature']);
  });

  test.each([
    [['linux/arm'], ['linux/arm/v7'], []],
    [['linux/arm'], ['linux/arm/v6'], []],
    [['linux/arm/v6'], ['linux/arm/v7'], ['linux/arm/v6']],
    [['linux/arm/v6'], ['linux/armel'], []],
    [['linux/arm/v7'], ['linux/arm'], []],
    [['linux/arm/v7'], ['linux/armhf'], []],
    [['linux/arm/7'], ['linux/arm/v7'], []],
    [['linux/arm64'], ['linux/arm64/v8'], []],
    [['linux/arm64/8'], ['linux/arm64'], []],
    [['linux/arm64/v8'], ['linux/aarch64'], []],
    [['linux/arm64/v8'], ['linux/arm64/v9'], ['linux/arm64/v8']],
    [['amd64'], ['linux/amd64'], []],
    [['linux/amd64', 'linux/s390x'], ['linux/amd64'], ['linux/s390x']],
    [['linux/amd64'], [], ['linux/amd64']],
    [['linux/amd64'], ['linux(+gpu)/amd64'], ['linux/amd64']],
    [['linux(+gpu+simd)/amd64'], ['linux(+gpu)/amd64'], []],
    [['windows/amd64'], ['windows(10.0.17763.1)/amd64'], []],
    [['windows/amd64'], ['windows(10.0.17763.1+win32k)/amd64'], []],
    [['windows(10.0.17763)/amd64'], ['windows(10.0.17763.5122)/amd64'], []],
    [['windows(10.0.17763)/amd64'], ['windows(10.0.20348.1)/amd64'], ['windows(10.0.17763)/amd64']],
    [['windows(10.0.20348)/amd64'], ['windows(10.0.17763.1)/amd64'], ['windows(10.0.20348)/amd64']],
    [['windows(10.0.26100)/amd64'], ['windows(10.0.20348.1)/amd64'], []],
    [['windows(10.0.20348)/amd64'], ['windows(10.0.26100.1)/amd64'], ['windows(10.0.20348)/amd64']],
    [['windows(11.0.20348)/amd64'], ['windows(10.0.20348.1)/amd64'], ['windows(11.0.20348)/amd64']],
    [['windows(10.0.20348)/amd64'], ['windows/amd64'], []],
    [['windows(ltsc)/amd64'], ['windows(10.0.20348.1)/amd64'], []],
    [[], [], []],
  ])('wanted %j of %j: missing %j', (wanted, have, missing) => {
    expect(missingPlatforms(wanted.map(parsePlatform), have.map(parsePlatform)).map(formatFullPlatform)).toEqual(
      missing,
    );
  });
});
