import { toString } from 'hast-util-to-string';
import { describe, expect, test } from 'vitest';
import { readComment } from '../../scripts/comment-html.js';
import type { Outcome } from '../../src/outcome.js';
import { renderComment } from '../../src/report/comment.js';
import type { Report, ReportEntry, ReportInput } from '../../src/report/report.js';
import { printable } from '../../src/text.js';
import { digestNamed } from '../plan/plans.js';
import { situations } from './golden/situations.js';
import { all, expectInert, runUrl, texts } from './inert.js';
import { entry, failed, hostileTexts, reportOf, upToDate } from './reports.js';

const limit = 65_536;
const now = digestNamed('now');
const before = digestNamed('before');
const mirrored: Outcome = { kind: 'mirrored', digest: now, size: 12_000_000, copiedBytes: 3_000_000, warnings: [] };

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
      '✅ Image mirror: 2 mirrored, 1 skipped',
      'All 3 images that this pull request names are on ghcr.io/acme/mirror. You can merge.',
    ],
    [
      'one image has warnings',
      [entry('a', { ...mirrored, warnings: ['It lost a platform.'] })],
      {},
      '⚠️ Image mirror: 1 mirrored',
      'The image is on ghcr.io/acme/mirror. Read the warnings before you merge.',
    ],
    [
      'one is unverified',
      [entry('a', { kind: 'skipped', reason: 'unverified', warnings: ['The source is down.'] }), entry('b', upToDate)],
      {},
      '⚠️ Image mirror: 2 skipped (1 unverified)',
      'Both images are on ghcr.io/acme/mirror. Of 1 the source could not be asked, so the copy may be behind. Read the warnings before you merge.',
    ],
    [
      'nothing needs a copy',
      [entry('a', { kind: 'skipped', reason: 'internal', warnings: [] })],
      {},
      '✅ Image mirror: 1 skipped',
      'The image needs no copy: nothing to do.',
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
      [entry('a', { kind: 'deferred', message: 'No pulls.', until, warnings: [] })],
      {},
      '⏳ Image mirror: 1 deferred',
      'Wait until 14:30 UTC, then run the job again before you merge. For 1 image the source’s registry has not enough pulls left; an account there has more. 1 of them is not yet on ghcr.io/acme/mirror.',
    ],
    [
      'pulls are short until the next day, and there is an older copy',
      [
        entry('a', {
          kind: 'deferred',
          message: 'No pulls.',
          until: new Date(Date.UTC(2026, 0, 16, 2)),
          previous: before,
          warnings: [],
        }),
      ],
      {},
      '⏳ Image mirror: 1 deferred',
      'Wait until 2026-01-16 02:00 UTC, then run the job again before you merge. For 1 image the source’s registry has not enough pulls left; an account there has more. An older copy of each is on ghcr.io/acme/mirror.',
    ],
    [
      'a copy stays behind',
      [entry('a', { kind: 'stale', reason: 'target-behind', message: 'It is behind.', warnings: [] })],
      {},
      '⚠️ Image mirror: 1 stale',
      'The image is behind its source on ghcr.io/acme/mirror and stayed so. A run with on-mismatch: update brings it up to date.',
    ],
    [
      'it was a check',
      [entry('a', { kind: 'would-mirror', warnings: [] })],
      { mode: 'check' },
      '🔎 Image mirror: 1 would mirror',
      '1 image is not yet on ghcr.io/acme/mirror as named here. This was a check: a run in mode mirror copies what lacks.',
    ],
    [
      'it had to be a check',
      [entry('a', { kind: 'would-mirror', warnings: [] })],
      { mode: 'check', checkedBecause: 'There is no login for ghcr.io.' },
      '🔎 Image mirror only checked, nothing was written: 1 would mirror. There is no login for ghcr.io.',
      '1 image is not yet on ghcr.io/acme/mirror as named here. The next run that may write there copies what lacks, such as one after the merge.',
    ],
    [
      'it was stopped',
      [entry('a', mirrored), entry('b', failed('The run was stopped.'))],
      { interrupted: true },
      '🛑 Image mirror: stopped early: 1 failed, 1 mirrored',
      'Run it again. The run was stopped before it was done; what is copied already stays.',
    ],
    [
      'nothing was changed',
      [],
      { scope: { ...changed, files: 0 } },
      '✅ Image mirror: nothing to do',
      'No image is named by what was changed: nothing to do.',
    ],
    ['there are no images', [], {}, '✅ Image mirror: nothing to do', 'No file names an image: nothing to do.'],
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

  test('H1 where one of two targets takes no pushes, it is said of that one alone', () => {
    const tree = readComment(
      comment(
        [
          entry('a', mirrored, { target: 'one.test/m/a:1' }),
          entry('a', { kind: 'would-mirror', warnings: [] }, { target: 'two.test/m/a:1' }),
        ],
        { targets: ['one.test/m', 'two.test/m'], checkedBecause: 'This run may not write to two.test.' },
      ),
    );
    expect(texts('h3, h4', tree)).toEqual(['🔎 Image mirror: 1 would mirror, 1 mirrored']);
    expect(texts('p', tree)[0]).toBe(
      '1 copy is not yet on two.test/m as named here. The next run that may write there copies what lacks, such as one after the merge. Not written: This run may not write to two.test.',
    );
  });

  test.each([
    ['failed', failed('x'), '1 of 2 copies could not be brought to two.test/m.'],
    [
      'stale',
      { kind: 'stale', reason: 'target-behind', message: 'x', warnings: [] },
      '1 of 2 copies is behind its source on two.test/m and',
    ],
  ] as const)('H1 what %s names its target alone', (_state, outcome, words) => {
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

describe('the table', () => {
  const platforms = [
    { os: 'linux', architecture: 'amd64' },
    { os: 'linux', architecture: 's390x' },
  ];
  const outcome: Outcome = {
    ...mirrored,
    platforms,
    comparison: {
      before: { name: 'docker.io/library/redis:7.2', digest: before },
      lostPlatforms: ['linux/arm/v7'],
      gainedPlatforms: ['linux/s390x'],
    },
  };
  const uses = [{ file: 'images/redis/Dockerfile', line: 1, was: 'docker.io/library/redis:7.2' }];

  test('has a row with all that a reader asks for', () => {
    const target = 'ghcr.io/acme/mirror/docker.io/library/redis:7.4';
    const tree = readComment(comment([{ uses, canonical: 'docker.io/library/redis:7.4', target, outcome }]));
    expect(texts('th', tree)).toEqual(['State', 'Image and its copy', 'Change', 'Platforms, size']);
    expect(texts('td', tree)).toEqual([
      '✅ mirrored',
      `docker.io/library/redis → ${target}`,
      `7.2 → 7.4 ${before.slice(7, 19)}\u00a0→ ${now.slice(7, 19)}`,
      '❌\u00a0lost arm/v7, has amd64, new s390x, 12\u00a0MB, 3\u00a0MB copied',
    ]);
    expect(texts('td:nth-child(2) code', tree)).toContain(target);
  });

  test('names the repository too where that changed', () => {
    const moved = [{ file: 'x', was: 'docker.io/bitnami/redis:7.2' }];
    const tree = readComment(comment([{ uses: moved, canonical: 'docker.io/library/redis:7.4', outcome: mirrored }]));
    expect(texts('td', tree)[2]).toBe(`docker.io/bitnami/redis:7.2 → docker.io/library/redis:7.4 ${now.slice(7, 19)}`);
  });

  test('has the worst first', () => {
    const tree = readComment(comment([entry('a', upToDate), entry('b', mirrored), entry('c', failed('x'))]));
    expect(texts('td:first-child', tree)).toEqual(['❌ failed', '✅ mirrored', '☑️ skipped: up-to-date']);
  });

  test('has many images that needed nothing in a fold', () => {
    const quiet = Array.from({ length: 11 }, (_value, index) => entry(`q${index}`, upToDate));
    const tree = readComment(comment([...quiet, entry('c', failed('x'))]));
    const [table] = all('table', tree);
    expect(table === undefined ? '' : toString(table)).not.toContain('skipped');
    expect(texts('summary', tree)).toEqual(['11 images that needed nothing', '❌ c']);
    expect(all('details table tbody tr', tree)).toHaveLength(11);
  });
});

describe('the details', () => {
  test('say all that is known of an image, of all its targets together', () => {
    const outcome: Outcome = {
      ...mirrored,
      comparison: {
        before: { name: 'quay.io/a/b:1', digest: before },
        lostPlatforms: [],
        gainedPlatforms: [],
        inside: {
          platform: 'linux/amd64',
          createdBefore: '2025-11-18T02:11:40Z',
          created: '2026-02-12T23:04:12Z',
          layers: { kept: 1, keptBytes: 8_000_000, added: 2, addedBytes: 5_000, removed: 3 },
          changes: [
            { field: 'environment', name: 'V', before: '1', now: '2' },
            { field: 'environment', name: 'TOKEN', isHidden: true },
            { field: 'ports', name: '80/tcp', now: '80/tcp' },
            { field: 'user', before: 'root' },
          ],
        },
      },
      via: [
        { side: 'source', host: 'quay.io', requests: 3, repeated: 1 },
        { side: 'target', host: 'ghcr.io', requests: 1, repeated: 0 },
      ],
    };
    const uses = [
      {
        file: 'images/x',
        line: 4,
        written: 'quay.io/a/b:2',
        stage: 'final',
        was: 'quay.io/a/b:1',
        update: { by: 'renovate', type: 'major', group: 'all' },
      },
    ] as const;
    const of = (target: string): ReportEntry => ({ uses, canonical: 'quay.io/a/b:2', target, outcome });
    const tree = readComment(comment([of('ghcr.io/one/b:2'), of('ghcr.io/two/b:2')]));
    expect(texts('summary', tree)).toEqual(['✅ quay.io/a/b 1 → 2']);
    expect(texts('details li', tree)).toEqual([
      'Update: by Renovate, major, in the group all',
      `Before: quay.io/a/b:1 ${before}`,
      `Now: ${now}`,
      'Created: 2025-11-18 → 2026-02-12',
      'Layers: 1 kept (8 MB), 2 new (5 kB), 3 gone, on linux/amd64',
      'Copied: 3 MB of 12 MB over the network, for ghcr.io/one/b:2',
      'Copied: 3 MB of 12 MB over the network, for ghcr.io/two/b:2',
      'Asked: quay.io (source, 3 requests, 1 of them repeated), ghcr.io (target, 2 requests)',
      'Named in: images/x:4 as quay.io/a/b:2, stage final',
    ]);
    expect(texts('pre', tree)).toEqual([
      `ghcr.io/one/b:2@${now}\nghcr.io/two/b:2@${now}\n`,
      '- ENV V=1\n+ ENV V=2\n! ENV TOKEN=(changed; the value is hidden, for it may be a secret)\n+ EXPOSE 80/tcp\n- USER root\n',
    ]);
  });

  test('M4 of a group are those of the target that has them, though the other failed', () => {
    const comparison = {
      before: { name: 'quay.io/a/b:1', digest: before },
      lostPlatforms: ['linux/s390x'],
      gainedPlatforms: [],
      inside: {
        platform: 'linux/amd64',
        layers: { kept: 1, keptBytes: 8_000_000, added: 0, addedBytes: 0, removed: 0 },
        changes: [{ field: 'user', now: 'app' }],
      },
    } as const;
    const platforms = [{ os: 'linux', architecture: 'amd64' }];
    const tree = readComment(
      comment([
        entry('a', failed('x')),
        entry('a', { ...mirrored, platforms, comparison }, { target: 'ghcr.io/m/a:1' }),
      ]),
    );
    const lines = texts('details li', tree);
    expect(lines).toContain('Layers: 1 kept (8 MB), 0 new (0 B), 0 gone, on linux/amd64');
    expect(lines).toContain('Platforms lost: linux/s390x');
    expect(lines).toContain('Platforms: linux/amd64');
    expect(texts('pre', tree)).toContain('+ USER app\n');
  });

  test('H2 name a source once for all targets, by the largest of its counts', () => {
    const of = (requests: number, host: string): Outcome => ({
      ...mirrored,
      via: [
        { side: 'source', host: 'quay.io', requests, repeated: 0 },
        { side: 'target', host, requests: 2, repeated: 1 },
      ],
    });
    const tree = readComment(comment([entry('a', of(9, 'one.test')), entry('a', of(11, 'two.test'))]));
    expect(texts('details li', tree)).toContain(
      'Asked: quay.io (source, 11 requests), one.test (target, 2 requests, 1 of them repeated), two.test (target, 2 requests, 1 of them repeated)',
    );
  });

  test.each([
    ['mirrored', mirrored, `ghcr.io/m/a:1@${now}\n`, 'Now', 'On the target before'],
    ['skipped', { kind: 'skipped', reason: 'up-to-date', digest: now }, `ghcr.io/m/a:1@${now}\n`, 'Now', undefined],
    [
      'stale',
      { kind: 'stale', reason: 'target-behind', message: 'x', digest: now },
      `ghcr.io/m/a:1@${before}\n`,
      'At the source',
      'On the target',
    ],
    [
      'deferred',
      { kind: 'deferred', message: 'x', until, digest: now },
      `ghcr.io/m/a:1@${before}\n`,
      'At the source',
      'On the target',
    ],
    ['would mirror', { kind: 'would-mirror', digest: now }, undefined, 'At the source', 'On the target'],
    ['failed', { kind: 'failed', message: 'x', digest: now }, undefined, 'At the source', 'On the target'],
  ] as const)('H3 of what is %s name only what the target holds', (_state, outcome, pasted, name, behind) => {
    const previous = outcome.kind === 'skipped' ? now : before;
    const whole: Outcome = { ...outcome, previous, warnings: outcome.kind === 'skipped' ? ['odd'] : [] };
    const tree = readComment(comment([entry('a', whole, { target: 'ghcr.io/m/a:1' })]));
    expect(texts('pre', tree)).toEqual(pasted === undefined ? [] : [pasted]);
    const lines = texts('details li', tree);
    expect(lines).toContain(`${name}: ${now}`);
    expect(lines.filter((line) => line.startsWith('On the target'))).toEqual(
      behind === undefined ? [] : [`${behind}: ${before}`],
    );
  });

  test('the digest of a pin without a tag is said once', () => {
    const name = `quay.io/a/b@${before}`;
    const comparison = { before: { name, digest: before }, lostPlatforms: [], gainedPlatforms: [] };
    const tree = readComment(comment([entry('a', { ...mirrored, comparison })]));
    expect(texts('details li', tree)).toContain(`Before: ${name}`);
  });

  test('a day of creation that stayed is said once', () => {
    const inside = {
      platform: 'linux/amd64',
      createdBefore: '2024-01-01T00:00:00Z',
      created: '2024-01-01T09:00:00Z',
      layers: { kept: 1, keptBytes: 1, added: 0, addedBytes: 0, removed: 0 },
      changes: [],
    };
    const comparison = { before: { name: 'a', digest: before }, lostPlatforms: [], gainedPlatforms: [], inside };
    const tree = readComment(comment([entry('a', { ...mirrored, comparison })]));
    expect(texts('details li', tree)).toContain('Created: 2024-01-01');
  });

  test('are not of what needed nothing', () => {
    expect(comment([entry('a', upToDate)])).not.toContain('<details>');
  });
});

describe('O6 what comes from outside is shown as text', () => {
  test.each(situations)('in the recorded run "$name"', ({ report, options }) => {
    const markdown = renderComment(report, options);
    expectInert(markdown, markdown.split('<details>').length - 1);
  });

  test('and all of it is shown, in the comment of the hostile one', () => {
    const hostile = situations.find(({ name }) => name === 'hostile');
    if (hostile === undefined) throw new Error('there is no hostile situation');
    const tree = readComment(renderComment(hostile.report, hostile.options));
    const shown = texts('summary code', tree);
    for (const text of hostileTexts) expect(shown).toContain(printable(text, 200));
    expect(all('details', tree)).toHaveLength(hostile.report.images.length);
  });

  test.each(hostileTexts)('%j in every place', (text) => {
    const report = reportOf(
      [
        {
          uses: [
            {
              file: text,
              written: text,
              stage: text,
              was: text,
              warnings: [text],
              update: { by: 'dependabot', type: text, group: text },
            },
          ],
          canonical: text,
          target: text,
          outcome: { ...failed(text, [text]), platforms: [{ os: text, architecture: text }] },
        },
      ],
      {
        targets: [text],
        warnings: [text],
        checkedBecause: text,
        scope: { kind: 'all', why: text, files: 1, only: [text], leftOut: 1 },
      },
    );
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
])('M8 a pair of back-ticks in a sentence is a code span: %s', (sentence, markdown) => {
  expect(comment([], { warnings: [sentence] })).toContain(`- ⚠️ ${markdown}\n`);
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
