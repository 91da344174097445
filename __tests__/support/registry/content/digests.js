import { createHash } from 'node:crypto';

/** What the path of a blob or manifest may name. */
const digestPattern = /^(?:sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128})$/;

/**
 * @param {string} text
 * @returns {boolean}
 */
export function isDigest(text) {
  return digestPattern.test(text);
}

/**
 * @param {string} digest
 * @returns {'sha256' | 'sha512'}
 */
export function algorithmOf(digest) {
  return digest.startsWith('sha512:') ? 'sha512' : 'sha256';
}

/**
 * @param {Iterable<Buffer>} chunks
 * @param {'sha256' | 'sha512'} [algorithm]
 * @returns {string}
 */
export function digestOfChunks(chunks, algorithm = 'sha256') {
  const hash = createHash(algorithm);
  for (const chunk of chunks) {
    hash.update(chunk);
  }
  return `${algorithm}:${hash.digest('hex')}`;
}

/**
 * @param {Buffer | string} bytes
 * @param {'sha256' | 'sha512'} [algorithm]
 * @returns {string}
 */
export function digestOf(bytes, algorithm = 'sha256') {
  return digestOfChunks([Buffer.from(bytes)], algorithm);
}
