/** Where the cache lies between runs. Its methods throw what went wrong; who calls them goes on without. */
export interface CacheStore {
  /** For texts: `the folder /var/cache/mirror`. */
  readonly name: string;
  /** undefined: nothing was kept yet. At most `maxPackedBytes`. */
  load(signal: AbortSignal): Promise<Uint8Array | undefined>;
  save(bytes: Uint8Array, signal: AbortSignal): Promise<void>;
}

/** A full one has 20 MiB, where its content is as good as random. */
export const maxPackedBytes = 24 * 1024 * 1024;
