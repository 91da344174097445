import { describe, expect, test } from '@jest/globals';
import type { Outcome } from '../../src/result/outcome.js';
import { entryOfTask, formatReportFile } from '../../src/result/report.js';
import { version } from '../../src/runtime/environment.js';
import { digestNamed } from '../plan/plans.js';
import { entry, failed, reportOf, taskOf, upToDate } from '../report/reports.js';

const wanted = digestNamed('wanted');
const previous = digestNamed('previous');

test('a report of nothing', () => {
  expect(reportOf([])).toEqual({
    schemaVersion: 1,
    tool: { name: 'image-mirror', version },
    mode: 'mirror',
    scope: { kind: 'all', files: 0, only: [], leftOut: 0 },
    targets: ['ghcr.io/acme/mirror'],
    startedAt: '2026-01-15T12:00:00.000Z',
    durationMs: 4_200,
    interrupted: false,
    counts: { mirrored: 0, 'would-mirror': 0, skipped: 0, stale: 0, deferred: 0, failed: 0 },
    images: [],
    warnings: [],
    traffic: {
      requests: { token: 2, 'manifest-head': 3 },
      bytesFromSources: 1_500,
      bytesToTargets: 0,
      upstreamPulls: 1,
    },
    pullBudgets: [],
  });
});

describe('O1 every image has its row, with what is known of it and no more', () => {
  const facts = {
    previousDigest: previous,
    digest: wanted,
    platforms: [
      { os: 'linux', architecture: 'amd64' },
      { os: 'linux', architecture: 'arm', variant: 'v7' },
    ],
    size: 10,
    warnings: ['odd'],
  };
  const shown = {
    previousDigest: previous,
    digest: wanted,
    platforms: ['linux/amd64', 'linux/arm/v7'],
    size: 10,
    warnings: ['odd'],
  };
  const rows: readonly (readonly [Outcome, object])[] = [
    [
      { state: 'mirrored', copiedBytes: 7, ...facts },
      { state: 'mirrored', copiedBytes: 7, ...shown },
    ],
    [
      { state: 'would-mirror', ...facts },
      { state: 'would-mirror', ...shown },
    ],
    [
      { state: 'skipped', reason: 'unverified', ...facts },
      { state: 'skipped', reason: 'unverified', ...shown },
    ],
    [
      { state: 'deferred', message: 'No pulls left.', until: new Date(Date.UTC(2026, 0, 15, 18)), ...facts },
      { state: 'deferred', message: 'No pulls left.', deferredUntil: '2026-01-15T18:00:00.000Z', ...shown },
    ],
    [
      { state: 'stale', reason: 'target-behind', message: 'It is behind.', ...facts },
      { state: 'stale', reason: 'target-behind', message: 'It is behind.', ...shown },
    ],
    [failed('It failed.'), { state: 'failed', message: 'It failed.', warnings: [] }],
    [upToDate, { state: 'skipped', reason: 'up-to-date', warnings: [] }],
  ];
  test.each(rows)('%j', (outcome, expected) => {
    const uses = [{ file: 'a', line: 1, written: 'x' }];
    expect(reportOf([{ uses, outcome }]).images).toStrictEqual([{ ...expected, uses }]);
    const names = { canonical: 'quay.io/a/b:1', target: 'ghcr.io/acme/a/b:1' };
    expect(reportOf([{ uses, outcome, ...names }]).images).toStrictEqual([{ ...expected, ...names, uses }]);
  });

  test('a task’s row has its full names', () => {
    const task = { ...taskOf('a/b'), uses: [{ file: 'a', line: 2 }] };
    expect(entryOfTask(task, upToDate)).toEqual({
      uses: task.uses,
      canonical: 'quay.io/a/b:1',
      target: 'ghcr.io/acme/a/b:1',
      outcome: upToDate,
    });
  });

  test('the counts are of images, by their states', () => {
    const entries = [upToDate, failed('x'), failed('y'), upToDate, upToDate].map((outcome, index) =>
      entry(String(index), outcome),
    );
    expect(reportOf(entries).counts).toEqual({
      mirrored: 0,
      'would-mirror': 0,
      skipped: 3,
      stale: 0,
      deferred: 0,
      failed: 2,
    });
  });

  test('a report’s file has all of it, but which pin is missing: that is for annotations', () => {
    const missing = {
      state: 'failed',
      message: 'It is missing.',
      missingPin: digestNamed('pin'),
      warnings: [],
    } as const;
    const report = reportOf([entry('a', { state: 'mirrored', copiedBytes: 7, ...facts }), entry('b', missing)]);
    expect(report.images.map(({ missingPin }) => missingPin)).toEqual([undefined, digestNamed('pin')]);
    const [copied, failed] = report.images;
    expect(JSON.parse(formatReportFile(report))).toEqual({
      ...report,
      images: [copied, { ...failed, missingPin: undefined }],
    });
  });

  test('of the traffic only what the schema knows is kept, as it is now', () => {
    const traffic = { requests: { token: 1 }, bytesFromSources: 1, bytesToTargets: 2, upstreamPulls: 3, more: 'x' };
    const report = reportOf([], { traffic });
    traffic.requests.token = 9;
    expect(report.traffic).toEqual({
      requests: { token: 1 },
      bytesFromSources: 1,
      bytesToTargets: 2,
      upstreamPulls: 3,
    });
  });
});

describe('the order of a report', () => {
  function orderOf(places: readonly (readonly [string, number | undefined])[]): readonly string[] {
    const entries = places.map(([file, line]) => ({
      uses: [{ file, ...(line === undefined ? {} : { line }) }],
      outcome: upToDate,
    }));
    return reportOf(entries).images.map(({ uses: [use] }) => `${use?.file ?? ''}:${use?.line ?? ''}`);
  }

  test.each([
    [
      [
        ['b', 1],
        ['a', 1],
      ],
      ['a:1', 'b:1'],
    ],
    [
      [
        ['a', 10],
        ['a', 9],
        ['a', undefined],
      ],
      ['a:', 'a:9', 'a:10'],
    ],
    [
      [
        ['a/z', 1],
        ['a', 5],
        ['B', 1],
      ],
      ['B:1', 'a:5', 'a/z:1'],
    ],
  ] as const)('%j', (places, expected) => {
    expect(orderOf(places)).toEqual(expected);
  });

  test('is by the first place of each, and otherwise as it was given', () => {
    const twice = { uses: [{ file: 'a', line: 3 }, { file: 'z' }], outcome: upToDate };
    const first = { uses: [{ file: 'b', line: 1, written: 'first' }], outcome: upToDate };
    const second = { uses: [{ file: 'b', line: 1, written: 'second' }], outcome: upToDate };
    const { images } = reportOf([first, second, twice]);
    expect(images.map(({ uses }) => uses)).toEqual([twice.uses, first.uses, second.uses]);
  });

  test('what no place names stays where it is, and is no error', () => {
    expect(reportOf([{ uses: [], outcome: upToDate }, entry('a', upToDate)]).images).toHaveLength(2);
  });
});

test('a mode other than mirror is told', () => {
  const { mode, warnings } = reportOf([], { mode: 'check', warnings: ['nothing found'] });
  expect({ mode, warnings }).toEqual({ mode: 'check', warnings: ['nothing found'] });
});
