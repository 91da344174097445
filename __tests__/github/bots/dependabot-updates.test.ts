import fc from 'fast-check';
import { describe, expect, test } from '@jest/globals';
import { parseDependabotMessage } from '../../../src/github/bots/dependabot-updates.js';
import { hostileTexts } from '../../report/reports.js';

/** A message as Dependabot writes it, with these lines of metadata. */
function message(...lines: readonly string[]): string {
  return [
    'Bump postgres from 14 to 15 in /images/docker.io/library/postgres',
    '',
    'Bumps postgres from 14 to 15.',
    '',
    '---',
    'updated-dependencies:',
    ...lines,
    '...',
    '',
    'Signed-off-by: dependabot[bot] <support@github.com>',
  ].join('\n');
}

const postgres = ['- dependency-name: postgres', '  dependency-version: "15"', '  dependency-type: direct:production'];

describe('Dependabot’s metadata', () => {
  test('of a major version', () => {
    expect(parseDependabotMessage(message(...postgres, '  update-type: version-update:semver-major'))).toEqual([
      { by: 'dependabot', name: 'postgres', version: '15', type: 'major' },
    ]);
  });

  test('of what is no semantic version, or a digest, has no type', () => {
    expect(parseDependabotMessage(message(...postgres))).toEqual([
      { by: 'dependabot', name: 'postgres', version: '15' },
    ]);
  });

  test('of the time before it told the version', () => {
    const lines = [
      '- dependency-name: alpine',
      '  dependency-type: direct:production',
      '  update-type: version-update:semver-minor',
    ];
    expect(parseDependabotMessage(message(...lines))).toEqual([{ by: 'dependabot', name: 'alpine', type: 'minor' }]);
  });

  test('of a group', () => {
    const lines = ['golang', 'grafana/loki'].flatMap((name) => [
      `- dependency-name: ${name}`,
      '  dependency-version: 3.10',
      '  dependency-type: direct:production',
      '  update-type: version-update:semver-patch',
      '  dependency-group: docker images',
    ]);
    expect(parseDependabotMessage(message(...lines))).toEqual(
      ['golang', 'grafana/loki'].map((name) => ({
        by: 'dependabot',
        name,
        version: '3.10',
        type: 'patch',
        group: 'docker images',
      })),
    );
  });

  test('with line ends of another system', () => {
    expect(parseDependabotMessage(message(...postgres).replaceAll('\n', '\r\n'))).toHaveLength(1);
  });

  test.each([
    ['a message without it', 'Fix a typo'],
    ['an empty message', ''],
    ['metadata without its end', message(...postgres).replace('\n...\n', '\n')],
    ['metadata without its beginning', message(...postgres).replace('---\n', '')],
    ['an end before the beginning', `...\n${message(...postgres).replace('\n...\n', '\n')}`],
    ['an empty list', message('[]').replace(':\n[]', ': []')],
    ['a message of a megabyte', message(...postgres).padStart(1024 * 1024, 'x\n')],
    ['entries that are none', message('- 1', '- {}', '- [a]', '- dependency-name: {a: b}')],
  ])('is none: %s', (_name, text) => {
    expect(parseDependabotMessage(text)).toEqual([]);
  });

  test('that is wrong in one entry is read in the others', () => {
    expect(parseDependabotMessage(message('- {}', ...postgres, '- 1'))).toMatchObject([{ name: 'postgres' }]);
  });

  test('has at most as many entries as a person might read', () => {
    const lines = Array.from({ length: 600 }, (_value, index) => `- dependency-name: a${index}`);
    expect(parseDependabotMessage(message(...lines))).toHaveLength(500);
  });
});

describe('metadata that was written to harm', () => {
  const laughs = [
    'a: &a [x, x]',
    ...Array.from('bcdefghi', (name, index) => `${name}: &${name} [*${'abcdefgh'[index] ?? ''}, *a]`),
  ];
  test.each<[string, readonly string[]]>([
    ['an alias', ['- &a {dependency-name: a}', '- *a']],
    ['a billion laughs', [`- {dependency-name: a, ${laughs.join(', ')}}`]],
    ['a merge', ['- &a {dependency-name: a}', '- <<: *a']],
    ['great depth', [`- ${'['.repeat(50_000)}${']'.repeat(50_000)}`]],
    ['a tag', ['- !!js/function "function () {}"']],
    ['no YAML', ['- "', '\t- @']],
    ['no list', ['  a: b']],
    ['a second document', ['- dependency-name: a', '---', '- dependency-name: b']],
  ])('%s is refused', (_name, lines) => {
    expect(() => parseDependabotMessage(message(...lines))).toThrow();
  });

  test.each(hostileTexts)('a group of %j is a word in one line', (text) => {
    const [update] = parseDependabotMessage(message(...postgres, `  dependency-group: ${JSON.stringify(text)}`));
    expect(update?.name).toBe('postgres');
    expect(update?.group ?? '').not.toMatch(/[\u0000-\u001f\u202e\u2066]/);
    expect((update?.group ?? '').length).toBeLessThan(700);
  });

  test('a name of the language is a name', () => {
    const [update] = parseDependabotMessage(message('- dependency-name: __proto__', '  __proto__: {version: 1}'));
    expect(update).toEqual({ by: 'dependabot', name: '__proto__' });
  });

  test.each(['</details>', '@team', 'major minor', '1', 'x'.repeat(40)])('a type of %j is left out', (type) => {
    const [update] = parseDependabotMessage(message(...postgres, `  update-type: "version-update:semver-${type}"`));
    expect(update).toEqual({ by: 'dependabot', name: 'postgres', version: '15' });
  });

  test('whatever it is, it is read, or refused by an error', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: fc.constantFrom(...Array.from('-: &*[]{}"\'|>!%@`a1\n')) })), (lines) => {
        try {
          expect(Array.isArray(parseDependabotMessage(message(...lines)))).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(Error);
        }
      }),
    );
  });
});
