/** @import { Tool, ToolPaths } from './types.js' */

import { writeLoop } from './loop.js';

/** Blobs at once; more did not make it faster. Its default is 3. */
const concurrency = '16';

/**
 * @param {ToolPaths} paths
 * @returns {Tool[]}
 */
export function orasTools({ oras }) {
  if (oras === undefined) {
    return [];
  }
  const command = [oras, 'cp', '--no-tty', '--from-plain-http', '--to-plain-http', '--concurrency', concurrency];
  return [{ name: 'oras cp, a loop', program: 'oras', role: 'peer', prepare: (task) => writeLoop(task, command) }];
}
