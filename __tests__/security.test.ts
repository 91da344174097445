import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';

const root = resolve(import.meta.dirname, '..');
const text = await readFile(resolve(root, 'SECURITY.md'), 'utf8');

interface Row {
  readonly what: string;
  readonly shown: string;
}

const rows: readonly Row[] = text
  .split('\n')
  .filter((line) => line.startsWith('| ') && !/^\| (?:---|Who )/.test(line))
  .map((line) => line.replace(/^\| | \|$/g, '').split(' | '))
  .map(([, what = '', , shown = '']) => ({ what, shown }));

/** `file`: "words of a test" */
const mentions = rows.flatMap(({ shown }) =>
  [...shown.matchAll(/`([^`]+)`: "((?:[^"\\]|\\")+)"/g)].map(
    ([, file = '', words = '']) => [file, words.replaceAll('\\"', '"')] as const,
  ),
);

describe('SECURITY.md', () => {
  test.each(rows.map(({ what, shown }) => [what, shown]))('shows of "%s" a test', (_what, shown) => {
    expect(shown.split('; `')).toHaveLength([...shown.matchAll(/`: "/g)].length);
    expect(shown).toContain('.test.ts`: "');
  });

  test.each(mentions)('%s has a test "%s"', async (file, words) => {
    const source = await readFile(resolve(root, file), 'utf8');
    // Of a test or of a group of them; what is skipped where a tool is missing stands on a line of its own.
    const literals = ["'", '"', '`'].map((quote) => `(${quote}${words}${quote},`);
    const found = literals.some((literal) => source.replace(/\(\s+/g, '(').includes(literal));
    expect(found).toBe(true);
  });

  test('has rows and mentions at all', () => {
    expect(rows.length).toBeGreaterThan(20);
    expect(mentions.length).toBeGreaterThan(rows.length);
  });

  test('is led to by the README', async () => {
    expect(await readFile(resolve(root, 'README.md'), 'utf8')).toContain('(SECURITY.md)');
  });
});
