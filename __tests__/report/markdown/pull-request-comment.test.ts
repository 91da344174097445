import { toString } from 'hast-util-to-string';
import { describe, expect, test } from '@jest/globals';
import { readComment } from '../../../scripts/comment-html.js';
import type { Outcome } from '../../../src/result/outcome.js';
import { renderComment } from '../../../src/report/markdown/pull-request-comment.js';
import type { Report, ReportEntry, ReportInput } from '../../../src/result/report.js';
import { nameOf } from '../../../src/report/formats.js';
import { printable } from '../../../src/runtime/text.js';
import { digestNamed } from '../../plan/plans.js';
import { situations } from '../golden/situations.js';
import { all, expectInert, runUrl, texts } from '../inert.js';
import { entry, entryOfText, failed, hostileTexts, reportOf } from '../reports.js';

const limit = 65_536;
const now = digestNamed('now');
const before = digestNamed('before');
const mirrored: Outcome = { state: 'mirrored', digest: now, size: 12_000_000, copiedBytes: 3_000_000, warnings: [] };
function comment(entries: readonly ReportEntry[], more: Partial<ReportInput> = {}): string {
  return renderComment(reportOf(entries, more), { maxCharacters: limit, pullRequest: 7 });
}

describe('O6 what comes from outside is shown as text', () => {
  test.each(situations)('in the recorded run "$name"', ({ report, options }) => {
    const markdown = renderComment(report, options);
    expectInert(markdown, markdown.split('<details>').length - 1);
  });

  test('and all of it is shown, in the comment of the hostile one', () => {
    const hostile = situations.find(({ name }) => name === 'hostile');
    if (hostile === undefined) throw new Error('there is no hostile situation');
    const tree = readComment(renderComment(hostile.report, hostile.options));
    const inside = texts('pre code.language-diff', tree).join('\n');
    for (const text of hostileTexts) expect(inside).toContain(`+ LABEL ${printable(text)}=${printable(text)}`);
    expect(all('details', tree)).toHaveLength(new Set(hostile.report.images.map(nameOf)).size);
  });

  test.each(hostileTexts)('%j in every place', (text) => {
    const report = reportOf([entryOfText(text)], {
      targets: [text],
      warnings: [text],
      checkedBecause: text,
      scope: { kind: 'all', why: text, files: 1, only: [text], leftOut: 1 },
    });
    expectInert(renderComment(report, { maxCharacters: limit, runUrl }), 1);
  });

  test('a label of a megabyte is cut', () => {
    const label = 'x'.repeat(1_000_000);
    const outcome: Outcome = {
      ...mirrored,
      comparison: {
        before: { name: 'a', digest: before },
        lostPlatforms: [],
        gainedPlatforms: [],
        inside: {
          platform: 'linux/amd64',
          layers: { kept: 0, keptBytes: 0, added: 0, addedBytes: 0, removed: 0 },
          changes: [{ field: 'labels', name: label, before: label, now: label }],
        },
      },
    };
    expect(comment([entry('a', outcome)]).length).toBeLessThan(3_000);
  });
});

test.each([
  ['Add `pull-requests: read` to "permissions".', 'Add `pull-requests: read` to "permissions".'],
  ['It is of (`packages: write`), `a.b` c.d `e`.', 'It is of (`packages: write`), `a.b` `c.d` `e`.'],
  ['One ` alone, and `` two `` of them.', 'One `` ` `` alone, and ` `` ` two ` `` ` of them.'],
])('a pair of back-ticks in a sentence is a code span: %s', (sentence, markdown) => {
  expect(comment([], { warnings: [sentence] })).toContain(`- ⚠️ ${markdown}\n`);
});

test('says of which commit it is: after a push the one that is shown may be older', () => {
  const markdown = renderComment(reportOf([entry('a', mirrored)]), {
    maxCharacters: limit,
    commit: '1f2e3d4c5b6a79880123456789abcdef01234567',
  });
  expect(markdown).toContain(' Commit `1f2e3d4`. ');
});

describe('O5 a comment that is too long', () => {
  const many = reportOf(
    Array.from({ length: 10_000 }, (_value, index) =>
      entry(`é${index}`, index % 3 === 0 ? failed('Wörter, die es länger machen.') : mirrored),
    ),
  );

  test.each([65_536, 20_000, 5_000, 1_500, 400])(
    'fits into %d characters, however they are counted',
    (maxCharacters) => {
      const markdown = renderComment(many, { maxCharacters });
      expect(Buffer.byteLength(markdown)).toBeLessThanOrEqual(maxCharacters);
      expect(texts('h3', readComment(markdown))).toEqual(['❌ Image mirror: 3334 failed, 6666 mirrored']);
      expect(markdown).toContain('Left out, for this would be too long: ');
    },
  );

  test('loses details before rows, and says how many of each', () => {
    const entries = Array.from({ length: 40 }, (_value, index) =>
      entry(`i${index}`, index < 20 ? failed('No.') : mirrored),
    );
    const whole = comment(entries);
    const cut = renderComment(reportOf(entries), { maxCharacters: whole.length - 2_000, pullRequest: 7 });
    const tree = readComment(cut);
    const folds = all('details', tree).length;
    expect(all('tbody tr', tree)).toHaveLength(40);
    expect(folds).toBeLessThan(40);
    expect(texts('summary', tree)).toEqual(texts('summary', readComment(whole)).slice(0, folds));
    expect(cut).toContain(`the details of ${40 - folds} images`);
    const shorter = readComment(renderComment(reportOf(entries), { maxCharacters: 2_500, pullRequest: 7 }));
    const rows = all('tbody tr', shorter).length;
    expect(all('details', shorter)).toEqual([]);
    expect(toString(shorter)).toContain(`${40 - rows} more rows; the details of 40 images`);
    expect(texts('td', shorter)).toEqual(texts('td', readComment(whole)).slice(0, rows * 4));
    expect(rows).toBeLessThan(40);
  });

  test('is whole where it just fits', () => {
    const report: Report = reportOf([entry('a', failed('No.')), entry('b', mirrored)]);
    expect(renderComment(report, { maxCharacters: limit })).not.toContain('Left out');
  });

  test('of ten thousand images makes no part that it does not show', () => {
    let read = 0;
    const images = many.images.map((image) => ({
      ...image,
      get size() {
        read += 1;
        return 1;
      },
    }));
    renderComment({ ...many, images }, { maxCharacters: limit });
    expect(read).toBeLessThan(2_000);
  });

  test('tells of warnings no more than a reader takes in, and counts the rest', () => {
    const warnings = Array.from({ length: 100 }, (_value, index) => `warning ${index}`);
    const tree = readComment(comment([], { warnings }));
    expect(texts('li', tree)).toHaveLength(11);
    expect(texts('li', tree).at(-1)).toBe('… and 90 more lines of this kind: see each image.');
  });
});
