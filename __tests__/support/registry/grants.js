/** @import { Action } from './options.js' */

import { randomBytes } from 'node:crypto';

/**
 * What a token lets its bearer do, by repository.
 *
 * @typedef {object} Grant
 * @property {string | undefined} user
 * @property {ReadonlyMap<string, ReadonlySet<Action>>} access
 * @property {number} expiresAt milliseconds since 1970
 */

/** The tokens that were issued. They are opaque: nothing can be read from one. */
export class Grants {
  /** @type {Map<string, Grant>} */
  #byToken = new Map();

  /**
   * @param {Grant} grant
   * @returns {string} the token
   */
  issue(grant) {
    const token = randomBytes(32).toString('base64url');
    this.#byToken.set(token, grant);
    return token;
  }

  /**
   * @param {string} token
   * @param {number} now milliseconds since 1970
   * @returns {Grant | undefined} undefined: never issued, revoked or expired
   */
  find(token, now) {
    const grant = this.#byToken.get(token);
    return grant !== undefined && now < grant.expiresAt ? grant : undefined;
  }

  revokeAll() {
    this.#byToken.clear();
  }
}
