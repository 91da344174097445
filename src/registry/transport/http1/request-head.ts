import { isFieldValue, isToken } from './field-characters.js';

interface RequestHead {
  readonly method: string;
  /** With its query: `/v2/?n=1`. */
  readonly path: string;
  /** With its port, where that is not the scheme's own. */
  readonly host: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The bytes of the body, or `chunked`; undefined: it has none. */
  readonly framing: number | 'chunked' | undefined;
}

/** A request that would break HTTP's rules, or say something else than it should. Nothing was sent. */
export class UnsendableRequestError extends Error {
  override readonly name = 'UnsendableRequestError';

  /**
   * @param part what is wrong: `path`, or a header's name in small letters
   * @param fault what is wrong with it, without its value, which may be a secret
   */
  constructor(
    readonly part: string,
    fault: string,
  ) {
    super(`the request cannot be sent: ${fault}`);
  }
}

/** What only the connection says. */
const ownHeaders: ReadonlySet<string> = new Set(['host', 'transfer-encoding']);

/** Visible ASCII, as `URL` writes a path; a blank would end it, and a fragment is not sent (RFC 9112 §3.2.1). */
const sendablePath = /^\/[!"$-~]*$/;

const sendableHost = /^[\w.:[\]-]+$/;

/**
 * The head of a request, up to its empty line, in Latin-1. A line break in a value would begin a header, or a request, that others wrote.
 * @throws {UnsendableRequestError} before a byte goes out
 */
export function formatRequestHead({ method, path, host, headers, framing }: RequestHead): string {
  if (!isToken(method)) throw new UnsendableRequestError('method', 'its method is not a word of HTTP');
  if (!sendablePath.test(path))
    throw new UnsendableRequestError('path', 'its path has a character that is not allowed there');
  if (!sendableHost.test(host))
    throw new UnsendableRequestError('host', 'its host has a character that is not allowed there');
  let head = `${method} ${path} HTTP/1.1\r\nhost: ${host}\r\n`;
  for (const name of Object.keys(headers)) head += formatField(name, headers[name] ?? '', framing);
  return `${head}${formatFraming(framing)}\r\n`;
}

function formatField(name: string, value: string, framing: RequestHead['framing']): string {
  const small = name.toLowerCase();
  if (!isToken(name))
    throw new UnsendableRequestError(small, 'a header has a name with a character that is not allowed');
  if (!isFieldValue(value))
    throw new UnsendableRequestError(
      small,
      `its header "${small}" has a line break or another character that is not allowed`,
    );
  // Whoever knows the length may say it as a header, too. It goes out once.
  if (small === 'content-length' && value === String(framing)) return '';
  if (small === 'content-length' || ownHeaders.has(small))
    throw new UnsendableRequestError(small, `its header "${small}" contradicts what is sent`);
  return `${name}: ${value}\r\n`;
}

function formatFraming(framing: RequestHead['framing']): string {
  if (framing === undefined) return '';
  if (framing === 'chunked') return 'transfer-encoding: chunked\r\n';
  if (!Number.isSafeInteger(framing) || framing < 0)
    throw new UnsendableRequestError('content-length', 'the length of its body is not a whole number');
  return `content-length: ${framing}\r\n`;
}
