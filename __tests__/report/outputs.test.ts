import { describe, expect, test } from '@jest/globals';
import { cutLists, outputsOf } from '../../src/report/outputs.js';
import { digestNamed } from '../plan/plans.js';
import { entry, failed, reportOf, upToDate } from './reports.js';

const texts = { reportPath: 'x', commentBody: '' };

test('O1 a run with nothing to do has all outputs', () => {
  expect(outputsOf(reportOf([]), { reportPath: '/tmp/report.json', commentBody: '## Hello' })).toEqual({
    mirrored: '[]',
    'mirrored-count': '0',
    'would-mirror': '[]',
    'would-mirror-count': '0',
    skipped: '[]',
    'skipped-count': '0',
    stale: '[]',
    'stale-count': '0',
    deferred: '[]',
    'deferred-count': '0',
    failed: '[]',
    'failed-count': '0',
    report: '/tmp/report.json',
    'comment-body': '## Hello',
    'upstream-pulls': '1',
    bytes: '0',
  });
});

test('O1 every state has the list of its images, as JSON', () => {
  const digest = digestNamed('digest');
  const previousDigest = digestNamed('previous');
  const outputs = outputsOf(
    reportOf([
      entry('a', upToDate),
      entry(
        'b',
        { state: 'mirrored', digest, previousDigest, copiedBytes: 5, warnings: [] },
        { target: 'ghcr.io/b:1' },
      ),
      entry('c', { state: 'stale', reason: 'immutable-tag', message: 'It is immutable.', warnings: [] }),
      { uses: [{ file: 'd', line: 3 }, { file: 'e' }], outcome: failed('No name.') },
      entry('f', { state: 'would-mirror', warnings: [] }),
      entry('g', { state: 'deferred', message: 'No pulls left.', until: new Date(0), warnings: [] }),
    ]),
    texts,
  );
  const lists = Object.entries(outputs).filter(([, value]) => value.startsWith('['));
  expect(Object.fromEntries(lists.map(([name, value]) => [name, JSON.parse(value) as unknown]))).toEqual({
    skipped: [{ image: 'a', reason: 'up-to-date', files: ['images/a/Dockerfile:1'] }],
    mirrored: [{ image: 'b', target: 'ghcr.io/b:1', digest, previousDigest, files: ['images/b/Dockerfile:1'] }],
    stale: [{ image: 'c', reason: 'It is immutable.', files: ['images/c/Dockerfile:1'] }],
    failed: [{ reason: 'No name.', files: ['d:3', 'e'] }],
    'would-mirror': [{ image: 'f', files: ['images/f/Dockerfile:1'] }],
    deferred: [{ image: 'g', reason: 'No pulls left.', files: ['images/g/Dockerfile:1'] }],
  });
  expect(outputs['failed-count']).toBe('1');
});

describe('O5 a list that is too long for GitHub', () => {
  const many = Array.from({ length: 4_000 }, (_value, index) =>
    entry(String(index).padStart(4, '0'), failed('é'.repeat(60))),
  );
  const outputs = outputsOf(reportOf(many), texts);

  test('holds as many whole images as fit, from the first', () => {
    expect(Buffer.byteLength(outputs.failed ?? '')).toBeLessThan(131_072 - 100);
    expect(Buffer.byteLength(outputs.failed ?? '')).toBeGreaterThan(119_000);
    const images = JSON.parse(outputs.failed ?? '') as readonly { image: string }[];
    expect(images.map(({ image }) => Number(image))).toEqual(images.map((_image, index) => index));
  });

  test('is told to be cut, and no other is', () => {
    expect(cutLists(reportOf(many), outputs)).toEqual(['failed']);
  });

  test('and the count beside it tells of all', () => {
    expect(outputs['failed-count']).toBe('4000');
  });

  test('all lists together leave room within 1 MB, and for the longest comment', () => {
    const outcomes = [
      { state: 'mirrored', copiedBytes: 0, warnings: [] },
      { state: 'would-mirror', warnings: [] },
      upToDate,
      { state: 'stale', reason: 'target-behind', message: 'x'.repeat(100), warnings: [] },
      { state: 'deferred', message: 'x'.repeat(100), until: new Date(0), warnings: [] },
      failed('x'.repeat(100)),
    ] as const;
    const all = outcomes.flatMap((outcome) =>
      Array.from({ length: 3_000 }, (_value, index) => entry(`${outcome.state}-${index}`, outcome)),
    );
    const outputs = outputsOf(reportOf(all), { reportPath: 'x', commentBody: '€'.repeat(65_536) });
    const sizes = Object.values(outputs).map((value) => Buffer.byteLength(value));
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(1_048_576);
  });
});
