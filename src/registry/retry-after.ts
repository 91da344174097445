import { type HttpResponse, headerOf } from './http.js';

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
 * When a host says that it may be asked again, in the three forms that are seen: seconds and HTTP dates in `Retry-After`
 * (RFC 9110 §10.2.3), and GHCR's Go duration in the body ("retry-after: 10.3ms").
 */
export function retryAt(response: HttpResponse, text: string, now: number): Date | undefined {
  const header = headerOf(response.headers, 'retry-after')?.trim();
  const waitMs = header === undefined ? waitFromText(text) : waitFromHeader(header, now);
  if (waitMs === undefined || Number.isNaN(waitMs)) return undefined;
  return new Date(now + Math.min(Math.max(waitMs, 0), maxWaitMs));
}

/** Dates have an end; a limit of more than a week is shown as one of a week. */
const maxWaitMs = 7 * 24 * 3_600_000;

function waitFromHeader(header: string, now: number): number | undefined {
  if (/^\d{1,9}(?:\.\d+)?$/.test(header)) return Number(header) * 1_000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : date - now;
}

function waitFromText(text: string): number | undefined {
  const duration = /retry-after:\s*((?:\d+(?:\.\d+)?(?:ns|us|µs|ms|s|m|h))+)/i.exec(text.slice(0, 4_096))?.[1];
  if (duration === undefined) return undefined;
  const parts = [...duration.toLowerCase().matchAll(/(\d{1,20}(?:\.\d{1,20})?)(ns|us|µs|ms|s|m|h)/g)];
  return parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * (unitMs.get(unit ?? '') ?? 0), 0);
}
