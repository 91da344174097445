import type { Clock } from '../runtime/clock.js';
import { withDeadline } from '../runtime/wait.js';
import { messageOf } from '../runtime/errors.js';
import { printable } from '../runtime/text.js';
import { type ParsedCache, parseCache, serializeCache } from './format.js';
import { RunCache } from './run-cache.js';
import type { CacheStore } from './store.js';

/** What a run knows from earlier ones, and the way to keep what it learns. */
export interface OpenCache {
  readonly cache: RunCache;
  /** Keeps what is new. Never throws. */
  save(): Promise<void>;
}

interface CacheDeps {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Until when a run that was stopped may keep what it learned: what it read is what the next one need not. */
  readonly cleanupSignal: AbortSignal;
  /** Told in a sentence why something could not be read or kept. */
  readonly log: (sentence: string) => void;
}

/** The cache saves seconds: to wait longer for it is to lose. For reading and for keeping, each. */
const maxWaitMs = 20_000;

/** Nothing is read, and nothing kept. */
export function noCache(): OpenCache {
  return { cache: new RunCache(), save: async () => Promise.resolve() };
}

/** Reads what earlier runs kept. Whatever is wrong with it, or with where it lies, costs requests and nothing else. Never throws. */
export async function openCache(store: CacheStore, deps: CacheDeps): Promise<OpenCache> {
  const cache = await load(store, deps);
  return { cache, save: async () => save(cache, store, deps) };
}

async function load(store: CacheStore, deps: CacheDeps): Promise<RunCache> {
  try {
    const { cache, problem } = await withDeadline(maxWaitMs, deps, async (signal): Promise<ParsedCache> => {
      const bytes = await store.load(signal);
      return bytes === undefined ? { cache: new RunCache() } : parseCache(bytes, signal);
    });
    if (problem !== undefined) logFailure(`What ${store.name} holds is not what a run kept`, problem, deps);
    return cache;
  } catch (error) {
    logFailure(`What earlier runs kept could not be read from ${store.name}`, error, deps);
    return new RunCache();
  }
}

async function save(cache: RunCache, store: CacheStore, deps: CacheDeps): Promise<void> {
  if (!cache.isChanged) return;
  const { clock, cleanupSignal } = deps;
  try {
    await withDeadline(maxWaitMs, { clock, signal: cleanupSignal }, async (signal) =>
      store.save(await serializeCache(cache), signal),
    );
    cache.markSaved();
  } catch (error) {
    logFailure(`What this run learned could not be kept in ${store.name}`, error, deps);
  }
}

/** A run that is being stopped has something else to say. */
function logFailure(what: string, error: unknown, { signal, log }: CacheDeps): void {
  if (!signal.aborted)
    log(`${what}: ${printable(messageOf(error)).replace(/\.$/, '')}. That costs requests, and changes nothing else.`);
}
