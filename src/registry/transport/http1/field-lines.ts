import type { Headers } from '../transport.js';
import { isToken } from '../field-characters.js';
import { MalformedResponseError } from '../transport-error.js';

/** Names as registries write them. The characters of these names need no check, which makes the usual head faster. */
const usualNames: ReadonlyMap<string, string> = new Map(
  [
    ...['Accept-Ranges', 'Age', 'Cache-Control', 'Connection', 'Content-Length', 'Content-Range', 'Content-Type'],
    ...['Date', 'Docker-Content-Digest', 'Docker-Distribution-Api-Version', 'Docker-Upload-UUID', 'Etag', 'ETag'],
    ...['Expires', 'Keep-Alive', 'Last-Modified', 'Link', 'Location', 'OCI-Subject', 'Range', 'RateLimit-Limit'],
    ...['RateLimit-Remaining', 'Retry-After', 'Server', 'Set-Cookie', 'Strict-Transport-Security', 'Transfer-Encoding'],
    ...['Vary', 'Via', 'Www-Authenticate', 'WWW-Authenticate', 'X-Content-Type-Options', 'X-Request-Id'],
  ].flatMap((name) => [name, name.toLowerCase()].map((written) => [written, name.toLowerCase()] as const)),
);

/** Registries send about 15 headers. A proxy in front may add as many. */
const maxFields = 256;

/**
 * Parses the header lines of a head. A header that is repeated has all its values in an array, in their order, as in
 * undici. Nothing is joined: code that reads a list joins it, and the first `Location` counts.
 * @param text a whole head, in which every CR is followed by LF, and which has no other control characters but tabs
 * @param from where the first header line begins
 * @returns an object without prototype, so that `__proto__` and `constructor` are headers like any other
 * @throws {MalformedResponseError}
 */
export function parseFieldLines(text: string, from: number): Headers {
  const fields: Record<string, string | string[] | undefined> = {};
  Object.setPrototypeOf(fields, null);
  const emptyLine = text.length - 2;
  let at = from;
  for (let count = 1; at < emptyLine; count += 1) {
    if (count > maxFields) throw new MalformedResponseError(`it has more than ${maxFields} headers`);
    const end = text.indexOf('\r\n', at);
    const colon = text.indexOf(':', at);
    const written = text.slice(at, colon);
    const name = usualNames.get(written) ?? parseName(written, colon === -1 || colon > end);
    const value = trimmed(text, colon + 1, end);
    const before = fields[name];
    if (before === undefined) fields[name] = value;
    else if (typeof before === 'string') fields[name] = [before, value];
    else before.push(value);
    at = end + 2;
  }
  return fields;
}

/**
 * A line that begins with a blank continues the line before it. RFC 9112 §5.2 allows a user agent to read both as one.
 * llhttp refuses it since CVE-2022-32215, because readers disagree about what it says. They also disagree about the
 * name of a header that has a blank before its colon (RFC 9112 §5.1).
 */
function parseName(written: string, hasNoColon: boolean): string {
  if (isToken(written) && !hasNoColon) return written.toLowerCase();
  if (/^[ \t]/.test(written)) throw new MalformedResponseError('it has a header that is folded into two lines');
  if (hasNoColon) throw new MalformedResponseError('it has a header line without a colon');
  if (written === '') throw new MalformedResponseError('it has a header without a name');
  if (/[ \t]$/.test(written)) throw new MalformedResponseError('it has a blank before the colon of a header');
  throw new MalformedResponseError('it has a header whose name has a character that is not allowed');
}

const space = 0x20;
const tab = 0x09;

/** Removes the blanks around a value (RFC 9112 §5.1). `String.trim` would also remove 0xa0. */
function trimmed(text: string, from: number, to: number): string {
  let begin = from;
  let end = to;
  while (begin < end && (text.charCodeAt(begin) === space || text.charCodeAt(begin) === tab)) begin += 1;
  while (end > begin && (text.charCodeAt(end - 1) === space || text.charCodeAt(end - 1) === tab)) end -= 1;
  return text.slice(begin, end);
}
