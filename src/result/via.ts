import type { ImageSource } from '../image/source-and-target.js';
import type { Outcome } from './outcome.js';
import { addCounts, mergeHosts } from './merge-hosts.js';

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
