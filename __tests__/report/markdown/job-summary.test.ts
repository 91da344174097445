import fc from 'fast-check';
import { describe, expect, test } from '@jest/globals';
import { readComment } from '../../../scripts/comment-html.js';
import type { Outcome } from '../../../src/result/outcome.js';
import { renderComment } from '../../../src/report/markdown/pull-request-comment.js';
import { maxSummaryBytes, renderSummary } from '../../../src/report/markdown/job-summary.js';
import type { Report } from '../../../src/result/report.js';
import { digestNamed } from '../../plan/plans.js';
import { situations } from '../golden/situations.js';
import { expectInert, texts } from '../inert.js';
import { entry, entryOfText, failed, hostileTexts, reportOf, upToDate } from '../reports.js';

const width = 6;

/** The table's rows below its heading, each cell as plain text. */
function rowsOf(report: Report, maxBytes?: number): readonly (readonly string[])[] {
  const cells = texts('td', readComment(renderSummary(report, maxBytes)));
  return Array.from({ length: cells.length / width }, (_value, row) => cells.slice(row * width, (row + 1) * width));
}

const wanted = digestNamed('wanted');
const previous = digestNamed('previous');

describe('O1 the summary', () => {
  test('of nothing has no table', () => {
    expect(renderSummary(reportOf([]))).toBe(
      '## ✅ Image mirror: nothing to do\n\nNo file names an image.\n\nScope: the whole tree, 0 files. 1.5\u00a0kB read from sources\u00a0· 0\u00a0B written\u00a0· 1 upstream pull\u00a0· 5 requests\u00a0· 4.2\u00a0s\n',
    );
  });

  test.each([
    ['check', 'Mode check: nothing was written.'],
    ['verify', 'Mode verify: nothing was written.'],
  ] as const)('of mode %s says so: %s', (mode, words) => {
    expect(renderSummary(reportOf([], { mode }))).toContain(words);
  });

  test('names all targets', () => {
    expect(renderSummary(reportOf([entry('x', upToDate)], { targets: ['a.test', 'b.test', 'c.test'] }))).toContain(
      'on** `a.test`, `b.test` and `c.test`.',
    );
  });

  test('has a row with all that is known of an image', () => {
    const outcome: Outcome = {
      state: 'mirrored',
      previousDigest: previous,
      digest: wanted,
      platforms: [
        { os: 'linux', architecture: 'amd64' },
        { os: 'windows', architecture: 'amd64' },
      ],
      size: 12_000_000,
      copiedBytes: 3_000_000,
      warnings: ['One layer was left out.', 'And another.'],
    };
    const uses = [{ file: 'images/redis/Dockerfile', line: 3, written: 'redis:7' }];
    const report = reportOf([
      { uses, canonical: 'docker.io/library/redis:7', target: 'ghcr.io/acme/redis:7', outcome },
    ]);
    expect(texts('th', readComment(renderSummary(report)))).toEqual([
      'State',
      'Image and its copy',
      'Change',
      'Platforms, size',
      'Why',
      'Named in',
    ]);
    expect(rowsOf(report)).toEqual([
      [
        '✅ mirrored',
        'docker.io/library/redis → ghcr.io/acme/redis:7',
        `7 ${previous.slice(7, 19)}\u00a0→ ${wanted.slice(7, 19)}`,
        'amd64 windows/amd64, 12\u00a0MB, 3\u00a0MB copied',
        'One layer was left out. And another.',
        'images/redis/Dockerfile:3 redis:7',
      ],
    ]);
  });

  test('O3 of a pull request says what was bumped, each place its own', () => {
    const uses = [
      { file: 'a', line: 1, was: 'docker.io/library/x:1', update: { by: 'renovate', type: 'major', group: 'web' } },
      { file: 'b', line: 2, was: 'docker.io/library/x:2' },
      { file: 'c', line: 3 },
    ] as const;
    const report = reportOf([entry('d', upToDate), { uses, canonical: 'docker.io/library/x:3', outcome: failed('m') }]);
    expect(rowsOf(report).map((cells) => [cells[2], cells.at(-1)])).toEqual([
      ['1 → 3 major', 'a:1'],
      ['2 → 3', 'b:2'],
      ['3', 'c:3'],
      ['', 'images/d/Dockerfile:1 d'],
    ]);
  });

  test('leaves empty what is not known', () => {
    const report = reportOf([{ uses: [{ file: 'images/x/Dockerfile' }], outcome: failed('No name.') }]);
    expect(rowsOf(report)).toEqual([['❌ failed', 'images/x/Dockerfile', '', '', 'No name.', 'images/x/Dockerfile']]);
  });

  test('T3 has a row for each place that names an image, the worst first', () => {
    const uses = [
      { file: 'b', line: 1, written: 'x' },
      { file: 'c', line: 2, written: 'docker.io/x' },
    ];
    const report = reportOf([entry('a', upToDate), { uses, canonical: 'x', outcome: failed('m') }]);
    expect(rowsOf(report).map((cells) => [cells[0], cells[5]])).toEqual([
      ['❌ failed', 'b:1 x'],
      ['❌ failed', 'c:2 docker.io/x'],
      ['☑️ skipped: up-to-date', 'images/a/Dockerfile:1 a'],
    ]);
  });

  test('tells the run’s own warnings', () => {
    const tree = readComment(renderSummary(reportOf([], { warnings: ['No file in "images" matches.'] })));
    expect(texts('li', tree)).toEqual(['⚠️ No file in "images" matches.']);
  });

  test.each(situations)('of the recorded run "$name" says the words of its comment', ({ report, options }) => {
    const summary = readComment(renderSummary(report));
    const comment = readComment(renderComment(report, { maxCharacters: options.maxCharacters }));
    expect(texts('h2', summary)).toEqual(texts('h3, h4', comment));
    expect(texts('p', summary)[0]).toBe(texts('p', comment)[0]);
    expect(texts('summary', summary)).toEqual(
      expect.arrayContaining([...texts('summary', comment)].filter((text) => !text.includes('needed nothing'))),
    );
  });
});

function expectInertSummary(text: string): void {
  const report = reportOf([entryOfText(text)], { targets: [text], warnings: [text] });
  expectInert(renderSummary(report), 1);
  expect(rowsOf(report)).toHaveLength(1);
}

describe('O6 what comes from outside is shown as text', () => {
  test.each(hostileTexts)('%j', (text) => {
    expectInertSummary(text);
  });

  test('whatever it is', () => {
    const alphabet = fc.constantFrom(...'`|\\<>@\n\r *[]()&a:#$_~1'.split(''));
    const text = fc.oneof(fc.string({ unit: alphabet, maxLength: 24 }), fc.string({ unit: 'binary', maxLength: 24 }));
    fc.assert(fc.property(text, expectInertSummary), { numRuns: 100 });
  });

  test('cut to what a reader takes in', () => {
    const [cells] = rowsOf(reportOf([entry('a', failed('x'.repeat(100_000)))]));
    expect(cells?.[4]).toMatch(/^x{600,601}…$/);
  });
});

describe('O5 a summary that is too long', () => {
  const entries = Array.from({ length: 300 }, (_value, index) =>
    entry(`é${String(index).padStart(4, '0')}`, index % 3 === 0 ? failed('It failed.') : upToDate),
  );
  const report = reportOf(entries);
  const whole = Buffer.byteLength(renderSummary(report));

  test.each([whole - 400, Math.floor(whole / 2), 8_000, 3_000])('is cut by whole rows to %d bytes', (maxBytes) => {
    const markdown = renderSummary(report, maxBytes);
    expect(Buffer.byteLength(markdown)).toBeLessThanOrEqual(maxBytes);
    const rows = rowsOf(report, maxBytes);
    expect(rows.length).toBeGreaterThan(0);
    expect(rows).toEqual(rowsOf(report).slice(0, rows.length));
    if (rows.length < 300) expect(markdown).toContain(`${300 - rows.length} more rows`);
    expect(markdown).toContain('the details of');
    expect(markdown).toContain('100 failed, 200 skipped');
    expect(markdown).toContain('upstream pull');
  });

  test('shows as many rows as fit', () => {
    const linesOf = (markdown: string): readonly string[] =>
      markdown.split('\n').filter((line) => line.startsWith('|'));
    const cut = renderSummary(report, 5_000);
    const next = linesOf(renderSummary(report, whole))[linesOf(cut).length] ?? '';
    expect(next).not.toBe('');
    // The sentence that says what was left out has room kept for it.
    expect(Buffer.byteLength(`${cut}${next}\n`)).toBeGreaterThan(5_000 - 300);
  });

  test('keeps the worst', () => {
    expect(new Set(rowsOf(report, 8_000).map(([state]) => state))).toEqual(new Set(['❌ failed']));
  });

  test('is not cut at its limit', () => {
    expect(renderSummary(report, whole + 302)).not.toContain('Left out');
  });

  test('keeps its words where no row fits', () => {
    const markdown = renderSummary(report, 400);
    expect(texts('td', readComment(markdown))).toEqual([]);
    expect(markdown).toContain('300 more rows');
    expect(Buffer.byteLength(markdown)).toBeLessThanOrEqual(400);
  });

  test('has GitHub’s limit by itself', () => {
    const long = Array.from({ length: 3_000 }, (_value, index) => entry(String(index), failed('é'.repeat(600))));
    const markdown = renderSummary(reportOf(long));
    expect(Buffer.byteLength(markdown)).toBeLessThanOrEqual(maxSummaryBytes);
    expect(Buffer.byteLength(markdown)).toBeGreaterThan(maxSummaryBytes - 4_000);
    expect(maxSummaryBytes).toBe(1_048_576);
  });

  test('by its warnings alone is cut as well', () => {
    const warnings = Array.from({ length: 100 }, (_value, index) => `warning ${index}`);
    expect(Buffer.byteLength(renderSummary(reportOf([], { warnings }), 1_000))).toBeLessThanOrEqual(1_000);
  });
});
