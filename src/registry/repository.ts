import type { Side } from '../image/registry-error.js';
import type {
  AskedHost,
  ImageSource,
  ImageTarget,
  ManifestHead,
  PullLimit,
  PutAnswer,
  TaggedContent,
  Upload,
} from '../image/source-and-target.js';
import type { Digest } from '../image/digest.js';
import type { Descriptor, ManifestContent } from '../image/manifest.js';
import { retrying } from './throttle/retry.js';
import { getBlob, hasBlob, openBlob } from './content/blobs.js';
import { headManifest } from './content/manifest-head.js';
import { findManifest, findTagged, getManifest, hasManifest, putManifest } from './content/manifests.js';
import { RepositoryClient } from './repository-client.js';
import { servesReferrers } from './content/referrers-api.js';
import { mountBlob, startUpload } from './content/upload.js';

/** The body of a list of tags is not looked at. */
const maxTagsBytes = 1024 * 1024;

/**
 * One repository of a registry: the operations of the OCI distribution specification 1.1 that a mirror needs.
 * Each throws a RegistryError that says what was done, on which side, and what came back.
 */
export class Repository implements ImageTarget {
  readonly #client: RepositoryClient;

  constructor(client: RepositoryClient) {
    this.#client = client;
  }

  get registry(): string {
    return this.#client.connection.registry;
  }

  get pullLimit(): PullLimit | 'none' | undefined {
    return this.#client.connection.pullLimit;
  }

  get countsPulls(): boolean {
    return this.#client.connection.countsPulls;
  }

  get areLookUpsPulls(): boolean {
    return this.#client.connection.heads.isRefused && this.countsPulls;
  }

  get side(): Side {
    return this.#client.side;
  }

  get repository(): string {
    return this.#client.repository;
  }

  /** What a token for it must allow. */
  get scopes(): readonly string[] {
    return this.#client.scopes;
  }

  get name(): string {
    return this.#client.name;
  }

  get askedHosts(): readonly AskedHost[] {
    return this.#client.hostLog.hosts;
  }

  async isReadAnonymously(): Promise<boolean> {
    return this.#client.connection.isAnonymous(this.#client.repository);
  }

  async sharesLogin(repository: string): Promise<boolean> {
    return this.#client.connection.sharesLogin(this.#client.repository, repository);
  }

  get isReady(): boolean {
    return this.#client.connection.state.isReadyFor(this.#client.bodyKind);
  }

  async waitUntilReady(signal: AbortSignal): Promise<void> {
    return this.#client.connection.state.waitUntilReady(this.#client.bodyKind, this.#client.context('Asking'), signal);
  }

  async headManifest(reference: string, signal: AbortSignal): Promise<ManifestHead | undefined> {
    return headManifest(this.#client, reference, signal);
  }

  async getManifest(digest: Digest, signal: AbortSignal): Promise<ManifestContent> {
    return getManifest(this.#client, digest, signal);
  }

  async findManifest(digest: Digest, signal: AbortSignal): Promise<ManifestContent | undefined> {
    return findManifest(this.#client, digest, signal);
  }

  async hasManifest(digest: Digest, signal: AbortSignal, by?: 'head' | 'get'): Promise<boolean> {
    return hasManifest(this.#client, digest, signal, by);
  }

  async putManifest(
    reference: string,
    content: ManifestContent,
    signal: AbortSignal,
    etag?: string,
  ): Promise<PutAnswer> {
    return putManifest(this.#client, reference, content, signal, etag);
  }

  async findTagged(tag: string, signal: AbortSignal): Promise<TaggedContent | undefined> {
    return findTagged(this.#client, tag, signal);
  }

  async servesReferrers(subject: Digest, signal: AbortSignal, isSentOnce = false): Promise<boolean> {
    return servesReferrers(isSentOnce ? this.#client.once : this.#client, subject, signal);
  }

  async hasBlob(descriptor: Descriptor, signal: AbortSignal, by?: 'head' | 'get'): Promise<boolean> {
    return hasBlob(this.#client, descriptor, signal, by);
  }

  async hasStored(descriptor: Descriptor, signal: AbortSignal): Promise<boolean> {
    const isStored = await hasBlob(this.#client.once, descriptor, signal);
    if (isStored) this.#client.connection.state.recordStored();
    return isStored;
  }

  async getBlob(descriptor: Descriptor, signal: AbortSignal): Promise<Uint8Array> {
    return getBlob(this.#client, descriptor, signal);
  }

  async openBlob(descriptor: Descriptor, signal: AbortSignal): Promise<AsyncIterable<Uint8Array>> {
    return openBlob(this.#client, descriptor, signal);
  }

  async mountBlob(digest: Digest, from: string, signal: AbortSignal): Promise<Upload | 'mounted'> {
    const { retryPolicy, clock } = this.#client.connection.deps;
    // Wait only for a host that cools down or restarts. After any other failure the blob is transferred instead, with retries.
    return retrying(
      async () => this.mountBlobOnce(digest, from, signal),
      { ...retryPolicy, attempts: 1 },
      clock,
      signal,
    );
  }

  async mountBlobOnce(digest: Digest, from: string, signal: AbortSignal): Promise<Upload | 'mounted'> {
    return mountBlob(this.#client.once, digest, from, signal);
  }

  async startUpload(signal: AbortSignal): Promise<Upload> {
    return startUpload(this.#client.once, signal);
  }

  async repositoryExists(signal: AbortSignal): Promise<boolean> {
    const request = this.#client.request(
      'tags',
      'GET',
      'tags/list?n=1',
      this.#client.context('Looking up the repository'),
      signal,
    );
    const answer = await this.#client.connection.ask(request, [200, 404], maxTagsBytes);
    return answer.status === 200;
  }

  async withDownloadSlot<T>(task: () => Promise<T>, size: number, signal: AbortSignal, to?: string): Promise<T> {
    return this.#client.connection.inQueue('downloads', task, signal, size, to);
  }

  async withUploadSlot<T>(task: () => Promise<T>, size: number, signal: AbortSignal, from?: string): Promise<T> {
    return this.#client.connection.inQueue('uploads', task, signal, size, from);
  }

  sibling(repository: string): ImageSource {
    const { connection, side, hostLog } = this.#client;
    return new Repository(new RepositoryClient(connection, repository, side, false, hostLog));
  }

  denyingAbsent(): ImageTarget {
    return new Repository(this.#client.denyingAbsent);
  }
}
