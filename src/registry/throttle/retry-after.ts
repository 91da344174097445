import { type HttpResponse, headerOf } from '../http/http.js';

const unitMs = new Map([
  ['ns', 1e-6],
  ['us', 1e-3],
  ['µs', 1e-3],
  ['ms', 1],
  ['s', 1_000],
  ['m', 60_000],
  ['h', 3_600_000],
]);

/**
 * How long a host asks to be left alone, in milliseconds. Three forms occur: seconds and HTTP dates in `Retry-After` (RFC 9110 §10.2.3), and GHCR's
 * Go duration in the body ("retry-after: 10.3ms").
 * @param localMs the date by this machine's clock, in milliseconds since 1970, for an answer that says no date of its own
 */
export function retryAfterMs(response: HttpResponse, text: string, localMs: number): number | undefined {
  const waitMs = readWait(response, text, localMs);
  if (waitMs === undefined || Number.isNaN(waitMs)) return undefined;
  return Math.min(Math.max(waitMs, 0), maxWaitMs);
}

/** Dates have an end; a limit of more than a week is shown as one of a week. */
const maxWaitMs = 7 * 24 * 3_600_000;

/**
 * When an answer was made, by its host's clock, in milliseconds since 1970; undefined if it does not say. Compare the host's dates with this one,
 * because this machine's clock may be wrong. Source: RFC 9110 §6.6.1.
 */
export function answeredAt({ headers }: Pick<HttpResponse, 'headers'>): number | undefined {
  const date = Date.parse(headerOf(headers, 'date') ?? '');
  return Number.isNaN(date) ? undefined : date;
}

/** NaN: a date that cannot be read. */
function readWait(response: HttpResponse, text: string, localMs: number): number | undefined {
  const header = headerOf(response.headers, 'retry-after')?.trim();
  if (header === undefined) return waitFromText(text);
  if (/^\d{1,9}(?:\.\d+)?$/.test(header)) return Number(header) * 1_000;
  return Date.parse(header) - (answeredAt(response) ?? localMs);
}

function waitFromText(text: string): number | undefined {
  const duration = /retry-after:\s*((?:\d+(?:\.\d+)?(?:ns|us|µs|ms|s|m|h))+)/i.exec(text.slice(0, 4_096))?.[1];
  if (duration === undefined) return undefined;
  const parts = [...duration.toLowerCase().matchAll(/(\d{1,20}(?:\.\d{1,20})?)(ns|us|µs|ms|s|m|h)/g)];
  return parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * (unitMs.get(unit ?? '') ?? 0), 0);
}
