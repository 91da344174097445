/** @import { Backend } from '../backend.js' */
/** @import { Exchange, Reply, StoredBlob } from '../types.js' */

import { isDigest } from './digests.js';
import { contentReply, emptyReply, errorReply, textReply } from '../server/reply.js';

/**
 * HEAD, GET and DELETE of a blob.
 *
 * @param {Backend} backend
 * @param {Exchange} exchange
 * @param {string} repository
 * @returns {Reply}
 */
export function answerBlob(backend, exchange, repository) {
  const digest = exchange.route.reference ?? '';
  if (!isDigest(digest)) {
    return errorReply(400, 'DIGEST_INVALID', 'provided digest is not valid', digest);
  }
  const blob = backend.store.blobIn(repository, digest);
  if (blob === undefined) {
    return errorReply(404, 'BLOB_UNKNOWN', 'blob unknown to registry', digest);
  }
  switch (exchange.method) {
    case 'HEAD':
      return contentReply(200, blobHeaders(blob), blob);
    case 'GET':
      return backend.options.cdn === undefined || backend.options.cdn === false
        ? serveBlob(backend, exchange, blob)
        : emptyReply(307, { location: backend.cdn.sign(digest) });
    case 'DELETE':
      backend.store.repository(repository)?.blobs.delete(digest);
      return emptyReply(202);
    default:
      return errorReply(405, 'UNSUPPORTED', 'The operation is unsupported.');
  }
}

/**
 * @param {Backend} backend
 * @param {Exchange} exchange
 * @param {StoredBlob} blob
 * @returns {Reply}
 */
export function serveBlob(backend, exchange, blob) {
  if (blob.kind === 'forgotten') {
    return errorReply(500, 'UNKNOWN', 'this registry did not keep the bytes of that blob (keepBlobBytes)', blob.digest);
  }
  const range = parseRange(backend.quirks.noRanges === true ? undefined : exchange.headers.range, blob.size);
  switch (range.kind) {
    case 'all':
      return contentReply(200, blobHeaders(blob), blob);
    case 'part':
      return servePart(blob, range.start, range.end);
    case 'outside':
      return outsideReply(blob);
  }
}

/**
 * @param {StoredBlob} blob
 * @param {number} start
 * @param {number} end exclusive
 * @returns {Reply}
 */
function servePart(blob, start, end) {
  const headers = { ...blobHeaders(blob), 'content-range': `bytes ${start}-${end - 1}/${blob.size}` };
  return contentReply(206, headers, {
    size: end - start,
    read: (from, to) => blob.read(start + from, start + to),
  });
}

/**
 * @param {StoredBlob} blob
 * @returns {Reply}
 */
function outsideReply({ size }) {
  return textReply(416, 'text/plain; charset=utf-8', 'invalid range\n', { 'content-range': `bytes */${size}` });
}

/**
 * @param {StoredBlob} blob
 * @returns {Record<string, string>}
 */
function blobHeaders(blob) {
  return {
    'content-type': 'application/octet-stream',
    'docker-content-digest': blob.digest,
    'accept-ranges': 'bytes',
  };
}

/**
 * One range of bytes. Several at once, or another unit, count as none, which RFC 9110 section 14.2 allows.
 *
 * @param {string | undefined} header
 * @param {number} size
 * @returns {{ kind: 'all' } | { kind: 'part', start: number, end: number } | { kind: 'outside' }}
 */
export function parseRange(header, size) {
  const groups = /^bytes=(?<first>\d*)-(?<last>\d*)$/.exec(header ?? '')?.groups;
  const first = groups?.first ?? '';
  const last = groups?.last ?? '';
  if (first === '' && last === '') {
    return { kind: 'all' };
  }
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === '' || last === '' ? size : Math.min(size, Number(last) + 1);
  return start < end ? { kind: 'part', start, end } : { kind: 'outside' };
}
