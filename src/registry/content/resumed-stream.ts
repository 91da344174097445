import { RegistryError } from '../../image/registry-error.js';
import { isFailure } from '../../runtime/errors.js';

/** Content from an offset on: what was asked for, or all of it, of a server that knows no ranges. */
export interface OpenContent {
  readonly chunks: AsyncIterable<Uint8Array>;
  /** The offset of its first byte. */
  readonly start: number;
}

interface Reopen {
  /**
   * Asks for the content again, from a byte on.
   * @throws {RegistryError}
   */
  from(offset: number): Promise<OpenContent>;
  /** So many new bytes are worth another answer. What is cut behind less fails, and is begun anew by whoever wanted it. */
  readonly enoughBytes: number;
}

/**
 * Passes content on, and resumes where it was cut off, without the receiver noticing. If the server starts over, the bytes already passed on are
 * dropped. Nothing here checks that they are the same: the reader checks size and digest of the whole.
 * Source: RFC 9110 §14.2; OCI distribution specification, "Pulling blobs".
 */
export async function* resumeContent(first: OpenContent, reopen: Reopen): AsyncGenerator<Uint8Array> {
  let content = first;
  let passed = 0;
  for (;;) {
    const before = passed;
    try {
      for await (const chunk of skipBytes(content.chunks, passed - content.start)) {
        passed += chunk.length;
        yield chunk;
      }
      return;
    } catch (error) {
      const isCut = error instanceof RegistryError && (error.code === 'network' || error.code === 'timeout');
      if (!isCut || passed - before < reopen.enoughBytes) throw error;
      content = await reopen.from(passed).catch((reason: unknown) => {
        // Then it is begun anew by who wanted it, and what is wrong shows there.
        throw isFailure(reason) ? error : reason;
      });
    }
  }
}

async function* skipBytes(chunks: AsyncIterable<Uint8Array>, bytes: number): AsyncGenerator<Uint8Array> {
  let left = bytes;
  for await (const chunk of chunks) {
    const skipped = Math.min(left, chunk.length);
    left -= skipped;
    if (skipped < chunk.length) yield skipped === 0 ? chunk : chunk.subarray(skipped);
  }
}
