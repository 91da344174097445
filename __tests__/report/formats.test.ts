import { describe, expect, test } from '@jest/globals';
import type { SkipReason } from '../../src/result/outcome.js';
import { states } from '../../src/result/report.js';
import {
  formatBytes,
  formatCost,
  formatCounts,
  formatDigests,
  formatDuration,
  formatResult,
  formatScope,
  formatState,
  worstFirst,
} from '../../src/report/formats.js';
import { digestNamed } from '../plan/plans.js';
import { entry, failed, reportOf, upToDate } from './reports.js';

describe('a duration', () => {
  test.each([
    [0, '0.0 s'],
    [4_240, '4.2 s'],
    [59_940, '59.9 s'],
    [60_000, '1 min 0 s'],
    [61_400, '1 min 1 s'],
    [3_600_000, '60 min 0 s'],
    [59_960, '1 min 0 s'],
    [119_600, '2 min 0 s'],
    [179_500, '3 min 0 s'],
  ])('of %d ms is %s', (ms, words) => {
    expect(formatDuration(ms)).toBe(words);
  });
});

describe('a state', () => {
  test.each([
    ['mirrored', undefined, 'mirrored'],
    ['would-mirror', undefined, 'would mirror'],
    ['skipped', 'up-to-date', 'skipped: up-to-date'],
    ['skipped', 'done elsewhere', 'skipped: done elsewhere'],
    ['stale', 'immutable-tag', 'stale: immutable-tag'],
    ['failed', undefined, 'failed'],
  ] as const)('%s %s is told as %s', (state, reason, words) => {
    expect(formatState({ state, ...(reason === undefined ? {} : { reason }) })).toBe(words);
  });
});

describe('counts', () => {
  const none = { mirrored: 0, 'would-mirror': 0, skipped: 0, stale: 0, deferred: 0, failed: 0 };
  test.each([
    [{}, 'nothing to do'],
    [{ skipped: 12 }, '12 skipped'],
    [{ skipped: 12, failed: 1, mirrored: 3 }, '1 failed, 3 mirrored, 12 skipped'],
    [{ 'would-mirror': 2, stale: 1 }, '1 stale, 2 would mirror'],
    [{ mirrored: 2, deferred: 3, failed: 1 }, '1 failed, 3 deferred, 2 mirrored'],
  ])('%j are %s', (counts, words) => {
    expect(formatCounts({ counts: { ...none, ...counts }, images: [], interrupted: false })).toBe(words);
  });

  test.each<[readonly SkipReason[], string]>([
    [['up-to-date'], '1 skipped: up-to-date'],
    [['scratch', 'scratch'], '2 skipped: scratch'],
    [['scratch', 'up-to-date', 'up-to-date'], '3 skipped (2 up-to-date, 1 scratch)'],
    [['up-to-date', 'unverified', 'internal'], '3 skipped (1 unverified, 1 internal, 1 up-to-date)'],
  ])('tell why something was skipped: %j', (reasons, words) => {
    const entries = reasons.map((reason, index) => entry(`${index}`, { state: 'skipped', reason, warnings: [] }));
    expect(formatCounts(reportOf(entries))).toBe(words);
    expect(formatCounts(reportOf([...entries, entry('x', { state: 'mirrored', copiedBytes: 0, warnings: [] })]))).toBe(
      `1 mirrored, ${words}`,
    );
  });

  test('of a run that was stopped say so', () => {
    expect(formatCounts({ counts: { ...none, mirrored: 1 }, images: [], interrupted: true })).toBe(
      'stopped early: 1 mirrored',
    );
  });
});

describe('a result tells a run that was only checked from one that wrote to another target', () => {
  test.each([
    ['check', 'nothing to do, only checked. No login.'],
    ['mirror', 'nothing to do. Not written: No login.'],
  ] as const)('in mode %s', (mode, words) => {
    expect(formatResult(reportOf([], { mode, checkedBecause: 'No login.' }))).toBe(words);
  });
});

test.each([
  [0, undefined],
  [1, '1 image left out by `only`'],
])('a filter that left out %d images', (leftOut, words) => {
  expect(formatScope({ kind: 'all', files: 1, only: ['quay.io/*'], leftOut })).toBe(words);
});

describe('digests', () => {
  const one = digestNamed('one');
  const two = digestNamed('two');
  test.each([
    [{}, ''],
    [{ digest: one }, one.slice(0, 19)],
    [{ previousDigest: one }, one.slice(0, 19)],
    [{ previousDigest: one, digest: one }, one.slice(0, 19)],
    [{ previousDigest: one, digest: two }, `${one.slice(0, 19)} → ${two.slice(0, 19)}`],
  ])('%j', (digests, words) => {
    expect(formatDigests(digests)).toBe(words);
  });
});

test('bytes are told in decimal units', () => {
  expect(formatBytes(0)).toBe('0 B');
  expect(formatBytes(1_500)).toBe('1.5 kB');
});

test('what a run cost is told in one line', () => {
  expect(formatCost(reportOf([]))).toBe(
    '1.5 kB read from sources · 0 B written · 1 upstream pull · 5 requests · 4.2 s',
  );
});

test('the worst stands first, and otherwise the order stays', () => {
  const { images } = reportOf([
    entry('a', upToDate),
    entry('b', failed('x')),
    entry('c', { state: 'mirrored', copiedBytes: 0, warnings: [] }),
    entry('d', failed('y')),
    entry('e', { state: 'stale', reason: 'target-behind', message: 'z', warnings: [] }),
    entry('f', { state: 'would-mirror', warnings: [] }),
    entry('g', upToDate),
    entry('h', { state: 'deferred', message: 'w', until: new Date(0), warnings: [] }),
  ]);
  expect(worstFirst(images).map(({ canonical }) => canonical)).toEqual(['b', 'd', 'h', 'e', 'f', 'c', 'a', 'g']);
  expect(new Set(images.map(({ state }) => state))).toEqual(new Set(states));
});
