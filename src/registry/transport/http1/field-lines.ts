import type { Headers } from '../../http/http.js';
import { isBlank, isToken } from './field-characters.js';
import { MalformedResponseError } from './malformed-response.js';

/** Registries send about fifteen headers, a proxy before them as many again. */
const maxFields = 256;

/**
 * Parses the header lines of a head. A header that stands there several times has all of its values, in their order, as undici gives them: whoever
 * reads a list joins it, and of a `Location` the first counts.
 * @param text a whole head, in which each CR is followed by LF and nothing else is a control character
 * @param from where its first header line begins
 * @returns an object without prototype: `__proto__` and `constructor` are headers like any other
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
    const name = parseName(text, at, colon, end);
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
 * A line that begins with a blank would continue the one before it. RFC 9112 §5.2 lets a user agent read it as one line. llhttp refuses it since
 * CVE-2022-32215, because readers disagree on what it says.
 */
function parseName(text: string, at: number, colon: number, end: number): string {
  if (isBlank(text.charCodeAt(at))) throw new MalformedResponseError('it has a header that is folded into two lines');
  if (colon === -1 || colon > end) throw new MalformedResponseError('it has a header line without a colon');
  const name = text.slice(at, colon);
  if (isToken(name)) return name.toLowerCase();
  if (name === '') throw new MalformedResponseError('it has a header without a name');
  // RFC 9112 §5.1: readers that disagree on what such a header is called can be played off against each other.
  if (isBlank(text.charCodeAt(colon - 1)))
    throw new MalformedResponseError(`it has a blank before the colon of a header`);
  throw new MalformedResponseError('it has a header whose name has a character that is not allowed');
}

/** Without the blanks around it. Source: RFC 9112 §5.1. */
function trimmed(text: string, from: number, to: number): string {
  let [begin, end] = [from, to];
  while (begin < end && isBlank(text.charCodeAt(begin))) begin += 1;
  while (end > begin && isBlank(text.charCodeAt(end - 1))) end -= 1;
  return text.slice(begin, end);
}
