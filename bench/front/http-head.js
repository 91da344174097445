/** @import { HttpHead } from './types.js' */

const headEnd = Buffer.from('\r\n\r\n');
/** Tokens with many scopes are the longest there is. */
const maxHeadBytes = 256 * 1024;

/**
 * @param {Buffer} bytes what has come so far of a request or an answer
 * @returns {HttpHead | undefined} `undefined` where its head is not all there
 * @throws {Error} where the head is longer than any that is meant well
 */
export function parseHead(bytes) {
  const end = bytes.indexOf(headEnd);
  if (end === -1) {
    if (bytes.length > maxHeadBytes) {
      throw new Error(`Reading a head of HTTP: no end within ${maxHeadBytes} bytes.`);
    }
    return undefined;
  }
  const [startLine = '', ...lines] = bytes.toString('latin1', 0, end).split('\r\n');
  /** @type {Map<string, string>} */
  const headers = new Map();
  for (const line of lines) {
    const colon = line.indexOf(':');
    headers.set(line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim());
  }
  return { startLine, headers, byteLength: end + headEnd.length };
}

/** @param {HttpHead} head */
export function statusOf({ startLine }) {
  return Number(startLine.split(' ', 2)[1]);
}
