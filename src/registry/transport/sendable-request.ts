import { isFieldValue, isToken } from './field-characters.js';

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

/** Visible ASCII, as in `URL.pathname`. A blank would end the path. Fragments are not sent (RFC 9112 §3.2.1). */
const sendablePath = /^\/[!"$-~]*$/;

const sendableHost = /^[\w.:[\]-]+$/;

/**
 * It refuses line breaks, because text after one would be a header, or another request.
 * @param path with the query: `/v2/?n=1`
 * @param host with the port, unless it is the default of the scheme
 * @throws {UnsendableRequestError}
 */
export function checkTarget(method: string, path: string, host: string): void {
  if (!isToken(method)) throw new UnsendableRequestError('its method is not a word of HTTP');
  if (!sendablePath.test(path)) throw new UnsendableRequestError('its path has a character that is not allowed there');
  if (!sendableHost.test(host)) throw new UnsendableRequestError('its host has a character that is not allowed there');
}

/** @throws {UnsendableRequestError} */
export function checkField(name: string, value: string): void {
  if (!isToken(name))
    throw new UnsendableRequestError('a header has a name with a character that is not allowed', name.toLowerCase());
  if (isFieldValue(value)) return;
  const header = name.toLowerCase();
  throw new UnsendableRequestError(
    `its header "${header}" has a line break or another character that is not allowed`,
    header,
  );
}
