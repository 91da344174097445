/** @import { Tool, ToolPaths } from '../types.js' */

import { parallelTool } from './loop.js';

/** Blobs at once; more did not make it faster. Its default is 3. */
const concurrency = '16';
const options = ['--no-tty', '--from-plain-http', '--to-plain-http', '--concurrency', concurrency];

/**
 * @param {ToolPaths} paths
 * @returns {Tool[]}
 */
export function orasTools({ oras }) {
  return oras === undefined ? [] : [parallelTool('oras', 'oras cp', () => [oras, 'cp', ...options])];
}
