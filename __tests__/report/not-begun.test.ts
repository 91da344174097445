import { fromMarkdown } from 'mdast-util-from-markdown';
import { expect, test } from 'vitest';
import { renderProblems, reportOfProblems } from '../../src/report/not-begun.js';
import { hostileTexts } from './reports.js';

const options = { maxCharacters: 65_000 };

test('a run that did not begin says why, each in a line, and where to look', () => {
  const sentences = ['mode: "copy" is none of its values.', 'target: missing.'];
  expect(
    renderProblems(
      { kind: 'configuration', sentences },
      { ...options, runUrl: 'https://github.com/o/r/actions/runs/1' },
    ),
  ).toBe(
    [
      '## Image mirror: wrong configuration, nothing was done',
      '',
      '- `mode: "copy" is none of its values.`',
      '- `target: missing.`',
      '',
      '[The run](https://github.com/o/r/actions/runs/1)',
      '',
    ].join('\n'),
  );
});

test('a mistake of ours is told as one', () => {
  expect(renderProblems({ kind: 'mistake', sentences: ['x is not a function'] }, options)).toContain(
    '## Image mirror: a mistake in image-mirror itself',
  );
});

test.each(hostileTexts)('O6 what a sentence quotes is shown as text: %j', (text) => {
  const markdown = renderProblems({ kind: 'configuration', sentences: [`mode: ${text} is none.`] }, options);
  const kinds = (node: { type: string; children?: readonly { type: string }[] }): readonly string[] => [
    node.type,
    ...(node.children ?? []).flatMap(kinds),
  ];
  expect(kinds(fromMarkdown(markdown))).toEqual([
    'root',
    'heading',
    'text',
    'list',
    'listItem',
    'paragraph',
    'inlineCode',
  ]);
});

test('O5 more sentences than fit are left out whole, and counted', () => {
  const sentences = Array.from({ length: 60 }, (_, index) => `problem ${String(index)} ${'x'.repeat(2_000)}`);
  const markdown = renderProblems({ kind: 'configuration', sentences }, { maxCharacters: 5_000 });
  expect(markdown.length).toBeLessThanOrEqual(5_000);
  expect(markdown).toContain('problem 3 ');
  expect(markdown).not.toContain('problem 4 ');
  expect(markdown).toContain('56 more: the log has them all.');
  expect(renderProblems({ kind: 'configuration', sentences }, options)).toContain('10 more');
});

test('the report has the sentences, and no images', () => {
  const report = reportOfProblems({ kind: 'configuration', sentences: ['mode: wrong'] }, new Date(0));
  expect(report).toMatchObject({ problems: ['mode: wrong'], images: [], startedAt: '1970-01-01T00:00:00.000Z' });
});
