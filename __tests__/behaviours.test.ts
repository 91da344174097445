import { readFileSync, readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';

/** One line of `docs/behaviours.md`: `| D1 | given → then |`. */
interface Row {
  readonly id: string;
  readonly text: string;
  readonly isPlanned: boolean;
}

/** A row that the name of a test begins with. */
interface Mention {
  readonly id: string;
  readonly file: string;
}

const root = resolve(import.meta.dirname, '..');
const thisFile = 'behaviours.test.ts';

/** Reads the rows of the table. Everything below the heading "Planned" is not built yet. */
function readRows(table: string): readonly Row[] {
  const planned = table.indexOf('\n## Planned\n');
  return [...table.matchAll(/^\| ([A-Z]\d{1,2}) \| (.*) \|$/gm)].map(({ 1: id = '', 2: text = '', index }) => ({
    id,
    text,
    isPlanned: planned >= 0 && index > planned,
  }));
}

/**
 * Reads the rows that test names begin with: `'D1 …'`, `'T14 T15 …'`. Names that come from a table of cases count, too; what a test expects
 * does not.
 */
function readMentions(file: string, source: string): readonly Mention[] {
  return [...source.replaceAll(/^.*\bexpect\(.*$/gm, '').matchAll(/['"`]((?:[A-Z]\d{1,2} )+)[^\s'"`]/g)].flatMap(
    ({ 1: ids = '' }) =>
      ids
        .trimEnd()
        .split(' ')
        .map((id) => ({ id, file })),
  );
}

/** Says where the table and the tests disagree. */
function disagreements(rows: readonly Row[], mentions: readonly Mention[]): readonly string[] {
  const named = new Set(mentions.map(({ id }) => id));
  const built = rows.filter(({ isPlanned }) => !isPlanned);
  return [
    ...rows
      .filter(({ id }, index) => rows.findIndex((row) => row.id === id) < index)
      .map(({ id }) => `${id} stands twice in the table.`),
    ...rows.filter(({ text }) => !text.includes(' → ')).map(({ id }) => `${id} does not read "given → then".`),
    ...built.filter(({ id }) => !named.has(id)).map(({ id }) => `No test begins with ${id}.`),
    ...mentions
      .filter(({ id }) => !built.some((row) => row.id === id))
      .map(({ id, file }) =>
        rows.some((row) => row.id === id)
          ? `${file} has a test of ${id}, which stands under "Planned".`
          : `${file} has a test of ${id}, which is not in the table.`,
      ),
  ];
}

describe('docs/behaviours.md', () => {
  const rows = readRows(readFileSync(resolve(root, 'docs/behaviours.md'), 'utf8'));
  const mentions = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.test.ts') && file !== thisFile)
    .sort()
    .flatMap((file) => readMentions(file, readFileSync(resolve(import.meta.dirname, file), 'utf8')));

  test('has every row that a test begins with, and a test of every row that is built', () => {
    expect(disagreements(rows, mentions)).toEqual([]);
  });

  test('has rows of both kinds, and tests name them', () => {
    expect(rows.filter(({ isPlanned }) => !isPlanned).length).toBeGreaterThan(100);
    expect(rows.filter(({ isPlanned }) => isPlanned).length).toBeGreaterThan(0);
    expect(mentions.length).toBeGreaterThan(rows.length);
  });
});

describe('a table and tests that disagree', () => {
  const table =
    '| D1 | a pin → no request |\n| D2 | a tag → a request |\n\n## Planned\n\n| R1 | a mirror → is asked |\n';
  const source = "describe('D1 D2 deciding', () => {});";

  test.each([
    ['agree', table, source, []],
    ['a row without a test', table, "test('D1 a pin', () => {});", ['No test begins with D2.']],
    [
      'a test without a row',
      table,
      `${source}\ntest('D3 x', () => {});`,
      ['a has a test of D3, which is not in the table.'],
    ],
    [
      'a test of a planned row',
      table,
      `${source}\ntest('R1 x', () => {});`,
      ['a has a test of R1, which stands under "Planned".'],
    ],
    [
      'a row in both places',
      `| R1 | x → y |\n${table}`,
      `${source}\ntest('R1 x', () => {});`,
      ['R1 stands twice in the table.'],
    ],
    ['a row twice', `${table}| R1 | x → y |\n`, source, ['R1 stands twice in the table.']],
    ['a row without an arrow', '| D1 | a pin |\n', "test('D1 a pin', () => {});", ['D1 does not read "given → then".']],
    ['names from a table of cases', table, "test.each([['D1 a pin'], ['D2 a tag']])('%s', () => {});", []],
    ['a word that only looks like a row', table, `${source}\nexpect(token).toBe('T0');`, []],
  ])('%s', (_name, planted, tests, expected) => {
    expect(disagreements(readRows(planted), readMentions('a', tests))).toEqual(expected);
  });
});
