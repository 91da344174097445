import type { Clock } from '../../runtime/clock.js';
import { isFailure } from '../../runtime/errors.js';
import type { ImageSource, ImageTarget, Upload } from '../../image/access.js';
import type { Descriptor } from '../../image/manifest.js';
import type { RunCache } from '../../cache/run-cache.js';
import {
  type BlobState,
  type BlobResult,
  type PendingBlob,
  type RegistryState,
  isFailureOf,
  isSharedFailure,
  blobKey,
  countingMovements,
  toResult,
  present,
  stateAt,
  succeeds,
  whileDownloading,
} from './blob-state.js';
import type { FanOutParticipant } from './fan-out.js';
import { SharedWork } from '../../runtime/wait.js';
import { findBlobOnOtherTarget } from './blob-on-other-target.js';
import { Mounts } from './mount.js';
import type { BlobRequest, OpenUpload, TransferBlob } from './transfer.js';

/** A blob's way into one repository, with those of the same image's other targets. */
export interface EnsureBlobRequest extends BlobRequest {
  readonly participant?: FanOutParticipant | undefined;
}

/** A blob's way to one registry. */
interface BlobRoute {
  readonly request: EnsureBlobRequest;
  readonly state: BlobState;
  readonly here: RegistryState;
  /** The registry was given it here before, and has lost it. */
  readonly isRestore?: true;
  readonly signal: AbortSignal;
}

/**
 * Every blob of a run and where it is: what one image brings to a registry is mounted for all others there, and what one target was given is
 * read back for the next, so that no blob is downloaded twice. Who waits for a download under way holds no slot in any queue.
 */
export class BlobPlan {
  readonly #states = new Map<string, BlobState>();
  readonly #existing = new Map<string, Promise<boolean>>();
  readonly #lookUps = new Map<string, Promise<boolean>>();
  readonly #restores = new Map<string, Promise<BlobResult>>();
  readonly #mounts: Mounts;

  constructor(
    private readonly transfer: TransferBlob,
    private readonly cache: RunCache,
    private readonly clock: Clock,
    /** Whether it is tried where earlier runs saw a blob. */
    private readonly trustsHints = true,
  ) {
    this.#mounts = new Mounts(cache);
  }

  /** Makes a blob be in the target repository, once, however many ask. */
  async ensureBlob(request: EnsureBlobRequest, signal: AbortSignal): Promise<BlobResult> {
    const { descriptor, target, participant } = request;
    const state = this.#stateOf(descriptor);
    const here = stateAt(state, target);
    const pending = here.pending.get(target.repository);
    if (pending !== undefined) {
      participant?.skip(descriptor);
      return this.#waitFor(pending, request, signal);
    }
    return this.#start({ request, state, here, signal });
  }

  /**
   * Makes a blob be in a repository that was given it, and does not have it: once, however many ask at a time. It is looked for first, and brought
   * by its bytes, because a mount may have lost it.
   */
  async restoreBlob(request: EnsureBlobRequest, signal: AbortSignal): Promise<BlobResult> {
    const { descriptor, target } = request;
    const key = blobKey(descriptor, target);
    const pending = this.#restores.get(key);
    if (pending !== undefined) return pending;
    this.forget(target, descriptor);
    const state = this.#stateOf(descriptor);
    // The image's other targets have it, or bring it by themselves.
    const alone = { ...request, participant: undefined };
    const begun = this.#start({ request: alone, state, here: stateAt(state, target), isRestore: true, signal });
    const restoring = begun.finally(() => this.#restores.delete(key));
    this.#restores.set(key, restoring);
    return restoring;
  }

  async #start(route: BlobRoute): Promise<BlobResult> {
    const { request, here, signal } = route;
    const work = new SharedWork(async (workSignal) => this.#ensureAndRecord({ ...route, signal: workSignal }));
    here.pending.set(request.target.repository, { source: request.source.name, work });
    return work.wait(signal);
  }

  /** What failed is forgotten before anybody hears of it. */
  async #ensureAndRecord(route: BlobRoute): Promise<BlobResult> {
    const { descriptor, target, participant } = route.request;
    try {
      // Not before it is known as the one that is under way.
      await Promise.resolve();
      const result = await this.#ensure(route);
      this.cache.recordHolder(target.registry, descriptor.digest, target.repository);
      return result;
    } catch (error) {
      route.here.pending.delete(target.repository);
      throw error;
    } finally {
      participant?.skip(descriptor);
    }
  }

  /** Whether the repository holds a blob: it is asked itself, once, unless it was given the blob in this run. */
  async hasBlob(descriptor: Descriptor, target: ImageTarget, signal: AbortSignal): Promise<boolean> {
    const here = stateAt(this.#stateOf(descriptor), target);
    const pending = here.pending.get(target.repository);
    if (pending !== undefined && (await succeeds(pending.work.wait(signal)))) return true;
    const lookUp = this.#lookUps.get(blobKey(descriptor, target)) ?? this.#lookUp(descriptor, target, signal);
    this.#lookUps.set(blobKey(descriptor, target), lookUp);
    return lookUp;
  }

  async #lookUp(descriptor: Descriptor, target: ImageTarget, signal: AbortSignal): Promise<boolean> {
    const isThere = await target.hasBlob(descriptor, signal);
    if (!isThere) {
      this.cache.dropHolder(target.registry, descriptor.digest, target.repository);
      return false;
    }
    const here = stateAt(this.#stateOf(descriptor), target);
    const work = new SharedWork<BlobResult>(async () => Promise.resolve(present));
    if (!here.pending.has(target.repository)) here.pending.set(target.repository, { source: target.name, work });
    here.holders.add(target.repository);
    this.cache.recordHolder(target.registry, descriptor.digest, target.repository);
    return true;
  }

  /** Forgets that a repository holds a blob: its registry says that it does not. */
  forget(target: ImageTarget, descriptor: Descriptor): void {
    const here = stateAt(this.#stateOf(descriptor), target);
    this.#lookUps.delete(blobKey(descriptor, target));
    here.holders.delete(target.repository);
    here.pending.delete(target.repository);
    this.cache.dropHolder(target.registry, descriptor.digest, target.repository);
    this.recordRepository(target);
  }

  /** Takes note that a repository is there by now. */
  recordRepository(target: ImageTarget): void {
    this.#existing.set(target.name, Promise.resolve(true));
  }

  /** Whether the repository was there when it was first asked for; where that cannot be told, it is taken to be. */
  async repositoryExists(target: ImageTarget, signal: AbortSignal): Promise<boolean> {
    const known = this.#existing.get(target.name);
    if (known !== undefined) return known;
    // Some accounts may push and pull, and not list tags: then every blob is asked for, which costs requests and no correctness.
    const asked = target.repositoryExists(signal).catch((error: unknown) => {
      if (isFailure(error)) return true;
      throw error;
    });
    this.#existing.set(target.name, asked);
    return asked;
  }

  /** Somebody else brings the blob here. Where that fails it may be its source's fault: this image's own is tried. */
  async #waitFor(pending: PendingBlob, request: EnsureBlobRequest, signal: AbortSignal): Promise<BlobResult> {
    try {
      const { isUnconfirmed } = await pending.work.wait(signal);
      return { ...present, isUnconfirmed };
    } catch (error) {
      // Those who wanted it were stopped: that says nothing of the blob.
      const isRetryable = pending.work.isStopped || pending.source !== request.source.name;
      if (signal.aborted || !isRetryable) throw error;
      return this.ensureBlob(request, signal);
    }
  }

  async #ensure(route: BlobRoute): Promise<BlobResult> {
    const { request, state, here, isRestore, signal } = route;
    const { descriptor, source, target, participant } = request;
    const exists = await this.repositoryExists(target, signal);
    const isAsked = exists && (here.holders.size === 0 || isRestore === true);
    if (isAsked && (await target.hasBlob(descriptor, signal))) {
      here.holders.add(target.repository);
      return present;
    }
    // It comes for another image: nobody has to wait until it is known what this one needs besides.
    if (here.fetching !== undefined) participant?.skip(descriptor);
    // Who waits for it keeps it going when its own image has failed meanwhile.
    while (here.fetching !== undefined && !signal.aborted) await succeeds(here.fetching.wait(signal));
    signal.throwIfAborted();
    const [holder] = here.holders;
    if (holder !== undefined) return this.#mount(route, holder);
    const failure = state.failures.get(source.registry);
    if (failure !== undefined) throw failure;
    return this.#fetch(route, !exists);
  }

  async #fetch(route: BlobRoute, isNew: boolean): Promise<BlobResult> {
    const { request, state, here } = route;
    const work = here.pending.get(request.target.repository)?.work;
    here.fetching = work;
    try {
      return await this.#bring({ ...route, request: countingMovements(request, here) }, isNew);
    } catch (error) {
      if (isSharedFailure(error)) state.failures.set(request.source.registry, error);
      throw error;
    } finally {
      if (here.fetching === work) here.fetching = undefined;
    }
  }

  /** With the image's other targets where they want it too; else from a target that has it, or from the source. */
  async #bring(route: BlobRoute, isNew: boolean): Promise<BlobResult> {
    const { request, state, here, signal } = route;
    const guess = this.#guessHolder(request, isNew);
    const open = guess === undefined ? undefined : async () => this.#mounts.tryGuess(request, guess, signal);
    if (request.participant !== undefined) {
      const shared = request.participant.join({ request, open });
      const bringing = shared.then((result) => (result === 'alone' ? result : withHolder(route, toResult(result))));
      const result = await whileDownloading(here, bringing);
      if (result !== 'alone') return result;
    }
    const others = [...state.registries.values()].filter((other) => other !== here);
    const onOtherTarget = await findBlobOnOtherTarget(others, this.clock, signal);
    const brought = this.#bringFrom(onOtherTarget, request, open, signal);
    return whileDownloading(
      here,
      brought.then((result) => withHolder(route, result)),
    );
  }

  /** Where an earlier run saw it; else a repository that seems new may hold it: what a run that was cut off left has no tag yet. */
  #guessHolder({ descriptor, target }: EnsureBlobRequest, isNew: boolean): string | undefined {
    const holders = this.trustsHints ? this.cache.holders(target.registry, descriptor.digest) : [];
    return holders.find((holder) => holder !== target.repository) ?? (isNew ? target.repository : undefined);
  }

  async #mount({ request, here, isRestore, signal }: BlobRoute, holder: string): Promise<BlobResult> {
    const opened = isRestore === true ? undefined : await this.#mounts.tryMount(request, holder, signal);
    const result: BlobResult =
      opened === 'mounted'
        ? { kind: 'mounted', bytes: 0, isUnconfirmed: true }
        : await this.#readBack(request, holder, opened, signal);
    here.holders.add(request.target.repository);
    return result;
  }

  /** The registry would not mount: its own copy is read back, so that the source is not asked a second time. */
  async #readBack(
    request: EnsureBlobRequest,
    holder: string,
    opened: Upload | undefined,
    signal: AbortSignal,
  ): Promise<BlobResult> {
    let left = opened;
    const open = async (): Promise<Upload | undefined> => {
      left = undefined;
      return Promise.resolve(opened);
    };
    try {
      return await this.#bringFrom(request.target.sibling(holder), request, open, signal);
    } finally {
      await left?.cancel();
    }
  }

  /** From a copy, where there is one, and if that does not give it from the source. */
  async #bringFrom(
    copy: ImageSource | undefined,
    request: EnsureBlobRequest,
    open: OpenUpload | undefined,
    signal: AbortSignal,
  ): Promise<BlobResult> {
    if (copy === undefined) return toResult(await this.transfer(request, open, signal));
    try {
      return toResult(await this.transfer({ ...request, source: copy }, open, signal));
    } catch (error) {
      if (!isFailureOf(error, copy) || signal.aborted) throw error;
      return toResult(await this.transfer(request, undefined, signal));
    }
  }

  /** By size, too: an image that lies about a blob's size must not fail another that does not. */
  #stateOf({ digest, size }: Descriptor): BlobState {
    const key = `${digest} ${size}`;
    const state = this.#states.get(key) ?? { registries: new Map(), failures: new Map() };
    this.#states.set(key, state);
    return state;
  }
}

/** Before anybody hears that it is done. */
function withHolder({ request, here }: BlobRoute, result: BlobResult): BlobResult {
  here.holders.add(request.target.repository);
  return result;
}
