import { createCipheriv, createHash } from 'node:crypto';

const chunkBytes = 1024 * 1024;
/** So that a tool that looks at the first bytes takes a layer for compressed, as it would a real one. */
const gzipStart = Buffer.from([0x1f, 0x8b, 8, 0]);

/**
 * A cipher's key stream: as random as a compressed layer, the same every time, and made at gigabytes a second.
 *
 * @param {string} name another name is another noise
 * @param {number} bytes at least 4
 */
export function* noise(name, bytes) {
  const key = createHash('sha256').update(name).digest().subarray(0, 16);
  const cipher = createCipheriv('aes-128-ctr', key, Buffer.alloc(16));
  for (let left = bytes; left > 0; left -= chunkBytes) {
    const chunk = cipher.update(Buffer.alloc(Math.min(left, chunkBytes)));
    if (left === bytes) {
      gzipStart.copy(chunk);
    }
    yield chunk;
  }
}

/** @param {Iterable<Buffer>} chunks */
export function digestOf(chunks) {
  const hash = createHash('sha256');
  for (const chunk of chunks) {
    hash.update(chunk);
  }
  return `sha256:${hash.digest('hex')}`;
}
