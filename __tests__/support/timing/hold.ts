import type { Pair } from '../mirror.js';
import type { RequestRecord } from '../registry/types.js';

/** A request that never gets its answer. */
export interface HeldRequest {
  /** When it has arrived; it was not carried out. */
  readonly reached: Promise<RequestRecord>;
}

/** Holds the request that comes so many-th, counted over both registries, for ever. */
export function holdRequest({ source, target }: Pair, number: number): HeldRequest {
  let seen = 0;
  return holdWhen({ source, target }, () => {
    seen += 1;
    return seen === number;
  });
}

/** Holds the first request that is meant, for ever. */
export function holdWhen(
  { source, target }: Pick<Pair, 'source' | 'target'>,
  isMeant: (request: RequestRecord) => boolean,
): HeldRequest {
  let reach: (request: RequestRecord) => void = () => undefined;
  const reached = new Promise<RequestRecord>((resolve) => {
    reach = resolve;
  });
  const when = (request: RequestRecord): boolean => {
    const isIt = isMeant(request);
    if (isIt) reach(request);
    return isIt;
  };
  const never = new Promise<never>(() => undefined);
  for (const registry of [source, target]) registry.fault({ when, holdUntil: never });
  return { reached };
}
