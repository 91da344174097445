/*
 * A blob's way from its source to a target, from the outside in:
 *   ensureBlob   waits if the blob is on its way to this repository, and else starts it
 *   #ensure      asks the repository for it, and waits for a download under way to a sibling repository
 *   #mount       mounts it from a sibling repository that has it, or reads it back from there
 *   #fetch       brings it, as the one download to this registry
 *   #bring       joins the image's other targets (fan-out.ts), or looks for the blob on another target
 *   #bringFrom   takes that copy, and the source if the copy does not give it
 * and in transfer.ts:
 *   createTransfer    retries the whole
 *   whenReady         waits until both hosts may be asked, then for a slot to write
 *   transferWhenRead  waits for a slot to read
 *   transferOnce      opens the upload and sends the content
 */

import type { Clock } from '../../runtime/clock.js';
import { isFailure } from '../../runtime/errors.js';
import type { ImageSource, ImageTarget, Upload } from '../../image/source-and-target.js';
import type { Descriptor } from '../../image/manifest.js';
import type { RunCache } from '../../cache/run-cache.js';
import {
  type BlobResult,
  type BlobState,
  BlobStates,
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
import type { BlobRoute, OpenUpload, TransferBlob } from './transfer.js';

/** One blob that is to be in one repository. */
interface BlobWork {
  readonly descriptor: Descriptor;
  readonly route: BlobRoute;
  /** The repository among the image's targets. */
  readonly participant: FanOutParticipant | undefined;
  readonly state: BlobState;
  readonly here: RegistryState;
  /** The registry was given it here before, and has lost it. */
  readonly isRestore: boolean;
}

/**
 * Every blob of a run, and where it is. A blob that one image brings to a registry is mounted for all others there. A blob that one target got is
 * read back from it for the next target, so no blob is downloaded twice. Code that waits for a download under way holds no slot.
 */
export class BlobPlan {
  readonly #states = new BlobStates();
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

  /**
   * Makes a blob be in the target repository, once, however many ask.
   * @param participant the repository among the image's targets, where the image has several
   */
  async ensureBlob(
    descriptor: Descriptor,
    route: BlobRoute,
    participant: FanOutParticipant | undefined,
    signal: AbortSignal,
  ): Promise<BlobResult> {
    const state = this.#states.of(descriptor);
    const here = stateAt(state, route.target);
    const pending = here.pending.get(route.target.repository);
    if (pending === undefined)
      return this.#start({ descriptor, route, participant, state, here, isRestore: false }, signal);
    participant?.skip(descriptor);
    try {
      const { isUnconfirmed } = await pending.work.wait(signal);
      return { ...present, isUnconfirmed };
    } catch (error) {
      // Somebody else brought it: that may have failed because of its source, or because those who wanted it were stopped.
      const isRetryable = pending.work.isStopped || pending.source !== route.source.name;
      if (signal.aborted || !isRetryable) throw error;
      return this.ensureBlob(descriptor, route, participant, signal);
    }
  }

  /**
   * Sends a blob again to a repository that accepted it and does not have it: once, however many callers ask at a time. It looks for the blob first,
   * and sends its bytes, because a mount may have lost it. The image's other targets have the blob, or send it themselves.
   */
  async restoreBlob(descriptor: Descriptor, route: BlobRoute, signal: AbortSignal): Promise<BlobResult> {
    const { target } = route;
    const key = blobKey(descriptor, target);
    const pending = this.#restores.get(key);
    if (pending !== undefined) return pending;
    this.forget(target, descriptor);
    const state = this.#states.of(descriptor);
    const here = stateAt(state, target);
    const begun = this.#start({ descriptor, route, participant: undefined, state, here, isRestore: true }, signal);
    const restoring = begun.finally(() => this.#restores.delete(key));
    this.#restores.set(key, restoring);
    return restoring;
  }

  async #start(work: BlobWork, signal: AbortSignal): Promise<BlobResult> {
    const { source, target } = work.route;
    const shared = new SharedWork(async (sharedSignal) => this.#ensureAndRecord(work, sharedSignal));
    work.here.pending.set(target.repository, { source: source.name, work: shared });
    return shared.wait(signal);
  }

  /** What failed is forgotten before anybody hears of it. */
  async #ensureAndRecord(work: BlobWork, signal: AbortSignal): Promise<BlobResult> {
    const { descriptor, participant, here } = work;
    const { registry, repository } = work.route.target;
    try {
      // Not before it is known as the one that is under way.
      await Promise.resolve();
      const result = await this.#ensure(work, signal);
      this.cache.recordHolder(registry, descriptor.digest, repository);
      return result;
    } catch (error) {
      here.pending.delete(repository);
      throw error;
    } finally {
      participant?.skip(descriptor);
    }
  }

  /** Whether the repository holds a blob: it is asked itself, once, unless it was given the blob in this run. */
  async hasBlob(descriptor: Descriptor, target: ImageTarget, signal: AbortSignal): Promise<boolean> {
    const here = stateAt(this.#states.of(descriptor), target);
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
    const here = stateAt(this.#states.of(descriptor), target);
    const work = new SharedWork<BlobResult>(async () => Promise.resolve(present));
    if (!here.pending.has(target.repository)) here.pending.set(target.repository, { source: target.name, work });
    here.holders.add(target.repository);
    this.cache.recordHolder(target.registry, descriptor.digest, target.repository);
    return true;
  }

  /** Forgets that a repository holds a blob: its registry says that it does not. */
  forget(target: ImageTarget, descriptor: Descriptor): void {
    const here = stateAt(this.#states.of(descriptor), target);
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

  /** Whether the repository existed when it was first asked for; if the answer does not say, assume that it did. */
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

  async #ensure(work: BlobWork, signal: AbortSignal): Promise<BlobResult> {
    const { descriptor, route, participant, state, here, isRestore } = work;
    const { source, target } = route;
    const exists = await this.repositoryExists(target, signal);
    const isAsked = exists && (here.holders.size === 0 || isRestore);
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
    if (holder !== undefined) return this.#mount(work, holder, signal);
    const failure = state.failures.get(source.registry);
    if (failure !== undefined) throw failure;
    return this.#fetch(work, !exists, signal);
  }

  async #fetch(work: BlobWork, isNew: boolean, signal: AbortSignal): Promise<BlobResult> {
    const { route, state, here } = work;
    const fetching = here.pending.get(route.target.repository)?.work;
    here.fetching = fetching;
    try {
      return await this.#bring(work, isNew, signal);
    } catch (error) {
      if (isSharedFailure(error)) state.failures.set(route.source.registry, error);
      throw error;
    } finally {
      if (here.fetching === fetching) here.fetching = undefined;
    }
  }

  /** With the image's other targets where they want it too; else from a target that has it, or from the source. */
  async #bring(work: BlobWork, isNew: boolean, signal: AbortSignal): Promise<BlobResult> {
    const { descriptor, participant, state, here } = work;
    const route = countingMovements(work.route, here);
    const { target } = route;
    const guess = this.#guessHolder(descriptor, target, isNew);
    const open = guess === undefined ? undefined : async () => this.#mounts.tryGuess(descriptor, target, guess, signal);
    // Before anybody hears that it is done.
    const recorded = (result: BlobResult): BlobResult => {
      here.holders.add(target.repository);
      return result;
    };
    if (participant !== undefined) {
      const shared = participant.join({ descriptor, route, open });
      const bringing = shared.then((result) => (result === 'alone' ? result : recorded(toResult(result))));
      const result = await whileDownloading(here, bringing);
      if (result !== 'alone') return result;
    }
    const others = [...state.registries.values()].filter((other) => other !== here);
    const onOtherTarget = await findBlobOnOtherTarget(others, this.clock, signal);
    return whileDownloading(here, this.#bringFrom(onOtherTarget, descriptor, route, open, signal).then(recorded));
  }

  /** Where an earlier run saw it; else a repository that seems new may hold it: what a run that was cut off left has no tag yet. */
  #guessHolder({ digest }: Descriptor, { registry, repository }: ImageTarget, isNew: boolean): string | undefined {
    const holders = this.trustsHints ? this.cache.holders(registry, digest) : [];
    return holders.find((holder) => holder !== repository) ?? (isNew ? repository : undefined);
  }

  async #mount(
    { descriptor, route, here, isRestore }: BlobWork,
    holder: string,
    signal: AbortSignal,
  ): Promise<BlobResult> {
    const { target } = route;
    const opened = isRestore ? undefined : await this.#mounts.tryMount(descriptor, target, holder, signal);
    const result: BlobResult =
      opened === 'mounted'
        ? { kind: 'mounted', bytes: 0, isUnconfirmed: true }
        : await this.#readBack(descriptor, route, holder, opened, signal);
    here.holders.add(target.repository);
    return result;
  }

  /** The registry would not mount: its own copy is read back, so that the source is not asked a second time. */
  async #readBack(
    descriptor: Descriptor,
    route: BlobRoute,
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
      return await this.#bringFrom(route.target.sibling(holder), descriptor, route, open, signal);
    } finally {
      await left?.cancel();
    }
  }

  /** From a copy, where there is one, and if that does not give it from the source. */
  async #bringFrom(
    copy: ImageSource | undefined,
    descriptor: Descriptor,
    route: BlobRoute,
    open: OpenUpload | undefined,
    signal: AbortSignal,
  ): Promise<BlobResult> {
    if (copy === undefined) return toResult(await this.transfer(descriptor, route, open, signal));
    const { target, onBytes } = route;
    try {
      return toResult(
        await this.transfer(descriptor, { source: copy, held: undefined, target, onBytes }, open, signal),
      );
    } catch (error) {
      if (!isFailureOf(error, copy) || signal.aborted) throw error;
      return toResult(await this.transfer(descriptor, route, undefined, signal));
    }
  }
}
