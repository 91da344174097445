import type { Digest } from '../../image/digest.js';
import type { Descriptor } from '../../image/manifest.js';
import { canDecode, parseContentEncoding } from './content-coding.js';
import { headerOf } from '../http/http.js';
import type { Headers } from '../transport/transport.js';

/**
 * Which codings a registry's blobs have. Some web servers compress what they send. Others label a layer `Content-Encoding: gzip` because it is a gzip
 * file, and send it as it is (moby/moby#17595). The blob's size tells them apart, and where that is not enough, its digest.
 */
export class BlobCodings {
  /** What came out wrong the last time that it was read. */
  readonly #misread = new Set<Digest>();

  /** The codings to undo, last one first, in an answer that has the whole blob. */
  of(headers: Headers, { digest, size }: Descriptor): readonly string[] {
    const codings = parseContentEncoding(headers['content-encoding']);
    const length = headerOf(headers, 'content-length');
    const isOfSize = Number(length) === size;
    if (length !== undefined && !isOfSize) return codings;
    const seemsMislabelled = isOfSize || !canDecode(codings);
    return seemsMislabelled === this.#misread.has(digest) ? codings : [];
  }

  /** The next answer with it is read in the other way, unless only one is possible. */
  noteWrong(digest: Digest): void {
    if (!this.#misread.delete(digest)) this.#misread.add(digest);
  }
}
