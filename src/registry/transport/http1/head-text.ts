import { carriageReturn, isFieldByte, lineFeed } from './field-characters.js';
import { MalformedResponseError } from './malformed-response.js';

/** As Node's default (`--max-http-header-size`). The heads of registries take 1 or 2 KiB. */
const maxHeadBytes = 16 * 1024;

const begin = 'HTTP/1.';

/** What another protocol begins with, as far as its first byte tells. */
const otherProtocols: ReadonlyMap<number, string> = new Map([
  [0x00, ' (it looks like HTTP/2)'],
  [0x15, ' (it looks like TLS)'],
  [0x16, ' (it looks like TLS)'],
]);

/** How much of the empty line that ends a head was just read: CR, CR LF, CR LF CR, and all of CR LF CR LF. */
const endLength = 4;

/**
 * Collects the text of one head from pieces that are cut anywhere. It looks at each byte once, so that a head that comes byte by byte costs no more
 * than another, and fails at the first byte that has no place in a head. It keeps a copy: the pieces may be reused.
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

  /** Hands over the head with its empty line, and begins anew. */
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

  /** RFC 9112 §2.2 lets a reader take a bare LF for the end of a line. llhttp does not, and no registry needs it. */
  #findEnd(bytes: Uint8Array, from: number, to: number): number | undefined {
    let endRead = this.#endRead;
    for (let at = from; at < to; at += 1) {
      const byte = bytes[at] ?? 0;
      const isAfterReturn = (endRead & 1) === 1;
      if (isFieldByte(byte) && !isAfterReturn) endRead = 0;
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
