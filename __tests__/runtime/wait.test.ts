import { describe, expect, jest, test } from '@jest/globals';
import { beginAttempt, unlessLate } from '../../src/runtime/wait.js';
import { onTestFinished } from '../support/jest/testing.js';

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
    jest.useFakeTimers();
    onTestFinished(() => {
      jest.useRealTimers();
    });
    const attempt = beginAttempt(5, new AbortController().signal);
    attempt.end();
    await jest.advanceTimersByTimeAsync(5);
    expect(attempt.signal.aborted).toBe(false);
  });
});

describe('what is left to itself when the signal comes', () => {
  test('is undefined then, whatever comes of it later', async () => {
    const late = new AbortController();
    let fail: ((error: Error) => void) | undefined;
    const work = new Promise<string>((_resolve, reject) => {
      fail = reject;
    });
    const waiting = unlessLate(work, late.signal);
    late.abort(new Error('stopped'));
    expect(await waiting).toBeUndefined();
    fail?.(new Error('too late'));
    await new Promise((done) => setImmediate(done));
  });

  test('also where it came before, and nobody hears of the failure', async () => {
    const failing = Promise.reject<string>(new Error('unheard'));
    expect(await unlessLate(failing, AbortSignal.abort())).toBeUndefined();
    await new Promise((done) => setImmediate(done));
  });

  test('in time is what it is', async () => {
    const { signal } = new AbortController();
    expect(await unlessLate(Promise.resolve('done'), signal)).toBe('done');
    await expect(unlessLate(Promise.reject(new Error('broken')), signal)).rejects.toThrow('broken');
  });
});
