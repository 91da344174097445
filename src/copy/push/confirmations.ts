import type { Clock } from '../../runtime/clock.js';
import type { ImageTarget } from '../../image/source-and-target.js';
import type { Digest } from '../../image/digest.js';
import type { Loss } from '../image/lost-content.js';

/** How long a registry may need until it finds what it has just stored: seconds for GHCR, and for ACR with replicas. */
export const settlingWaitsMs: readonly number[] = [1_000, 2_000, 4_000];

/** Something that this run wrote to a repository. */
export interface Written {
  readonly part: Loss['part'];
  readonly digest: Digest;
  /** @param by `get`: some registries do not answer a HEAD as they answer a GET */
  readonly isThere: (by: 'head' | 'get') => Promise<boolean>;
  /** Writes it once more; false: what it names is lost itself, so that this would be in vain. */
  readonly writeAgain: () => Promise<boolean>;
}

/**
 * Looks whether registries have what a run wrote there, each thing once, however many images name it: some answer 201 and lose it. What is lost is written
 * again once.
 */
export class Confirmations {
  readonly #results = new Map<string, Promise<Loss | undefined>>();
  readonly #checking = new Set<string>();

  constructor(private readonly clock: Clock) {}

  /** The registry refused an image because it does not have what this names: it looks. */
  recordRefusal({ registry }: ImageTarget): void {
    this.#checking.add(registry);
  }

  /** Whether the registry takes an image's manifest only if it has the blobs. Nothing but this run counts. */
  checksBlobs({ registry }: ImageTarget): boolean {
    return this.#checking.has(registry);
  }

  /** Forgets something that is about to be written again. */
  forget(target: ImageTarget, digest: Digest): void {
    this.#results.delete(keyOf(target, digest));
  }

  /** undefined: it is there, be it at the second attempt. */
  async confirm(target: ImageTarget, written: Written, signal: AbortSignal): Promise<Loss | undefined> {
    const key = keyOf(target, written.digest);
    const known = this.#results.get(key);
    if (known !== undefined) return known;
    const result = this.#confirm(written, signal);
    this.#results.set(key, result);
    try {
      return await result;
    } catch (error) {
      // It is not known: the next image that needs it asks again.
      if (this.#results.get(key) === result) this.#results.delete(key);
      throw error;
    }
  }

  async #confirm(written: Written, signal: AbortSignal): Promise<Loss | undefined> {
    if (await this.#isThere(written, signal)) return undefined;
    if ((await written.writeAgain()) && (await this.#isThere(written, signal))) return undefined;
    return { part: written.part, how: 'missing', digest: written.digest };
  }

  async #isThere({ isThere }: Written, signal: AbortSignal): Promise<boolean> {
    if (await isThere('head')) return true;
    for (const [index, waitMs] of settlingWaitsMs.entries()) {
      await this.clock.sleep(waitMs, signal);
      if (await isThere(index === settlingWaitsMs.length - 1 ? 'get' : 'head')) return true;
    }
    return false;
  }
}

function keyOf({ name }: ImageTarget, digest: Digest): string {
  return `${name}@${digest}`;
}
