import type { ImageSource } from '../image/source-and-target.js';
import type { Outcome, Via } from './outcome.js';
import { groupBy } from '../runtime/group-by.js';

/** Both sides of an image, as they were asked for it. */
type Asked = Pick<ImageSource, 'side' | 'askedHosts'>;

/**
 * Adds the hosts that were asked, but of what was plainly skipped: there are thousands of these, and they say nothing.
 * @param asked one that stands here twice counts once; a target's siblings count with it already
 */
export function withVia(outcome: Outcome, asked: readonly Asked[]): Outcome {
  const isPlain = outcome.state === 'skipped' && outcome.reason !== 'unverified';
  const via = isPlain
    ? []
    : [...new Set(asked)].flatMap(({ side, askedHosts }) => askedHosts.map((host) => ({ side, ...host })));
  return via.length === 0 ? outcome : { ...outcome, via: mergeHosts(via, addCounts) };
}

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
