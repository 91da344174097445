import { groupBy } from '../runtime/group-by.js';
import type { Via } from './outcome.js';

/** Adds the requests of two repositories, or two targets, at one host. */
export function addCounts(one: Via, other: Via): Via {
  return { ...other, requests: one.requests + other.requests, repeated: one.repeated + other.repeated };
}

/**
 * Lists each host once for each side.
 * @param add makes one entry of two that are for the same host and side
 */
export function mergeHosts(all: readonly Via[], add: (one: Via, other: Via) => Via): readonly Via[] {
  const groups = groupBy(all, ({ side, host }) => `${side} ${host}`);
  return [...groups.values()].map((group) => group.reduce(add));
}
