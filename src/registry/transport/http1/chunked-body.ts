import { carriageReturn, isNameByte, lineFeed, valueBytes } from '../field-characters.js';
import { MalformedResponseError } from '../transport-error.js';

/**
 * Node's limit. Without one, a server can keep a reader busy: CVE-2024-22019, CVE-2023-39326. No registry sends any.
 */
const maxExtensionBytes = 16 * 1024;

/** Trailers are dropped. We would not trust what they can say, such as a digest. */
const maxTrailerBytes = 16 * 1024;

/** Go's limit. Zeros in front count. */
const maxSizeDigits = 16;

const semicolon = 0x3b;
const colon = 0x3a;

/** Where in a line the reader is. `extension` and `trailer-value` are the second part of a line. */
type Place = 'size' | 'extension' | 'data-end' | 'trailer' | 'trailer-value';

/** Extracts a body from its chunks (RFC 9112 §7.1), in pieces that are cut anywhere. It keeps no bytes. */
export class ChunkedDecoder {
  #place: Place | 'data' | 'end' = 'size';
  /** The CR of a line was read: its LF must follow. */
  #isAfterReturn = false;
  /** How many characters of the line were read, without those of an extension. */
  #length = 0;
  #size = 0;
  #extensionBytes = 0;
  #trailerBytes = 0;

  /**
   * Calls `onPayload` with views of `bytes`.
   * @returns undefined while more is needed; else where the body ended in `bytes`, after the trailers
   * @throws {MalformedResponseError}
   */
  feed(bytes: Uint8Array, onPayload: (payload: Uint8Array) => void): number | undefined {
    let at = 0;
    while (at < bytes.length && this.#place !== 'end') {
      if (this.#place === 'data') {
        const payload = bytes.subarray(at, at + this.#size);
        at += payload.length;
        this.#size -= payload.length;
        if (this.#size === 0) this.#place = 'data-end';
        onPayload(payload);
      } else {
        this.#readLineByte(bytes[at] ?? 0, this.#place);
        at += 1;
      }
    }
    return this.#place === 'end' ? at : undefined;
  }

  #readLineByte(byte: number, place: Place): void {
    if (this.#isAfterReturn) {
      if (byte !== lineFeed) throw new MalformedResponseError('its chunks have a CR without LF');
      this.#isAfterReturn = false;
      this.#endLine(place);
      this.#length = 0;
    } else if (byte === carriageReturn) this.#isAfterReturn = true;
    else if (byte === lineFeed) throw new MalformedResponseError('its chunks have a LF without CR');
    else this.#readText(byte, place);
  }

  #readText(byte: number, place: Place): void {
    switch (place) {
      case 'size':
        this.#readSize(byte);
        return;
      case 'extension':
        this.#extensionBytes += 1;
        if (this.#extensionBytes > maxExtensionBytes)
          throw new MalformedResponseError('the extensions of its chunks are larger than 16 KiB');
        if (valueBytes[byte] !== 1)
          throw new MalformedResponseError('an extension of its chunks has a control character');
        return;
      case 'data-end':
        throw new MalformedResponseError('a chunk is longer than its size');
      case 'trailer':
      case 'trailer-value':
        this.#readTrailer(byte, place);
    }
  }

  /** Some servers write a blank after the size (nodejs/undici#2678). llhttp refuses it, and so do we. */
  #readSize(byte: number): void {
    if (byte === semicolon && this.#length > 0) {
      this.#place = 'extension';
      return;
    }
    const digit = hexDigit(byte);
    this.#length += 1;
    if (digit === undefined) throw new MalformedResponseError('the size of a chunk is not a hexadecimal number');
    this.#size = this.#size * 16 + digit;
    if (this.#length > maxSizeDigits || this.#size > Number.MAX_SAFE_INTEGER)
      throw new MalformedResponseError('the size of a chunk is too large');
  }

  #readTrailer(byte: number, place: 'trailer' | 'trailer-value'): void {
    this.#trailerBytes += 1;
    if (this.#trailerBytes > maxTrailerBytes) throw new MalformedResponseError('its trailers are larger than 16 KiB');
    if (place === 'trailer' && byte === colon && this.#length > 0) {
      this.#place = 'trailer-value';
      return;
    }
    this.#length += 1;
    const isAllowed = place === 'trailer' ? isNameByte(byte) : valueBytes[byte] === 1;
    if (!isAllowed) throw new MalformedResponseError('a trailer has a character that is not allowed');
  }

  #endLine(place: Place): void {
    switch (place) {
      case 'size':
      case 'extension':
        if (this.#length === 0) throw new MalformedResponseError('a chunk has no size');
        this.#place = this.#size === 0 ? 'trailer' : 'data';
        return;
      case 'data-end':
        this.#place = 'size';
        return;
      case 'trailer':
        if (this.#length > 0) throw new MalformedResponseError('it has a trailer without a colon');
        this.#place = 'end';
        return;
      case 'trailer-value':
        this.#place = 'trailer';
    }
  }
}

function hexDigit(byte: number): number | undefined {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const small = byte | 0x20;
  return small >= 0x61 && small <= 0x66 ? small - 0x57 : undefined;
}
