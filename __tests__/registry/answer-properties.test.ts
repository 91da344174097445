import fc from 'fast-check';
import { describe, expect, test } from '@jest/globals';
import { parseErrorBody } from '../../src/registry/errors/error-body.js';
import { isPullLimit, parsePullLimit } from '../../src/registry/throttle/pull-limit.js';
import { retryAfterMs } from '../../src/registry/throttle/retry-after.js';
import { noon } from '../support/timing/held-clock.js';
import { mutatedJson, mutatedText } from '../support/mutations.js';
import { responseOf } from './fake-send.js';
import { casesOf } from '../support/whole-run.js';

describe('an error body', () => {
  const samples = [
    { errors: [{ code: 'DENIED', message: 'denied', detail: { x: 1 } }, { code: 'A' }] },
    { message: 'no' },
    { details: 'incorrect username or password' },
    { error: 'invalid_grant', error_description: 'It is over.' },
  ];

  test('that was right once has errors or words, all of them texts', () => {
    const texts = ['<html><head><style>a</style></head><body>Bad <b>gateway</b></body></html>'];
    fc.assert(
      fc.property(fc.oneof(mutatedJson(...samples), mutatedText(texts, ['<', '>', '<script>', '</'])), (body) => {
        const { errors, text } = parseErrorBody(body);
        expect(errors.length).toBeLessThanOrEqual(5);
        for (const { code, message } of errors) expect([typeof code, typeof message]).toEqual(['string', 'string']);
        expect(typeof text).toBe('string');
      }),
      { numRuns: casesOf(3_000) },
    );
  });

  test('of thirty thousand wrong errors is read', () => {
    expect(parseErrorBody(`{"errors":[${'1,'.repeat(30_000)}1]}`).errors).toEqual([]);
  });
});

/** As Go writes a duration (time.Duration.String): whole hours and minutes, and seconds with their fraction; below one in a smaller unit. */
function formatGoDuration(nanoseconds: number): string {
  for (const [unit, size] of [
    ['ns', 1],
    ['µs', 1e3],
    ['ms', 1e6],
  ] as const) {
    if (nanoseconds < size * 1_000) return `${nanoseconds / size}${unit}`;
  }
  const seconds = nanoseconds / 1e9;
  const [hours, minutes] = [Math.floor(seconds / 3_600), Math.floor((seconds % 3_600) / 60)];
  const rest = `${Number((seconds % 60).toFixed(9))}s`;
  return `${hours === 0 ? '' : `${hours}h`}${hours === 0 && minutes === 0 ? '' : `${minutes}m`}${rest}`;
}

describe('when to come again', () => {
  test('is what Go wrote', async () => {
    const response = await responseOf({ status: 429 });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4 * 24 * 3_600_000 }), fc.boolean(), (ms, isShouted) => {
        const words = `retry-after: ${formatGoDuration(ms * 1e6)}, allowed: 44000/minute`;
        const waitMs = retryAfterMs(response, isShouted ? words.toUpperCase().replaceAll('Μ', 'µ') : words, noon);
        expect(Math.abs((waitMs ?? -1_000) - ms)).toBeLessThanOrEqual(1);
      }),
    );
  });

  test('is within a week, or none, whatever is said', async () => {
    const headers = ['30', '1.5', 'Thu, 15 Jan 2026 12:01:00 GMT', '-5', '1e3', '0x10'];
    const bodies = ['retry-after: 1h2m3.5s', 'retry-after: 10.3ms'];
    await fc.assert(
      fc.asyncProperty(
        // A header’s characters, as Node lets them through.
        fc.option(mutatedText(headers).filter((text) => /^[\x20-\x7e]*$/.test(text))),
        mutatedText(bodies, ['9999999999', 'h', '.', 'µs', 'retry-after:']),
        async (header, body) => {
          const response = await responseOf({ status: 429, headers: header === null ? {} : { 'retry-after': header } });
          const waitMs = retryAfterMs(response, body, noon) ?? 0;
          expect(waitMs >= 0 && waitMs <= 7 * 24 * 3_600_000).toBe(true);
        },
      ),
      { numRuns: 300 },
    );
  });
});

test('a pull limit is whole numbers, or none, whatever is said', () => {
  const quota = fc.option(mutatedText(['100;w=21600', '76;w=21600', '100; w=60'], ['9999999999', '-', ';', 'w=']), {
    nil: undefined,
  });
  fc.assert(
    fc.property(quota, quota, (limit, remaining) => {
      const headers = { 'ratelimit-limit': limit, 'ratelimit-remaining': remaining };
      expect(typeof isPullLimit('manifest-get', headers, '')).toBe('boolean');
      for (const number of Object.values(parsePullLimit(headers) ?? {}))
        expect(Number.isSafeInteger(number) && number >= 0).toBe(true);
    }),
    { numRuns: casesOf(2_000) },
  );
});
