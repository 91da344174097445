import { describe, expect, test } from '@jest/globals';
import { StoppedError, stopWords } from '../../src/runtime/errors.js';
import { createStop, stopInTime } from '../../src/runtime/stop.js';
import { heldClock } from '../support/timing/held-clock.js';

const bySignal = new StoppedError({ kind: 'signal', name: 'SIGTERM' });
const byTimeout = new StoppedError({ kind: 'run-timeout', seconds: 600 });

describe('a run that is stopped', () => {
  test('has all its moments counted from the one', () => {
    const clock = heldClock();
    const stop = createStop(clock);
    const states = () => [stop.signal, stop.cleanupSignal, stop.reportSignal].map(({ aborted }) => aborted);
    expect(states()).toEqual([false, false, false]);
    stop.stop(bySignal);
    expect(states()).toEqual([true, false, false]);
    clock.advance(1_999);
    expect(states()).toEqual([true, false, false]);
    clock.advance(1);
    expect(states()).toEqual([true, true, false]);
    clock.advance(1_999);
    expect(states()).toEqual([true, true, false]);
    clock.advance(1);
    expect(states()).toEqual([true, true, true]);
    expect([stop.signal.reason, stop.cleanupSignal.reason, stop.reportSignal.reason]).toEqual([
      bySignal,
      bySignal,
      bySignal,
    ]);
  });

  test('is stopped once, for the first reason', () => {
    const clock = heldClock();
    const stop = createStop(clock);
    stop.stop(byTimeout);
    stop.stop(bySignal);
    expect(stop.signal.reason).toBe(byTimeout);
    expect(clock.timers()).toBe(2);
  });

  test('has only its limit’s words where a limit ended it', () => {
    expect(stopWords(AbortSignal.abort(byTimeout))).toBe('The run was stopped after 600 s (run-timeout)');
    expect(stopWords(AbortSignal.abort(bySignal))).toBe('The run was stopped');
    expect(stopWords(AbortSignal.abort())).toBe('The run was stopped');
  });
});

describe('a limit to the whole run', () => {
  test('counts from the process’ start', () => {
    const clock = heldClock();
    clock.advance(1_000);
    const stop = createStop(clock);
    stopInTime(stop, { runTimeoutMs: 600_000 }, clock);
    clock.advance(598_999);
    expect(stop.signal.aborted).toBe(false);
    clock.advance(1);
    expect(stop.signal.reason).toMatchObject({ message: 'stopped after 600 s (run-timeout)', isOfTimeout: true });
  });

  test('that is over already stops it at once', () => {
    const clock = heldClock();
    clock.advance(1_000_000);
    const stop = createStop(clock);
    stopInTime(stop, { runTimeoutMs: 1_000 }, clock);
    clock.advance(0);
    expect(stop.signal.reason).toMatchObject({ isOfTimeout: true });
  });

  test('of 0 is none', () => {
    const clock = heldClock();
    stopInTime(createStop(clock), { runTimeoutMs: 0 }, clock);
    expect(clock.timers()).toBe(0);
  });

  test('has nothing to say where the run was stopped before', () => {
    const clock = heldClock();
    const stop = createStop(clock);
    stopInTime(stop, { runTimeoutMs: 600_000 }, clock);
    stop.stop(bySignal);
    // Those of the stop.
    expect(clock.timers()).toBe(2);
    clock.advance(600_000);
    expect(stop.signal.reason).toBe(bySignal);
  });
});
