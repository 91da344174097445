import { isFieldValue, isToken } from './field-characters.js';

interface RequestHead {
  readonly method: string;
  /** With the query: `/v2/?n=1`. */
  readonly path: string;
  /** With the port, unless it is the default of the scheme. */
  readonly host: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The number of bytes of the body, or `chunked`. undefined: the request has no body. */
  readonly framing: number | 'chunked' | undefined;
}

/** The request would break the rules of HTTP, so nothing was sent. */
export class UnsendableRequestError extends Error {
  override readonly name = 'UnsendableRequestError';

  /**
   * @param fault what is wrong with it. Never a value, which may be a secret.
   * @param header the name of the header at fault, in lower case
   */
  constructor(
    fault: string,
    readonly header?: string,
  ) {
    super(`the request cannot be sent: ${fault}`);
  }
}

/** Headers that only `formatRequestHead` itself writes. */
const ownHeaders: ReadonlySet<string> = new Set(['host', 'transfer-encoding']);

/** Visible ASCII, as in `URL.pathname`. A blank would end the path. Fragments are not sent (RFC 9112 §3.2.1). */
const sendablePath = /^\/[!"$-~]*$/;

const sendableHost = /^[\w.:[\]-]+$/;

/**
 * Writes the head of a request, with its empty line, in Latin-1. It refuses line breaks, because text after one would
 * be another header, or another request.
 * @throws {UnsendableRequestError} before a byte goes out
 */
export function formatRequestHead({ method, path, host, headers, framing }: RequestHead): string {
  if (!isToken(method)) throw new UnsendableRequestError('its method is not a word of HTTP');
  if (!sendablePath.test(path)) throw new UnsendableRequestError('its path has a character that is not allowed there');
  if (!sendableHost.test(host)) throw new UnsendableRequestError('its host has a character that is not allowed there');
  let head = `${method} ${path} HTTP/1.1\r\nhost: ${host}\r\n`;
  for (const name of Object.keys(headers)) head += formatField(name, headers[name] ?? '', framing);
  return `${head}${formatFraming(framing)}\r\n`;
}

function formatField(name: string, value: string, framing: RequestHead['framing']): string {
  const small = name.toLowerCase();
  if (!isToken(name))
    throw new UnsendableRequestError('a header has a name with a character that is not allowed', small);
  if (!isFieldValue(value))
    throw new UnsendableRequestError(
      `its header "${small}" has a line break or another character that is not allowed`,
      small,
    );
  // The caller may pass the length as a header, too. It is written once.
  if (small === 'content-length' && value === String(framing)) return '';
  if (small === 'content-length' || ownHeaders.has(small))
    throw new UnsendableRequestError(`its header "${small}" contradicts what is sent`, small);
  return `${name}: ${value}\r\n`;
}

function formatFraming(framing: RequestHead['framing']): string {
  if (framing === undefined) return '';
  if (framing === 'chunked') return 'transfer-encoding: chunked\r\n';
  if (!Number.isSafeInteger(framing) || framing < 0)
    throw new UnsendableRequestError('the length of its body is not a whole number');
  return `content-length: ${framing}\r\n`;
}
