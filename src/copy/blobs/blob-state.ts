import { RegistryError } from '../../image/registry-error.js';
import type { ImageSource, ImageTarget } from '../../image/source-and-target.js';
import type { Descriptor } from '../../image/manifest.js';
import type { SharedWork } from '../../runtime/wait.js';
import type { BlobRoute } from './transfer.js';

/** How a blob came to be in a target repository. */
export interface BlobResult {
  readonly kind: 'present' | 'mounted' | 'copied';
  /** bytes that crossed the wire for it */
  readonly bytes: number;
  /** Whether this run put it there, for this image or another, and nobody has checked it since. */
  readonly isUnconfirmed: boolean;
}

/** The registry answered for it. */
export const present: BlobResult = { kind: 'present', bytes: 0, isUnconfirmed: false };

/** What was mounted on a guess was looked for. */
export function toResult(bytes: number | 'present'): BlobResult {
  return bytes === 'present' ? present : { kind: 'copied', bytes, isUnconfirmed: true };
}

/** A blob that is on its way or there, and whose bytes it brings. */
interface PendingBlob {
  readonly source: string;
  readonly work: SharedWork<BlobResult>;
}

/** What is known of one blob on one registry. */
export interface RegistryState {
  /** Repositories that hold it for certain. */
  readonly holders: Set<string>;
  readonly pending: Map<string, PendingBlob>;
  /** While the blob is being sent here for the first time. */
  fetching: SharedWork<BlobResult> | undefined;
  /** While its bytes may be on their way here; never rejected. */
  downloading: Promise<void> | undefined;
  /** How often some of its bytes moved. */
  movements: number;
  /** A repository of it, to be read. */
  readonly sibling: (repository: string) => ImageSource;
}

/** What is known of one blob. */
export interface BlobState {
  readonly registries: Map<string, RegistryState>;
  /** Why it could not be had, by the registry that was asked: asking it again for another image would come to the same. */
  readonly failures: Map<string, RegistryError>;
}

/** What is known of all blobs of a run. */
export class BlobStates {
  readonly #states = new Map<string, BlobState>();

  /** By size, too, because an image may give a wrong one. */
  of({ digest, size }: Descriptor): BlobState {
    const key = `${digest} ${size}`;
    const state = this.#states.get(key) ?? { registries: new Map(), failures: new Map() };
    this.#states.set(key, state);
    return state;
  }
}

/** Lets others know that bytes are on their way here. */
export async function whileDownloading<T>(here: RegistryState, bringing: Promise<T>): Promise<T> {
  here.downloading = bringing.then(
    () => undefined,
    () => undefined,
  );
  try {
    return await bringing;
  } finally {
    here.downloading = undefined;
  }
}

export function stateAt(state: BlobState, target: ImageTarget): RegistryState {
  const here = state.registries.get(target.registry) ?? {
    holders: new Set(),
    pending: new Map(),
    fetching: undefined,
    downloading: undefined,
    movements: 0,
    sibling: (repository: string) => target.sibling(repository),
  };
  state.registries.set(target.registry, here);
  return here;
}

/** If one repository denies, misses or fails to serve the blob, another may serve it. Wrong content, or an unreachable host, is the same for all. */
export function isSharedFailure(error: unknown): error is RegistryError {
  return error instanceof RegistryError && error.side === 'source' && sharedFailureCodes.has(error.code);
}

const sharedFailureCodes: ReadonlySet<string> = new Set([
  'digest-mismatch',
  'network',
  'unreachable',
  'timeout',
  'rate-limited',
  'token-refused',
]);

/** Whether it was the copy that could not be read, and not the target that would not take it. */
export function isFailureOf(error: unknown, { name }: ImageSource): boolean {
  return error instanceof RegistryError && error.reference.startsWith(`${name}@`);
}

export async function succeeds(promise: Promise<unknown>): Promise<boolean> {
  return promise.then(
    () => true,
    () => false,
  );
}

/** By size, too, for an image may lie about it. */
export function blobKey({ digest, size }: Descriptor, { name }: ImageTarget): string {
  return `${name} ${digest} ${size}`;
}

/** Tells the registry's state what moves. */
export function countingMovements({ source, held, target, onBytes }: BlobRoute, here: RegistryState): BlobRoute {
  return {
    source,
    held,
    target,
    onBytes: (bytes) => {
      here.movements += 1;
      onBytes(bytes);
    },
  };
}
