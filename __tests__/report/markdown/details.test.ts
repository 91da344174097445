import { toString } from 'hast-util-to-string';
import { describe, expect, test } from '@jest/globals';
import { readComment } from '../../../scripts/comment-html.js';
import { printablePlatform } from '../../../src/image/platform.js';
import type { Outcome } from '../../../src/result/outcome.js';
import { renderComment } from '../../../src/report/markdown/pull-request-comment.js';
import type { ReportEntry, ReportInput } from '../../../src/result/report.js';
import { digestNamed } from '../../plan/plans.js';
import { all, texts } from '../inert.js';
import { entry, failed, reportOf, upToDate } from '../reports.js';

const limit = 65_536;
const now = digestNamed('now');
const before = digestNamed('before');
const mirrored: Outcome = { state: 'mirrored', digest: now, size: 12_000_000, copiedBytes: 3_000_000, warnings: [] };
function comment(entries: readonly ReportEntry[], more: Partial<ReportInput> = {}): string {
  return renderComment(reportOf(entries, more), { maxCharacters: limit, pullRequest: 7 });
}
const until = new Date(Date.UTC(2026, 0, 15, 14, 30));

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

  test('names what is no name as it is written', () => {
    const uses = [{ file: 'images/x/Dockerfile', line: 1, written: 'Postgres:14' }];
    const tree = readComment(comment([{ uses, outcome: failed('Names are lower case.') }]));
    expect(texts('td', tree).slice(1, 3)).toEqual(['Postgres:14', '']);
  });

  test.each(['linux/\u202e', `linux/${'x'.repeat(200)}`])(
    'tells a new platform from one that was there: %j',
    (platform) => {
      const inside = { before: { name: 'a:1', digest: before }, lostPlatforms: [] };
      const comparison = { ...inside, gainedPlatforms: [printablePlatform(platform)] };
      const [os = '', architecture = ''] = platform.split('/');
      const outcome: Outcome = { ...mirrored, platforms: [{ os, architecture }], comparison };
      expect(texts('td', readComment(comment([entry('a', outcome)])))[3]).toMatch(/^new /);
    },
  );

  test('has one row for the targets to which an image came alike, and one for each to which it did not', () => {
    const targets = ['one.test/m', 'two.test/m', 'three.test/m'];
    const skipped: Outcome = { state: 'skipped', reason: 'up-to-date', digest: now, warnings: [] };
    const of = (name: string, outcome: Outcome, host: string): ReportEntry =>
      entry(name, outcome, { target: `${host}.test/m/${name}:1` });
    const entries = [
      of('a', mirrored, 'one'),
      of('a', mirrored, 'two'),
      of('a', skipped, 'three'),
      of('b', mirrored, 'one'),
      of('b', { ...mirrored, copiedBytes: 0 }, 'two'),
      entry('x', failed('It is no name.')),
      entry('x', failed('It is no name.')),
    ];
    const rows = texts('tbody tr td:nth-child(2)', readComment(comment(entries, { targets })));
    expect(rows).toEqual([
      'x',
      'x',
      'a → one.test/m/a:1, two.test/m/a:1',
      'b → one.test/m/b:1',
      'b → two.test/m/b:1',
      'a → three.test/m/a:1',
    ]);
  });

  test.each([
    [3_000_000, '12\u00a0MB, 3\u00a0MB copied'],
    [0, '12\u00a0MB, 0\u00a0B copied'],
    [12_000_000, '12\u00a0MB, all copied'],
  ])('says how much of an image was copied: %i', (copiedBytes, words) => {
    const tree = readComment(comment([entry('a', { ...mirrored, copiedBytes })]));
    expect(texts('tbody td:nth-child(4)', tree)).toEqual([words]);
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
      `Before: quay.io/a/b:1@${before}`,
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

  test('of a group are those of the target that has them, though the other failed', () => {
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
    expect(lines).toContain('Layers: 1 kept (8 MB), 0 new, 0 gone, on linux/amd64');
    expect(lines).toContain('Platforms lost: linux/s390x');
    expect(lines).toContain('Platforms: linux/amd64');
    expect(texts('pre', tree)).toContain('+ USER app\n');
  });

  test('name a source once for all targets, by the largest of its counts', () => {
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
    ['skipped', { state: 'skipped', reason: 'up-to-date', digest: now }, `ghcr.io/m/a:1@${now}\n`, 'Now', undefined],
    [
      'stale',
      { state: 'stale', reason: 'target-behind', message: 'x', digest: now },
      `ghcr.io/m/a:1@${before}\n`,
      'At the source',
      'On the target',
    ],
    [
      'deferred',
      { state: 'deferred', message: 'x', until, digest: now },
      `ghcr.io/m/a:1@${before}\n`,
      'At the source',
      'On the target',
    ],
    [
      'unverified, of which the source told no more than its digest',
      { state: 'skipped', reason: 'unverified', digest: now },
      `ghcr.io/m/a:1@${before}\n`,
      'At the source',
      'On the target',
    ],
    ['would mirror', { state: 'would-mirror', digest: now }, undefined, 'At the source', 'On the target'],
    ['failed', { state: 'failed', message: 'x', digest: now }, undefined, 'At the source', 'On the target'],
  ] as const)('O1 of what is %s name only what the target holds', (_state, outcome, pasted, name, behind) => {
    const previousDigest = behind === undefined ? now : before;
    const whole: Outcome = { ...outcome, previousDigest, warnings: outcome.state === 'skipped' ? ['odd'] : [] };
    const tree = readComment(comment([entry('a', whole, { target: 'ghcr.io/m/a:1' })]));
    expect(texts('pre', tree)).toEqual(pasted === undefined ? [] : [pasted]);
    const lines = texts('details li', tree);
    expect(lines).toContain(`${name}: ${now}`);
    expect(lines.filter((line) => line.startsWith('On the target'))).toEqual(
      behind === undefined ? [] : [`${behind}: ${before}`],
    );
  });

  test('what the target held before is not said again where it is what the file named', () => {
    const comparison = { before: { name: 'quay.io/a/b:1', digest: before }, lostPlatforms: [], gainedPlatforms: [] };
    const tree = readComment(comment([entry('a', { ...mirrored, previousDigest: before, comparison })]));
    expect(texts('details li', tree).slice(0, 2)).toEqual([`Before: quay.io/a/b:1@${before}`, `Now: ${now}`]);
    expect(texts('details li', tree).join()).not.toContain('On the target');
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
