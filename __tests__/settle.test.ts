import { describe, expect, test } from 'vitest';
import { afterwards, beginAttempt } from '../src/settle.js';
import { heldClock } from './support/held-clock.js';

/** Longer than any test. */
const long = 600_000;

describe('an attempt', () => {
  test('ends when its time is over', async () => {
    const attempt = beginAttempt(5, new AbortController().signal);
    await new Promise((resolve) => {
      attempt.signal.addEventListener('abort', resolve);
    });
    expect(attempt.signal.reason).toMatchObject({ name: 'TimeoutError' });
  });

  test('ends with the run, for the run’s reason', () => {
    const run = new AbortController();
    const attempt = beginAttempt(long, run.signal);
    const reason = new Error('stopped');
    run.abort(reason);
    attempt.end();
    expect(attempt.signal.reason).toBe(reason);
  });

  test('ends by hand, and the run goes on', () => {
    const run = new AbortController();
    const attempt = beginAttempt(long, run.signal);
    attempt.abort();
    attempt.end();
    expect([attempt.signal.aborted, run.signal.aborted]).toEqual([true, false]);
  });

  test('that is over is not ended later', async () => {
    const attempt = beginAttempt(5, new AbortController().signal);
    attempt.end();
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(attempt.signal.aborted).toBe(false);
  });
});

describe('what may go on a while after the run was stopped', () => {
  test.each(['before', 'meanwhile'])('is stopped then, for the run’s reason: %s', async (when) => {
    const run = new AbortController();
    const reason = new Error('stopped by SIGINT');
    const clock = heldClock();
    if (when === 'before') run.abort(reason);
    const later = afterwards(5_000, { clock, signal: run.signal });
    if (when === 'meanwhile') run.abort(reason);
    expect(later.aborted).toBe(false);
    await new Promise((resolve) => {
      later.addEventListener('abort', resolve);
    });
    expect([later.reason, clock.slept]).toEqual([reason, [5_000]]);
  });

  test('goes on where the run does', async () => {
    const clock = heldClock();
    const later = afterwards(5_000, { clock, signal: new AbortController().signal });
    await Promise.resolve();
    expect([later.aborted, clock.slept]).toEqual([false, []]);
  });
});
