import type { PullLimit } from '../image/access.js';
import { type Headers, headerOf } from './http.js';

/** A window that is shorter than this ends while a request waits: such a limit is met by resting, and none to plan for. */
const leastWindowSeconds = 60;

/** What a registry said last of its pull limit, with whatever answer. */
export class PullGauge {
  #limit: PullLimit | 'none' | undefined;

  get limit(): PullLimit | 'none' | undefined {
    return this.#limit;
  }

  /** Answers may overtake each other: the least that is left counts. */
  note(headers: Headers): void {
    const said = parsePullLimit(headers);
    if (said === undefined) this.#limit ??= 'none';
    else if (this.#limit === undefined || this.#limit === 'none') this.#limit = said;
    else this.#limit = { ...said, remaining: Math.min(said.remaining, this.#limit.remaining) };
  }
}

/**
 * Reads what a registry says of its pull limit with an answer about a manifest: `ratelimit-limit: 100;w=21600`,
 * `ratelimit-remaining: 76;w=21600`. An account without a limit gets neither.
 * Source: docs.docker.com, "Docker Hub pull usage and limits".
 */
export function parsePullLimit(headers: Headers): PullLimit | undefined {
  const limit = parseQuota(headerOf(headers, 'ratelimit-limit'));
  const remaining = parseQuota(headerOf(headers, 'ratelimit-remaining'));
  const windowSeconds = limit?.windowSeconds ?? remaining?.windowSeconds ?? 0;
  if (limit === undefined || remaining === undefined || windowSeconds < leastWindowSeconds) return undefined;
  return { limit: limit.pulls, remaining: remaining.pulls, windowSeconds };
}

function parseQuota(text: string | undefined): { pulls: number; windowSeconds: number | undefined } | undefined {
  const [, pulls, seconds] = /^\s*(\d{1,9})\s*(?:;\s*w=(\d{1,9})\s*)?$/.exec(text ?? '') ?? [];
  if (pulls === undefined) return undefined;
  return { pulls: Number(pulls), windowSeconds: seconds === undefined ? undefined : Number(seconds) };
}
