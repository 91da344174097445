/** @import { Tool, ToolPaths } from './types.js' */

import { writeLoop, writeParallelLoop } from './loop.js';

/** Blobs at once; more did not make it faster. Its default is the number of processors. Loopback is without TLS by itself. */
const jobs = '8';
const processes = 4;

/**
 * @param {ToolPaths} paths
 * @returns {Tool[]}
 */
export function craneTools({ crane }) {
  if (crane === undefined) {
    return [];
  }
  const command = [crane, 'copy', '--jobs', jobs];
  return [
    { name: 'crane, a loop', program: 'crane', role: 'peer', prepare: (task) => writeLoop(task, command) },
    {
      name: `crane, ${processes} at once`,
      program: 'crane',
      role: 'peer',
      prepare: (task) => writeParallelLoop(task, command, processes),
    },
  ];
}
