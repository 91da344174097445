import type { Headers } from '../../http/http.js';
import { parseFieldLines } from './field-lines.js';
import { HeadText } from './head-text.js';
import { MalformedResponseError } from './malformed-response.js';
import { type BodyFraming, keepsConnectionAlive, parseBodyFraming } from './response-framing.js';

export interface ResponseHead {
  /** 200 to 999. What is above 599 counts as a server error (RFC 9110 §15). */
  readonly status: number;
  /** By their names in small letters. An object without prototype. */
  readonly headers: Headers;
  readonly framing: BodyFraming;
  /** Whether the connection may carry another request afterwards. */
  readonly keepsAlive: boolean;
}

/**
 * How many informational answers may come before the final one, as in CPython's `http.client`. A server sends one 100, a few 103, or a 102 every few
 * seconds. Go's limit of five was too small (golang/go#65035).
 */
const maxInformational = 100;
const maxInformationalBytes = 64 * 1024;

/** Collects the head of one answer from pieces that are cut anywhere. Passes over informational answers; 101 is refused. */
export class ResponseHeadReader {
  readonly #method: string;
  readonly #text = new HeadText();
  #informational = 0;
  #informationalBytes = 0;

  /** @param method of the request: the answer to a HEAD has no body */
  constructor(method: string) {
    this.#method = method;
  }

  /**
   * Copies what it needs of `bytes`.
   * @returns undefined while more is needed; else the final head, and where in `bytes` what follows it begins
   * @throws {MalformedResponseError}
   */
  read(bytes: Uint8Array): { readonly head: ResponseHead; readonly end: number } | undefined {
    let end: number | undefined = 0;
    while (end < bytes.length) {
      end = this.#text.read(bytes, end);
      if (end === undefined) return undefined;
      const head = this.#parse(this.#text.take());
      if (head !== undefined) return { head, end };
    }
    return undefined;
  }

  /** undefined: it is informational, and the final one follows. */
  #parse(text: string): ResponseHead | undefined {
    const status = parseStatus(text);
    const headers = parseFieldLines(text, text.indexOf('\r\n') + 2);
    if (status < 200) {
      this.#passOver(status, text.length);
      return undefined;
    }
    const framed = { method: this.#method, status, isOldVersion: text.charAt(minorVersionAt) === '0', headers };
    const framing = parseBodyFraming(framed);
    return { status, headers, framing, keepsAlive: keepsConnectionAlive(framed, framing) };
  }

  /** It has no body, whatever its headers say (RFC 9112 §6.3). */
  #passOver(status: number, bytes: number): void {
    if (status === 101) throw new MalformedResponseError('it changes to another protocol (101)');
    this.#informational += 1;
    this.#informationalBytes += bytes;
    if (this.#informational > maxInformational || this.#informationalBytes > maxInformationalBytes)
      throw new MalformedResponseError('too many informational answers (1xx) come before it');
  }
}

/** In `HTTP/1.1 200 OK`. */
const minorVersionAt = 7;
const statusAt = 9;
const statusEnd = 12;

/**
 * The blank behind the status may be missing where no reason follows it: RFC 9112 §4 asks servers for it, and llhttp and Go read the line without.
 * @param text begins with `HTTP/1.`
 */
function parseStatus(text: string): number {
  const minor = text.charAt(minorVersionAt);
  if ((minor !== '0' && minor !== '1') || text.charAt(minorVersionAt + 1) !== ' ')
    throw new MalformedResponseError('it does not begin with HTTP/1.0 or HTTP/1.1');
  const digits = text.slice(statusAt, statusEnd);
  const after = text.charAt(statusEnd);
  if (!/^[1-9]\d\d$/.test(digits) || (after !== ' ' && after !== '\r'))
    throw new MalformedResponseError('its first line has no status of three digits');
  return Number(digits);
}

export { MalformedResponseError } from './malformed-response.js';
export type { BodyFraming } from './response-framing.js';
