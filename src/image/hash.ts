import { createHash, type Hash } from 'node:crypto';
import { type Digest, hexOf, parseDigest } from './digest.js';

export function digestOf(bytes: Uint8Array, algorithm: 'sha256' | 'sha512' = 'sha256'): Digest {
  return parseDigest(`${algorithm}:${createHash(algorithm).update(bytes).digest('hex')}`);
}

/** Says whether the bytes hash to the digest, by the digest's own algorithm. */
export function matchesDigest(bytes: Uint8Array, digest: Digest): boolean {
  return hashFor(digest).update(bytes).digest('hex') === hexOf(digest);
}

/** A running hash of the digest's algorithm, for content that is streamed. */
export function hashFor(digest: Digest): Hash {
  return createHash(digest.slice(0, digest.indexOf(':')));
}
