import { UnsendableRequestError, checkField, checkTarget } from '../sendable-request.js';

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

/** Headers that only `formatRequestHead` itself writes. */
const ownHeaders: ReadonlySet<string> = new Set(['host', 'transfer-encoding']);

/**
 * Writes the head of a request, with its empty line, in Latin-1. It refuses line breaks, because text after one would
 * be another header, or another request.
 * @throws {UnsendableRequestError} before a byte goes out
 */
export function formatRequestHead({ method, path, host, headers, framing }: RequestHead): string {
  checkTarget(method, path, host);
  let head = `${method} ${path} HTTP/1.1\r\nhost: ${host}\r\n`;
  for (const name of Object.keys(headers)) head += formatField(name, headers[name] ?? '', framing);
  return `${head}${formatFraming(framing)}\r\n`;
}

function formatField(name: string, value: string, framing: RequestHead['framing']): string {
  const small = name.toLowerCase();
  checkField(name, value);
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
