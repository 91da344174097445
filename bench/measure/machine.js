/** @import { Programs } from '../types.js' */

import { cpus, release, totalmem, type } from 'node:os';

import { scratchFolder } from '../stage/stage.js';

/**
 * @param {Programs} programs
 * @returns {string[]} what a reader has to know to compare
 */
export function describeMachine(programs) {
  const { distribution, nodes, versions, time } = programs;
  const peers = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  const gibibytes = Math.round(totalmem() / 1024 ** 3);
  return [
    `${new Date().toISOString().slice(0, 10)}, ${type()} ${release()}`,
    `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown processor'}, ${gibibytes} GiB`,
    `Node ${nodes.map(({ version }) => version).join(' and ')}`,
    distribution === undefined ? 'distribution: not on this machine' : `${distribution.name} (${distribution.version})`,
    `tools: ${peers.length === 0 ? 'none on this machine' : peers.join(', ')}`,
    `stored in ${scratchFolder()}; memory and processor time by ${time === undefined ? 'Node itself' : 'GNU time'}`,
  ];
}
