import { describe, expect, test } from 'vitest';
import { beginAttempt } from '../src/settle.js';

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
