import type { Side } from '../runtime/errors.js';
import type {
  AskedHost,
  ImageSource,
  ImageTarget,
  ManifestHead,
  PullLimit,
  PutAnswer,
  TaggedContent,
  Upload,
} from '../image/access.js';
import type { Digest } from '../image/digest.js';
import type { Descriptor, ManifestContent } from '../image/manifest.js';
import { retrying } from './throttle/retry.js';
import { getBlob, hasBlob, openBlob } from './content/blobs.js';
import { headManifest } from './content/manifest-head.js';
import { findManifest, findTagged, getManifest, hasManifest, putManifest } from './content/manifests.js';
import { Place } from './repository-client.js';
import { servesReferrers } from './content/referrers-api.js';
import { mountBlob, startUpload } from './content/upload.js';

/** The body of a list of tags is not looked at. */
const maxTagsBytes = 1024 * 1024;

/**
 * One repository of a registry: the operations of the OCI distribution specification 1.1 that a mirror needs.
 * Each throws a RegistryError that says what was done, on which side, and what came back.
 */
export class Repository implements ImageTarget {
  readonly #place: Place;
  readonly #once: Place;

  constructor(place: Place) {
    this.#place = place;
    this.#once = place.once;
  }

  get registry(): string {
    return this.#place.connection.registry;
  }

  get pullLimit(): PullLimit | 'none' | undefined {
    return this.#place.connection.pullLimit;
  }

  get areLookUpsPulls(): boolean {
    return this.#place.connection.heads.isRefused && this.#place.connection.countsPulls;
  }

  get side(): Side {
    return this.#place.side;
  }

  get repository(): string {
    return this.#place.repository;
  }

  /** What a token for it must allow. */
  get scopes(): readonly string[] {
    return this.#place.scopes;
  }

  get name(): string {
    return this.#place.name;
  }

  get askedHosts(): readonly AskedHost[] {
    return this.#place.log.hosts;
  }

  async isReadAnonymously(): Promise<boolean> {
    return this.#place.connection.isAnonymous(this.#place.repository);
  }

  async sharesLogin(repository: string): Promise<boolean> {
    return this.#place.connection.sharesLogin(this.#place.repository, repository);
  }

  get isReady(): boolean {
    return this.#place.connection.state.isReadyFor(this.#place.bodyKind);
  }

  async ready(signal: AbortSignal): Promise<void> {
    return this.#place.connection.state.ready(this.#place.bodyKind, this.#place.context('Asking'), signal);
  }

  async headManifest(reference: string, signal: AbortSignal): Promise<ManifestHead | undefined> {
    return headManifest(this.#place, reference, signal);
  }

  async getManifest(digest: Digest, signal: AbortSignal): Promise<ManifestContent> {
    return getManifest(this.#place, digest, signal);
  }

  async findManifest(digest: Digest, signal: AbortSignal): Promise<ManifestContent | undefined> {
    return findManifest(this.#place, digest, signal);
  }

  async hasManifest(digest: Digest, signal: AbortSignal, by?: 'head' | 'get'): Promise<boolean> {
    return hasManifest(this.#place, digest, signal, by);
  }

  async putManifest(
    reference: string,
    content: ManifestContent,
    signal: AbortSignal,
    etag?: string,
  ): Promise<PutAnswer> {
    return putManifest(this.#place, reference, content, signal, etag);
  }

  async findTagged(tag: string, signal: AbortSignal): Promise<TaggedContent | undefined> {
    return findTagged(this.#place, tag, signal);
  }

  async servesReferrers(subject: Digest, signal: AbortSignal, isSentOnce = false): Promise<boolean> {
    return servesReferrers(isSentOnce ? this.#once : this.#place, subject, signal);
  }

  async hasBlob(descriptor: Descriptor, signal: AbortSignal, by?: 'head' | 'get'): Promise<boolean> {
    return hasBlob(this.#place, descriptor, signal, by);
  }

  async hasStored(descriptor: Descriptor, signal: AbortSignal): Promise<boolean> {
    const isStored = await hasBlob(this.#once, descriptor, signal);
    if (isStored) this.#place.connection.state.noteStored();
    return isStored;
  }

  async getBlob(descriptor: Descriptor, signal: AbortSignal): Promise<Uint8Array> {
    return getBlob(this.#place, descriptor, signal);
  }

  async openBlob(descriptor: Descriptor, signal: AbortSignal): Promise<AsyncIterable<Uint8Array>> {
    return openBlob(this.#place, descriptor, signal);
  }

  async mountBlob(digest: Digest, from: string, signal: AbortSignal): Promise<Upload | 'mounted'> {
    const { retryPolicy, clock } = this.#place.connection.options;
    // Only a host that rests or restarts is waited for. After any other failure the bytes are brought, and that is tried again.
    return retrying(
      async () => this.mountBlobOnce(digest, from, signal),
      { ...retryPolicy, attempts: 1 },
      clock,
      signal,
    );
  }

  async mountBlobOnce(digest: Digest, from: string, signal: AbortSignal): Promise<Upload | 'mounted'> {
    return mountBlob(this.#once, digest, from, signal);
  }

  async startUpload(signal: AbortSignal): Promise<Upload> {
    return startUpload(this.#once, signal);
  }

  async repositoryExists(signal: AbortSignal): Promise<boolean> {
    const request = this.#place.request(
      'tags',
      'GET',
      'tags/list?n=1',
      this.#place.context('Looking up the repository'),
      signal,
    );
    const answer = await this.#place.connection.ask(request, [200, 404], maxTagsBytes);
    return answer.status === 200;
  }

  async reading<T>(task: () => Promise<T>, size: number, signal: AbortSignal, to?: string): Promise<T> {
    return this.#place.connection.inLane('downloads', task, signal, size, to);
  }

  async writing<T>(task: () => Promise<T>, size: number, signal: AbortSignal, from?: string): Promise<T> {
    return this.#place.connection.inLane('uploads', task, signal, size, from);
  }

  sibling(repository: string): ImageSource {
    const { connection, side, log } = this.#place;
    return new Repository(new Place(connection, repository, side, false, log));
  }

  denyingAbsent(): ImageTarget {
    return new Repository(this.#place.denyingAbsent);
  }
}
