import { describe, expect, test } from '@jest/globals';
import { readComment } from '../../../scripts/comment-html.js';
import type { Outcome } from '../../../src/result/outcome.js';
import { renderComment } from '../../../src/report/markdown/pull-request-comment.js';
import type { ReportEntry, ReportInput } from '../../../src/result/report.js';
import { digestNamed } from '../../plan/plans.js';
import { texts } from '../inert.js';
import { entry, failed, reportOf, upToDate } from '../reports.js';

const limit = 65_536;
const now = digestNamed('now');
const before = digestNamed('before');
const mirrored: Outcome = { state: 'mirrored', digest: now, size: 12_000_000, copiedBytes: 3_000_000, warnings: [] };
function comment(entries: readonly ReportEntry[], more: Partial<ReportInput> = {}): string {
  return renderComment(reportOf(entries, more), { maxCharacters: limit, pullRequest: 7 });
}
const changed = { kind: 'changed', files: 1, only: [], leftOut: 0 } as const;
const until = new Date(Date.UTC(2026, 0, 15, 14, 30));

describe('the first lines say the result and what to do', () => {
  const rows: readonly (readonly [string, readonly ReportEntry[], Partial<ReportInput>, string, string])[] = [
    [
      'all is there',
      [entry('a', mirrored), entry('b', mirrored), entry('c', upToDate)],
      { scope: changed },
      '✅ Image mirror: 2 mirrored, 1 skipped: up-to-date',
      'All 3 images that this pull request names are on ghcr.io/acme/mirror. You can merge.',
    ],
    [
      'one image has warnings',
      [entry('a', { ...mirrored, warnings: ['It lost a platform.'] })],
      {},
      '⚠️ Image mirror: 1 mirrored, 1 warning',
      'The image is on ghcr.io/acme/mirror. Read the warnings before you merge.',
    ],
    [
      'one is unverified',
      [entry('a', { state: 'skipped', reason: 'unverified', warnings: ['The source is down.'] }), entry('b', upToDate)],
      {},
      '⚠️ Image mirror: 2 skipped (1 unverified, 1 up-to-date), 1 warning',
      'Both images are on ghcr.io/acme/mirror. Of 1 the source does not have the tag any more, or could not be asked, so the copy may be behind. Read the warnings before you merge.',
    ],
    [
      'nothing needs a copy',
      [entry('a', { state: 'skipped', reason: 'internal', warnings: [] })],
      {},
      '✅ Image mirror: 1 skipped: internal',
      'The image needs no copy.',
    ],
    [
      'one failed, and another has warnings',
      [entry('a', failed('It is down.', ['And it is odd.'])), entry('b', { ...mirrored, warnings: ['So is this.'] })],
      { warnings: ['All is odd.'] },
      '❌ Image mirror: 1 failed, 1 mirrored, 3 warnings',
      'Do not merge yet. 1 of 2 images could not be brought to ghcr.io/acme/mirror. What went wrong and what to try is said below; then run the job again.',
    ],
    [
      'one failed',
      [entry('a', failed('It is down.')), entry('b', mirrored)],
      {},
      '❌ Image mirror: 1 failed, 1 mirrored',
      'Do not merge yet. 1 of 2 images could not be brought to ghcr.io/acme/mirror. What went wrong and what to try is said below; then run the job again.',
    ],
    [
      'pulls are short',
      [entry('a', { state: 'deferred', message: 'No pulls.', until, warnings: [] })],
      {},
      '⏳ Image mirror: 1 deferred',
      'Wait until 14:30 UTC, then run the job again before you merge. For 1 image the source’s registry has not enough pulls left; an account there has more. It is not yet on ghcr.io/acme/mirror.',
    ],
    [
      'pulls are short until the next day, and there is an older copy',
      [
        entry('a', {
          state: 'deferred',
          message: 'No pulls.',
          until: new Date(Date.UTC(2026, 0, 16, 2)),
          previousDigest: before,
          warnings: [],
        }),
      ],
      {},
      '⏳ Image mirror: 1 deferred',
      'Wait until 2026-01-16 02:00 UTC, then run the job again before you merge. For 1 image the source’s registry has not enough pulls left; an account there has more. An older copy is on ghcr.io/acme/mirror.',
    ],
    [
      'pulls are short for several, and one has an older copy',
      ['a', 'b', 'c'].map((name, index) =>
        entry(name, {
          state: 'deferred',
          message: 'No pulls.',
          until,
          ...(index === 0 ? { previousDigest: before } : {}),
          warnings: [],
        }),
      ),
      {},
      '⏳ Image mirror: 3 deferred',
      'Wait until 14:30 UTC, then run the job again before you merge. For 3 images the source’s registry has not enough pulls left; an account there has more. 2 of them are not yet on ghcr.io/acme/mirror.',
    ],
    [
      'pulls are short for several, and none has a copy',
      ['a', 'b'].map((name) => entry(name, { state: 'deferred', message: 'No pulls.', until, warnings: [] })),
      {},
      '⏳ Image mirror: 2 deferred',
      'Wait until 14:30 UTC, then run the job again before you merge. For 2 images the source’s registry has not enough pulls left; an account there has more. None of them is yet on ghcr.io/acme/mirror.',
    ],
    [
      'a copy stays behind',
      [entry('a', { state: 'stale', reason: 'target-behind', message: 'It is behind.', warnings: [] })],
      {},
      '⚠️ Image mirror: 1 stale',
      'The image is behind its source on ghcr.io/acme/mirror and stayed so. A run with on-mismatch: update brings it up to date.',
    ],
    [
      'it was a check',
      [entry('a', { state: 'would-mirror', warnings: [] })],
      { mode: 'check' },
      '🔎 Image mirror: 1 would mirror',
      '1 image is not yet on ghcr.io/acme/mirror in the version that is named here. This was a check: a run in mode mirror copies what lacks, such as one after the merge.',
    ],
    [
      'a check could not read a file',
      [{ uses: [{ file: 'images/x/Dockerfile' }], outcome: failed('It is a directory.') }, entry('a', upToDate)],
      { mode: 'check' },
      '❌ Image mirror: 1 failed, 1 skipped: up-to-date',
      'Do not merge yet. 1 of 2 images could not be looked up: its file, or its line there, is wrong. What went wrong and what to try is said below; then run the job again.',
    ],
    [
      'it had to be a check',
      [entry('a', { state: 'would-mirror', warnings: [] })],
      { mode: 'check', checkedBecause: 'There is no login for ghcr.io.' },
      '🔎 Image mirror only checked, nothing was written: 1 would mirror',
      'There is no login for ghcr.io. 1 image is not yet on ghcr.io/acme/mirror in the version that is named here. The next run that may write there copies what lacks, such as one after the merge.',
    ],
    [
      'it had to be a check that could not read the target',
      [entry('a', { state: 'would-mirror', targetUnknown: true, warnings: [] })],
      { mode: 'check', checkedBecause: 'There is no login for ghcr.io.' },
      '🔎 Image mirror only checked, nothing was written: 1 would mirror',
      'There is no login for ghcr.io. It is not known whether 1 image is on ghcr.io/acme/mirror in the version that is named here. The next run that may write there copies what lacks, such as one after the merge.',
    ],
    [
      'it had to be a check that could read one of two targets',
      [
        entry('a', { state: 'would-mirror', targetUnknown: true, warnings: [] }),
        entry('b', { state: 'would-mirror', warnings: [] }),
      ],
      { mode: 'check', checkedBecause: 'There is no login for ghcr.io.' },
      '🔎 Image mirror only checked, nothing was written: 2 would mirror',
      'There is no login for ghcr.io. 2 images are not yet, or not known to be, on ghcr.io/acme/mirror in the version that is named here. The next run that may write there copies what lacks, such as one after the merge.',
    ],
    [
      'it was stopped',
      [entry('a', mirrored), entry('b', failed('The run was stopped.'))],
      { interrupted: true },
      '🛑 Image mirror stopped early: 1 failed, 1 mirrored',
      'Run it again. The run was stopped before it was done; what is copied already stays.',
    ],
    [
      'it was stopped when all images were done',
      [entry('a', mirrored)],
      { interrupted: true },
      '🛑 Image mirror stopped early: 1 mirrored',
      'Nothing is left to do. The run was stopped when all images were done.',
    ],
    [
      'nothing was changed',
      [],
      { scope: { ...changed, files: 0 } },
      '✅ Image mirror: nothing to do',
      'What was changed names no image.',
    ],
    ['there are no images', [], {}, '✅ Image mirror: nothing to do', 'No file names an image.'],
    [
      'a filter left nothing',
      [],
      { scope: { kind: 'all', files: 4, only: ['quay.io/*'], leftOut: 4 } },
      '✅ Image mirror: nothing to do',
      '4 images left out by quay.io/*, and none left.',
    ],
  ];
  test.each(rows)('%s', (_name, entries, more, heading, verdict) => {
    const tree = readComment(comment(entries, more));
    expect(texts('h3, h4', tree)).toEqual([heading]);
    expect(texts('p', tree)[0]).toBe(verdict);
  });

  test('where one of two targets takes no pushes, it is said of that one alone', () => {
    const tree = readComment(
      comment(
        [
          entry('a', mirrored, { target: 'one.test/m/a:1' }),
          entry('a', { state: 'would-mirror', warnings: [] }, { target: 'two.test/m/a:1' }),
        ],
        { targets: ['one.test/m', 'two.test/m'], checkedBecause: 'This run may not write to two.test.' },
      ),
    );
    expect(texts('h3, h4', tree)).toEqual(['🔎 Image mirror: 1 would mirror, 1 mirrored']);
    expect(texts('p', tree)[0]).toBe(
      '1 copy is not yet on two.test/m in the version that is named here. The next run that may write there copies what lacks, such as one after the merge. Not written: This run may not write to two.test.',
    );
  });

  test.each([
    ['failed', failed('x'), '1 of 2 copies could not be brought to two.test/m.'],
    [
      'stale',
      { state: 'stale', reason: 'target-behind', message: 'x', warnings: [] },
      '1 of 2 copies is behind its source on two.test/m and',
    ],
  ] as const)('what %s names its target alone', (_state, outcome, words) => {
    const entries = [
      entry('a', mirrored, { target: 'one.test/m/a:1' }),
      entry('a', outcome, { target: 'two.test/m/a:1' }),
    ];
    const markdown = comment(entries, { targets: ['one.test/m', 'two.test/m'] });
    expect(texts('p', readComment(markdown))[0]).toContain(words);
  });

  test('a verdict has no blank behind it', () => {
    expect(renderComment(reportOf([entry('a', mirrored)]), { maxCharacters: limit })).not.toContain('&#x20;');
  });

  test('without a pull request nobody is told to merge', () => {
    const report = reportOf([entry('a', mirrored), entry('b', failed('x'))]);
    expect(renderComment(report, { maxCharacters: limit })).not.toContain('merge');
  });
});
