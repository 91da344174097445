import { PassThrough } from 'node:stream';
import { describe, expect, test } from '@jest/globals';
import { liveProgress, renderFrame } from '../../../src/report/terminal/live-progress.js';
import { namesFor } from '../../../src/result/progress.js';
import { type HeldClock, heldClock, noon } from '../../support/timing/held-clock.js';
import { failed, taskOf, upToDate } from '../reports.js';

const frame = { rows: 24, columns: 80, now: noon + 2_000 };

function moving(
  repository: string,
  bytes: number,
  since = noon,
  expected = 0,
): { name: string; since: number; bytes: number; expected: number } {
  return { name: `quay.io/${repository}:1`, since, bytes, expected };
}

describe('a frame', () => {
  test('of nothing says how much is done', () => {
    expect(renderFrame([], { done: 3, failed: 0 }, frame)).toBe('3 done, 0 under way');
  });

  test('shows how much moved and how fast, the most first', () => {
    const lines = renderFrame([moving('a/b', 0), moving('c/d', 3_000)], { done: 1, failed: 0 }, frame).split('\n');
    expect(lines[0]).toMatch(/^quay\.io\/c\/d:1 +3 kB {2}1\.5 kB\/s$/);
    expect(lines[1]).toMatch(/^quay\.io\/a\/b:1 +asking$/);
    expect(lines[2]).toBe('1 done, 2 under way');
  });

  test('shows how much is to move, where that is known', () => {
    const [line] = renderFrame([moving('a/b', 3_000, noon, 12_000)], { done: 0, failed: 0 }, frame).split('\n');
    expect(line).toMatch(/^quay\.io\/a\/b:1 +3 kB of 12 kB {2}1\.5 kB\/s$/);
  });

  test('has no rate without end for what has just begun', () => {
    expect(renderFrame([moving('a/b', 1_000, frame.now)], { done: 0, failed: 0 }, frame)).toContain('1 MB/s');
  });

  test('of a transfer that began again and has less than nothing shows that it asks', () => {
    expect(renderFrame([moving('a/b', -5)], { done: 0, failed: 0 }, frame)).toContain('asking');
  });

  test.each([
    [10, 7, 3],
    [4, 1, 9],
    [3, 1, 9],
    [0, 1, 9],
    [24, 10, 0],
  ])('in %d rows shows %d of ten, and counts the other %d', (rows, shown, hidden) => {
    const all = Array.from({ length: 10 }, (_value, index) => moving(`r${index}`, index));
    const lines = renderFrame(all, { done: 0, failed: 0 }, { ...frame, rows }).split('\n');
    expect(lines).toHaveLength(shown + 1);
    expect(lines.at(-1)).toBe(`0 done, 10 under way${hidden === 0 ? '' : ` (${hidden} not shown)`}`);
  });

  test.each([80, 40, 30])('keeps a long name’s end within %d columns', (columns) => {
    const [line] = renderFrame(
      [moving(`${'long/'.repeat(30)}end`, 1_000)],
      { done: 0, failed: 0 },
      { ...frame, columns },
    ).split('\n');
    expect(line?.length).toBeLessThanOrEqual(columns);
    expect(line).toMatch(/^….*end:1 {2}1 kB {2}500 B\/s$/);
  });
});

describe('a display on a terminal', () => {
  function display(): { progress: ReturnType<typeof liveProgress>; clock: HeldClock; written: () => string } {
    const stream = Object.assign(new PassThrough(), { rows: 24, columns: 80, isTTY: true });
    const pieces: string[] = [];
    stream.on('data', (piece: Buffer) => pieces.push(piece.toString()));
    const clock = heldClock();
    return {
      progress: liveProgress(stream, clock, namesFor(['ghcr.io/acme'])),
      clock,
      written: () => pieces.splice(0).join(''),
    };
  }

  test('counts what is done and what failed; after the run only its log lines are left', () => {
    const { progress, clock, written } = display();
    const task = taskOf('a/b');
    progress.started(task);
    progress.expected(task, 4_000);
    progress.moved(task, 1_000);
    progress.moved(taskOf('unknown'), 1_000);
    clock.advance(100);
    expect(written()).toContain('1 kB of 4 kB');
    progress.finished(task, failed('It failed.'));
    progress.finished(taskOf('c/d'), upToDate);
    progress.log('37 of 100 pulls left');
    expect(written()).toContain('37 of 100 pulls left');
    clock.advance(100);
    const last = written();
    expect(last).toContain('2 done (1 failed), 0 under way');
    progress.close();
    expect(last + written()).not.toContain('It failed.');
  });

  test('draws what moves ten times a second, and ends with its closing', () => {
    const { progress, clock, written } = display();
    const task = taskOf('a/b');
    progress.started(task);
    clock.advance(99);
    expect(written()).toBe('');
    clock.advance(1);
    expect(written()).toContain('0 done, 1 under way');
    progress.moved(task, 2_000);
    clock.advance(100);
    expect(written()).toContain('2 kB');
    progress.close();
    written();
    clock.advance(1_000);
    expect([written(), clock.timers()]).toEqual(['', 0]);
  });
});
