/** @import { Fault, FaultHandle } from './faults/fault-types.js' */
/** @import { RegistryOptions } from './options.js' */
/** @import { Closure, RequestKind, RequestRecord } from './types.js' */

import { Backend } from './backend.js';
import { closureOf } from './content/closure.js';
import { bytesOf, generatedBlob, memoryBlob } from './content/content.js';
import { digestOf } from './content/digests.js';
import { Faults } from './faults/faults.js';
import { Journal } from './server/journal.js';
import { Server } from './server/server.js';

/**
 * A registry in this process, on 127.0.0.1, that does as the OCI distribution specification and distribution do, and
 * misbehaves on request.
 *
 * @param {RegistryOptions} [options]
 * @returns {Promise<Registry>}
 */
export async function startRegistry(options = {}) {
  const registry = new Registry(options);
  await registry.resume();
  return registry;
}

export class Registry {
  #journal = new Journal();
  #faults = new Faults();
  #backend;
  #server;

  /** @param {RegistryOptions} options */
  constructor(options) {
    this.#backend = new Backend(options);
    this.#server = new Server(this.#backend, this.#journal, this.#faults);
  }

  /** `127.0.0.1:port`; `localhost:port` works too. */
  get host() {
    return this.#server.host;
  }

  get origin() {
    return this.#server.origin;
  }

  /** Where its challenges send for tokens. */
  get tokenRealm() {
    return `${this.#backend.origins.get('token') ?? this.origin}/token`;
  }

  /** Every connection is broken, and nothing listens any more. */
  async stop() {
    await this.#server.close();
  }

  /** Connections are broken and refused until `resume`. */
  pause() {
    return this.stop();
  }

  /** Listens again, on the same port. */
  async resume() {
    await this.#server.listen();
  }

  /**
   * @param {Fault} fault
   * @returns {FaultHandle}
   */
  fault(fault) {
    return this.#faults.add(fault);
  }

  clearFaults() {
    this.#faults.clear();
  }

  /** It holds nothing, as when it was started; faults, requests and tokens are forgotten, too. */
  reset() {
    this.#backend.reset();
    this.#faults.clear();
    this.#journal.clear();
  }

  /**
   * @param {(request: RequestRecord) => void} watcher told of each request when its answer was sent, or given up
   * @returns {() => void} ends it
   */
  watch(watcher) {
    return this.#journal.watch(watcher);
  }

  /** Every token issued so far is invalid from now on. */
  revokeTokens() {
    this.#backend.grants.revokeAll();
  }

  /** Every address of the CDN given out so far is refused from now on. */
  expireCdnUrls() {
    this.#backend.cdn.expireAll();
  }

  /** The window of the rate limit is over. */
  resetRateLimit() {
    this.#backend.pulls.reset();
  }

  /** @returns {readonly RequestRecord[]} */
  get requests() {
    return this.#journal.requests;
  }

  /**
   * @param {RequestKind} [kind] default all
   * @param {(request: RequestRecord) => boolean} [filter]
   * @returns {number}
   */
  count(kind, filter) {
    return this.#journal.count(kind, filter);
  }

  clearRequests() {
    this.#journal.clear();
  }

  get openSockets() {
    return this.#server.openSockets;
  }

  /** Upload sessions that were opened and neither committed nor cancelled. */
  get openUploads() {
    return this.#backend.uploads.count;
  }

  /** The most requests under way at one time since the last `clearRequests`. */
  get maxConcurrent() {
    return this.#journal.maxConcurrent;
  }

  /**
   * @param {...RequestKind} kinds
   * @returns {number}
   */
  maxConcurrentOf(...kinds) {
    return this.#journal.maxConcurrentOf(kinds);
  }

  /** @param {string} name */
  createRepository(name) {
    this.#backend.store.createRepository(name);
  }

  /** @returns {readonly string[]} */
  repositoryNames() {
    return this.#backend.store.repositoryNames();
  }

  /**
   * @param {string} repository
   * @param {Buffer | string} bytes
   * @returns {{ digest: string, size: number }}
   */
  addBlob(repository, bytes) {
    return this.#backend.store.addBlob(repository, memoryBlob(digestOf(bytes), [Buffer.from(bytes)]));
  }

  /**
   * Deterministic noise of any size, made when it is read.
   *
   * @param {string} repository
   * @param {{ size: number, seed: string | number }} options
   * @returns {{ digest: string, size: number }}
   */
  addGeneratedBlob(repository, { size, seed }) {
    return this.#backend.store.addBlob(repository, generatedBlob(size, seed));
  }

  /**
   * Nothing is checked: what it refers to may be missing.
   *
   * @param {string} repository
   * @param {string | undefined} reference tag, digest, or undefined for no tag
   * @param {Buffer | string} bytes
   * @param {string} mediaType
   * @returns {string} the digest
   */
  addManifest(repository, reference, bytes, mediaType) {
    return this.#backend.store.addManifest(repository, reference, { bytes: Buffer.from(bytes), mediaType });
  }

  /**
   * @param {string} repository
   * @param {string} tag
   * @param {string} digest
   */
  tag(repository, tag, digest) {
    this.#backend.store.createRepository(repository).tags.set(tag, digest);
  }

  /**
   * @param {string} repository
   * @param {string} tag
   */
  deleteTag(repository, tag) {
    this.#backend.store.repository(repository)?.tags.delete(tag);
  }

  /**
   * @param {string} repository
   * @param {string} digest
   */
  deleteBlob(repository, digest) {
    this.#backend.store.repository(repository)?.blobs.delete(digest);
  }

  /**
   * What names it, tags included, goes on naming it.
   *
   * @param {string} repository
   * @param {string} digest
   */
  deleteManifest(repository, digest) {
    this.#backend.store.repository(repository)?.manifests.delete(digest);
  }

  /**
   * Its bytes are others from now on, until it is put again.
   *
   * @param {string} repository
   * @param {string} digest
   */
  damageManifest(repository, digest) {
    const manifests = this.#backend.store.repository(repository)?.manifests;
    const manifest = manifests?.get(digest);
    if (manifest === undefined) throw new Error(`${repository} has no manifest ${digest}`);
    manifests?.set(digest, { ...manifest, bytes: Buffer.concat([manifest.bytes, Buffer.from(' ')]) });
  }

  /**
   * @param {string} repository
   * @returns {readonly string[]}
   */
  tags(repository) {
    return [...(this.#backend.store.repository(repository)?.tags.keys() ?? [])];
  }

  /**
   * @param {string} repository
   * @param {string} reference tag or digest
   * @returns {string | undefined} the digest, if there is such a manifest
   */
  resolve(repository, reference) {
    return this.#backend.store.resolve(repository, reference);
  }

  /**
   * @param {string} repository
   * @param {string} reference tag or digest
   * @returns {Buffer | undefined}
   */
  manifest(repository, reference) {
    const digest = this.resolve(repository, reference);
    return this.#backend.store.repository(repository)?.manifests.get(digest ?? '')?.bytes;
  }

  /**
   * @param {string} repository
   * @param {string} digest
   * @returns {boolean}
   */
  hasBlob(repository, digest) {
    return this.#backend.store.blobIn(repository, digest) !== undefined;
  }

  /**
   * @param {string} digest
   * @returns {Buffer | undefined} undefined: unknown, or its bytes were not kept
   */
  blob(digest) {
    const blob = this.#backend.store.blob(digest);
    return blob === undefined || blob.kind === 'forgotten' ? undefined : bytesOf(blob);
  }

  /**
   * @param {string} repository
   * @param {string} reference tag or digest
   * @returns {Closure}
   */
  closure(repository, reference) {
    return closureOf(this.#backend.store, repository, reference);
  }
}
