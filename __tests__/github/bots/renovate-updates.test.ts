import fc from 'fast-check';
import { describe, expect, test } from '@jest/globals';
import type { BotUpdate } from '../../../src/plan/task.js';
import { parseRenovateBody } from '../../../src/github/bots/renovate-updates.js';
import { hostileTexts } from '../../report/reports.js';

/** A description as Renovate writes it, around a table. */
function body(...table: readonly string[]): string {
  return [
    'This PR contains the following updates:',
    '',
    ...table,
    '',
    '---',
    '',
    '### Release Notes',
    '',
    '<details>',
    '<summary>acme/base (ghcr.io/acme/base)</summary>',
    '',
    '| Package | Change |',
    '|---|---|',
    '| forged | `1` → `2` |',
    '</details>',
    '',
    '<!--renovate-debug:eyJjcmVhdGVkSW5WZXIiOiI0NC4zMC4wIn0=-->',
  ].join('\n');
}

function read(table: readonly string[], branch = 'renovate/x'): readonly Omit<BotUpdate, 'by'>[] {
  return parseRenovateBody(body(...table), branch).map(({ by, ...rest }) => {
    expect(by).toBe('renovate');
    return rest;
  });
}

const head = ['| Package | Update | Change |', '|---|---|---|'];

describe('Renovate’s table', () => {
  test.each<[string, string, object]>([
    ['a tag', '| postgres | major | `14` → `15` |', { name: 'postgres', version: '15', type: 'major' }],
    ['an older arrow', '| postgres | minor | `14.1` -> `14.2` |', { name: 'postgres', version: '14.2', type: 'minor' }],
    [
      'a digest',
      '| postgres | digest | `32ca0af` → `3a82e1f` |',
      { name: 'postgres', version: '3a82e1f', type: 'digest' },
    ],
    [
      'a first pin',
      '| [apache/airflow](https://airflow.apache.org) ([source](https://redirect.github.com/apache/airflow)) | pinDigest |  → `3cbaa47` |',
      { name: 'apache/airflow', version: '3cbaa47', type: 'pinDigest' },
    ],
    [
      'links, with a comparison',
      '| [ghcr.io/acme/base](https://redirect.github.com/acme/base) ([source](https://x), [changelog](https://y)) | patch | [`1.2.3` → `1.2.4`](https://renovatebot.com/diffs) |',
      { name: 'ghcr.io/acme/base', version: '1.2.4', type: 'patch' },
    ],
    [
      'a replacement',
      '| [postgres](https://a) → [bitnami/postgres](https://b) | replacement | `14` → `15` |',
      { name: 'bitnami/postgres', version: '15', type: 'replacement' },
    ],
    ['no change', '| postgres | pin |  |', { name: 'postgres', type: 'pin' }],
    ['no type', '| postgres | | `1` → `2` |', { name: 'postgres', version: '2' }],
  ])('with %s', (_name, row, expected) => {
    expect(read([...head, row])).toEqual([expected]);
  });

  test.each<[string, readonly string[], object]>([
    [
      'as for Dockerfiles',
      [
        '| Package | Type | Update | Change |',
        '|---|---|---|---|',
        '| node | final | minor | `22.7.0-alpine` → `22.8.0-alpine` |',
      ],
      { name: 'node', version: '22.8.0-alpine', type: 'minor' },
    ],
    [
      'with marks and what is pending',
      [
        '| Package | Change | [Age](https://docs.renovatebot.com/merge-confidence/) | Confidence | Type | Update | Pending |',
        '|---|---|---|---|---|---|---|',
        '| node | `22` → `24` | ![age](https://developer.mend.io/api/mc/badges/age/x?slim=true) | x | stage | major | `24.1` (+2) |',
      ],
      { name: 'node', version: '24', type: 'major' },
    ],
    [
      'of two',
      ['| Package | Change |', '|---|---|', '| quay.io/a/b | `8619eab` -> `e487185` |'],
      { name: 'quay.io/a/b', version: 'e487185' },
    ],
    [
      'in other letters',
      ['| PACKAGE | update | CHANGE |', '|:--|:-:|--:|', '| a | major | `1` → `2` |'],
      { name: 'a', version: '2', type: 'major' },
    ],
  ])('in columns %s', (_name, table, expected) => {
    expect(read(table)).toEqual([expected]);
  });

  test('of several packages is a group’s, and the branch has its name', () => {
    const rows = ['| node | minor | `1` → `2` |', '| redis | major | `7` → `8` |'];
    expect(read([...head, ...rows], 'renovate/docker-images')).toEqual([
      { name: 'node', version: '2', type: 'minor', group: 'docker-images' },
      { name: 'redis', version: '8', type: 'major', group: 'docker-images' },
    ]);
    expect(read([...head, ...rows], 'konflux/docker-images').map(({ group }) => group)).toEqual([undefined, undefined]);
  });

  test('of one package in two places is no group', () => {
    const rows = ['| node | minor | `1` → `2` |', '| node | minor | `1-slim` → `2-slim` |'];
    expect(read([...head, ...rows]).map(({ group }) => group)).toEqual([undefined, undefined]);
  });

  test('is found behind another one, with line ends of another system', () => {
    const other = ['| Package | Owner |', '|---|---|', '| a | me |', ''];
    const text = body(...other, ...head, '| a | major | `1` → `2` |').replaceAll('\n', '\r\n');
    expect(parseRenovateBody(text, '')).toEqual([{ by: 'renovate', name: 'a', version: '2', type: 'major' }]);
  });

  test.each<[string, string]>([
    ['nothing', ''],
    ['no table', 'No table here.'],
    ['lock files alone', '| Update | Change |\n|---|---|\n| lockFileMaintenance | All lock files updated |'],
    ['a head alone', head.join('\n')],
    ['no delimiters', '| Package | Change |\n| a | `1` → `2` |'],
    ['no package in a row', `${head.join('\n')}\n|  | major | \`1\` → \`2\` |`],
  ])('is none: %s', (_name, text) => {
    expect(parseRenovateBody(text, 'renovate/x')).toEqual([]);
  });
});

describe('a description that was written to harm', () => {
  test.each(hostileTexts)('with a branch of %j names a group in one line', (text) => {
    const rows = ['| node | minor | `1` → `2` |', '| redis | major | `7` → `8` |'];
    for (const { group = '' } of read([...head, ...rows], `renovate/${text}`)) {
      expect(group).not.toMatch(/[\u0000-\u001f\u202e\u2066]/);
    }
  });

  test.each(['</details>', '@team', '**major** minor', '![x](y)'])('with a type of %j has no type', (type) => {
    expect(read([...head, `| a | ${type} | \`1\` → \`2\` |`])).toEqual([{ name: 'a', version: '2' }]);
  });

  test('of a megabyte of rows is read as far as a person would', () => {
    const rows = Array.from({ length: 20_000 }, (_value, index) => `| a${index} | major | \`1\` → \`2\` |`);
    expect(read([...head, ...rows])).toHaveLength(500);
  });

  test.each(['[', '*a_', '`', '<', '![', '|', '\\|', '(', '&amp', '~', '[a](', '\u0000'])(
    'of many %j is read',
    (text) => {
      const row = `| a | major | ${text.repeat(Math.floor(1_900 / text.length))}`;
      const rows = Array.from({ length: 32 }, () => row);
      expect(read([...head, ...rows]).every(({ name }) => name === 'a')).toBe(true);
    },
  );

  test('of rows too long for anybody ends there', () => {
    expect(read([...head, '| a | major | `1` → `2` |', `| ${'b'.repeat(5_000)} | major | |`])).toHaveLength(1);
  });

  test('whatever it is, is read', () => {
    const text = fc.string({ unit: fc.constantFrom(...Array.from('|-:\n\n ab[]()`*_<>&→'), 'Package', 'Change') });
    fc.assert(
      fc.property(text, (table) => Array.isArray(parseRenovateBody([...head, table].join('\n'), 'renovate/x'))),
    );
  });
});
