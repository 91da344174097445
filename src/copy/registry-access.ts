import type { RunCache } from '../cache/run-cache.js';
import type { ImageSource, ImageTarget } from '../image/source-and-target.js';
import type { Reference } from '../image/reference.js';
import type { TrafficReport } from '../result/report.js';

/** Runs a task again while it fails with what may pass, as requests are retried. */
export type Retry = <T>(task: () => Promise<T>, signal: AbortSignal) => Promise<T>;

/** The registries, as a copy knows them. */
export interface RegistryAccess {
  source(reference: Reference): ImageSource;
  /** The same as everybody may read it, whatever logins there are. */
  publicSource(reference: Reference): ImageSource;
  /** @param writable whether the run writes there, so that its token must allow it */
  target(reference: Reference, writable: boolean): ImageTarget;
  /** Sources are read anonymously, because the report's reader may have no account. What only the target's account can read is not reported. */
  readonly isPublicOnly: boolean;
  readonly traffic: TrafficReport;
  /** What earlier runs learned of these registries, and this one learns. */
  readonly cache: RunCache;
  /** What a person should look at, in sentences; complete when all is done. */
  readonly warnings: readonly string[];
  readonly retry: Retry;
  close(): Promise<void>;
}
