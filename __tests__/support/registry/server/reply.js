/** @import { Content, Reply } from '../types.js' */

import { memoryContent } from '../content/content.js';

/**
 * @param {number} status
 * @param {Readonly<Record<string, string>>} [headers]
 * @returns {Reply}
 */
export function emptyReply(status, headers = {}) {
  return { status, headers };
}

/**
 * @param {number} status
 * @param {Readonly<Record<string, string>>} headers
 * @param {Content} body
 * @returns {Reply}
 */
export function contentReply(status, headers, body) {
  return { status, headers, body };
}

/**
 * @param {number} status
 * @param {string} contentType
 * @param {string | Buffer} text
 * @param {Readonly<Record<string, string>>} [headers]
 * @returns {Reply}
 */
export function textReply(status, contentType, text, headers = {}) {
  return { status, headers: { 'content-type': contentType, ...headers }, body: memoryContent([Buffer.from(text)]) };
}

/**
 * @param {number} status
 * @param {unknown} value
 * @param {Readonly<Record<string, string>>} [headers]
 * @returns {Reply}
 */
export function jsonReply(status, value, headers = {}) {
  return textReply(status, 'application/json', JSON.stringify(value), headers);
}

/**
 * The error body of the specification: https://github.com/opencontainers/distribution-spec/blob/main/spec.md#error-codes
 *
 * @param {number} status
 * @param {string} code
 * @param {string} message
 * @param {unknown} [detail]
 * @returns {Reply}
 */
export function errorReply(status, code, message, detail) {
  return errorsReply(status, [{ code, message, detail }]);
}

/**
 * @param {number} status
 * @param {readonly { code: string, message: string, detail?: unknown }[]} errors
 * @returns {Reply}
 */
export function errorsReply(status, errors) {
  return jsonReply(status, { errors });
}

/**
 * What distribution answers where no route matches.
 *
 * @returns {Reply}
 */
export function noRouteReply() {
  return textReply(404, 'text/plain; charset=utf-8', '404 page not found\n');
}

/**
 * @param {Reply} reply
 * @returns {Reply}
 */
export function withoutDigest(reply) {
  const headers = Object.entries(reply.headers).filter(([name]) => name !== 'docker-content-digest');
  return { ...reply, headers: Object.fromEntries(headers) };
}
