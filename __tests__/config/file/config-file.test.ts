import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { load } from 'js-yaml';
import { describe, expect, test } from '@jest/globals';
import { parseConfigFile } from '../../../src/config/file/config-file.js';
import { ConfigurationError } from '../../../src/runtime/errors.js';

const root = resolve(import.meta.dirname, '../../..');
const schema = JSON.parse(readFileSync(resolve(root, 'docs/config.schema.json'), 'utf8')) as object;
const isOfSchema = new Ajv2020({ strict: true }).compile(schema);

function problemsOf(text: string): readonly string[] {
  try {
    parseConfigFile(text, 'm.yml');
    return [];
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems;
    throw error;
  }
}

const whole = `# yaml-language-server: $schema=https://example.test/config.schema.json
overrides:
  - match: docker.io/library/*
    platforms: [linux/amd64, linux/arm64]
  - match: '**/*:nightly'
    compare: presence
    on-mismatch: report
    on-missing-platform: warn
`;

describe('K1 the configuration file', () => {
  test('is read', () => {
    expect(parseConfigFile(whole, 'm.yml')).toEqual({
      overrides: [
        {
          match: ['docker.io/library/*'],
          rules: {
            platforms: [
              { os: 'linux', architecture: 'amd64' },
              { os: 'linux', architecture: 'arm64' },
            ],
          },
        },
        {
          match: ['**/*:nightly'],
          rules: { compare: 'presence', onMismatch: 'report', onMissingPlatform: 'warn' },
        },
      ],
    });
    expect(isOfSchema(load(whole))).toBe(true);
  });

  test.each([[''], ['# a comment alone\n'], ['overrides:\n  # - match: a\n'], ['overrides: []'], ['{}']])(
    'may say nothing: %j',
    (text) => {
      expect(parseConfigFile(text, 'm.yml')).toEqual({ overrides: [] });
      expect(isOfSchema(load(`x: 1\n`))).toBe(false);
    },
  );

  test.each([
    ['[]', '1: "" is not a mapping of keys to values.'],
    ['3', '1: 3 is not a mapping of keys to values.'],
    ['override: []', '1: "override" is unknown. Did you mean "overrides"? Known is overrides.'],
    ['\n\nmirrors: {}', '3: "mirrors" is unknown. Known is overrides.'],
    ['overrides: a', '1: overrides: "a" is not a list.'],
    ['overrides:\n  - a', '2: overrides[0]: "a" is not a mapping of keys to values.'],
    [
      'overrides:\n  - match: a\n    platform: [x]\n    compare: digest',
      '3: overrides[0]: "platform" is unknown. Did you mean "platforms"? Known are match, platforms, on-missing-platform, on-mismatch, compare.',
    ],
    ['overrides:\n  - compare: digest', '2: overrides[0].match: it is missing.'],
    [
      'overrides:\n  - match: a',
      '2: overrides[0]: it sets nothing. Add one of platforms, on-missing-platform, on-mismatch, compare.',
    ],
    ['overrides:\n  - {match: a, compare: sizes}', '2: overrides[0].compare: "sizes" is not one of digest, presence.'],
    ['overrides:\n  - {match: 1, compare: digest}', '2: overrides[0].match: 1 is not a text.'],
    [
      'overrides:\n  - match: ../a\n    compare: digest',
      '2: overrides[0].match: "../a" leads out of the folder. Write a glob inside it.',
    ],
    ['overrides:\n  - match: a\n    platforms: linux/amd64', '3: overrides[0].platforms: "linux/amd64" is not a list.'],
    ['overrides:\n  - {match: a, platforms: []}', '2: overrides[0].platforms: [] is not a list with something in it.'],
  ])('says what is wrong, and where: %j', (text, problem) => {
    expect(problemsOf(text)).toEqual([`m.yml:${problem}`]);
    // Globs and platforms have rules that a schema does not know.
    expect(isOfSchema(load(text))).toBe(problem.includes('leads out'));
  });

  test('says all that is wrong at once, and no more than fifty', () => {
    const text = `overrides:
  - match: a
    platforms:
      - linux/amd64
      - not a platform
  - match: b
    on-mismatch: nothing
extra: 1
`;
    expect(problemsOf(text).map((problem) => problem.slice(0, 30))).toEqual([
      'm.yml:5: overrides[0].platform',
      'm.yml:7: overrides[1].on-misma',
      'm.yml:8: "extra" is unknown. K',
    ]);
    expect(problemsOf(`overrides: [${'x, '.repeat(60)}]`)).toHaveLength(50);
  });

  test.each([
    ['a: [', 'm.yml:1: this is no YAML: unexpected end'],
    ['a: 1\na: 2', 'm.yml:2: this is no YAML: duplicated mapping key.'],
    ['a: 1\n---\nb: 2', 'm.yml:1: there are several documents'],
    [`a: ${'['.repeat(40)}`, 'm.yml:1: this is no YAML: nesting exceeded'],
    [`a: &a x\nb: [${'*a, '.repeat(200)}]`, 'this is no YAML: aliases exceeded'],
    ['a: !!js/function x', 'this is no YAML: unknown scalar tag'],
  ])('is refused where it is no YAML, or a bomb: %j', (text, words) => {
    expect(problemsOf(text)).toHaveLength(1);
    expect(problemsOf(text)[0]).toContain(words);
  });
});
