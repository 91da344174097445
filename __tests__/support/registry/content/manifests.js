/** @import { Backend } from '../backend.js' */
/** @import { Exchange, Reply, StoredManifest } from '../types.js' */

import { memoryContent } from './content.js';
import { isDigest } from './digests.js';
import { putManifest } from './manifest-put.js';
import { unknownRepository } from './names.js';
import { contentReply, emptyReply, errorReply, noRouteReply } from '../server/reply.js';

const tagPattern = /^[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}$/;

/**
 * @param {Backend} backend
 * @param {Exchange} exchange
 * @param {string} repository
 * @returns {Reply | Promise<Reply>}
 */
export function answerManifest(backend, exchange, repository) {
  const reference = exchange.route.reference ?? '';
  if (!isDigest(reference) && !tagPattern.test(reference)) {
    return reference.includes(':')
      ? errorReply(400, 'DIGEST_INVALID', 'provided digest is not valid', reference)
      : noRouteReply();
  }
  switch (exchange.method) {
    case 'HEAD':
      return backend.quirks.headManifest405 === true
        ? errorReply(405, 'UNSUPPORTED', 'The operation is unsupported.')
        : serveManifest(backend, exchange, repository, reference);
    case 'GET':
      return serveManifest(backend, exchange, repository, reference);
    case 'PUT':
      return putManifest(backend, exchange, repository, reference);
    case 'DELETE':
      return deleteManifest(backend, repository, reference);
    default:
      return errorReply(405, 'UNSUPPORTED', 'The operation is unsupported.');
  }
}

/**
 * @param {Backend} backend
 * @param {Exchange} exchange
 * @param {string} repository
 * @param {string} reference
 * @returns {Reply}
 */
function serveManifest(backend, exchange, repository, reference) {
  const digest = backend.store.resolve(repository, reference);
  const manifest = digest === undefined ? undefined : backend.store.repository(repository)?.manifests.get(digest);
  if (digest === undefined || manifest === undefined) {
    return unknownManifest(backend, repository, reference);
  }
  if (backend.quirks.ignoreAccept !== true && !accepts(exchange, manifest)) {
    const message = `${manifest.mediaType} found, but accept header does not support it`;
    return errorReply(404, 'MANIFEST_UNKNOWN', message, { name: repository, reference });
  }
  const headers = { 'content-type': manifest.mediaType, 'docker-content-digest': digest, etag: `"${digest}"` };
  return contentReply(200, headers, memoryContent([manifest.bytes]));
}

/**
 * distribution says MANIFEST_UNKNOWN of a repository that it does not know either; ECR, whose repositories are created
 * beforehand, says NAME_UNKNOWN.
 *
 * @param {Backend} backend
 * @param {string} repository
 * @param {string} reference
 * @returns {Reply}
 */
function unknownManifest(backend, repository, reference) {
  const noName = backend.quirks.preCreatedRepositories === true ? unknownRepository(backend, repository) : undefined;
  return noName ?? errorReply(404, 'MANIFEST_UNKNOWN', 'manifest unknown', { name: repository, reference });
}

/**
 * Types are compared letter by letter: to distribution neither `*` wildcards nor parameters mean anything.
 *
 * @param {Exchange} exchange
 * @param {StoredManifest} manifest
 * @returns {boolean}
 */
function accepts(exchange, manifest) {
  const accepted = (exchange.headers.accept ?? '').split(',').map((type) => type.split(';')[0]?.trim());
  return accepted.includes(manifest.mediaType);
}

/**
 * @param {Backend} backend
 * @param {string} repository
 * @param {string} reference
 * @returns {Reply}
 */
function deleteManifest(backend, repository, reference) {
  const found = backend.store.repository(repository);
  if (found === undefined || backend.store.resolve(repository, reference) === undefined) {
    return unknownManifest(backend, repository, reference);
  }
  if (!isDigest(reference)) {
    found.tags.delete(reference);
    return emptyReply(202);
  }
  found.manifests.delete(reference);
  for (const [tag, digest] of found.tags) {
    if (digest === reference) {
      found.tags.delete(tag);
    }
  }
  return emptyReply(202);
}
