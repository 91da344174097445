import { describe, expect, test } from '@jest/globals';
import { formatPullBudget } from '../../src/result/pull-budget.js';

describe('a pull budget', () => {
  const budget = {
    registry: 'docker.io',
    limit: 100,
    windowSeconds: 21_600,
    remaining: 37,
    needed: 12,
    neededIs: 'at-most',
    deferred: 0,
  } as const;
  test.each([
    [{}, 'docker.io: 37 of 100 pulls left before the copies (window of 6 h), 12 needed at most'],
    [
      { neededIs: 'at-least', deferred: 1 },
      'docker.io: 37 of 100 pulls left before the copies (window of 6 h), 12 needed at least, not enough for 1 image',
    ],
    [
      { windowSeconds: 600, neededIs: 'at-least', deferred: 2 },
      'docker.io: 37 of 100 pulls left before the copies (window of 10 min), 12 needed at least, not enough for 2 images',
    ],
  ] as const)('with %j is told', (more, words) => {
    expect(formatPullBudget({ ...budget, ...more })).toBe(words);
  });
});
