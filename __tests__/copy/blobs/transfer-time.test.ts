import { describe, expect, test } from '@jest/globals';
import { type TimedTransfer, beginTransfer } from '../../../src/copy/blobs/transfer-time.js';
import { heldClock } from '../../support/timing/held-clock.js';

const second = 1_000;
const mebibyte = 1024 * 1024;
const { signal } = new AbortController();

function reasonOf(transfer: TimedTransfer): string {
  const { reason } = transfer.signal as { reason: unknown };
  return reason instanceof Error ? reason.message : '';
}

describe('a transfer is given up', () => {
  test('when nothing goes on for two minutes, however long it may take', () => {
    const clock = heldClock();
    const transfer = beginTransfer(10_000 * mebibyte, { clock, signal });
    clock.advance(119 * second);
    transfer.recordBytes(mebibyte);
    clock.advance(119 * second);
    expect(transfer.signal.aborted).toBe(false);
    clock.advance(2 * second);
    expect(reasonOf(transfer)).toBe('nothing went on for 120 seconds');
  });

  test('when it goes on too slowly in all', () => {
    const clock = heldClock();
    const transfer = beginTransfer(mebibyte, { clock, signal });
    for (let times = 0; times < 10 && !transfer.signal.aborted; times += 1) {
      transfer.recordBytes(1);
      clock.advance(20 * second);
    }
    expect(reasonOf(transfer)).toBe('it was not done within 136 seconds');
  });

  test.each([
    [mebibyte, 120],
    [10_000 * mebibyte, 644],
  ])('when all of %d bytes is sent, and not taken in %d seconds', (size, seconds) => {
    const clock = heldClock();
    const transfer = beginTransfer(size, { clock, signal });
    transfer.recordBytes(size);
    clock.advance((seconds - 1) * second);
    expect(transfer.signal.aborted).toBe(false);
    clock.advance(2 * second);
    expect(reasonOf(transfer)).toBe(`it was sent, and not taken within ${seconds} seconds`);
  });

  test('with its run', () => {
    const run = new AbortController();
    const transfer = beginTransfer(1, { clock: heldClock(), signal: run.signal });
    run.abort(new Error('stopped'));
    expect(reasonOf(transfer)).toBe('stopped');
    transfer.end();
  });
});

test('a transfer that has ended leaves no timer', () => {
  const clock = heldClock();
  const [one, other] = [beginTransfer(2, { clock, signal }), beginTransfer(2, { clock, signal })];
  other.recordBytes(2);
  one.end();
  other.end();
  expect(clock.timers()).toBe(0);
});
