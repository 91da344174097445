import { describe, expect, test } from '@jest/globals';
import { type Timer, systemClock } from '../../src/runtime/clock.js';

/** When a timer that is set now, for as long, has come due: those before it have, too. */
async function later(ms: number): Promise<void> {
  await new Promise<void>((due) => systemClock.setTimer(ms, due));
}

describe('a timer of the system’s clock', () => {
  test('comes due once', async () => {
    let times = 0;
    systemClock.setTimer(1, () => {
      times += 1;
    });
    await later(1);
    await later(1);
    expect(times).toBe(1);
  });

  test('does not where it is cancelled, also after it was restarted', async () => {
    let times = 0;
    const timer = systemClock.setTimer(1, () => {
      times += 1;
    });
    timer.restart();
    timer.cancel();
    await later(1);
    expect(times).toBe(0);
  });

  test('counts anew where it is restarted, also after it was due', async () => {
    let times = 0;
    await new Promise<void>((done) => {
      const timer: Timer = systemClock.setTimer(1, () => {
        times += 1;
        if (times < 3) timer.restart();
        else done();
      });
    });
    expect(times).toBe(3);
  });

  test('that is restarted comes due behind one that was set meanwhile', async () => {
    const due: string[] = [];
    const first = systemClock.setTimer(1, () => due.push('first'));
    systemClock.setTimer(1, () => due.push('second'));
    first.restart();
    await later(1);
    expect(due).toEqual(['second', 'first']);
  });
});
