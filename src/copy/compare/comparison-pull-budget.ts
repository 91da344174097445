import { isFailure } from '../../runtime/errors.js';
import type { ImageSource } from '../../image/source-and-target.js';
import type { Digest } from '../../image/digest.js';
import type { ManifestContent } from '../../image/manifest.js';

/** Says why something was not looked into. */
export class NotReadError extends Error {
  override readonly name = 'NotReadError';
}

/**
 * Pulls for comparisons, which no copy needs. Where a registry limits pulls, compare only while more than half are left, counting reads
 * under way.
 */
export class ComparisonPullBudget {
  readonly #reading = new Map<string, number>();

  /** @throws {NotReadError} where there are none to spare, or {RegistryError} */
  async read(source: ImageSource, digest: Digest, signal: AbortSignal): Promise<ManifestContent> {
    if (source.pullLimit === undefined) await askForLimit(source, digest, signal);
    const { registry } = source;
    if (!this.#isWithinBudget(source))
      throw new NotReadError(`the pulls that ${registry} has left are kept for copies`);
    this.#reading.set(registry, this.#readingOf(registry) + 1);
    try {
      return await source.getManifest(digest, signal);
    } finally {
      this.#reading.set(registry, this.#readingOf(registry) - 1);
    }
  }

  #isWithinBudget({ registry, pullLimit }: ImageSource): boolean {
    if (pullLimit === undefined || pullLimit === 'none') return pullLimit === 'none';
    return pullLimit.remaining - this.#readingOf(registry) > pullLimit.limit / 2;
  }

  #readingOf(registry: string): number {
    return this.#reading.get(registry) ?? 0;
  }
}

/** A HEAD tells, and is not counted. */
async function askForLimit(source: ImageSource, digest: Digest, signal: AbortSignal): Promise<void> {
  try {
    await source.headManifest(digest, signal);
  } catch (error) {
    if (!isFailure(error)) throw error;
  }
}
