/** @import { Hash } from 'node:crypto' */
/** @import { StoredBlob } from '../types.js' */

import { createHash, randomBytes, randomUUID } from 'node:crypto';

import { forgottenBlob, memoryBlob } from '../content/content.js';
import { algorithmOf, digestOfChunks } from '../content/digests.js';

/** The upload sessions that are open. */
export class Uploads {
  /** @type {Map<string, Upload>} */
  #sessions = new Map();

  #keepBytes;

  /**
   * What the Location of the next session carries, whatever it is opened with.
   *
   * @type {string | undefined}
   */
  nextQuery;

  /** @param {number} keepBytes blobs above this are hashed and not kept */
  constructor(keepBytes) {
    this.#keepBytes = keepBytes;
  }

  /**
   * @param {string} repository
   * @param {string | undefined} query what the session's Location carries, default a random state
   * @returns {Upload}
   */
  open(repository, query) {
    const state = this.nextQuery ?? query ?? `_state=${randomBytes(24).toString('base64url')}`;
    const upload = new Upload(randomUUID(), repository, state, this.#keepBytes);
    this.#sessions.set(upload.id, upload);
    this.nextQuery = undefined;
    return upload;
  }

  /**
   * @param {string | undefined} repository
   * @param {string | undefined} id
   * @returns {Upload | undefined}
   */
  find(repository, id) {
    const upload = this.#sessions.get(id ?? '');
    return upload?.repository === repository ? upload : undefined;
  }

  /** @param {string | undefined} id */
  close(id) {
    this.#sessions.delete(id ?? '');
  }

  get count() {
    return this.#sessions.size;
  }
}

/** One session: what has arrived of one blob, hashed as it comes. */
export class Upload {
  /** @type {Buffer[]} */
  #chunks = [];

  /** @type {'sha256' | 'sha512'} */
  #algorithm = 'sha256';

  /** @type {Hash} */
  #hash = createHash('sha256');

  #keepBytes;

  size = 0;

  /**
   * @param {string} id
   * @param {string} repository
   * @param {string} query
   * @param {number} keepBytes
   */
  constructor(id, repository, query, keepBytes) {
    this.id = id;
    this.repository = repository;
    this.query = query;
    this.#keepBytes = keepBytes;
  }

  /**
   * Has an effect on an empty session only: what was hashed already cannot be hashed again.
   *
   * @param {'sha256' | 'sha512'} algorithm
   */
  hashWith(algorithm) {
    if (this.size === 0) {
      this.#algorithm = algorithm;
      this.#hash = createHash(algorithm);
    }
  }

  /**
   * What arrived before an interruption stays, as on distribution.
   *
   * @param {AsyncIterable<Buffer>} body
   */
  async append(body) {
    for await (const chunk of body) {
      this.size += chunk.length;
      this.#hash.update(chunk);
      this.#chunks.push(chunk);
      if (this.size > this.#keepBytes) {
        this.#chunks = [];
      }
    }
  }

  /**
   * @param {string} digest what the client says the bytes hash to
   * @param {boolean} isBelieved the client's word is enough
   * @returns {StoredBlob | undefined} undefined: they do not
   */
  finish(digest, isBelieved) {
    if (!isBelieved && this.#digestLike(digest) !== digest) {
      return undefined;
    }
    return this.size > this.#keepBytes ? forgottenBlob(digest, this.size) : memoryBlob(digest, this.#chunks);
  }

  /**
   * @param {string} digest
   * @returns {string}
   */
  #digestLike(digest) {
    const algorithm = algorithmOf(digest);
    return algorithm === this.#algorithm
      ? `${algorithm}:${this.#hash.copy().digest('hex')}`
      : digestOfChunks(this.#chunks, algorithm);
  }
}
