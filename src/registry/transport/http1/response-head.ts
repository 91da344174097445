import type { Headers } from '../transport.js';
import { parseFieldLines } from './field-lines.js';
import { HeadText } from './head-text.js';
import { MalformedResponseError } from '../transport-error.js';
import { type BodyFraming, keepsConnectionAlive, parseBodyFraming } from './response-framing.js';

export interface ResponseHead {
  /** 200 to 999. A status above 599 counts as a server error (RFC 9110 §15). */
  readonly status: number;
  /** By name, in lower case. An object without prototype. */
  readonly headers: Headers;
  readonly framing: BodyFraming;
  /** Whether the connection may carry another request afterwards. */
  readonly keepsAlive: boolean;
}

/**
 * How many informational answers may precede the final one, as in CPython's `http.client`. Servers send one 100, a few
 * 103, or a 102 every few seconds. Go's first limit, 5, was too small (golang/go#65035).
 */
const maxInformational = 100;
const maxInformationalBytes = 64 * 1024;

/** Collects the head of one answer from pieces that are cut anywhere. Skips informational answers, and refuses 101. */
export class ResponseHeadReader {
  readonly #method: string;
  readonly #text = new HeadText();
  #informational = 0;
  #informationalBytes = 0;

  /** @param method the method of the request: an answer to `HEAD` has no body */
  constructor(method: string) {
    this.#method = method;
  }

  /**
   * Reads the next piece. It copies what it needs of it.
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

  /** @returns undefined if the answer is informational */
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

  /** An informational answer has no body, whatever its headers say (RFC 9112 §6.3). */
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
 * RFC 9112 §4 demands a space after the status even if no reason follows. llhttp and Go also accept a line without it.
 * @param text a head that begins with `HTTP/1.`
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

export { MalformedResponseError } from '../transport-error.js';
export type { BodyFraming } from './response-framing.js';
