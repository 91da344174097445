import type { Side } from './registry-error.js';
import type { Digest } from './digest.js';
import type { Descriptor, ManifestContent } from './manifest.js';

/** What a registry says of a manifest without sending it. */
export interface ManifestHead {
  readonly digest: Digest;
  /** Where it had to be read to be looked up: the registry gives no digest without it. */
  readonly content?: ManifestContent;
}

/**
 * How many manifests a registry serves to one account, or to one address, in a window of time.
 * Source: docs.docker.com, "Docker Hub pull usage and limits".
 */
export interface PullLimit {
  /** manifests a window */
  readonly limit: number;
  /** manifests that are left */
  readonly remaining: number;
  readonly windowSeconds: number;
}

/** What a registry says of a manifest that it took. */
export interface PutAnswer {
  /** The manifest has a subject, and the registry lists it among the subject's referrers (`OCI-Subject`). */
  readonly listsReferrer: boolean;
}

/** What a tag leads to. */
export interface TaggedContent {
  readonly content: ManifestContent;
  /** for a PUT that is to fail if the tag was moved meanwhile */
  readonly etag?: string;
}

/** A host that requests went to. */
export interface AskedHost {
  /** with its port, where it has one of its own */
  readonly host: string;
  readonly requests: number;
  /** those of them that were made again, for the first had failed */
  readonly repeated: number;
}

/** A repository that is read. Every method throws a RegistryError when the registry does not answer as it should. */
export interface ImageSource {
  readonly registry: string;
  readonly side: Side;
  /** The full name, for texts: `docker.io/library/postgres`. */
  readonly name: string;
  /** What the registry said last of its limit on pulls; `none`: it answered and named no limit; undefined: it was not asked yet. */
  readonly pullLimit: PullLimit | 'none' | undefined;
  /** Whether the registry may count a GET of a manifest. */
  readonly countsPulls?: boolean;
  /** Whether a look-up is a pull that the registry counts: its HEAD does not work, and it limits pulls. */
  readonly areLookUpsPulls?: boolean;
  /** The hosts that were asked for it until now, and through it for its siblings. */
  readonly askedHosts: readonly AskedHost[];
  /** Whether its host may be asked now; it may cool down, or be away for a moment. */
  readonly isReady: boolean;
  /** Waits until its host may be asked. Wait for that before you take a slot. */
  waitUntilReady(signal: AbortSignal): Promise<void>;
  /** Whether it is read without an account, as anybody may. */
  isReadAnonymously(): Promise<boolean>;
  /** undefined: there is no such tag or digest (404), which no other answer is taken for. */
  headManifest(reference: string, signal: AbortSignal): Promise<ManifestHead | undefined>;
  /** The bytes are checked against the digest. A counted pull on Docker Hub. */
  getManifest(digest: Digest, signal: AbortSignal): Promise<ManifestContent>;
  /** A small blob in memory, checked: at most `maxConfigBytes`. It waits for its own slot. */
  getBlob(descriptor: Descriptor, signal: AbortSignal): Promise<Uint8Array>;
  /** Ends only after digest and size were checked; until then the last piece is held back. */
  openBlob(descriptor: Descriptor, signal: AbortSignal): Promise<AsyncIterable<Uint8Array>>;
  /**
   * Waits until the host has a slot for one more body to be read, of `size` bytes, and holds it for the task.
   * @param to the registry that the body goes to, where it is one alone
   */
  withDownloadSlot<T>(task: () => Promise<T>, size: number, signal: AbortSignal, to?: string): Promise<T>;
}

/** A repository that is written, and read back. */
export interface ImageTarget extends ImageSource {
  readonly repository: string;
  /**
   * The same for one more body to be written.
   * @param from the registry that the body comes from
   */
  withUploadSlot<T>(task: () => Promise<T>, size: number, signal: AbortSignal, from?: string): Promise<T>;
  /** A manifest that may be there; undefined where it is not (404). */
  findManifest(digest: Digest, signal: AbortSignal): Promise<ManifestContent | undefined>;
  /**
   * Whether there is a manifest of that digest.
   * @param by `head` (default): GET where HEAD is refused; `get`: the bytes are read, and hash to it
   */
  hasManifest(digest: Digest, signal: AbortSignal, by?: 'head' | 'get'): Promise<boolean>;
  /**
   * The same repository, as one that answers 403 for a manifest that it does not have: `headManifest`, `findManifest` and `hasManifest` take that for
   * absence, if a GET is answered so, too.
   */
  denyingAbsent(): ImageTarget;
  /** Another repository of the same registry, to be read. */
  sibling(repository: string): ImageSource;
  /** Whether it has the same login as another repository of the same registry, or both have none. */
  sharesLogin(repository: string): Promise<boolean>;
  /** false only where the registry says that there is no such repository; some say so of one that holds content and no tag (distribution). */
  repositoryExists(signal: AbortSignal): Promise<boolean>;
  /**
   * Whether there is a blob of that digest and size.
   * @param by `head` (default): GET where HEAD is refused; `get`: one byte is read
   */
  hasBlob(descriptor: Descriptor, signal: AbortSignal, by?: 'head' | 'get'): Promise<boolean>;
  /** The same behind a write whose answer was lost. Sent once: whoever wrote tries again as a whole. */
  hasStored(descriptor: Descriptor, signal: AbortSignal): Promise<boolean>;
  /** Makes a blob of a sibling repository appear here, or opens an upload where the registry would rather have the bytes. A failure is not tried again. */
  mountBlob(digest: Digest, from: string, signal: AbortSignal): Promise<Upload | 'mounted'>;
  /** The same, sent once, as `startUpload` is: whoever asks holds a slot, and tries again as a whole. */
  mountBlobOnce(digest: Digest, from: string, signal: AbortSignal): Promise<Upload | 'mounted'>;
  startUpload(signal: AbortSignal): Promise<Upload>;
  /** @param etag the tag must still lead to that, else the registry answers 412 */
  putManifest(reference: string, content: ManifestContent, signal: AbortSignal, etag?: string): Promise<PutAnswer>;
  /** What a tag leads to, read whole; undefined: there is no such tag (404). */
  findTagged(tag: string, signal: AbortSignal): Promise<TaggedContent | undefined>;
  /**
   * Whether the registry lists the referrers of a manifest itself. Source: OCI distribution specification, "Listing Referrers".
   * @param isSentOnce whether a failure is not retried
   */
  servesReferrers(subject: Digest, signal: AbortSignal, isSentOnce?: boolean): Promise<boolean>;
}

/** An upload session. Source: OCI distribution specification, "Pushing a blob monolithically". */
export interface Upload {
  /**
   * Sends the bytes, which are `descriptor.size` bytes; a body that throws never completes it. Where the registry wants them at another address or in another way,
   * and they are not held any more, it fails as `send-again`: then it is to be called again, with the content from its beginning.
   */
  finish(descriptor: Descriptor, body: AsyncIterable<Uint8Array>, signal: AbortSignal): Promise<void>;
  /** Cancels the session. A registry that does not support this is not asked twice. Never throws. */
  cancel(): Promise<void>;
}

/** Configs are a few KiB; a larger one is no config, and is not held in memory. */
export const maxConfigBytes = 4 * 1024 * 1024;
