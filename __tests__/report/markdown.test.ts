import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Outcome } from '../../src/outcome.js';
import { maxSummaryBytes, renderSummary } from '../../src/report/markdown.js';
import type { Report, ReportEntry } from '../../src/report/report.js';
import { printable } from '../../src/text.js';
import { digestNamed } from '../plan/plans.js';
import { entry, failed, hostileTexts, reportOf, upToDate } from './reports.js';
import { nodesOf, readSummary, splitRowByCmark } from './summary-reader.js';

/** The table's rows below its heading, each cell as plain text. */
function rowsOf(report: Report, maxBytes?: number): readonly (readonly string[])[] {
  const { rows } = readSummary(renderSummary(report, maxBytes));
  return rows
    .slice(1)
    .map((cells) => cells.map((cell) => cell.map((node) => ('value' in node ? node.value : node.type)).join('')));
}

const wanted = digestNamed('wanted');
const previous = digestNamed('previous');

describe('O1 the summary', () => {
  test('of nothing has no table', () => {
    const markdown = renderSummary(reportOf([]));
    expect(readSummary(markdown).rows).toEqual([]);
    expect(markdown).toBe(
      '## Image mirror: nothing to do\n\nCopies are kept under `ghcr.io/acme/mirror`.\n\n1.5 kB read from sources · 0 B written · 1 upstream pull · 5 requests · 4.2 s\n',
    );
  });

  test.each([
    ['mirror', 'Copies are kept under'],
    ['check', 'This was a check, nothing was written.'],
    ['verify', 'the sources were not asked'],
  ] as const)('of mode %s says so: %s', (mode, words) => {
    expect(renderSummary(reportOf([], { mode }))).toContain(words);
  });

  test('names all targets', () => {
    expect(renderSummary(reportOf([], { targets: ['a.test', 'b.test', 'c.test'] }))).toContain(
      'Copies are kept under `a.test`, `b.test` and `c.test`.',
    );
  });

  test('has a row with all that is known of an image', () => {
    const outcome: Outcome = {
      kind: 'mirrored',
      previous,
      digest: wanted,
      platforms: [
        { os: 'linux', architecture: 'amd64' },
        { os: 'linux', architecture: 'arm64' },
      ],
      size: 12_000_000,
      copiedBytes: 3_000_000,
      warnings: ['One layer was left out.', 'And another.'],
    };
    const uses = [{ file: 'images/redis/Dockerfile', line: 3, written: 'redis:7' }];
    const { rows } = readSummary(
      renderSummary(
        reportOf([{ uses, canonical: 'docker.io/library/redis:7', target: 'ghcr.io/acme/redis:7', outcome }]),
      ),
    );
    expect(rows[0]?.map(([node]) => node)).toMatchObject(
      ['State', 'Image', 'Digest', 'Reason', 'Platforms', 'Size', 'Copied', 'Target', 'Named in'].map((value) => ({
        type: 'text',
        value,
      })),
    );
    expect(rows[1]).toMatchObject([
      [{ type: 'text', value: 'mirrored' }],
      [{ type: 'inlineCode', value: 'docker.io/library/redis:7' }],
      [{ type: 'inlineCode', value: `${previous.slice(0, 19)} → ${wanted.slice(0, 19)}` }],
      [{ type: 'inlineCode', value: 'One layer was left out. And another.' }],
      [{ type: 'inlineCode', value: 'linux/amd64, linux/arm64' }],
      [{ type: 'inlineCode', value: '12 MB' }],
      [{ type: 'inlineCode', value: '3 MB' }],
      [{ type: 'inlineCode', value: 'ghcr.io/acme/redis:7' }],
      [{ type: 'inlineCode', value: 'images/redis/Dockerfile:3 redis:7' }],
    ]);
  });

  test('leaves empty what is not known', () => {
    const report = reportOf([{ uses: [{ file: 'images/x/Dockerfile' }], outcome: failed('No name.') }]);
    expect(rowsOf(report)).toEqual([['failed', '', '', 'No name.', '', '', '', '', 'images/x/Dockerfile']]);
  });

  test('has a row for each place that names an image, the worst first', () => {
    const uses = [
      { file: 'b', line: 1, written: 'x' },
      { file: 'c', line: 2, written: 'docker.io/x' },
    ];
    const report = reportOf([entry('a', upToDate), { uses, canonical: 'x', outcome: failed('m') }]);
    expect(rowsOf(report).map((cells) => [cells[0], cells[8]])).toEqual([
      ['failed', 'b:1 x'],
      ['failed', 'c:2 docker.io/x'],
      ['skipped: up-to-date', 'images/a/Dockerfile:1 a'],
    ]);
  });

  test('tells the run’s own warnings', () => {
    expect(renderSummary(reportOf([], { warnings: ['No file in "images" matches.'] }))).toContain(
      '⚠️ `No file in "images" matches.`',
    );
  });
});

/** An entry in which every text from outside is this one. */
function entryOf(text: string): ReportEntry {
  return {
    uses: [{ file: text, line: 1, written: text, stage: text }],
    canonical: text,
    target: text,
    outcome: {
      kind: 'failed',
      message: text,
      platforms: [{ os: text, architecture: text }],
      warnings: [text],
    },
  };
}

/** GFM drops the backslash before a pipe in a table, in code too: of an odd number of them one is lost. */
function inTable(text: string): string {
  return printable(text, 600).replace(/(\\*)\|/g, (pipe, { length }: string) =>
    length % 2 === 1 ? pipe.slice(1) : pipe,
  );
}

function expectInert(text: string): void {
  const markdown = renderSummary(reportOf([entryOf(text)], { targets: [text], warnings: [text] }));
  const { document, rows } = readSummary(markdown);
  for (const node of nodesOf(document)) {
    expect(['root', 'heading', 'paragraph', 'text', 'inlineCode']).toContain(node.type);
  }
  expect(rows).toHaveLength(2);
  const [state, image, digest, reason, platforms, size, copied, target, place, ...more] = rows[1] ?? [];
  expect(more).toEqual([]);
  expect(state).toMatchObject([{ type: 'text', value: 'failed' }]);
  expect([digest, size, copied]).toEqual([[], [], []]);
  const code = [
    [image, text],
    [platforms, `${text}/${text}`],
    [target, text],
    [place, `${text}:1 ${text}`],
    [reason, `${text} ${text}`],
  ] as const;
  for (const [cell, value] of code) {
    if (inTable(value) === '') expect(cell?.every(({ type }) => type === 'text')).toBe(true);
    else expect(cell).toMatchObject([{ type: 'inlineCode', value: inTable(value) }]);
  }
  for (const line of markdown.split('\n').filter((each) => each.startsWith('|'))) {
    expect(splitRowByCmark(line)).toHaveLength(9);
  }
}

describe('O6 what comes from outside stands as text, in code', () => {
  test.each(hostileTexts)('%j', (text) => {
    expectInert(text);
  });

  test('whatever it is', () => {
    const alphabet = fc.constantFrom('`', '|', '\\', '<', '>', '@', '\n', '\r', ' ', '*', '[', ']', '(', ')', '&', 'a');
    const text = fc.oneof(fc.string({ unit: alphabet, maxLength: 24 }), fc.string({ unit: 'binary', maxLength: 24 }));
    fc.assert(fc.property(text, expectInert), { numRuns: 300 });
  });

  test('cut to what a reader takes in', () => {
    const [cells] = rowsOf(reportOf([entry('a', failed('x'.repeat(100_000)))]));
    expect(cells?.[3]).toMatch(/^x{600,601}…$/);
  });
});

describe('O5 a summary that is too long', () => {
  const entries = Array.from({ length: 300 }, (_value, index) =>
    entry(`é${String(index).padStart(4, '0')}`, index % 3 === 0 ? failed('It failed.') : upToDate),
  );
  const report = reportOf(entries);
  const whole = Buffer.byteLength(renderSummary(report));

  test.each([whole - 1, Math.floor(whole / 2), 5_000, 1_500])('is cut by whole rows to %d bytes', (maxBytes) => {
    const markdown = renderSummary(report, maxBytes);
    expect(Buffer.byteLength(markdown)).toBeLessThanOrEqual(maxBytes);
    const rows = rowsOf(report, maxBytes);
    expect(rows.length).toBeGreaterThan(0);
    expect(rows).toEqual(rowsOf(report).slice(0, rows.length));
    expect(markdown).toContain(`${300 - rows.length} more rows did not fit; the JSON report has them all.`);
    expect(markdown).toContain('100 failed, 200 skipped');
    expect(markdown).toContain('upstream pull');
  });

  test('shows as many rows as fit', () => {
    const linesOf = (markdown: string): readonly string[] =>
      markdown.split('\n').filter((line) => line.startsWith('|'));
    const cut = renderSummary(report, 5_000);
    const next = linesOf(renderSummary(report, whole))[linesOf(cut).length] ?? '';
    expect(next).not.toBe('');
    expect(Buffer.byteLength(`${cut}${next}\n`)).toBeGreaterThan(5_000);
  });

  test('keeps the worst', () => {
    expect(new Set(rowsOf(report, 8_000).map(([state]) => state))).toEqual(new Set(['failed']));
  });

  test('is not cut at its limit', () => {
    expect(renderSummary(report, whole)).not.toContain('did not fit');
  });

  test('keeps its words where no row fits', () => {
    const markdown = renderSummary(report, 300);
    expect(readSummary(markdown).rows).toEqual([]);
    expect(markdown).toContain('300 more rows did not fit');
    expect(Buffer.byteLength(markdown)).toBeLessThanOrEqual(300);
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
