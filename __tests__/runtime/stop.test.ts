import { describe, expect, test } from '@jest/globals';
import type { Clock } from '../../src/runtime/clock.js';
import { StoppedError, stopWords } from '../../src/runtime/errors.js';
import { createStop, stopInTime } from '../../src/runtime/stop.js';

const bySignal = new StoppedError({ kind: 'signal', name: 'SIGTERM' });
const byTimeout = new StoppedError({ kind: 'run-timeout', seconds: 600 });

interface Alarm {
  readonly ms: number;
  readonly ring: () => void;
}

/** A clock whose sleeps end when the test says so. */
function useAlarms(now = 1_000_000): { readonly clock: Clock; readonly alarms: readonly Alarm[] } {
  const alarms: Alarm[] = [];
  const sleep: Clock['sleep'] = async (ms, signal) =>
    new Promise((resolve, reject) => {
      alarms.push({ ms, ring: resolve });
      signal.addEventListener('abort', () => {
        reject(bySignal);
      });
    });
  return { clock: { wallMs: () => now, monotonicMs: () => now, random: () => 0, sleep }, alarms };
}

async function settled(): Promise<void> {
  await new Promise((done) => setImmediate(done));
}

describe('a run that is stopped', () => {
  test('has all its moments counted from the one', async () => {
    const { clock, alarms } = useAlarms();
    const stop = createStop(clock);
    const states = () => [stop.signal, stop.cleanupSignal, stop.reportSignal].map(({ aborted }) => aborted);
    expect(states()).toEqual([false, false, false]);
    stop.stop(bySignal);
    expect(states()).toEqual([true, false, false]);
    expect(alarms.map(({ ms }) => ms)).toEqual([2_000, 4_000]);
    alarms[0]?.ring();
    await settled();
    expect(states()).toEqual([true, true, false]);
    alarms[1]?.ring();
    await settled();
    expect(states()).toEqual([true, true, true]);
    expect([stop.signal.reason, stop.cleanupSignal.reason, stop.reportSignal.reason]).toEqual([
      bySignal,
      bySignal,
      bySignal,
    ]);
  });

  test('is stopped once, for the first reason', () => {
    const { clock, alarms } = useAlarms();
    const stop = createStop(clock);
    stop.stop(byTimeout);
    stop.stop(bySignal);
    expect(stop.signal.reason).toBe(byTimeout);
    expect(alarms).toHaveLength(2);
  });

  test('has only its limit’s words where a limit ended it', () => {
    expect(stopWords(AbortSignal.abort(byTimeout))).toBe('The run was stopped after 600 s (run-timeout)');
    expect(stopWords(AbortSignal.abort(bySignal))).toBe('The run was stopped');
    expect(stopWords(AbortSignal.abort())).toBe('The run was stopped');
  });
});

describe('a limit to the whole run', () => {
  test('counts from the process’ start', async () => {
    const { clock, alarms } = useAlarms(1_000);
    const stop = createStop(clock);
    stopInTime(stop, { runTimeoutMs: 600_000 }, clock);
    expect(alarms.map(({ ms }) => ms)).toEqual([599_000]);
    alarms[0]?.ring();
    await settled();
    expect(stop.signal.reason).toMatchObject({ message: 'stopped after 600 s (run-timeout)', isOfTimeout: true });
  });

  test('that is over already stops it at once', () => {
    const { clock, alarms } = useAlarms(1_000_000);
    stopInTime(createStop(clock), { runTimeoutMs: 1_000 }, clock);
    expect(alarms.map(({ ms }) => ms)).toEqual([0]);
  });

  test('of 0 is none', () => {
    const { clock, alarms } = useAlarms();
    stopInTime(createStop(clock), { runTimeoutMs: 0 }, clock);
    expect(alarms).toEqual([]);
  });

  test('has nothing to say where the run was stopped before', async () => {
    const { clock } = useAlarms();
    const stop = createStop(clock);
    stopInTime(stop, { runTimeoutMs: 600_000 }, clock);
    stop.stop(bySignal);
    await settled();
    expect(stop.signal.reason).toBe(bySignal);
  });
});
