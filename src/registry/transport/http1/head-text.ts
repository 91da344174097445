import { carriageReturn, lineFeed, valueBytes } from '../field-characters.js';
import { MalformedResponseError } from '../transport-error.js';

/** Node's default (`--max-http-header-size`). The heads of registries have 1 or 2 KiB. */
const maxHeadBytes = 16 * 1024;

const begin = 'HTTP/1.';

/** The first byte of an answer in another protocol. */
const otherProtocols: ReadonlyMap<number, string> = new Map([
  [0x00, ' (it looks like HTTP/2)'],
  [0x15, ' (it looks like TLS)'],
  [0x16, ' (it looks like TLS)'],
]);

/** A head ends with CR LF CR LF. `endRead` says how many of these four bytes were just read. */
const endLength = 4;

/**
 * Collects the text of one head from pieces that are cut anywhere. It reads each byte once, so a head that arrives byte
 * by byte costs no more than another. It throws at the first byte that is not allowed in a head. It copies what it
 * reads, so the caller may reuse the pieces.
 */
export class HeadText {
  #text = '';
  #endRead = 0;

  /** @returns where the head ends in `bytes`; undefined: more is needed  @throws {MalformedResponseError} */
  read(bytes: Uint8Array, from: number): number | undefined {
    if (this.#text.length < begin.length) this.#checkBegin(bytes, from);
    const most = from + maxHeadBytes - this.#text.length;
    const end = this.#findEnd(bytes, from, Math.min(bytes.length, most));
    if (end === undefined && bytes.length >= most) throw new MalformedResponseError('its head is larger than 16 KiB');
    this.#text += latin1(bytes, from, end ?? bytes.length);
    return end;
  }

  /** Returns the head with its empty line. The next call of `read` begins another head. */
  take(): string {
    const text = this.#text;
    this.#text = '';
    this.#endRead = 0;
    return text;
  }

  #checkBegin(bytes: Uint8Array, from: number): void {
    const read = this.#text.length;
    const length = Math.min(begin.length - read, bytes.length - from);
    for (let at = 0; at < length; at += 1) {
      const byte = bytes[from + at] ?? 0;
      if (byte === begin.charCodeAt(read + at)) continue;
      const hint = read + at === 0 ? otherProtocols.get(byte) : undefined;
      throw new MalformedResponseError(`it does not begin with HTTP/1.0 or HTTP/1.1${hint ?? ''}`);
    }
  }

  /**
   * RFC 9112 §2.2 allows a reader to accept a bare LF as the end of a line. llhttp does not, and no registry sends one.
   */
  #findEnd(bytes: Uint8Array, from: number, to: number): number | undefined {
    let endRead = this.#endRead;
    for (let at = from; at < to; at += 1) {
      const byte = bytes[at] ?? 0;
      const isAfterReturn = (endRead & 1) === 1;
      if (valueBytes[byte] === 1 && !isAfterReturn) endRead = 0;
      else if (byte === (isAfterReturn ? lineFeed : carriageReturn)) endRead += 1;
      else throw wrongByte(byte, isAfterReturn);
      if (endRead === endLength) return at + 1;
    }
    this.#endRead = endRead;
    return undefined;
  }
}

function wrongByte(byte: number, isAfterReturn: boolean): MalformedResponseError {
  if (isAfterReturn) return new MalformedResponseError('its head has a CR without LF');
  if (byte === lineFeed) return new MalformedResponseError('its head has a LF without CR');
  return new MalformedResponseError('its head has a control character');
}

function latin1(bytes: Uint8Array, from: number, to: number): string {
  const buffer = bytes instanceof Buffer ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return buffer.toString('latin1', from, to);
}
