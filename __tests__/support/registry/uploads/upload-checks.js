/** @import { Backend } from '../backend.js' */
/** @import { Exchange, Reply } from '../types.js' */
/** @import { Upload } from './uploads.js' */

import { errorReply, textReply } from '../server/reply.js';

/** https://github.com/opencontainers/distribution-spec/blob/main/spec.md#endpoints writes chunk ranges without a unit. */
const contentRangePattern = /^(?<start>\d+)-(?<end>\d+)$/;

/**
 * Why the body of a PATCH or PUT is not even read.
 *
 * @param {Backend} backend
 * @param {Exchange} exchange
 * @param {Upload} upload
 * @returns {Reply | undefined}
 */
export function refuseBody(backend, exchange, upload) {
  const query = exchange.url.search.slice(1);
  if (query !== upload.query && !query.startsWith(`${upload.query}&`)) {
    // 404 as on distribution, which signs the state that it puts there.
    return errorReply(404, 'BLOB_UPLOAD_INVALID', 'the query of the Location was changed', { got: query });
  }
  if (contentLength(exchange) > (backend.quirks.maxUploadBodyBytes ?? Infinity)) {
    return textReply(413, 'text/html', '<html><h1>413 Request Entity Too Large</h1></html>');
  }
  return undefined;
}

/**
 * @param {Backend} backend
 * @param {Exchange} exchange
 * @param {Upload} upload
 * @returns {Reply | undefined}
 */
export function refuseChunk(backend, exchange, upload) {
  if (backend.quirks.refuseChunks === true) {
    return errorReply(405, 'UNSUPPORTED', 'chunked uploads are not supported');
  }
  if (!isOctetStream(exchange)) {
    return errorReply(500, 'UNKNOWN', `bad Content-Type: ${exchange.headers['content-type'] ?? ''}`);
  }
  const range = exchange.headers['content-range'];
  if (range !== undefined && !fitsRange(range, upload.size, contentLength(exchange))) {
    return errorReply(416, 'RANGE_INVALID', 'invalid content range');
  }
  const limit = backend.quirks.maxChunkBytes ?? Infinity;
  return contentLength(exchange) > limit
    ? errorReply(416, 'BLOB_UPLOAD_INVALID', `request body is too large, the limit is ${limit} bytes`)
    : undefined;
}

/**
 * @param {Exchange} exchange
 * @returns {boolean}
 */
export function isOctetStream(exchange) {
  return exchange.headers['content-type'] === 'application/octet-stream';
}

/**
 * @param {string} range
 * @param {number} offset where the next chunk must start
 * @param {number} length
 * @returns {boolean}
 */
function fitsRange(range, offset, length) {
  const groups = contentRangePattern.exec(range)?.groups;
  const start = Number(groups?.start);
  const end = Number(groups?.end);
  return start === offset && (Number.isNaN(length) || end - start + 1 === length);
}

/**
 * @param {Exchange} exchange
 * @returns {number} NaN with chunked transfer encoding
 */
function contentLength(exchange) {
  return Number(exchange.headers['content-length']);
}
