/** @import { PeerName, Programs, RunningRegistry } from '../types.js' */
/** @import * as RealRegistries from '../../__tests__/support/real-registries/real-registries.js' */
/** @import * as ProgramsOfTests from '../../__tests__/support/programs/programs.js' */

import { fork, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

import { nextMessage } from '../messages.js';

/** Registries the copies are measured between, the most used first. */
const registryNames = ['distribution-3', 'distribution-2.8'];

/**
 * The tests' own way of starting registries, which is TypeScript.
 *
 * @returns {Promise<typeof RealRegistries>}
 */
async function importRealRegistries() {
  await import('../../scripts/typescript.js');
  return await import('../../__tests__/support/real-registries/real-registries.js');
}

/** @returns {Promise<typeof ProgramsOfTests>} */
async function importPrograms() {
  await import('../../scripts/typescript.js');
  return await import('../../__tests__/support/programs/programs.js');
}

/**
 * How each peer says its version.
 *
 * @type {readonly [PeerName, string[]][]}
 */
const peers = [
  ['crane', ['version']],
  ['regctl', ['version']],
  ['regsync', ['version']],
  ['skopeo', ['--version']],
  ['oras', ['version']],
  ['curl', ['--version']],
];

/** @returns {Promise<Programs>} */
export async function findPrograms() {
  const { findRealRegistries } = await importRealRegistries();
  const { findTool, readVersionText } = await importPrograms();
  const kinds = await findRealRegistries();
  const found = registryNames.map((name) => kinds.find((kind) => kind.name === name));
  /** @type {{ tools: Partial<Record<PeerName, string>>, versions: Partial<Record<PeerName, string>> }} */
  const { tools, versions } = { tools: {}, versions: {} };
  for (const [name, versionArgs] of peers) {
    const command = await findTool(name);
    if (command === undefined) {
      console.log(`${name} is not on this machine: its rows are left out. scripts/install-tools.sh installs it.`);
    } else {
      tools[name] = command;
      versions[name] = /\d+\.\d+\.\d+/.exec(await readVersionText(command, versionArgs))?.[0] ?? 'unknown version';
    }
  }
  return { registry: found.find((kind) => kind !== undefined), tools, versions, time: findGnuTime() };
}

/** The shell's own `time` and BSD's have no `-f`. */
function findGnuTime() {
  const command = '/usr/bin/time';
  return spawnSync(command, ['-f', '%M', 'true']).status === 0 ? command : undefined;
}

/**
 * @param {Programs} programs
 * @param {'source' | 'target'} role
 * @param {string} directory where it stores; kept when it stops
 * @returns {Promise<RunningRegistry>}
 */
export async function startRegistry(programs, role, directory) {
  if (programs.registry === undefined) {
    return await startDouble(role);
  }
  const { startRealRegistry } = await importRealRegistries();
  return await startRealRegistry(programs.registry, { directory });
}

/**
 * In a process of its own, so that its work is not done by the process that measures.
 *
 * @param {'source' | 'target'} role
 * @returns {Promise<RunningRegistry>}
 */
async function startDouble(role) {
  const child = fork(join(import.meta.dirname, 'double-process.js'), [role]);
  return {
    host: String(await nextMessage(child)),
    stop: async () => {
      const exit = once(child, 'exit');
      child.disconnect();
      await exit;
    },
  };
}
