/** @import { Tool, ToolPaths } from './types.js' */

import { loopTools } from './loop.js';

/** Blobs at once; more did not make it faster. Its default is the number of processors. Loopback is without TLS by itself. */
const jobs = '8';

/**
 * @param {ToolPaths} paths
 * @returns {Tool[]}
 */
export function craneTools({ crane }) {
  return crane === undefined ? [] : loopTools('crane', 'crane', () => [crane, 'copy', '--jobs', jobs]);
}
