/** @import { Programs } from './types.js' */

import { cpus, release, totalmem, type } from 'node:os';

/**
 * @param {Programs} programs
 * @returns {string[]} what a reader has to know to compare
 */
export function describeMachine(programs) {
  const { registry } = programs;
  const gibibytes = Math.round(totalmem() / 1024 ** 3);
  return [
    `${new Date().toISOString().slice(0, 10)}, ${type()} ${release()}`,
    `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown processor'}, ${gibibytes} GiB`,
    `Node ${process.versions.node}`,
    registry === undefined ? "registries: this project's double" : `registries: ${registry.name} (${registry.version})`,
    `crane: ${programs.craneVersion ?? 'not on this machine'}`,
    `peak memory by: ${programs.time === undefined ? 'the process itself' : 'GNU time'}`,
  ];
}
