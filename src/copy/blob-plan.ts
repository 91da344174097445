import { RegistryError, isFailure } from '../errors.js';
import type { ImageTarget, Upload } from '../image/access.js';
import type { Descriptor } from '../image/manifest.js';
import type { BlobRequest, TransferBlob } from './transfer.js';

/** How a blob came to be in a target repository. */
export interface Placement {
  readonly kind: 'present' | 'mounted' | 'copied';
  /** bytes that crossed the wire for it */
  readonly bytes: number;
}

/** A placement under way or done, and whose bytes it brings. */
interface Placing {
  readonly source: string;
  readonly placement: Promise<Placement>;
}

/** What is known of one blob on one registry. */
interface BlobState {
  /** Repositories that hold it for certain. */
  readonly holders: Set<string>;
  readonly placements: Map<string, Placing>;
  /** Why it could not be had, by the registry that was asked: asking it again for another image would come to the same. */
  readonly failures: Map<string, RegistryError>;
  /** The first download, while it goes on; never rejected. */
  fetching: Promise<void> | undefined;
}

/**
 * Every blob of a run and where it is: what one image brings to a registry is mounted for all others there, so that no blob is
 * downloaded twice. Who waits for a download under way holds no place in any queue.
 */
export class BlobPlan {
  readonly #states = new Map<string, BlobState>();
  readonly #existing = new Map<string, Promise<boolean>>();

  constructor(private readonly transfer: TransferBlob) {}

  /** Makes a blob be in the target repository, once, however many ask. */
  async place(request: BlobRequest, signal: AbortSignal): Promise<Placement> {
    const { descriptor, target } = request;
    const state = this.#stateOf(target, descriptor);
    const pending = state.placements.get(target.repository);
    if (pending !== undefined) return this.#joined(pending, request, signal);
    const placing: Placing = { source: request.source.name, placement: this.#place(request, state, signal) };
    state.placements.set(target.repository, placing);
    try {
      return await placing.placement;
    } catch (error) {
      state.placements.delete(target.repository);
      throw error;
    }
  }

  /** Forgets that a repository holds a blob: its registry says that it does not. */
  forget(target: ImageTarget, descriptor: Descriptor): void {
    const state = this.#stateOf(target, descriptor);
    state.holders.delete(target.repository);
    state.placements.delete(target.repository);
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
  async #joined(pending: Placing, request: BlobRequest, signal: AbortSignal): Promise<Placement> {
    try {
      await pending.placement;
      return { kind: 'present', bytes: 0 };
    } catch (error) {
      if (signal.aborted || pending.source === request.source.name) throw error;
      return this.place(request, signal);
    }
  }

  async #place(request: BlobRequest, state: BlobState, signal: AbortSignal): Promise<Placement> {
    const { descriptor, target } = request;
    const exists = await this.repositoryExists(target, signal);
    if (exists && state.holders.size === 0 && (await target.hasBlob(descriptor, signal))) {
      state.holders.add(target.repository);
      return { kind: 'present', bytes: 0 };
    }
    while (state.fetching !== undefined) await state.fetching;
    const [holder] = state.holders;
    const failure = state.failures.get(request.source.registry);
    if (holder === undefined && failure !== undefined) throw failure;
    return holder === undefined
      ? this.#fetch(request, state, !exists, signal)
      : this.#mount(request, state, holder, signal);
  }

  async #fetch(request: BlobRequest, state: BlobState, isNew: boolean, signal: AbortSignal): Promise<Placement> {
    const fetching = this.#bring(request, isNew, signal).then((placement) => {
      state.holders.add(request.target.repository);
      return placement;
    });
    const settled = fetching.then(
      () => undefined,
      () => undefined,
    );
    state.fetching = settled;
    try {
      return await fetching;
    } catch (error) {
      if (isOfAll(error)) state.failures.set(request.source.registry, error);
      throw error;
    } finally {
      if (state.fetching === settled) state.fetching = undefined;
    }
  }

  /**
   * A repository that seems new may hold the blob all the same: what a run that was cut off left has no tag yet. To mount it from itself
   * tells, and opens the upload where it is not there: no request more than to open one.
   */
  async #bring(request: BlobRequest, isNew: boolean, signal: AbortSignal): Promise<Placement> {
    const { target, descriptor } = request;
    const open = async (): Promise<Upload | 'mounted' | undefined> => {
      const opened = await this.#tryMount(request, target.repository, signal);
      // Nobody knew that it is there: a registry that takes every mount must not be believed.
      if (opened !== 'mounted' || (await target.hasBlob(descriptor, signal))) return opened;
      return undefined;
    };
    return placementOf(await this.transfer(request, isNew ? open : undefined, signal));
  }

  async #mount(request: BlobRequest, state: BlobState, holder: string, signal: AbortSignal): Promise<Placement> {
    const { target } = request;
    const mounted = await this.#tryMount(request, holder, signal);
    const placement: Placement =
      mounted === 'mounted' ? { kind: 'mounted', bytes: 0 } : await this.#readBack(request, holder, mounted, signal);
    state.holders.add(target.repository);
    return placement;
  }

  /** The registry would not mount: its own copy is read back, so that the source is not asked a second time. */
  async #readBack(
    request: BlobRequest,
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
      return placementOf(await this.transfer({ ...request, source: request.target.sibling(holder) }, open, signal));
    } catch (error) {
      await left?.cancel();
      if (!isFailure(error)) throw error;
      return placementOf(await this.transfer(request, undefined, signal));
    }
  }

  async #tryMount(
    { descriptor, target }: BlobRequest,
    holder: string,
    signal: AbortSignal,
  ): Promise<Upload | 'mounted' | undefined> {
    try {
      return await target.mountBlob(descriptor.digest, holder, signal);
    } catch (error) {
      // Docker Hub answers 401 to a mount that it will not do; an upload tells whether writing is allowed.
      if (isFailure(error) && !signal.aborted) return undefined;
      throw error;
    }
  }

  /** By size, too: an image that lies about a blob's size must not fail another that does not. */
  #stateOf(target: ImageTarget, { digest, size }: Descriptor): BlobState {
    const key = `${target.registry} ${digest} ${size}`;
    const state = this.#states.get(key) ?? {
      holders: new Set(),
      placements: new Map(),
      failures: new Map(),
      fetching: undefined,
    };
    this.#states.set(key, state);
    return state;
  }
}

function placementOf(bytes: number | 'present'): Placement {
  return bytes === 'present' ? { kind: 'present', bytes: 0 } : { kind: 'copied', bytes };
}

/** What one repository denies, lacks or fails at another may give; content that is wrong, or a host that is not reached, is so for all. */
function isOfAll(error: unknown): error is RegistryError {
  return error instanceof RegistryError && error.side === 'source' && codesOfAll.has(error.code);
}

const codesOfAll: ReadonlySet<string> = new Set([
  'digest-mismatch',
  'network',
  'timeout',
  'rate-limited',
  'token-refused',
]);
