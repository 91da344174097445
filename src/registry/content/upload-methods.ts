import type { RegistryError } from '../../image/registry-error.js';
import { unlessAborted } from '../../runtime/wait.js';

/**
 * How the bytes of a blob go into an upload session: in the `PUT` that ends it; by one `PATCH` before that; or by several, of so many bytes each.
 */
export type UploadMethod =
  { readonly kind: 'put' } | { readonly kind: 'patch' } | { readonly kind: 'chunks'; readonly bytes: number };

/** Chunk sizes, tried in this order. By default proxies accept 100 MB (Cloudflare) or 1 MiB (nginx). GHCR accepts 4 MiB in a `PATCH` with a range. */
const chunkSizes: readonly number[] = [64, 16, 4, 1].map((mebibytes) => mebibytes * 1024 * 1024);

/** A registry that asks for larger chunks than this asks for too much: they may have to be held. */
const maxMinChunkBytes = 64 * 1024 * 1024;

/** A chunk that may be redirected is held whole. Several uploads of 16 MiB each fit into the memory of a small runner. */
const maxHeldChunkBytes = 16 * 1024 * 1024;

/** What a run learns of the way in which one registry takes the bytes of blobs. */
export class UploadMethods {
  #whole: 'put' | 'patch' = 'put';
  /** Whether the way for whole blobs has worked. */
  #isProven = false;
  #isPatchRefused = false;
  /** Why the first way for whole blobs was given up, until another has worked. */
  #refusal: RegistryError | undefined;
  /** While a blob is looked for whose bytes the registry does not know; never rejected. */
  #looking: Promise<void> | undefined;
  /** Blobs of this size were too large for one request. */
  #tooLarge = Number.POSITIVE_INFINITY;
  #chunkBytes = Number.POSITIVE_INFINITY;
  #minChunkBytes = 0;
  #redirectsBodies = false;
  #isHeldInVain = false;

  /** What an answer to `POST …/blobs/uploads/` names as the least size of a chunk. */
  recordMinChunk(header: string | undefined): void {
    if (header !== undefined && /^\d{1,12}$/.test(header))
      this.#minChunkBytes = Math.min(Number(header), maxMinChunkBytes);
  }

  /** Whether a body is held back behind its first piece, until it shows that it is redirected. */
  get holdsBodies(): boolean {
    return this.#redirectsBodies && !this.#isHeldInVain;
  }

  /** Whether each chunk is held whole, because a redirect may show when all of it was sent. */
  get holdsChunks(): boolean {
    return this.#redirectsBodies;
  }

  /** A body was redirected when too much of it was sent to be held. */
  recordRedirect(): void {
    this.#redirectsBodies = true;
  }

  /** A body was held back for long, and not redirected: the registry reads all of it first. */
  recordVainHold(): void {
    this.#isHeldInVain = true;
  }

  methodFor(size: number): UploadMethod {
    if (size < this.#tooLarge) return { kind: this.#whole };
    const most = this.holdsChunks ? Math.max(maxHeldChunkBytes, this.#minChunkBytes) : Number.POSITIVE_INFINITY;
    return { kind: 'chunks', bytes: Math.min(this.#chunkBytes, most) };
  }

  /** The same, but first waits while a blob is looked for: its answer may change the way. */
  async methodWhenKnown(size: number, signal: AbortSignal): Promise<UploadMethod> {
    if (this.#looking !== undefined) await unlessAborted(this.#looking, signal);
    return this.methodFor(size);
  }

  /**
   * Looks for a blob after the registry has answered that it does not know its bytes. If the blob is missing, the next ones go the other way; those
   * that come meanwhile wait, because a large one would be sent in vain.
   */
  async isStored(method: UploadMethod, error: RegistryError, look: () => Promise<boolean>): Promise<boolean> {
    const looking = look().then((isThere) => {
      if (!isThere) this.afterRefusal(method, error);
      return isThere;
    });
    this.#looking = Promise.allSettled([this.#looking, looking]).then(() => undefined);
    return looking;
  }

  /** A blob of that size was taken. An empty one has no bytes to be lost, and shows nothing. */
  worked({ kind }: UploadMethod, size: number): void {
    if (kind === 'chunks' || size === 0) return;
    this.#isProven = true;
    this.#refusal = undefined;
  }

  /** Why a blob that failed in this way was not sent in the first one. */
  whyNotByPut({ kind }: UploadMethod): RegistryError | undefined {
    return kind === 'patch' ? this.#refusal : undefined;
  }

  /** A proxy refused a request as too large. What to try next; undefined: there is nothing. */
  afterTooLarge(method: UploadMethod, size: number): UploadMethod | undefined {
    const current = method.kind === 'chunks' ? method.bytes : size;
    const bytes = chunkSizes.map((chunk) => Math.max(chunk, this.#minChunkBytes)).find((chunk) => chunk < current);
    if (bytes === undefined) return undefined;
    this.#tooLarge = Math.min(this.#tooLarge, size);
    this.#chunkBytes = Math.min(this.#chunkBytes, bytes);
    return this.methodFor(size);
  }

  /** Whether the way for whole blobs may be the wrong one. */
  isInDoubt({ kind }: UploadMethod): boolean {
    if (kind !== 'put') return false;
    // What was under way when another blob showed that it has to be the other way.
    return this.#whole === 'patch' || (!this.#isProven && !this.#isPatchRefused);
  }

  /** The registry would not take a whole blob in this way. What to try next; undefined: there is nothing. */
  afterRefusal(method: UploadMethod, error: RegistryError): UploadMethod | undefined {
    if (!this.isInDoubt(method)) return undefined;
    this.#whole = 'patch';
    this.#refusal ??= error;
    return { kind: 'patch' };
  }

  /** The other method did not work either: the next blob is sent with the first method again. */
  failed({ kind }: UploadMethod): void {
    if (kind === 'chunks') this.#tooLarge = Number.POSITIVE_INFINITY;
    if (kind !== 'patch' || this.#isProven) return;
    this.#whole = 'put';
    this.#isPatchRefused = true;
  }
}

const methodRefusalStatuses: ReadonlySet<number> = new Set([405, 411, 415, 501]);
/** What registries say of bytes that they lost. */
const lossCodes: ReadonlySet<string> = new Set(['DIGEST_INVALID', 'BLOB_UPLOAD_INVALID', 'SIZE_INVALID']);

/**
 * Whether a registry's answer says that it does not accept a blob in one `PUT`. Old Artifactory loses the bytes and then does not find the blob
 * (containerd#3533, buildx#196: 404).
 * @param isSent whether all of the content was sent, whose hash was right
 */
export function isMethodRefusal({ status = 0, registryCodes }: RegistryError, isSent: boolean): boolean {
  if (methodRefusalStatuses.has(status) || (status === 400 && registryCodes.includes('UNSUPPORTED'))) return true;
  // With 413 the registry's own limit for a blob is meant.
  return isSent && status !== 413 && registryCodes.some((code) => lossCodes.has(code));
}

/** Whether a request was too large for what stands before the registry, which says so in its own words. */
export function isProxyLimit({ status, registryCodes }: Pick<RegistryError, 'status' | 'registryCodes'>): boolean {
  return status === 413 && registryCodes.length === 0;
}
