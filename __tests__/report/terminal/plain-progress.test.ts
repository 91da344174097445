import { setImmediate } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import { formatCanonical } from '../../../src/image/reference.js';
import type { Outcome } from '../../../src/result/outcome.js';
import {
  type PlainProgress,
  batchedProgress,
  plainProgress,
  renderOutcome,
} from '../../../src/report/terminal/plain-progress.js';
import { digestNamed } from '../../plan/plans.js';
import { namesFor } from '../../../src/result/progress.js';
import { type HeldClock, heldClock } from '../../support/timing/held-clock.js';
import { failed, holdsCommand, hostileTexts, taskOf, upToDate } from '../reports.js';

const wanted = digestNamed('wanted');
const previous = digestNamed('previous');
const task = taskOf('a/b');
const name = 'quay.io/a/b:1';

describe('an image that is done is one line', () => {
  const rows: readonly (readonly [Outcome, string])[] = [
    [upToDate, 'skipped: up-to-date  quay.io/a/b:1'],
    [
      { ...upToDate, digest: wanted, previousDigest: wanted },
      `skipped: up-to-date  quay.io/a/b:1  ${wanted.slice(0, 19)}`,
    ],
    [
      { state: 'mirrored', digest: wanted, previousDigest: previous, copiedBytes: 2_500, warnings: ['odd'] },
      `mirrored  quay.io/a/b:1  ${previous.slice(0, 19)} → ${wanted.slice(0, 19)}  2.5 kB copied`,
    ],
    [{ state: 'mirrored', copiedBytes: 0, warnings: [] }, 'mirrored  quay.io/a/b:1  0 B copied'],
    [{ state: 'would-mirror', digest: wanted, warnings: [] }, `would mirror  quay.io/a/b:1  ${wanted.slice(0, 19)}`],
    [
      { state: 'stale', reason: 'immutable-tag', message: 'It is immutable.', warnings: [] },
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
  const progress = plainProgress((line) => lines.push(line), namesFor(['ghcr.io/acme']), heldClock());
  progress.started(task);
  progress.moved(task, 5);
  expect(lines).toEqual([]);
  progress.finished(task, upToDate);
  expect(lines).toEqual(['skipped: up-to-date  quay.io/a/b:1']);
});

test('where there are several targets, it is said which copy a line is about', () => {
  const lines: string[] = [];
  plainProgress((line) => lines.push(line), namesFor(['ghcr.io/acme', 'quay.io/acme']), heldClock()).finished(
    task,
    upToDate,
  );
  expect(lines).toEqual([`skipped: up-to-date  quay.io/a/b:1 → ${formatCanonical(task.target)}`]);
});

describe('of a run that waits', () => {
  function watch(): { lines: string[]; progress: PlainProgress; clock: HeldClock } {
    const lines: string[] = [];
    const clock = heldClock();
    return { lines, progress: plainProgress((line) => lines.push(line), namesFor(['ghcr.io/acme']), clock), clock };
  }

  test('it is said every half a minute what is being worked on', () => {
    const { lines, progress, clock } = watch();
    progress.started(task);
    progress.started(taskOf('c/d'));
    clock.advance(29_999);
    expect(lines).toEqual([]);
    clock.advance(1);
    expect(lines.splice(0)).toEqual(['still looking up quay.io/a/b:1', 'still looking up quay.io/c/d:1']);
    progress.expected(task, 200_000_000);
    progress.moved(task, 120_000_000);
    clock.advance(30_000);
    expect(lines[0]).toBe('still at quay.io/a/b:1: 120 MB of 200 MB copied');
    progress.close();
  });

  test('of many a few are named, those that take longest', () => {
    const { lines, progress, clock } = watch();
    for (let index = 0; index < 40; index += 1) progress.started(taskOf(`r${index}`));
    clock.advance(30_000);
    expect(lines).toEqual([
      ...['r0', 'r1', 'r2'].map((repository) => `still looking up quay.io/${repository}:1`),
      'still at 37 more images',
    ]);
    progress.close();
  });

  test('a line of another image is news enough', () => {
    const { lines, progress, clock } = watch();
    progress.started(task);
    progress.started(taskOf('c/d'));
    clock.advance(20_000);
    progress.finished(taskOf('e/f'), upToDate);
    clock.advance(20_000);
    expect(lines).toHaveLength(1);
    clock.advance(10_000);
    expect(lines).toHaveLength(3);
    progress.close();
  });

  test.each([
    [
      'all are done',
      (progress: PlainProgress) => {
        progress.finished(task, upToDate);
      },
    ],
    [
      'it is closed',
      (progress: PlainProgress) => {
        progress.close();
      },
    ],
  ])('no timer is left when %s', (_when, end) => {
    const { lines, progress, clock } = watch();
    progress.started(task);
    expect(clock.timers()).toBe(1);
    end(progress);
    expect(clock.timers()).toBe(0);
    const printed = lines.length;
    clock.advance(60_000);
    expect(lines).toHaveLength(printed);
  });
});

describe('O6 an error’s text is one line, and no command to GitHub’s runner', () => {
  test.each(hostileTexts)('%j', (text) => {
    const line = renderOutcome(name, failed(text));
    expect(line).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u200f\u202a-\u202e\u2066-\u2069]/);
    expect(holdsCommand(line)).toBe(false);
  });
});

describe('the lines of one turn of the event loop are written together', () => {
  function watch(): { writes: string[]; progress: PlainProgress } {
    const writes: string[] = [];
    const progress = batchedProgress((lines) => writes.push(lines), namesFor(['ghcr.io/acme']), heldClock());
    return { writes, progress };
  }

  test('when it is over', async () => {
    const { writes, progress } = watch();
    progress.log('first');
    progress.finished(task, upToDate);
    expect(writes).toEqual([]);
    await setImmediate();
    expect(writes).toEqual(['first\nskipped: up-to-date  quay.io/a/b:1']);
    progress.log('second');
    await setImmediate();
    expect(writes.slice(1)).toEqual(['second']);
    progress.close();
  });

  test('at the end, where the run is over before it', async () => {
    const { writes, progress } = watch();
    progress.log('last');
    progress.close();
    expect(writes).toEqual(['last']);
    await setImmediate();
    expect(writes).toEqual(['last']);
  });
});
