import { describe, expect, test } from 'vitest';
import { formatCanonical } from '../../src/image/reference.js';
import type { Outcome } from '../../src/outcome.js';
import { plainProgress, renderOutcome } from '../../src/report/plain-progress.js';
import { digestNamed } from '../plan/plans.js';
import { namesFor } from '../../src/report/progress.js';
import { failed, holdsCommand, hostileTexts, taskOf, upToDate } from './reports.js';

const wanted = digestNamed('wanted');
const previous = digestNamed('previous');
const task = taskOf('a/b');
const name = 'quay.io/a/b:1';

describe('an image that is done is one line', () => {
  const rows: readonly (readonly [Outcome, string])[] = [
    [upToDate, 'skipped: up-to-date  quay.io/a/b:1'],
    [{ ...upToDate, digest: wanted, previous: wanted }, `skipped: up-to-date  quay.io/a/b:1  ${wanted.slice(0, 19)}`],
    [
      { kind: 'mirrored', digest: wanted, previous, copiedBytes: 2_500, warnings: ['odd'] },
      `mirrored  quay.io/a/b:1  ${previous.slice(0, 19)} → ${wanted.slice(0, 19)}  2.5 kB copied`,
    ],
    [{ kind: 'mirrored', copiedBytes: 0, warnings: [] }, 'mirrored  quay.io/a/b:1  0 B copied'],
    [{ kind: 'would-mirror', digest: wanted, warnings: [] }, `would mirror  quay.io/a/b:1  ${wanted.slice(0, 19)}`],
    [
      { kind: 'stale', reason: 'immutable-tag', message: 'It is immutable.', warnings: [] },
      'stale: immutable-tag  quay.io/a/b:1  It is immutable.',
    ],
    [failed('It failed.'), 'failed  quay.io/a/b:1  It failed.'],
  ];
  test.each(rows)('%j', (outcome, line) => {
    expect(renderOutcome(name, outcome)).toBe(line);
  });

  test('and is cut', () => {
    expect(renderOutcome(name, failed('x'.repeat(70_000))).length).toBeLessThanOrEqual(1_002);
  });
});

test('only what is done is printed', () => {
  const lines: string[] = [];
  const progress = plainProgress((line) => lines.push(line), namesFor(['ghcr.io/acme']));
  progress.started(task);
  progress.moved(task, 5);
  expect(lines).toEqual([]);
  progress.finished(task, upToDate);
  expect(lines).toEqual(['skipped: up-to-date  quay.io/a/b:1']);
});

test('where there are several targets, it is said which copy a line is about', () => {
  const lines: string[] = [];
  plainProgress((line) => lines.push(line), namesFor(['ghcr.io/acme', 'quay.io/acme'])).finished(task, upToDate);
  expect(lines).toEqual([`skipped: up-to-date  quay.io/a/b:1 → ${formatCanonical(task.target)}`]);
});

describe('O6 an error’s text is one line, and no command to GitHub’s runner', () => {
  test.each(hostileTexts)('%j', (text) => {
    const line = renderOutcome(name, failed(text));
    expect(line).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u200f\u202a-\u202e\u2066-\u2069]/);
    expect(holdsCommand(line)).toBe(false);
  });
});
