/** @import { Tool, ToolPaths } from '../types.js' */

import { parallelTool } from './loop.js';

/** Blobs at once; more did not make it faster. Its default is 3. */
const concurrency = '16';
const options = ['--no-tty', '--concurrency', concurrency];
const withoutTls = ['--from-plain-http', '--to-plain-http'];

/**
 * @param {ToolPaths} paths
 * @returns {Tool[]}
 */
export function orasTools({ oras }) {
  if (oras === undefined) {
    return [];
  }
  return [parallelTool('oras cp', ({ isTls }) => [oras, 'cp', ...options, ...(isTls ? [] : withoutTls)])];
}
