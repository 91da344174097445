/** @import { Tool, ToolPaths } from '../types.js' */

import { loopTool, parallelTool } from './loop.js';

/** Blobs at once; more did not make it faster. Its default is the number of processors. It finds out itself that loopback has no TLS. */
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
  return [loopTool('crane', writeCommand), parallelTool('crane', writeCommand)];
}
