import { resolve } from 'node:path';
import type { Clock } from '../runtime/clock.js';
import type { Config } from '../config/config.js';
import { formatTarget } from '../config/naming.js';
import { ConfigurationError } from '../runtime/errors.js';
import { folderStore } from './folder-store.js';
import { type OpenCache, noCache, openCache, type CacheStore } from './open-cache.js';
import { leadsOutside } from '../tree/containment.js';

export interface ConfiguredCacheDeps {
  readonly workspace: string;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly cleanupSignal: AbortSignal;
  /** Told what is wrong with a folder: somebody asked for it. */
  readonly warn: (sentence: string) => void;
  /** What there is for those who asked for nothing, and who is told when it is away, or read-only, as it often is. */
  readonly service?: {
    readonly find: (scopes: readonly string[]) => CacheStore | undefined;
    readonly log: (sentence: string) => void;
  };
}

/**
 * Opens what earlier runs learned, where the configuration says that it lies.
 * @throws {ConfigurationError} where a link leads its folder out of the workspace; nothing else that is wrong with it matters
 */
export async function openConfiguredCache(
  { cache, targets, images }: Config,
  deps: ConfiguredCacheDeps,
): Promise<OpenCache> {
  const { workspace, clock, signal, cleanupSignal, warn, service } = deps;
  switch (cache.kind) {
    case 'none':
      return noCache();
    case 'folder':
      await requireInside(workspace, cache.path);
      return openCache(folderStore(resolve(workspace, cache.path), clock), { clock, signal, cleanupSignal, log: warn });
    case 'service': {
      const store = service?.find([targets.map(formatTarget).join(), images]);
      if (service === undefined || store === undefined) return noCache();
      return openCache(store, { clock, signal, cleanupSignal, log: service.log });
    }
  }
}

async function requireInside(workspace: string, folder: string): Promise<void> {
  if (!(await leadsOutside(workspace, folder))) return;
  throw new ConfigurationError([
    `cache: the folder "${folder}" leads out of the workspace ${workspace} by a link. Name a folder without links, or one outside by its full path.`,
  ]);
}
