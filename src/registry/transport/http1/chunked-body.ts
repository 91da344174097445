import { carriageReturn, colon, isFieldByte, isTokenByte, lineFeed } from './field-characters.js';
import { MalformedResponseError } from './malformed-response.js';

/** Node's limit. Readers had none once, and were kept busy with them: CVE-2024-22019, CVE-2023-39326. No registry sends any. */
const maxExtensionBytes = 16 * 1024;

/** They are dropped: what they could say (a digest, a signature) is not believed anyway. */
const maxTrailerBytes = 16 * 1024;

/** Zeros in front count: as in Go, 64 bits. */
const maxSizeDigits = 16;

const semicolon = 0x3b;

/** What a line is for. `extension` and `trailer-value` are the rest of one, up to which the reader has come. */
type Place = 'size' | 'extension' | 'data-end' | 'trailer' | 'trailer-value';

/** Takes a body out of its chunks (RFC 9112 §7.1), from pieces that are cut anywhere. It keeps no bytes. */
export class ChunkedDecoder {
  #place: Place | 'data' | 'end' = 'size';
  /** Whether a line's CR was read, so that its LF must follow. */
  #isAfterReturn = false;
  /** How many characters of a size, or of a trailer's name, were read. */
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
        if (!isFieldByte(byte)) throw new MalformedResponseError('an extension of its chunks has a control character');
        return;
      case 'data-end':
        throw new MalformedResponseError('a chunk is longer than its size');
      case 'trailer':
      case 'trailer-value':
        this.#readTrailer(byte, place);
    }
  }

  /** A blank behind the size, which some servers sent once (nodejs/undici#2678), is refused as llhttp does. */
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
    const isAllowed = place === 'trailer' ? isTokenByte(byte) : isFieldByte(byte);
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
