import fc from 'fast-check';
import { describe, expect, test } from '@jest/globals';
import { AdaptiveConcurrency } from '../../../src/registry/throttle/adaptive-concurrency.js';

function answerAll(concurrency: AdaptiveConcurrency, times: number, ms?: number, kind = 'manifest-head'): void {
  for (let count = 0; count < times; count += 1)
    concurrency.answered(concurrency.round, ms === undefined ? undefined : { kind, ms });
}

describe('how many requests are sent at once', () => {
  test('begins at the ceiling, and stays there while all goes well', () => {
    const concurrency = new AdaptiveConcurrency(64);
    answerAll(concurrency, 1_000, 20);
    expect(concurrency.limit).toBe(64);
  });

  test('is halved by a refusal, down to one', () => {
    const concurrency = new AdaptiveConcurrency(64);
    const widths = Array.from({ length: 8 }, () => {
      concurrency.refused(concurrency.round);
      return concurrency.limit;
    });
    expect(widths).toEqual([32, 16, 8, 4, 2, 1, 1, 1]);
  });

  test('is halved once by all that was refused together', () => {
    const concurrency = new AdaptiveConcurrency(64);
    const { round } = concurrency;
    for (let count = 0; count < 64; count += 1) concurrency.refused(round);
    expect(concurrency.limit).toBe(32);
  });

  test('grows by one for each round that went well', () => {
    const concurrency = new AdaptiveConcurrency(8);
    concurrency.refused(concurrency.round);
    expect(concurrency.limit).toBe(4);
    answerAll(concurrency, 4);
    expect(concurrency.limit).toBe(5);
    answerAll(concurrency, 4);
    expect(concurrency.limit).toBe(5);
    answerAll(concurrency, 1);
    expect(concurrency.limit).toBe(6);
  });

  test('what was begun before a halving does not make it grow', () => {
    const concurrency = new AdaptiveConcurrency(8);
    const { round } = concurrency;
    concurrency.refused(round);
    for (let count = 0; count < 100; count += 1) concurrency.answered(round);
    expect(concurrency.limit).toBe(4);
  });

  test('is halved where answers come ever slower, and not for a slow one among quick ones', () => {
    const concurrency = new AdaptiveConcurrency(16);
    answerAll(concurrency, 20, 20);
    answerAll(concurrency, 1, 1_500);
    answerAll(concurrency, 20, 20);
    expect(concurrency.limit).toBe(16);
    answerAll(concurrency, 10, 1_500);
    expect(concurrency.limit).toBeLessThan(16);
  });

  test('is halved once where less at once does not make answers quicker: that is how long the host takes', () => {
    const concurrency = new AdaptiveConcurrency(16);
    answerAll(concurrency, 20, 20);
    answerAll(concurrency, 40, 1_500);
    expect(concurrency.limit).toBeGreaterThanOrEqual(8);
    answerAll(concurrency, 1_000, 1_500);
    expect(concurrency.limit).toBe(16);
  });

  test('a kind of request that is slow by nature is measured by itself', () => {
    const concurrency = new AdaptiveConcurrency(16);
    for (let count = 0; count < 500; count += 1) {
      answerAll(concurrency, 1, 20);
      answerAll(concurrency, 1, 900, 'manifest-put');
    }
    expect(concurrency.limit).toBe(16);
  });

  test('a host that is far away is no slow one', () => {
    const concurrency = new AdaptiveConcurrency(16);
    answerAll(concurrency, 1_000, 400);
    expect(concurrency.limit).toBe(16);
  });

  test('is from one to the ceiling, whatever comes', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1_024 }),
        fc.array(fc.record({ refused: fc.boolean(), late: fc.boolean(), latencyMs: fc.nat(60_000) })),
        (ceiling, events) => {
          const concurrency = new AdaptiveConcurrency(ceiling);
          for (const { refused, late, latencyMs } of events) {
            const round = late ? concurrency.round - 1 : concurrency.round;
            if (refused) concurrency.refused(round);
            else concurrency.answered(round, { kind: 'manifest-head', ms: latencyMs });
            expect(concurrency.limit).toBeGreaterThanOrEqual(1);
            expect(concurrency.limit).toBeLessThanOrEqual(ceiling);
          }
        },
      ),
    );
  });
});
