import type { Clock } from '../../runtime/clock.js';
import { isFailure } from '../../runtime/errors.js';
import type { ImageSource, ImageTarget, Upload } from '../../image/access.js';
import type { Descriptor } from '../../image/manifest.js';
import type { Knowledge } from '../../cache/run-cache.js';
import {
  type BlobState,
  type Placement,
  type Placing,
  type RegistryState,
  isAbout,
  isOfAll,
  keyOf,
  noting,
  placementOf,
  present,
  stateAt,
  succeeds,
  telling,
} from './blob-state.js';
import type { Companion } from './fan-out.js';
import { SharedWork } from '../../runtime/wait.js';
import { findElsewhere } from './blob-on-other-target.js';
import { Mounts } from './mount.js';
import type { BlobRequest, OpenUpload, TransferBlob } from './transfer.js';

/** A blob's way into one repository, with those of the same image's other targets. */
export interface PlaceRequest extends BlobRequest {
  readonly companion?: Companion | undefined;
}

/** A blob's way to one registry. */
interface Route {
  readonly request: PlaceRequest;
  readonly state: BlobState;
  readonly here: RegistryState;
  /** The registry was given it here before, and has lost it. */
  readonly isAgain?: true;
  readonly signal: AbortSignal;
}

/**
 * Every blob of a run and where it is: what one image brings to a registry is mounted for all others there, and what one target was given is
 * read back for the next, so that no blob is downloaded twice. Who waits for a download under way holds no place in any queue.
 */
export class BlobPlan {
  readonly #states = new Map<string, BlobState>();
  readonly #existing = new Map<string, Promise<boolean>>();
  readonly #looks = new Map<string, Promise<boolean>>();
  readonly #again = new Map<string, Promise<Placement>>();
  readonly #mounts: Mounts;

  constructor(
    private readonly transfer: TransferBlob,
    private readonly knowledge: Knowledge,
    private readonly clock: Clock,
    /** Whether it is tried where earlier runs saw a blob. */
    private readonly believesHints = true,
  ) {
    this.#mounts = new Mounts(knowledge);
  }

  /** Makes a blob be in the target repository, once, however many ask. */
  async place(request: PlaceRequest, signal: AbortSignal): Promise<Placement> {
    const { descriptor, target, companion } = request;
    const state = this.#stateOf(descriptor);
    const here = stateAt(state, target);
    const pending = here.placements.get(target.repository);
    if (pending !== undefined) {
      companion?.pass(descriptor);
      return this.#joined(pending, request, signal);
    }
    return this.#begin({ request, state, here, signal });
  }

  /**
   * Makes a blob be in a repository that was given it, and does not have it: once, however many ask at a time. It is looked for first, and brought
   * by its bytes, because a mount may have lost it.
   */
  async placeAgain(request: PlaceRequest, signal: AbortSignal): Promise<Placement> {
    const { descriptor, target } = request;
    const key = keyOf(descriptor, target);
    const pending = this.#again.get(key);
    if (pending !== undefined) return pending;
    this.forget(target, descriptor);
    const state = this.#stateOf(descriptor);
    // The image's other targets have it, or bring it by themselves.
    const alone = { ...request, companion: undefined };
    const begun = this.#begin({ request: alone, state, here: stateAt(state, target), isAgain: true, signal });
    const placing = begun.finally(() => this.#again.delete(key));
    this.#again.set(key, placing);
    return placing;
  }

  async #begin(route: Route): Promise<Placement> {
    const { request, here, signal } = route;
    const work = new SharedWork(async (wanted) => this.#placeAndNote({ ...route, signal: wanted }));
    here.placements.set(request.target.repository, { source: request.source.name, work });
    return work.wait(signal);
  }

  /** What failed is forgotten before anybody hears of it. */
  async #placeAndNote(route: Route): Promise<Placement> {
    const { descriptor, target, companion } = route.request;
    try {
      // Not before it is known as the one that is under way.
      await Promise.resolve();
      const placement = await this.#place(route);
      this.knowledge.noteHolder(target.registry, descriptor.digest, target.repository);
      return placement;
    } catch (error) {
      route.here.placements.delete(target.repository);
      throw error;
    } finally {
      companion?.pass(descriptor);
    }
  }

  /** Whether the repository holds a blob: it is asked itself, once, unless it was given the blob in this run. */
  async isHeld(descriptor: Descriptor, target: ImageTarget, signal: AbortSignal): Promise<boolean> {
    const here = stateAt(this.#stateOf(descriptor), target);
    const pending = here.placements.get(target.repository);
    if (pending !== undefined && (await succeeds(pending.work.wait(signal)))) return true;
    const look = this.#looks.get(keyOf(descriptor, target)) ?? this.#look(descriptor, target, signal);
    this.#looks.set(keyOf(descriptor, target), look);
    return look;
  }

  async #look(descriptor: Descriptor, target: ImageTarget, signal: AbortSignal): Promise<boolean> {
    const isThere = await target.hasBlob(descriptor, signal);
    if (!isThere) {
      this.knowledge.dropHolder(target.registry, descriptor.digest, target.repository);
      return false;
    }
    const here = stateAt(this.#stateOf(descriptor), target);
    const work = new SharedWork<Placement>(async () => Promise.resolve(present));
    if (!here.placements.has(target.repository)) here.placements.set(target.repository, { source: target.name, work });
    here.holders.add(target.repository);
    this.knowledge.noteHolder(target.registry, descriptor.digest, target.repository);
    return true;
  }

  /** Forgets that a repository holds a blob: its registry says that it does not. */
  forget(target: ImageTarget, descriptor: Descriptor): void {
    const here = stateAt(this.#stateOf(descriptor), target);
    this.#looks.delete(keyOf(descriptor, target));
    here.holders.delete(target.repository);
    here.placements.delete(target.repository);
    this.knowledge.dropHolder(target.registry, descriptor.digest, target.repository);
    this.noteRepository(target);
  }

  /** Takes note that a repository is there by now. */
  noteRepository(target: ImageTarget): void {
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
  async #joined(pending: Placing, request: PlaceRequest, signal: AbortSignal): Promise<Placement> {
    try {
      const { isUnconfirmed } = await pending.work.wait(signal);
      return { ...present, isUnconfirmed };
    } catch (error) {
      // Those who wanted it were stopped: that says nothing of the blob.
      const isMoot = pending.work.isStopped || pending.source !== request.source.name;
      if (signal.aborted || !isMoot) throw error;
      return this.place(request, signal);
    }
  }

  async #place(route: Route): Promise<Placement> {
    const { request, state, here, isAgain, signal } = route;
    const { descriptor, source, target, companion } = request;
    const exists = await this.repositoryExists(target, signal);
    const isAsked = exists && (here.holders.size === 0 || isAgain === true);
    if (isAsked && (await target.hasBlob(descriptor, signal))) {
      here.holders.add(target.repository);
      return present;
    }
    // It comes for another image: nobody has to wait until it is known what this one needs besides.
    if (here.fetching !== undefined) companion?.pass(descriptor);
    // Who waits for it keeps it going when its own image has failed meanwhile.
    while (here.fetching !== undefined && !signal.aborted) await succeeds(here.fetching.wait(signal));
    signal.throwIfAborted();
    const [holder] = here.holders;
    if (holder !== undefined) return this.#mount(route, holder);
    const failure = state.failures.get(source.registry);
    if (failure !== undefined) throw failure;
    return this.#fetch(route, !exists);
  }

  async #fetch(route: Route, isNew: boolean): Promise<Placement> {
    const { request, state, here } = route;
    const work = here.placements.get(request.target.repository)?.work;
    here.fetching = work;
    try {
      return await this.#bring({ ...route, request: noting(request, here) }, isNew);
    } catch (error) {
      if (isOfAll(error)) state.failures.set(request.source.registry, error);
      throw error;
    } finally {
      if (here.fetching === work) here.fetching = undefined;
    }
  }

  /** With the image's other targets where they want it too; else from a target that has it, or from the source. */
  async #bring(route: Route, isNew: boolean): Promise<Placement> {
    const { request, state, here, signal } = route;
    const guess = this.#guessHolder(request, isNew);
    const open = guess === undefined ? undefined : async () => this.#mounts.tryGuess(request, guess, signal);
    if (request.companion !== undefined) {
      const joint = request.companion.join({ request, open });
      const placed = joint.then((result) => (result === 'alone' ? result : noted(route, placementOf(result))));
      const result = await telling(here, placed);
      if (result !== 'alone') return result;
    }
    const others = [...state.registries.values()].filter((other) => other !== here);
    const elsewhere = await findElsewhere(others, this.clock, signal);
    const brought = this.#bringFrom(elsewhere, request, open, signal);
    return telling(
      here,
      brought.then((placement) => noted(route, placement)),
    );
  }

  /** Where an earlier run saw it; else a repository that seems new may hold it: what a run that was cut off left has no tag yet. */
  #guessHolder({ descriptor, target }: PlaceRequest, isNew: boolean): string | undefined {
    const holders = this.believesHints ? this.knowledge.holders(target.registry, descriptor.digest) : [];
    return holders.find((holder) => holder !== target.repository) ?? (isNew ? target.repository : undefined);
  }

  async #mount({ request, here, isAgain, signal }: Route, holder: string): Promise<Placement> {
    const opened = isAgain === true ? undefined : await this.#mounts.tryMount(request, holder, signal);
    const placement: Placement =
      opened === 'mounted'
        ? { kind: 'mounted', bytes: 0, isUnconfirmed: true }
        : await this.#readBack(request, holder, opened, signal);
    here.holders.add(request.target.repository);
    return placement;
  }

  /** The registry would not mount: its own copy is read back, so that the source is not asked a second time. */
  async #readBack(
    request: PlaceRequest,
    holder: string,
    opened: Upload | undefined,
    signal: AbortSignal,
  ): Promise<Placement> {
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
    request: PlaceRequest,
    open: OpenUpload | undefined,
    signal: AbortSignal,
  ): Promise<Placement> {
    if (copy === undefined) return placementOf(await this.transfer(request, open, signal));
    try {
      return placementOf(await this.transfer({ ...request, source: copy }, open, signal));
    } catch (error) {
      if (!isAbout(error, copy) || signal.aborted) throw error;
      return placementOf(await this.transfer(request, undefined, signal));
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
function noted({ request, here }: Route, placement: Placement): Placement {
  here.holders.add(request.target.repository);
  return placement;
}
