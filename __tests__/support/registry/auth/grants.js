/** @import { Action } from '../options.js' */

import { randomBytes } from 'node:crypto';

import { secretMarker } from './secret-marker.js';

/**
 * What a token lets its bearer do, by repository.
 *
 * @typedef {object} Grant
 * @property {string | undefined} user
 * @property {ReadonlyMap<string, ReadonlySet<Action>>} access
 * @property {number} expiresAt milliseconds since 1970
 */

/** The tokens that were issued. */
export class Grants {
  /** @type {Map<string, Grant>} */
  #byToken = new Map();

  /**
   * @param {Grant} grant
   * @param {boolean} readable whether the token says itself what it grants
   * @returns {string} the token
   */
  issue(grant, readable) {
    const opaque = `${secretMarker}${randomBytes(32).toString('base64url')}`;
    const token = readable ? renderJwt(grant, opaque) : opaque;
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

/**
 * https://distribution.github.io/distribution/spec/auth/jwt/, but for the signature, which is only there to be another one each time.
 *
 * @param {Grant} grant
 * @param {string} signature
 * @returns {string}
 */
function renderJwt({ user, access, expiresAt }, signature) {
  const claims = {
    sub: user ?? '',
    exp: Math.floor(expiresAt / 1000),
    access: [...access].map(([name, actions]) => ({ type: 'repository', name, actions: [...actions] })),
  };
  const encode = (/** @type {object} */ part) => Buffer.from(JSON.stringify(part)).toString('base64url');
  return `${encode({ typ: 'JWT', alg: 'none' })}.${encode(claims)}.${signature}`;
}
