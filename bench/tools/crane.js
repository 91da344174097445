/** @import { Tool, ToolPaths } from '../types.js' */

import { loopTool, parallelTool } from './loop.js';

/** Blobs at once; more did not make it faster. Its default is the number of processors. Loopback is without TLS by itself. */
const jobs = '8';

/**
 * @param {ToolPaths} paths
 * @returns {Tool[]}
 */
export function craneTools({ crane }) {
  if (crane === undefined) {
    return [];
  }
  const writeCommand = () => [crane, 'copy', '--jobs', jobs];
  return [loopTool('crane', 'crane', writeCommand), parallelTool('crane', 'crane', writeCommand)];
}
