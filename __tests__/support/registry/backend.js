/** @import { AuthOptions, Quirks, RegistryOptions } from './options.js' */
/** @import { Exchange, ListenerName } from './types.js' */

import { Cdn } from './content/cdn.js';
import { Grants } from './auth/grants.js';
import { PullCounter } from './faults/rate-limit.js';
import { Store } from './content/store.js';
import { Uploads } from './uploads/uploads.js';

/** The specification asks for at least this: https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pushing-manifests */
const defaultMaxManifestBytes = 4 * 1024 * 1024;

/** All that answering a request may look at: options, state, and under which addresses the registry is reached. */
export class Backend {
  store = new Store();
  grants = new Grants();
  service = 'registry double';

  /**
   * Where the listeners are. Where the client itself named one, its spelling is used instead.
   *
   * @type {Map<ListenerName, string>}
   */
  origins = new Map();

  /** @param {RegistryOptions} options */
  constructor(options) {
    this.options = options;
    this.uploads = new Uploads(options.keepBlobBytes ?? Infinity);
    this.pulls = new PullCounter(options.rateLimit);
    this.cdn = new Cdn(() => this.#origin('cdn'), typeof options.cdn === 'object' ? options.cdn : {});
    this.maxManifestBytes = options.maxManifestBytes ?? defaultMaxManifestBytes;
    this.referrers = options.referrers ?? true;
    this.now = options.now ?? Date.now;
  }

  /** What was pushed, and what was given out, is gone. */
  reset() {
    this.store = new Store();
    this.uploads = new Uploads(this.options.keepBlobBytes ?? Infinity);
    this.grants.revokeAll();
    this.pulls.reset();
    this.cdn.expireAll();
  }

  /** @returns {AuthOptions} */
  get auth() {
    return this.options.auth ?? { kind: 'none' };
  }

  /** @returns {Quirks} */
  get quirks() {
    return this.options.quirks ?? {};
  }

  /**
   * distribution's are absolute, under the name by which it was asked.
   *
   * @param {Exchange} exchange
   * @param {string} path
   * @returns {string}
   */
  location(exchange, path) {
    if (this.quirks.location === 'relative') return path;
    const { origin } = exchange.url;
    return `${this.quirks.location === 'without-tls' ? origin.replace(/^https:/, 'http:') : origin}${path}`;
  }

  /**
   * @param {Exchange} exchange
   * @param {string} path
   * @returns {string}
   */
  uploadLocation(exchange, path) {
    return this.quirks.uploadHost === true ? `${this.#origin('uploads')}${path}` : this.location(exchange, path);
  }

  /**
   * @param {Exchange} exchange
   * @returns {string}
   */
  tokenRealm(exchange) {
    return `${this.origins.get('token') ?? exchange.url.origin}/token`;
  }

  /**
   * @param {ListenerName} listener
   * @returns {string}
   */
  #origin(listener) {
    const origin = this.origins.get(listener);
    if (origin === undefined) {
      throw new Error(`the registry double has no ${listener} listener`);
    }
    return origin;
  }
}
