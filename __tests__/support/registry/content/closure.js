/** @import { Descriptor, ParsedManifest } from './manifest-json.js' */
/** @import { Store } from './store.js' */
/** @import { Closure } from '../types.js' */

import { algorithmOf, digestOf, digestOfChunks } from './digests.js';
import { parseManifest } from './manifest-json.js';

/**
 * Everything that a pull of the reference would need, looked up in this repository. Bytes held in memory are hashed
 * again; generated and forgotten ones were hashed when they came.
 *
 * @param {Store} store
 * @param {string} repository
 * @param {string} reference
 * @returns {Closure}
 */
export function closureOf(store, repository, reference) {
  const digest = store.resolve(repository, reference);
  if (digest === undefined) {
    return { complete: false, missing: [reference], damaged: [], digests: [] };
  }
  const walk = new Walk(store, repository);
  walk.visitManifest(digest, undefined);
  return walk.result();
}

class Walk {
  /** @type {Set<string>} */
  #digests = new Set();

  /** @type {Set<string>} */
  #missing = new Set();

  /** @type {Set<string>} */
  #damaged = new Set();

  #store;
  #repository;

  /**
   * @param {Store} store
   * @param {string} repository
   */
  constructor(store, repository) {
    this.#store = store;
    this.#repository = repository;
  }

  /** @returns {Closure} */
  result() {
    return {
      complete: this.#missing.size === 0 && this.#damaged.size === 0,
      missing: [...this.#missing],
      damaged: [...this.#damaged],
      digests: [...this.#digests],
    };
  }

  /**
   * @param {string} digest
   * @param {number | undefined} size what its descriptor says
   */
  visitManifest(digest, size) {
    const stored = this.#store.repository(this.#repository)?.manifests.get(digest);
    if (stored === undefined) {
      this.#missing.add(digest);
      return;
    }
    const isKnown = this.#digests.has(digest);
    this.#digests.add(digest);
    const hash = digestOf(stored.bytes, algorithmOf(digest));
    const manifest = parseManifest(stored.bytes);
    if (hash !== digest || stored.bytes.length !== (size ?? stored.bytes.length) || manifest === undefined) {
      this.#damaged.add(digest);
    }
    if (!isKnown && manifest !== undefined) {
      this.#visitReferences(manifest);
    }
  }

  /** @param {ParsedManifest} manifest */
  #visitReferences(manifest) {
    for (const child of manifest.manifests ?? []) {
      this.visitManifest(child.digest, child.size);
    }
    for (const blob of [manifest.config, ...manifest.layers]) {
      // Layers with addresses of their own are not pulled from here.
      if (blob?.urls.length === 0) {
        this.#visitBlob(blob);
      }
    }
  }

  /** @param {Descriptor} descriptor */
  #visitBlob({ digest, size }) {
    const blob = this.#store.blobIn(this.#repository, digest);
    if (blob === undefined) {
      this.#missing.add(digest);
      return;
    }
    this.#digests.add(digest);
    const hash = blob.kind === 'memory' ? digestOfChunks(blob.read(0, blob.size), algorithmOf(digest)) : digest;
    if (hash !== digest || blob.size !== size) {
      this.#damaged.add(digest);
    }
  }
}
