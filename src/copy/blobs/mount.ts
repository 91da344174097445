import { RegistryError, type RegistryErrorCode, isFailure, isPassing } from '../../runtime/errors.js';
import type { Upload } from '../../image/access.js';
import type { Knowledge } from '../../cache/run-cache.js';
import type { BlobRequest } from './transfer.js';

/** So many mounts that a registry would not even answer with an upload, and it is not asked for more. */
const enoughRefusals = 3;

/**
 * Mounts blobs, and remembers of each registry whether it does so. A registry that would rather have the bytes opens an upload by the same
 * request, so that to ask costs nothing; one that refuses is not asked on and on.
 */
export class Mounts {
  readonly #refusals = new Map<string, number>();
  /** Of what was only guessed: Docker Hub answers 401 to a name that is not there, and mounts all the same what is. */
  readonly #vainGuesses = new Map<string, number>();
  /** Registries of which a guess did no harm. */
  readonly #provenGuesses = new Set<string>();
  /** The guess that is under way at a registry where none went well yet. */
  readonly #firstGuess = new Map<string, Promise<unknown>>();

  constructor(private readonly knowledge: Knowledge) {}

  /** undefined: it could not be told, and an upload is to be begun as usual. */
  async tryMount(
    { descriptor, target }: BlobRequest,
    holder: string,
    signal: AbortSignal,
  ): Promise<Upload | 'mounted' | undefined> {
    if (this.#isHopeless(target.registry)) return undefined;
    try {
      const mounted = await target.mountBlob(descriptor.digest, holder, signal);
      this.#refusals.set(target.registry, 0);
      if (mounted === 'mounted') this.knowledge.noteHost(target.registry, { mounts: true });
      return mounted;
    } catch (error) {
      // Docker Hub answers 401 to a mount that it will not do; an upload tells whether writing is allowed.
      if (!isFailure(error) || signal.aborted) throw error;
      // A host that has a bad moment has not said that it does not mount.
      if (!isPassing(error) && !isOfHost(error)) this.#noteRefusal(target.registry);
      return undefined;
    }
  }

  /**
   * Mounts what may or may not be there: who knows of it is an earlier run, or nobody. Until one went well they go one after the other, so that a list of
   * nothing but lies costs few requests.
   */
  async tryGuess(request: BlobRequest, guess: string, signal: AbortSignal): Promise<Upload | 'mounted' | undefined> {
    const { registry } = request.target;
    for (let first = this.#firstGuess.get(registry); first !== undefined; first = this.#firstGuess.get(registry))
      await first;
    const guessed = this.#guess(request, guess, signal);
    if (this.#provenGuesses.has(registry)) return guessed;
    const over = guessed.then(
      () => this.#firstGuess.delete(registry),
      () => this.#firstGuess.delete(registry),
    );
    this.#firstGuess.set(registry, over);
    return guessed;
  }

  /** A registry that takes every mount must not be believed. */
  async #guess(request: BlobRequest, guess: string, signal: AbortSignal): Promise<Upload | 'mounted' | undefined> {
    const { target, descriptor } = request;
    const opened = await this.#tryToGuess(request, guess, signal);
    if (opened === 'mounted' && (await target.hasBlob(descriptor, signal))) {
      this.#provenGuesses.add(target.registry);
      return opened;
    }
    this.knowledge.dropHolder(target.registry, descriptor.digest, guess);
    if (opened !== 'mounted') return opened;
    this.#vainGuesses.set(target.registry, (this.#vainGuesses.get(target.registry) ?? 0) + 1);
    return undefined;
  }

  async #tryToGuess(
    { target, descriptor }: BlobRequest,
    guess: string,
    signal: AbortSignal,
  ): Promise<Upload | 'mounted' | undefined> {
    const vain = this.#vainGuesses.get(target.registry) ?? 0;
    if (vain >= this.#enoughOf(target.registry) || this.#isHopeless(target.registry)) return undefined;
    try {
      const opened = await target.mountBlobOnce(descriptor.digest, guess, signal);
      // An upload is needed anyhow: to be wrong cost nothing.
      if (opened !== 'mounted') this.#provenGuesses.add(target.registry);
      return opened;
    } catch (error) {
      if (!isFailure(error) || signal.aborted || isOfHost(error)) throw error;
      this.#vainGuesses.set(target.registry, vain + 1);
      return undefined;
    }
  }

  #isHopeless(registry: string): boolean {
    return (this.#refusals.get(registry) ?? 0) >= enoughRefusals;
  }

  /** Where earlier runs met nothing but refusals, too, one is enough. */
  #enoughOf(registry: string): number {
    return this.knowledge.host(registry).mounts === false ? 1 : enoughRefusals;
  }

  #noteRefusal(registry: string): void {
    const refusals = (this.#refusals.get(registry) ?? 0) + 1;
    const enough = refusals >= this.#enoughOf(registry);
    this.#refusals.set(registry, enough ? enoughRefusals : refusals);
    if (enough) this.knowledge.noteHost(registry, { mounts: false });
  }
}

/** The host rests, is away, or fails every write: that says nothing of mounts. Whoever tries again as a whole waits for it. */
function isOfHost(error: unknown): boolean {
  return error instanceof RegistryError && (error.hostIsAwaited || hostCodes.has(error.code));
}

const hostCodes: ReadonlySet<RegistryErrorCode> = new Set(['rate-limited', 'unreachable', 'writes-failed']);
