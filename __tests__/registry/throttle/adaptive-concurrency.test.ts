import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AdaptiveConcurrency } from '../../../src/registry/throttle/adaptive-concurrency.js';

function answerAll(lane: AdaptiveConcurrency, times: number, ms?: number, kind = 'manifest-head'): void {
  for (let count = 0; count < times; count += 1) lane.answered(lane.round, ms === undefined ? undefined : { kind, ms });
}

describe('how wide a lane is', () => {
  test('begins at the ceiling, and stays there while all goes well', () => {
    const lane = new AdaptiveConcurrency(64);
    answerAll(lane, 1_000, 20);
    expect(lane.limit).toBe(64);
  });

  test('is halved by a refusal, down to one', () => {
    const lane = new AdaptiveConcurrency(64);
    const widths = Array.from({ length: 8 }, () => {
      lane.refused(lane.round);
      return lane.limit;
    });
    expect(widths).toEqual([32, 16, 8, 4, 2, 1, 1, 1]);
  });

  test('is halved once by all that was refused together', () => {
    const lane = new AdaptiveConcurrency(64);
    const { round } = lane;
    for (let count = 0; count < 64; count += 1) lane.refused(round);
    expect(lane.limit).toBe(32);
  });

  test('grows by one for each round that went well', () => {
    const lane = new AdaptiveConcurrency(8);
    lane.refused(lane.round);
    expect(lane.limit).toBe(4);
    answerAll(lane, 4);
    expect(lane.limit).toBe(5);
    answerAll(lane, 4);
    expect(lane.limit).toBe(5);
    answerAll(lane, 1);
    expect(lane.limit).toBe(6);
  });

  test('what was begun before a halving does not make it grow', () => {
    const lane = new AdaptiveConcurrency(8);
    const { round } = lane;
    lane.refused(round);
    for (let count = 0; count < 100; count += 1) lane.answered(round);
    expect(lane.limit).toBe(4);
  });

  test('is halved where answers come ever slower, and not for a slow one among quick ones', () => {
    const lane = new AdaptiveConcurrency(16);
    answerAll(lane, 20, 20);
    answerAll(lane, 1, 1_500);
    answerAll(lane, 20, 20);
    expect(lane.limit).toBe(16);
    answerAll(lane, 10, 1_500);
    expect(lane.limit).toBeLessThan(16);
  });

  test('is halved once where less at once does not make answers quicker: that is how long the host takes', () => {
    const lane = new AdaptiveConcurrency(16);
    answerAll(lane, 20, 20);
    answerAll(lane, 40, 1_500);
    expect(lane.limit).toBeGreaterThanOrEqual(8);
    answerAll(lane, 1_000, 1_500);
    expect(lane.limit).toBe(16);
  });

  test('a kind of request that is slow by nature is measured by itself', () => {
    const lane = new AdaptiveConcurrency(16);
    for (let count = 0; count < 500; count += 1) {
      answerAll(lane, 1, 20);
      answerAll(lane, 1, 900, 'manifest-put');
    }
    expect(lane.limit).toBe(16);
  });

  test('a host that is far away is no slow one', () => {
    const lane = new AdaptiveConcurrency(16);
    answerAll(lane, 1_000, 400);
    expect(lane.limit).toBe(16);
  });

  test('is from one to the ceiling, whatever comes', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1_024 }),
        fc.array(fc.record({ refused: fc.boolean(), late: fc.boolean(), latencyMs: fc.nat(60_000) })),
        (ceiling, events) => {
          const lane = new AdaptiveConcurrency(ceiling);
          for (const { refused, late, latencyMs } of events) {
            const round = late ? lane.round - 1 : lane.round;
            if (refused) lane.refused(round);
            else lane.answered(round, { kind: 'manifest-head', ms: latencyMs });
            expect(lane.limit).toBeGreaterThanOrEqual(1);
            expect(lane.limit).toBeLessThanOrEqual(ceiling);
          }
        },
      ),
    );
  });
});
