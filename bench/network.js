/** @import { Network } from './types.js' */

/** @param {Network} network */
export function describeNetwork({ isTls, delayMs }) {
  return `${isTls ? 'TLS' : 'plain HTTP'}, ${delayMs === 0 ? 'no delay' : `${delayMs} ms`}`;
}
