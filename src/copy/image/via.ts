import type { ImageSource } from '../../image/access.js';
import type { Outcome, Via } from '../../result/outcome.js';

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
  return via.length === 0 ? outcome : { ...outcome, via: mergeHosts(via) };
}

/** A host stands once a side, whatever number of repositories was asked there. */
function mergeHosts(all: readonly Via[]): readonly Via[] {
  const merged = new Map<string, Via>();
  for (const via of all) {
    const key = `${via.side} ${via.host}`;
    const known = merged.get(key);
    const { requests = 0, repeated = 0 } = known ?? {};
    merged.set(key, { ...via, requests: requests + via.requests, repeated: repeated + via.repeated });
  }
  return [...merged.values()];
}
