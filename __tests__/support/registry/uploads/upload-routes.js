/** @import { Backend } from '../backend.js' */
/** @import { Exchange, Reply, StoredBlob } from '../types.js' */
/** @import { Upload } from './uploads.js' */

import { algorithmOf, isDigest } from '../content/digests.js';
import { refuseRepository } from '../content/names.js';
import { emptyReply, errorReply } from '../server/reply.js';
import { isOctetStream, refuseBody, refuseChunk } from './upload-checks.js';

/**
 * @param {Backend} backend
 * @param {Exchange} exchange
 * @param {string} repository
 * @returns {Reply | Promise<Reply>}
 */
export function answerUpload(backend, exchange, repository) {
  if (exchange.method === 'POST') {
    return openUpload(backend, exchange, repository);
  }
  const upload = backend.uploads.find(repository, exchange.route.reference);
  if (upload === undefined) {
    return errorReply(404, 'BLOB_UPLOAD_UNKNOWN', 'blob upload unknown to registry');
  }
  switch (exchange.method) {
    case 'GET':
      return emptyReply(204, progressHeaders(backend, exchange, upload));
    case 'DELETE':
      backend.uploads.close(upload.id);
      return emptyReply(204);
    case 'PATCH':
      return appendChunk(backend, exchange, upload);
    case 'PUT':
      return finishUpload(backend, exchange, upload);
    default:
      return errorReply(405, 'UNSUPPORTED', 'The operation is unsupported.');
  }
}

/**
 * A `digest=` without `mount=` asks for a single-post upload. distribution opens a session, answers 202 and drops the
 * body, and so does this.
 *
 * @param {Backend} backend
 * @param {Exchange} exchange
 * @param {string} repository
 * @returns {Reply}
 */
function openUpload(backend, exchange, repository) {
  const refusal = refuseRepository(backend, repository);
  if (refusal !== undefined) {
    return refusal;
  }
  const query = exchange.url.searchParams;
  const blob = mountable(backend, query);
  if (blob !== undefined) {
    backend.store.addBlob(repository, blob);
    return blobCreated(backend, exchange, repository, blob.digest);
  }
  const upload = backend.uploads.open(repository, backend.quirks.locationQuery);
  upload.hashWith(query.get('digest-algorithm') === 'sha512' ? 'sha512' : 'sha256');
  return emptyReply(202, progressHeaders(backend, exchange, upload));
}

/**
 * @param {Backend} backend
 * @param {URLSearchParams} query
 * @returns {StoredBlob | undefined}
 */
function mountable(backend, query) {
  const mount = query.get('mount');
  const from = query.get('from');
  if (mount === null || from === null || backend.quirks.refuseMounts === true) {
    return undefined;
  }
  return backend.store.blobIn(from, mount);
}

/**
 * @param {Backend} backend
 * @param {Exchange} exchange
 * @param {Upload} upload
 * @returns {Promise<Reply>}
 */
async function appendChunk(backend, exchange, upload) {
  const refusal = refuseBody(backend, exchange, upload) ?? refuseChunk(backend, exchange, upload);
  if (refusal !== undefined) {
    return { ...refusal, headers: { ...refusal.headers, ...progressHeaders(backend, exchange, upload) } };
  }
  await upload.append(exchange.body);
  return emptyReply(202, progressHeaders(backend, exchange, upload));
}

/**
 * @param {Backend} backend
 * @param {Exchange} exchange
 * @param {Upload} upload
 * @returns {Promise<Reply>}
 */
async function finishUpload(backend, exchange, upload) {
  const refusal = refuseBody(backend, exchange, upload);
  if (refusal !== undefined) {
    return refusal;
  }
  const digest = exchange.url.searchParams.get('digest') ?? '';
  if (!isDigest(digest)) {
    return errorReply(400, 'DIGEST_INVALID', 'digest parsing failed', digest);
  }
  upload.hashWith(algorithmOf(digest));
  // distribution parses a form and so loses a body of another type, which then has the wrong digest.
  if (isOctetStream(exchange)) {
    await upload.append(exchange.body);
  }
  return commit(backend, exchange, upload, digest);
}

/**
 * A session ends with its first commit, whether that succeeds or not.
 *
 * @param {Backend} backend
 * @param {Exchange} exchange
 * @param {Upload} upload
 * @param {string} digest
 * @returns {Reply}
 */
function commit(backend, exchange, upload, digest) {
  // Two PUTs may have run side by side; the session belongs to the first that is complete.
  if (backend.uploads.find(upload.repository, upload.id) === undefined) {
    return errorReply(404, 'BLOB_UPLOAD_UNKNOWN', 'blob upload unknown to registry');
  }
  backend.uploads.close(upload.id);
  const blob = upload.finish(digest, backend.quirks.believesDigests === true);
  if (blob === undefined) {
    return errorReply(400, 'DIGEST_INVALID', 'provided digest did not match uploaded content', digest);
  }
  if (blob.size === 0 && backend.quirks.refuseEmptyBlobs === true) {
    return errorReply(400, 'BLOB_UPLOAD_INVALID', 'The upload does not have any parts');
  }
  backend.store.addBlob(upload.repository, blob);
  return blobCreated(backend, exchange, upload.repository, digest);
}

/**
 * @param {Backend} backend
 * @param {Exchange} exchange
 * @param {Upload} upload
 * @returns {Record<string, string>}
 */
function progressHeaders(backend, exchange, upload) {
  const path = `/v2/${upload.repository}/blobs/uploads/${upload.id}?${upload.query}`;
  return {
    location: backend.uploadLocation(exchange, path),
    range: `0-${Math.max(0, upload.size - 1)}`,
    'docker-upload-uuid': upload.id,
  };
}

/**
 * @param {Backend} backend
 * @param {Exchange} exchange
 * @param {string} repository
 * @param {string} digest
 * @returns {Reply}
 */
function blobCreated(backend, exchange, repository, digest) {
  const location = backend.location(exchange, `/v2/${repository}/blobs/${digest}`);
  return emptyReply(201, { location, 'docker-content-digest': digest });
}
