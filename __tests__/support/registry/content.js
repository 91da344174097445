/** @import { Content, StoredBlob } from './types.js' */

import { createCipheriv, createHash } from 'node:crypto';

import { digestOfChunks } from './digests.js';

/** One block of noise is made per generated blob and repeated: more would cost time, less would cost system calls. */
const blockBytes = 1024 * 1024;
const counterBytes = 8;

/**
 * @param {readonly Buffer[]} chunks
 * @returns {Content}
 */
export function memoryContent(chunks) {
  const size = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
  return { size, read: (start, end) => slice(chunks, start, end) };
}

/**
 * Deterministic noise of any size that takes 1 MiB of memory: a block made from the seed, repeated, each time with its
 * number in its first eight bytes.
 *
 * @param {number} size
 * @param {string | number} seed
 * @returns {Content}
 */
function generatedContent(size, seed) {
  const block = noise(Math.min(size, blockBytes), seed);
  return { size, read: (start, end) => slice(blocks(block, size), start, end) };
}

/**
 * @param {number} size
 * @param {string | number} seed
 * @returns {StoredBlob}
 */
export function generatedBlob(size, seed) {
  const content = generatedContent(size, seed);
  return { kind: 'generated', digest: digestOfChunks(content.read(0, size)), ...content };
}

/**
 * @param {string} digest
 * @param {readonly Buffer[]} chunks
 * @returns {StoredBlob}
 */
export function memoryBlob(digest, chunks) {
  return { kind: 'memory', digest, ...memoryContent(chunks) };
}

/**
 * A blob whose bytes were hashed, measured and dropped.
 *
 * @param {string} digest
 * @param {number} size
 * @returns {StoredBlob}
 */
export function forgottenBlob(digest, size) {
  return { kind: 'forgotten', digest, size, read: () => [] };
}

/**
 * @param {Content} content
 * @returns {Buffer}
 */
export function bytesOf(content) {
  return Buffer.concat([...content.read(0, content.size)]);
}

/**
 * @param {number} size
 * @param {string | number} seed
 * @returns {Buffer}
 */
function noise(size, seed) {
  const key = createHash('sha256').update(String(seed)).digest().subarray(0, 16);
  return createCipheriv('aes-128-ctr', key, Buffer.alloc(16)).update(Buffer.alloc(size));
}

/**
 * @param {Buffer} block
 * @param {number} size
 * @returns {Iterable<Buffer>}
 */
function* blocks(block, size) {
  for (let offset = 0; offset < size; offset += blockBytes) {
    const counter = Buffer.alloc(counterBytes);
    counter.writeBigUInt64BE(BigInt(offset / blockBytes));
    const length = Math.min(blockBytes, size - offset);
    yield counter.subarray(0, length);
    // The block itself is shared by all readers, so it is never written to.
    yield block.subarray(Math.min(counterBytes, length), length);
  }
}

/**
 * @param {Iterable<Buffer>} chunks
 * @param {number} start
 * @param {number} end exclusive
 * @returns {Iterable<Buffer>}
 */
function* slice(chunks, start, end) {
  let offset = 0;
  for (const chunk of chunks) {
    if (offset >= end) {
      return;
    }
    const part = chunk.subarray(Math.max(0, start - offset), end - offset);
    offset += chunk.length;
    if (part.length > 0) {
      yield part;
    }
  }
}
