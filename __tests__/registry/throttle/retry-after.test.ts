import fc from 'fast-check';
import { describe, expect, test } from '@jest/globals';
import { retryAfterMs } from '../../../src/registry/throttle/retry-after.js';
import { noon } from '../../support/timing/held-clock.js';
import { responseOf } from '../fake-send.js';

/** How long a host wants to be left alone, in milliseconds. */
async function waitOf(
  header: string | string[] | undefined,
  text = '',
  others: Readonly<Record<string, string>> = {},
): Promise<number | undefined> {
  const said = header === undefined ? {} : { 'retry-after': header };
  const response = await responseOf({ status: 429, headers: { ...others, ...said } });
  return retryAfterMs(response, text, noon);
}

const day = 24 * 3_600_000;

describe('Retry-After', () => {
  test.each([
    ['seconds', '30', 30_000],
    ['no seconds', '0', 0],
    ['seconds with a fraction', '1.5', 1_500],
    ['blanks around', ' 7 ', 7_000],
    ['a date', 'Thu, 15 Jan 2026 12:01:00 GMT', 60_000],
    ['a date that has passed', 'Thu, 15 Jan 2026 11:00:00 GMT', 0],
    ['an obsolete date', 'Thursday, 15-Jan-26 12:01:00 GMT', 60_000],
    ['a week', String((7 * day) / 1_000), 7 * day],
    ['the first of two', ['5', '9'], 5_000],
  ])('of %s', async (_name, header, expected) => {
    expect(await waitOf(header)).toBe(expected);
  });

  test.each([
    ['nothing', undefined],
    ['an empty header', ''],
    ['words', 'soon'],
    ['no number', 'NaN'],
    ['infinity', 'Infinity'],
    ['more digits than a number has', '9'.repeat(400)],
    ['words with a number', 'after 5 tries'],
  ])('of %s is none', async (_name, header) => {
    expect(await waitOf(header)).toBeUndefined();
  });

  test.each([
    ['more than a week', String((7 * day) / 1_000 + 1)],
    ['a date of another century', 'Fri, 31 Dec 2999 23:59:59 GMT'],
  ])('of %s is one of a week: it is not taken for none', async (_name, header) => {
    expect(await waitOf(header)).toBe(7 * day);
  });
});

describe('F8 a date in Retry-After is compared with the answer’s own date', () => {
  test.each([
    ['a clock that is an hour behind', 'Thu, 15 Jan 2026 13:00:00 GMT', 'Thu, 15 Jan 2026 13:00:07 GMT', 7_000],
    ['a clock that is a year ahead', 'Wed, 15 Jan 2025 12:00:00 GMT', 'Wed, 15 Jan 2025 12:00:07 GMT', 7_000],
    ['an answer whose date cannot be read', 'yesterday', 'Thu, 15 Jan 2026 12:00:07 GMT', 7_000],
    ['a date that has passed', 'Thu, 15 Jan 2026 13:00:00 GMT', 'Thu, 15 Jan 2026 12:00:07 GMT', 0],
  ])('%s', async (_name, date, header, expected) => {
    expect(await waitOf(header, '', { date })).toBe(expected);
  });
});

describe('a Go duration in the body', () => {
  test.each([
    ['retry-after: 10.3ms, allowed: 44000/minute', 10.3],
    ['Retry-After: 1m30s', 90_000],
    ['retry-after:250us', 0.25],
    ['retry-after: 250µs', 0.25],
    ['retry-after: 5ns', 5e-6],
    ['retry-after: 2h', 7_200_000],
    ['toomanyrequests: retry-after: 3s; retry-after: 9s', 3_000],
  ])('%s', async (text, expected) => {
    expect(await waitOf(undefined, text)).toBeCloseTo(expected, 9);
  });

  test.each([
    '',
    'retry-after',
    'retry-after: soon',
    'retry-after: 5',
    'retry-after: ms',
    'retry-after: -5s',
    'after: 5s',
  ])('%j is none', async (text) => {
    expect(await waitOf(undefined, text)).toBeUndefined();
  });

  test('is not looked for where the header speaks', async () => {
    expect(await waitOf('9', 'retry-after: 3s')).toBe(9_000);
    expect(await waitOf('soon', 'retry-after: 3s')).toBeUndefined();
  });

  test('is not looked for behind 4 KiB', async () => {
    expect(await waitOf(undefined, `${' '.repeat(4_096)}retry-after: 3s`)).toBeUndefined();
  });
});

test('whatever a host says, there is a date that can be shown, or none', async () => {
  const said = fc.oneof(
    fc.stringMatching(/^[\x20-\x7e]*$/),
    fc.double().map(String),
    fc.date({ noInvalidDate: true }).map((date) => date.toUTCString()),
  );
  await fc.assert(
    fc.asyncProperty(said, fc.string(), async (header, text) => {
      const wait = await waitOf(header, text);
      if (wait === undefined) return;
      expect(wait).toBeGreaterThanOrEqual(0);
      expect(wait).toBeLessThanOrEqual(7 * day);
    }),
    { numRuns: 60 },
  );
});
