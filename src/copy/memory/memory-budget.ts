import { RegistryError } from '../../image/registry-error.js';
import { type ImageSource, maxConfigBytes } from '../../image/source-and-target.js';
import { maxManifestBytes } from '../../image/manifest.js';
import { Fifo } from '../../runtime/fifo.js';
import { unlessAborted } from '../../runtime/wait.js';
import { maxImageManifestBytes } from '../image/manifest-tree.js';
import { MemoryShare, ShareExceeded } from './memory-share.js';

/** A usual share for each of the 64 requests that a registry is asked at once. Parsed, a manifest may take as much again. */
const maxRunBytes = 512 * 1024 * 1024;

/** Enough for a manifest of unknown size. All manifests of a published image together take less. */
const usualShareBytes = maxManifestBytes;

/** The first manifest of the largest image that is not refused, those below it, and a config. */
const largestShareBytes = maxManifestBytes + maxImageManifestBytes + maxConfigBytes;

/** The part of the budget for images that one slow registry may hold up. The others keep a quarter. */
const maxPartOfRoute = 0.75;

/** What holds memory. */
interface Holder {
  /** The registries that the image comes from and goes to. */
  readonly route: string;
  /** The repository that is read. */
  readonly reader: Pick<ImageSource, 'name' | 'side'>;
}

/** What is dropped when images need the memory. */
export interface Cache {
  /** bytes */
  readonly weight: number;
  shrinkTo(weight: number): void;
}

interface Route {
  heldBytes: number;
  readonly waiting: Fifo<Waiter>;
}

interface Waiter {
  readonly bytes: number;
  readonly turn: number;
  readonly enter: () => void;
  state: 'waiting' | 'entered' | 'gone';
}

/**
 * The memory for the manifests and configs of a whole run. Work gets one share before it begins, in order, and never asks for more while it has
 * one. Nobody waits for memory while holding memory, so no two can wait for each other. Work that needs more than its share releases it and
 * begins again with the largest. Caches have what is left.
 */
export class MemoryBudget {
  readonly #routes = new Map<string, Route>();
  readonly #caches: Cache[] = [];
  #heldBytes = 0;
  #turns = 0;

  constructor(private readonly maxBytes = maxRunBytes) {}

  /** Counts a cache from now on. */
  add(cache: Cache): void {
    this.#caches.push(cache);
  }

  /** To be called when a cache has grown. */
  trimCaches(): void {
    let excess = this.#caches.reduce((sum, { weight }) => sum + weight, this.#heldBytes) - this.maxBytes;
    for (const cache of this.#caches) {
      if (excess <= 0) return;
      const before = cache.weight;
      cache.shrinkTo(Math.max(0, before - excess));
      excess -= before - cache.weight;
    }
  }

  /**
   * Runs work that holds manifests and configs. The work counts them before it does anything that cannot be repeated: if they need more than
   * the usual share, it runs a second time. Do not hold a slot in a queue while you wait here.
   * @throws {RegistryError} `invalid-content` if the largest share is not enough
   */
  async hold<T>(holder: Holder, signal: AbortSignal, work: (share: MemoryShare) => Promise<T>): Promise<T> {
    try {
      return await this.#holdOnce(usualShareBytes, holder, signal, work);
    } catch (error) {
      if (!(error instanceof ShareExceeded)) throw error;
    }
    try {
      return await this.#holdOnce(largestShareBytes, holder, signal, work);
    } catch (error) {
      if (!(error instanceof ShareExceeded)) throw error;
      const { name, side } = holder.reader;
      const what = `the image's manifests and config have more than ${largestShareBytes} bytes together`;
      throw new RegistryError({ operation: 'Reading', reference: name, side, code: 'invalid-content', what });
    }
  }

  async #holdOnce<T>(
    bytes: number,
    { route: name }: Holder,
    signal: AbortSignal,
    work: (share: MemoryShare) => Promise<T>,
  ): Promise<T> {
    const route = this.#routeOf(name);
    await this.#enter(route, bytes, signal);
    const share = new MemoryShare(bytes, (unused) => {
      this.#release(route, unused);
    });
    try {
      return await work(share);
    } finally {
      share.end();
    }
  }

  #routeOf(name: string): Route {
    const route = this.#routes.get(name) ?? { heldBytes: 0, waiting: new Fifo<Waiter>() };
    this.#routes.set(name, route);
    return route;
  }

  async #enter(route: Route, bytes: number, signal: AbortSignal): Promise<void> {
    let enter = (): void => undefined;
    const entered = new Promise<void>((resolve) => {
      enter = resolve;
    });
    const waiter: Waiter = { bytes, turn: (this.#turns += 1), enter, state: 'waiting' };
    route.waiting.push(waiter);
    this.#letIn();
    try {
      await unlessAborted(entered, signal);
    } catch (error) {
      if (waiter.state === 'entered') this.#release(route, bytes);
      waiter.state = 'gone';
      this.#letIn();
      throw error;
    }
  }

  #release(route: Route, bytes: number): void {
    route.heldBytes -= bytes;
    this.#heldBytes -= bytes;
    this.#letIn();
  }

  /** The longest wait goes first. A route that has used up its part waits, and others pass it. */
  #letIn(): void {
    for (let route = this.#nextRoute(); route !== undefined; route = this.#nextRoute()) {
      const waiter = route.waiting.shift();
      if (waiter === undefined) return;
      route.heldBytes += waiter.bytes;
      this.#heldBytes += waiter.bytes;
      this.trimCaches();
      waiter.state = 'entered';
      waiter.enter();
    }
  }

  #nextRoute(): Route | undefined {
    let next: { readonly route: Route; readonly waiter: Waiter } | undefined;
    for (const route of this.#routes.values()) {
      while (route.waiting.peek()?.state === 'gone') route.waiting.shift();
      const waiter = route.waiting.peek();
      if (waiter === undefined || !this.#isWithinPart(route, waiter)) continue;
      if (next === undefined || waiter.turn < next.waiter.turn) next = { route, waiter };
    }
    return next !== undefined && this.#hasRoom(next.waiter) ? next.route : undefined;
  }

  /** A route that holds nothing may always have one share. */
  #isWithinPart({ heldBytes }: Route, { bytes }: Waiter): boolean {
    return heldBytes === 0 || heldBytes + bytes <= this.maxBytes * maxPartOfRoute;
  }

  /** A share that is alone is never too large. */
  #hasRoom({ bytes }: Waiter): boolean {
    return this.#heldBytes === 0 || this.#heldBytes + bytes <= this.maxBytes;
  }
}
