/** @import { Backend } from '../backend.js' */
/** @import { Exchange, Reply } from '../types.js' */

import { refuseUnauthorized } from '../auth/auth.js';
import { answerBlob } from '../content/blobs.js';
import { answerCdn, refuseCredentials } from '../content/cdn.js';
import { answerReferrers, answerTags } from '../content/listings.js';
import { answerManifest } from '../content/manifests.js';
import { emptyReply, errorReply, jsonReply, noRouteReply, withoutDigest } from './reply.js';
import { answerToken } from '../auth/token-endpoint.js';
import { answerUpload } from '../uploads/upload-routes.js';

/**
 * What a registry that behaves answers.
 *
 * @param {Backend} backend
 * @param {Exchange} exchange
 * @returns {Promise<Reply>}
 */
export async function dispatch(backend, exchange) {
  const reply = await route(backend, exchange);
  const headers = {
    'docker-distribution-api-version': 'registry/2.0',
    ...reply.headers,
    ...(exchange.listener === 'main' ? backend.pulls.headers(exchange) : {}),
  };
  return backend.quirks.noDigestHeader === true ? withoutDigest({ ...reply, headers }) : { ...reply, headers };
}

/**
 * @param {Backend} backend
 * @param {Exchange} exchange
 * @returns {Reply | Promise<Reply>}
 */
function route(backend, exchange) {
  switch (exchange.listener) {
    case 'cdn':
      return answerCdn(backend, exchange);
    case 'token':
      return exchange.route.resource === 'token' ? answerToken(backend, exchange) : noRouteReply();
    case 'uploads':
      return refuseCredentials(exchange) ?? answer(backend, exchange);
    case 'main':
      return answerMain(backend, exchange);
  }
}

/**
 * @param {Backend} backend
 * @param {Exchange} exchange
 * @returns {Reply | Promise<Reply>}
 */
function answerMain(backend, exchange) {
  if (exchange.route.resource === 'token') {
    return backend.origins.has('token') ? noRouteReply() : answerToken(backend, exchange);
  }
  if (exchange.route.resource === 'other') {
    return noRouteReply();
  }
  return (
    refuseUnauthorized(backend, exchange) ??
    refuseMount(backend, exchange) ??
    backend.pulls.refuse(exchange) ??
    answer(backend, exchange)
  );
}

/**
 * Docker Hub refuses the whole request if `from` is not known to it.
 *
 * @param {Backend} backend
 * @param {Exchange} exchange
 * @returns {Reply | undefined}
 */
function refuseMount(backend, exchange) {
  const from = exchange.record.kind === 'upload-post' ? exchange.url.searchParams.get('from') : null;
  return backend.quirks.refuseMounts === '401' && from !== null && backend.store.repository(from) === undefined
    ? errorReply(401, 'UNAUTHORIZED', 'authentication required')
    : undefined;
}

/**
 * @param {Backend} backend
 * @param {Exchange} exchange
 * @returns {Reply | Promise<Reply>}
 */
function answer(backend, exchange) {
  const { repository = '', resource } = exchange.route;
  switch (resource) {
    case 'ping':
      return exchange.record.kind === 'ping' ? jsonReply(200, {}) : emptyReply(405);
    case 'manifest':
      return answerManifest(backend, exchange, repository);
    case 'blob':
      return answerBlob(backend, exchange, repository);
    case 'upload':
      return answerUpload(backend, exchange, repository);
    case 'tags':
      return answerTags(backend, exchange, repository);
    case 'referrers':
      return answerReferrers(backend, exchange, repository);
    case 'token':
    case 'cdn':
    case 'other':
      return noRouteReply();
  }
}
