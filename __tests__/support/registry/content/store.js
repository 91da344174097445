/** @import { Repository, StoredBlob, StoredManifest } from '../types.js' */

import { digestOf, isDigest } from './digests.js';

/** What the registry holds: blobs by digest, and for each repository which of them it has, its manifests and its tags. */
export class Store {
  /** @type {Map<string, Repository>} */
  #repositories = new Map();

  /** @type {Map<string, StoredBlob>} */
  #blobs = new Map();

  /**
   * @param {string} name
   * @returns {Repository | undefined}
   */
  repository(name) {
    return this.#repositories.get(name);
  }

  /**
   * @param {string} name
   * @returns {Repository}
   */
  createRepository(name) {
    const known = this.#repositories.get(name);
    if (known !== undefined) {
      return known;
    }
    /** @type {Repository} */
    const repository = { blobs: new Set(), manifests: new Map(), tags: new Map() };
    this.#repositories.set(name, repository);
    return repository;
  }

  /** @returns {readonly string[]} */
  repositoryNames() {
    return [...this.#repositories.keys()];
  }

  /**
   * @param {string} repository
   * @param {StoredBlob} blob
   * @returns {{ digest: string, size: number }}
   */
  addBlob(repository, blob) {
    const known = this.#blobs.get(blob.digest);
    if (known === undefined || known.kind === 'forgotten') {
      this.#blobs.set(blob.digest, blob);
    }
    this.createRepository(repository).blobs.add(blob.digest);
    return { digest: blob.digest, size: blob.size };
  }

  /**
   * @param {string} digest
   * @returns {StoredBlob | undefined}
   */
  blob(digest) {
    return this.#blobs.get(digest);
  }

  /**
   * @param {string} repository
   * @param {string} digest
   * @returns {StoredBlob | undefined}
   */
  blobIn(repository, digest) {
    return this.repository(repository)?.blobs.has(digest) === true ? this.#blobs.get(digest) : undefined;
  }

  /**
   * @param {string} repository
   * @param {string | undefined} reference a tag, or the digest, or undefined for no tag
   * @param {StoredManifest} manifest
   * @param {string} [digest] default sha256
   * @returns {string} the digest
   */
  addManifest(repository, reference, manifest, digest = digestOf(manifest.bytes)) {
    const { manifests, tags } = this.createRepository(repository);
    manifests.set(digest, manifest);
    if (reference !== undefined && !isDigest(reference)) {
      tags.set(reference, digest);
    }
    return digest;
  }

  /**
   * @param {string} repository
   * @param {string} reference tag or digest
   * @returns {string | undefined} the digest, if there is such a manifest
   */
  resolve(repository, reference) {
    const found = this.repository(repository);
    const digest = isDigest(reference) ? reference : found?.tags.get(reference);
    return digest !== undefined && found?.manifests.has(digest) === true ? digest : undefined;
  }
}
