import { getEventListeners } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import { describe, expect, jest, test } from '@jest/globals';
import { DeadlineError, beginAttempt, runAttempt, unlessLate, withDeadline } from '../../src/runtime/wait.js';
import { heldClock } from '../support/timing/held-clock.js';

describe('an attempt', () => {
  test('ends when its time is over', () => {
    const clock = heldClock();
    const { signal } = beginAttempt(5_000, { clock, signal: new AbortController().signal });
    clock.advance(4_999);
    expect(signal.aborted).toBe(false);
    clock.advance(1);
    expect(signal.reason).toMatchObject({ name: 'TimeoutError', message: 'it was not done within 5 seconds' });
  });

  test('ends for the reason that it was given', () => {
    const clock = heldClock();
    const late = new Error('too late');
    const { signal } = beginAttempt(5_000, { clock, lateError: () => late });
    clock.advance(5_000);
    expect(signal.reason).toBe(late);
  });

  test('ends with the run, for the run’s reason', () => {
    const run = new AbortController();
    const attempt = beginAttempt(5_000, { clock: heldClock(), signal: run.signal });
    const reason = new Error('stopped');
    run.abort(reason);
    expect(attempt.signal.reason).toBe(reason);
  });

  test('of a run that was stopped before is ended', () => {
    const reason = new Error('stopped');
    const { signal } = beginAttempt(5_000, { clock: heldClock(), signal: AbortSignal.abort(reason) });
    expect(signal.reason).toBe(reason);
  });

  test('that is over leaves nothing with the run', () => {
    const run = new AbortController();
    const attempts = [1, 2].map(() => beginAttempt(5_000, { clock: heldClock(), signal: run.signal }));
    expect(getEventListeners(run.signal, 'abort')).toHaveLength(2);
    for (const attempt of attempts) attempt.end();
    expect(getEventListeners(run.signal, 'abort')).toEqual([]);
  });

  test('ends by hand, and the run goes on', () => {
    const run = new AbortController();
    const attempt = beginAttempt(5_000, { clock: heldClock(), signal: run.signal });
    attempt.abort();
    expect([attempt.signal.aborted, run.signal.aborted]).toEqual([true, false]);
  });

  test('that is over is not ended later', () => {
    const clock = heldClock();
    const attempt = beginAttempt(5_000, { clock });
    attempt.end();
    clock.advance(5_000);
    expect(attempt.signal.aborted).toBe(false);
  });
});

describe('work whose time is over is told to stop', () => {
  /** Ends a moment after it is told to. */
  async function slowToStop(bounded: AbortSignal): Promise<string> {
    await new Promise((resolve) => {
      bounded.addEventListener('abort', resolve);
    });
    await setImmediate();
    return 'stopped';
  }

  test('and waited for, as an attempt', async () => {
    const clock = heldClock();
    const running = runAttempt(5_000, { clock }, slowToStop);
    clock.advance(5_000);
    expect(await running).toBe('stopped');
  });

  test('and left to itself, where it has a deadline', async () => {
    const clock = heldClock();
    const running = withDeadline(5_000, { clock }, slowToStop);
    clock.advance(5_000);
    await expect(running).rejects.toThrow(new DeadlineError(5_000));
  });

  test.each([runAttempt, withDeadline])('and no timer is left behind what ends before: %p', async (run) => {
    const clock = heldClock();
    const timersOf = async (): Promise<number> => Promise.resolve(clock.timers());
    expect(await run(5_000, { clock }, timersOf)).toBe(1);
    const broken = new Error('broken');
    await expect(run(5_000, { clock }, async () => Promise.reject(broken))).rejects.toBe(broken);
    expect(clock.timers()).toBe(0);
  });

  test('and is not begun behind the run’s end, where it has a deadline', async () => {
    const stopped = new Error('stopped');
    const begin = jest.fn(async () => Promise.resolve());
    const bounds = { clock: heldClock(), signal: AbortSignal.abort(stopped) };
    await expect(withDeadline(5_000, bounds, begin)).rejects.toBe(stopped);
    expect(begin).not.toHaveBeenCalled();
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
    await setImmediate();
  });

  test('also where it came before, and nobody hears of the failure', async () => {
    const failing = Promise.reject<string>(new Error('unheard'));
    expect(await unlessLate(failing, AbortSignal.abort())).toBeUndefined();
    await setImmediate();
  });

  test('in time is what it is', async () => {
    const { signal } = new AbortController();
    expect(await unlessLate(Promise.resolve('done'), signal)).toBe('done');
    await expect(unlessLate(Promise.reject(new Error('broken')), signal)).rejects.toThrow('broken');
  });
});
