import { describe, expect, test } from '@jest/globals';
import { InvalidManifestError, parseManifest } from '../../src/image/manifest.js';
import { findExcess } from '../../src/image/manifest-bounds.js';

const text = (json: string): Uint8Array => Buffer.from(json.padEnd(70_000));
const repeated = (part: string, count: number): string => Array.from({ length: count }, () => part).join(',');

describe('F20 a manifest is judged by its counts before it is parsed', () => {
  test.each<[string, string, RegExp | undefined]>([
    ['objects', `[${repeated('{}', 40_000)}]`, /more than 40000 objects and lists/],
    ['one object fewer', `[${repeated('{}', 39_999)}]`, undefined],
    ['values', `[${repeated('1', 300_000)}]`, /more than 200000 values/],
    ['levels', '['.repeat(65), /deeper than 64 levels/],
    ['levels that are closed again', `[${repeated(`${'['.repeat(60)}${']'.repeat(60)}`, 3)}]`, undefined],
    ['brackets and commas in a string', `{"a":"${'[{,'.repeat(200_000)}"}`, undefined],
    ['an escaped quote in a string', `{"a":"\\"${'[{,'.repeat(200_000)}"}`, undefined],
    [
      'an escaped backslash at the end of a string',
      `{"a":"\\\\","b":[${repeated('{}', 40_000)}]}`,
      /objects and lists/,
    ],
    ['a string that never ends', `{"a":"${'x'.repeat(80_000)}`, undefined],
    ['an escape that never ends', `{"a":"${'x'.repeat(80_000)}\\`, undefined],
    ['no JSON at all', ']]]]}}}}', undefined],
  ])('%s', (_name, json, words) => {
    const excess = findExcess(text(json));
    if (words === undefined) expect(excess).toBeUndefined();
    else expect(excess).toMatch(words);
  });

  test('and refused in these words', () => {
    const parse = (): unknown => parseManifest(text(`[${repeated('{}', 40_001)}]`), undefined);
    expect(parse).toThrow(InvalidManifestError);
    expect(parse).toThrow('it has more than 40000 objects and lists');
  });
});
