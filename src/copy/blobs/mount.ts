import { RegistryError, type RegistryErrorCode, isRetryable } from '../../image/registry-error.js';
import { isFailure } from '../../runtime/errors.js';
import type { ImageTarget, Upload } from '../../image/source-and-target.js';
import type { Descriptor } from '../../image/manifest.js';
import type { RunCache } from '../../cache/run-cache.js';

/** So many mounts that a registry would not even answer with an upload, and it is not asked for more. */
const maxMountRefusals = 3;

/**
 * Mounts blobs, and records for each registry whether it mounts. A registry that prefers the bytes opens an upload in the same request, so asking
 * costs nothing. A registry that refuses is asked only a few times.
 */
export class Mounts {
  readonly #refusals = new Map<string, number>();
  /** For guesses: Docker Hub answers 401 for a repository that does not exist, and still mounts from those that do. */
  readonly #failedGuesses = new Map<string, number>();
  /** Registries of which a guess did no harm. */
  readonly #provenGuesses = new Set<string>();
  /** The guess that is under way at a registry where none went well yet. */
  readonly #firstGuess = new Map<string, Promise<unknown>>();

  constructor(private readonly cache: RunCache) {}

  /** undefined: the answer did not say, and an upload begins as usual. */
  async tryMount(
    descriptor: Descriptor,
    target: ImageTarget,
    holder: string,
    signal: AbortSignal,
  ): Promise<Upload | 'mounted' | undefined> {
    if (this.#isGivenUp(target.registry)) return undefined;
    try {
      const mounted = await target.mountBlob(descriptor.digest, holder, signal);
      this.#refusals.set(target.registry, 0);
      if (mounted === 'mounted') this.cache.recordHost(target.registry, { mounts: true });
      return mounted;
    } catch (error) {
      // Docker Hub answers 401 to a mount that it will not do; an upload tells whether writing is allowed.
      if (!isFailure(error) || signal.aborted) throw error;
      // A host that has a bad moment has not said that it does not mount.
      if (!isRetryable(error) && !isHostFailure(error)) this.#recordRefusal(target.registry);
      return undefined;
    }
  }

  /**
   * Mounts from a repository that may not have the blob: only an earlier run's cache, or nobody, says that it does. Until one such mount succeeds
   * they run one after another, so that a list of false hints costs few requests.
   */
  async tryGuess(
    descriptor: Descriptor,
    target: ImageTarget,
    guess: string,
    signal: AbortSignal,
  ): Promise<Upload | 'mounted' | undefined> {
    const { registry } = target;
    for (let first = this.#firstGuess.get(registry); first !== undefined; first = this.#firstGuess.get(registry))
      await first;
    const guessed = this.#guess(descriptor, target, guess, signal);
    if (this.#provenGuesses.has(registry)) return guessed;
    const over = guessed.then(
      () => this.#firstGuess.delete(registry),
      () => this.#firstGuess.delete(registry),
    );
    this.#firstGuess.set(registry, over);
    return guessed;
  }

  /** A registry that takes every mount must not be believed. */
  async #guess(
    descriptor: Descriptor,
    target: ImageTarget,
    guess: string,
    signal: AbortSignal,
  ): Promise<Upload | 'mounted' | undefined> {
    const opened = await this.#tryToGuess(descriptor, target, guess, signal);
    if (opened === 'mounted' && (await target.hasBlob(descriptor, signal))) {
      this.#provenGuesses.add(target.registry);
      return opened;
    }
    this.cache.dropHolder(target.registry, descriptor.digest, guess);
    if (opened !== 'mounted') return opened;
    this.#failedGuesses.set(target.registry, (this.#failedGuesses.get(target.registry) ?? 0) + 1);
    return undefined;
  }

  async #tryToGuess(
    descriptor: Descriptor,
    target: ImageTarget,
    guess: string,
    signal: AbortSignal,
  ): Promise<Upload | 'mounted' | undefined> {
    const vain = this.#failedGuesses.get(target.registry) ?? 0;
    if (vain >= this.#maxMountRefusalsOf(target.registry) || this.#isGivenUp(target.registry)) return undefined;
    try {
      const opened = await target.mountBlobOnce(descriptor.digest, guess, signal);
      // An upload is needed anyhow: to be wrong cost nothing.
      if (opened !== 'mounted') this.#provenGuesses.add(target.registry);
      return opened;
    } catch (error) {
      if (!isFailure(error) || signal.aborted || isHostFailure(error)) throw error;
      this.#failedGuesses.set(target.registry, vain + 1);
      return undefined;
    }
  }

  #isGivenUp(registry: string): boolean {
    return (this.#refusals.get(registry) ?? 0) >= maxMountRefusals;
  }

  /** Where earlier runs met nothing but refusals, too, one is enough. */
  #maxMountRefusalsOf(registry: string): number {
    return this.cache.host(registry).mounts === false ? 1 : maxMountRefusals;
  }

  #recordRefusal(registry: string): void {
    const refusals = (this.#refusals.get(registry) ?? 0) + 1;
    const enough = refusals >= this.#maxMountRefusalsOf(registry);
    this.#refusals.set(registry, enough ? maxMountRefusals : refusals);
    if (enough) this.cache.recordHost(registry, { mounts: false });
  }
}

/** The host rests, is away, or fails every write: that says nothing of mounts. Whoever tries again as a whole waits for it. */
function isHostFailure(error: unknown): boolean {
  return error instanceof RegistryError && (error.hostIsAwaited || hostCodes.has(error.code));
}

const hostCodes: ReadonlySet<RegistryErrorCode> = new Set(['rate-limited', 'unreachable', 'writes-failed']);
