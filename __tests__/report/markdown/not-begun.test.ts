import { expect, test } from '@jest/globals';
import { readComment } from '../../../scripts/comment-html.js';
import { renderProblems, reportOfProblems } from '../../../src/report/markdown/not-begun.js';
import { expectInert, texts } from '../inert.js';
import { hostileTexts } from '../reports.js';

const options = { maxCharacters: 65_000 };

test('a run that did not begin says why, each in a line, and where to look', () => {
  const sentences = ['mode: "copy" is none of its values.', 'target: missing.'];
  const runUrl = 'https://github.com/o/r/actions/runs/1';
  expect(renderProblems({ kind: 'configuration', sentences }, { ...options, runUrl, pullRequest: 7 })).toBe(
    [
      '### ❌ Image mirror: wrong configuration, nothing was done',
      '',
      '**Do not merge yet.** Mend what is said below, then run the job again.',
      '',
      '- mode: "copy" is none of its values.',
      '- target: missing.',
      '',
      '[The run](https://github.com/o/r/actions/runs/1)',
      '',
    ].join('\n'),
  );
});

test('without a pull request nobody is told to merge', () => {
  expect(renderProblems({ kind: 'configuration', sentences: ['x'] }, options)).not.toContain('merge');
});

test('a mistake of ours is told as one', () => {
  expect(renderProblems({ kind: 'mistake', sentences: ['x is not a function'] }, options)).toContain(
    '### ❌ Image mirror: a mistake in image-mirror itself',
  );
});

test.each(hostileTexts)('O6 what a sentence quotes is shown as text: %j', (text) => {
  expectInert(renderProblems({ kind: 'configuration', sentences: [`mode: ${text} is none.`, text] }, options), 0);
});

test('O5 more sentences than fit are left out whole, and counted', () => {
  const sentences = Array.from({ length: 60 }, (_, index) => `problem ${String(index)} ${'x'.repeat(2_000)}`);
  const markdown = renderProblems({ kind: 'configuration', sentences }, { maxCharacters: 5_000 });
  expect(Buffer.byteLength(markdown)).toBeLessThanOrEqual(5_000);
  const shown = texts('li', readComment(markdown));
  expect(shown.at(-1)).toContain(`problem ${String(shown.length - 1)} `);
  expect(shown.length).toBeGreaterThan(2);
  expect(markdown).toContain(`${String(60 - shown.length)} more problems. The JSON report has all.`);
});

test('the report has the sentences, and no images', () => {
  const report = reportOfProblems({ kind: 'configuration', sentences: ['mode: wrong'] }, new Date(0));
  expect(report).toMatchObject({ problems: ['mode: wrong'], images: [], startedAt: '1970-01-01T00:00:00.000Z' });
});
