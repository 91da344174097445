import { describe, expect, test } from '@jest/globals';
import type { Headers } from '../../../src/registry/transport/transport.js';
import { PullLimitTracker, parsePullLimit } from '../../../src/registry/throttle/pull-limit.js';

function headers(limit: string | undefined, remaining: string | undefined): Headers {
  return { 'ratelimit-limit': limit, 'ratelimit-remaining': remaining };
}

describe('a pull limit', () => {
  test.each([
    ['100;w=21600', '76;w=21600', { limit: 100, remaining: 76, windowSeconds: 21_600 }],
    ['100; w=21600', ' 0 ;w=21600', { limit: 100, remaining: 0, windowSeconds: 21_600 }],
    ['100;w=21600', '76', { limit: 100, remaining: 76, windowSeconds: 21_600 }],
    ['100', '76;w=3600', { limit: 100, remaining: 76, windowSeconds: 3_600 }],
  ])('is read of %s and %s', (limit, remaining, expected) => {
    expect(parsePullLimit(headers(limit, remaining))).toEqual(expected);
  });

  test.each([
    ['nothing', undefined, undefined],
    ['a limit alone', '100;w=21600', undefined],
    ['what is left alone', undefined, '100;w=21600'],
    ['no window: a gateway’s limit on bursts', '100', '76'],
    ['a window of seconds', '100;w=10', '76;w=10'],
    ['words', 'many;w=21600', 'some;w=21600'],
    ['a negative number', '-1;w=21600', '-1;w=21600'],
    ['a number without end', `${'9'.repeat(400)};w=21600`, '1;w=21600'],
    ['several limits', '100;w=21600, 5;w=1', '76;w=21600'],
  ])('is not made of %s', (_name, limit, remaining) => {
    expect(parsePullLimit(headers(limit, remaining))).toBeUndefined();
  });
});

/** @param remaining absent where the answer names no limit */
function answer(status = 200, remaining?: string): { status: number; headers: Headers } {
  return { status, headers: headers(remaining === undefined ? undefined : '100;w=21600', remaining) };
}

describe('a gauge', () => {
  const first = { limit: 100, remaining: 9, windowSeconds: 21_600 };

  test('knows nothing before the first answer', () => {
    expect(new PullLimitTracker().limit).toBeUndefined();
  });

  test('of a registry that names no limit says so', () => {
    const gauge = new PullLimitTracker();
    gauge.record(answer());
    expect(gauge.limit).toBe('none');
  });

  test.each([401, 403, 404, 405, 429, 500])('learns nothing of a %d that names no limit', (status) => {
    const gauge = new PullLimitTracker();
    gauge.record(answer(status));
    expect(gauge.limit).toBeUndefined();
  });

  test('learns of a limit from a refusal', () => {
    const gauge = new PullLimitTracker();
    gauge.record(answer(429, '0;w=21600'));
    expect(gauge.limit).toEqual({ ...first, remaining: 0 });
  });

  test('keeps the least that is left, for answers may overtake each other', () => {
    const gauge = new PullLimitTracker();
    for (const remaining of ['9', '7', '8']) gauge.record(answer(200, `${remaining};w=21600`));
    expect(gauge.limit).toEqual({ ...first, remaining: 7 });
  });

  test('keeps what it knows where an answer names no limit', () => {
    const gauge = new PullLimitTracker();
    gauge.record(answer(200, '9;w=21600'));
    gauge.record(answer());
    expect(gauge.limit).toEqual(first);
  });

  test('learns late of a limit that the first answers did not name', () => {
    const gauge = new PullLimitTracker();
    gauge.record(answer());
    gauge.record(answer(200, '9;w=21600'));
    expect(gauge.limit).toEqual(first);
  });
});
