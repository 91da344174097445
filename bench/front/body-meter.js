/** @import { BodyMeter, HttpHead } from './types.js' */

/**
 * Says of the bytes of a connection which belong to the body of a message, without looking at any but the sizes of
 * chunks.
 *
 * @param {HttpHead} head
 * @param {'nothing' | 'until-close'} otherwise where the head says no length: a request has no body, an answer ends with
 *   its connection
 * @returns {BodyMeter}
 */
export function createBodyMeter({ headers }, otherwise) {
  if (headers.get('transfer-encoding')?.toLowerCase().includes('chunked') === true) {
    return new ChunkedMeter();
  }
  const length = headers.get('content-length');
  return new LengthMeter(length !== undefined ? Number(length) : otherwise === 'nothing' ? 0 : Infinity);
}

/** @returns {BodyMeter} */
export function createEmptyMeter() {
  return new LengthMeter(0);
}

/** @implements {BodyMeter} */
class LengthMeter {
  /** @param {number} length */
  constructor(length) {
    this.left = length;
    this.isDone = length === 0;
    this.bodyBytes = 0;
  }

  /** @param {Buffer} bytes */
  take(bytes) {
    const taken = Math.min(bytes.length, this.left);
    this.left -= taken;
    this.bodyBytes += taken;
    this.isDone = this.left === 0;
    return taken;
  }
}

const lineFeed = 10;

/**
 * https://www.rfc-editor.org/rfc/rfc9112#section-7.1; trailers end with an empty line, as a last chunk without any does.
 *
 * @implements {BodyMeter}
 */
class ChunkedMeter {
  constructor() {
    this.isDone = false;
    this.bodyBytes = 0;
    /** Of the chunk and its line break. */
    this.left = 0;
    this.line = '';
    this.isInTrailer = false;
  }

  /** @param {Buffer} bytes */
  take(bytes) {
    let at = 0;
    while (at < bytes.length && !this.isDone) {
      if (this.left > 0) {
        const taken = Math.min(this.left, bytes.length - at);
        this.left -= taken;
        at += taken;
      } else {
        at = this.#takeLine(bytes, at);
      }
    }
    return at;
  }

  /**
   * @param {Buffer} bytes
   * @param {number} at
   */
  #takeLine(bytes, at) {
    const end = bytes.indexOf(lineFeed, at);
    this.line += bytes.toString('latin1', at, end === -1 ? bytes.length : end);
    if (end === -1) {
      return bytes.length;
    }
    const line = this.line.trim();
    this.line = '';
    if (this.isInTrailer) {
      this.isDone = line === '';
    } else {
      this.#startChunk(parseInt(line, 16));
    }
    return end + 1;
  }

  /** @param {number} size */
  #startChunk(size) {
    this.isInTrailer = size === 0;
    this.left = size === 0 ? 0 : size + 2;
    this.bodyBytes += size;
  }
}
