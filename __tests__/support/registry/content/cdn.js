/** @import { Backend } from '../backend.js' */
/** @import { CdnOptions } from '../options.js' */
/** @import { Exchange, Reply } from '../types.js' */

import { randomBytes } from 'node:crypto';

import { serveBlob } from './blobs.js';
import { errorReply, textReply, withoutDigest } from '../server/reply.js';

/** The storage that blobs are redirected to: it knows signed addresses, and nothing of users or repositories. */
export class Cdn {
  /** @type {Map<string, string>} */
  #digestBySignature = new Map();

  #origin;
  #singleUse;

  /**
   * @param {() => string} origin known only once the listener is up
   * @param {CdnOptions} options
   */
  constructor(origin, options) {
    this.#origin = origin;
    this.#singleUse = options.singleUse === true;
  }

  /**
   * @param {string} digest
   * @returns {string} an absolute address
   */
  sign(digest) {
    const signature = randomBytes(12).toString('hex');
    this.#digestBySignature.set(signature, digest);
    return `${this.#origin()}/${digest}?X-Signature=${signature}&X-Expires=20%20min~`;
  }

  /**
   * @param {URL} url
   * @returns {string | undefined} the digest it was signed for
   */
  redeem(url) {
    const signature = url.searchParams.get('X-Signature') ?? '';
    const digest = this.#digestBySignature.get(signature);
    if (this.#singleUse) {
      this.#digestBySignature.delete(signature);
    }
    return digest === url.pathname.slice(1) ? digest : undefined;
  }

  /** Every address signed so far is refused from now on. */
  expireAll() {
    this.#digestBySignature.clear();
  }
}

/**
 * Object stores refuse a request that carries both a signature and credentials, and so does this.
 *
 * @param {Exchange} exchange
 * @returns {Reply | undefined}
 */
export function refuseCredentials(exchange) {
  return exchange.headers.authorization === undefined
    ? undefined
    : textReply(
        400,
        'application/xml',
        '<Error><Code>InvalidArgument</Code><Message>Only one auth mechanism allowed</Message></Error>',
      );
}

/**
 * @param {Backend} backend
 * @param {Exchange} exchange
 * @returns {Reply}
 */
export function answerCdn(backend, exchange) {
  const refusal = refuseCredentials(exchange);
  if (refusal !== undefined) {
    return refusal;
  }
  const digest = backend.cdn.redeem(exchange.url);
  if (digest === undefined) {
    return textReply(
      403,
      'application/xml',
      '<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>',
    );
  }
  const blob = backend.store.blob(digest);
  return blob === undefined
    ? errorReply(404, 'BLOB_UNKNOWN', 'blob unknown', digest)
    : withoutDigest(serveBlob(backend, exchange, blob));
}
