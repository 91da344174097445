/**
 * @typedef {object} Credentials
 * @property {string} username
 * @property {string} password
 */

/**
 * @param {string | undefined} header the value of Authorization
 * @returns {Credentials | undefined}
 */
export function parseBasic(header) {
  const encoded = /^basic +(?<value>[A-Za-z0-9+/=_-]+)$/i.exec(header ?? '')?.groups?.value;
  if (encoded === undefined) {
    return undefined;
  }
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  return colon === -1 ? undefined : { username: text.slice(0, colon), password: text.slice(colon + 1) };
}

/**
 * @param {string | undefined} header the value of Authorization
 * @returns {string | undefined}
 */
export function parseBearer(header) {
  return /^bearer +(?<value>\S+)$/i.exec(header ?? '')?.groups?.value;
}
