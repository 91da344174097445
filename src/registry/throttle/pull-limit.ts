import type { PullLimit } from '../../image/source-and-target.js';
import { type HttpResponse, headerOf } from '../http/http.js';
import type { Headers } from '../transport/transport.js';
import type { RequestKind } from '../http/traffic.js';

/** What is asked of a manifest: only that tells of a pull limit, and meets one. */
export const manifestKinds: ReadonlySet<RequestKind> = new Set(['manifest-head', 'manifest-get']);

/** A window that is shorter than this ends while a request waits: such a limit is met by resting, and none to plan for. */
const leastWindowSeconds = 60;

/** What a registry said last of its pull limit, with whatever answer about a manifest. */
export class PullLimitTracker {
  #limit: PullLimit | 'none' | undefined;
  #isMet = false;

  get limit(): PullLimit | 'none' | undefined {
    return this.#limit;
  }

  /** Whether a limit was named, or met. */
  get isShown(): boolean {
    return this.#isMet || (this.#limit !== undefined && this.#limit !== 'none');
  }

  recordRefusal(): void {
    this.#isMet = true;
  }

  /**
   * Answers may overtake each other, so the lowest number left counts. Only an answer about an existing manifest shows that there is no limit:
   * Docker Hub names none when it refuses, or does not have the manifest.
   */
  record({ status, headers }: Pick<HttpResponse, 'status' | 'headers'>): void {
    const named = parsePullLimit(headers);
    if (named === undefined) this.#limit ??= status === 200 ? 'none' : undefined;
    else if (this.#limit === undefined || this.#limit === 'none') this.#limit = named;
    else this.#limit = { ...named, remaining: Math.min(named.remaining, this.#limit.remaining) };
  }
}

/**
 * Reads what a registry says of its pull limit with an answer about a manifest: `ratelimit-limit: 100;w=21600`,
 * `ratelimit-remaining: 76;w=21600`. An account without a limit gets neither.
 * Source: docs.docker.com, "Docker Hub pull usage and limits".
 */
export function parsePullLimit(headers: Headers): PullLimit | undefined {
  const { limit, remaining, windowSeconds } = parseQuotas(headers);
  if (limit === undefined || remaining === undefined || windowSeconds < leastWindowSeconds) return undefined;
  return { limit, remaining, windowSeconds };
}

interface Quotas {
  readonly limit: number | undefined;
  readonly remaining: number | undefined;
  /** 0: it is not named */
  readonly windowSeconds: number;
}

function parseQuotas(headers: Headers): Quotas {
  const limit = parseQuota(headerOf(headers, 'ratelimit-limit'));
  const remaining = parseQuota(headerOf(headers, 'ratelimit-remaining'));
  const windowSeconds = limit?.windowSeconds ?? remaining?.windowSeconds ?? 0;
  return { limit: limit?.pulls, remaining: remaining?.pulls, windowSeconds };
}

function parseQuota(text: string | undefined): { pulls: number; windowSeconds: number | undefined } | undefined {
  if (text === undefined) return undefined;
  const [, pulls, seconds] = /^\s*(\d{1,9})\s*(?:;\s*w=(\d{1,9})\s*)?$/.exec(text) ?? [];
  if (pulls === undefined) return undefined;
  return { pulls: Number(pulls), windowSeconds: seconds === undefined ? undefined : Number(seconds) };
}

/**
 * Says whether a refusal (429) is a pull limit, which lasts hours. Limits on bursts last seconds and apply to every request; gateways may name what
 * is left of them, too.
 */
export function isPullLimit(kind: RequestKind, headers: Headers, text: string): boolean {
  if (!manifestKinds.has(kind)) return false;
  const { remaining, windowSeconds } = parseQuotas(headers);
  return (remaining === 0 && windowSeconds >= leastWindowSeconds) || /pull rate limit|increase-rate-limit/i.test(text);
}
