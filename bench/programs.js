/** @import { Programs, RunningRegistry } from './types.js' */
/** @import * as RealRegistries from '../__tests__/support/real-registries.js' */

import { fork, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

import { runnerImport } from 'vite';

/** Registries the copies are measured between, the most used first. */
const registryNames = ['distribution-3', 'distribution-2.8'];

/**
 * The tests' own way of starting registries, which is TypeScript.
 *
 * @returns {Promise<typeof RealRegistries>}
 */
async function importRealRegistries() {
  /** @type {{ module: typeof RealRegistries }} */
  const { module } = await runnerImport(join(import.meta.dirname, '../__tests__/support/real-registries.ts'));
  return module;
}

/** @returns {Promise<Programs>} */
export async function findPrograms() {
  const { findRealRegistries, findTool } = await importRealRegistries();
  const kinds = await findRealRegistries();
  const found = registryNames.map((name) => kinds.find((kind) => kind.name === name));
  return {
    registry: found.find((kind) => kind !== undefined),
    crane: await findTool('crane'),
    craneVersion: kinds.find(({ name }) => name === 'crane')?.version,
    time: findGnuTime(),
  };
}

/** The shell's own `time` and BSD's have no `-f`. */
function findGnuTime() {
  const command = '/usr/bin/time';
  return spawnSync(command, ['-f', '%M', 'true']).status === 0 ? command : undefined;
}

/**
 * @param {Programs} programs
 * @param {'source' | 'target'} role
 * @returns {Promise<RunningRegistry>}
 */
export async function startRegistry(programs, role) {
  if (programs.registry === undefined) {
    return await startDouble(role);
  }
  const { startRealRegistry } = await importRealRegistries();
  const registry = await startRealRegistry(programs.registry);
  return {
    host: registry.host,
    repositoryNames: async () => await readCatalog(registry.host),
    stop: async () => {
      await registry.stop();
    },
  };
}

/**
 * @param {string} host
 * @returns {Promise<string[]>}
 */
async function readCatalog(host) {
  /** @type {unknown} */
  const catalog = await (await fetch(`http://${host}/v2/_catalog`)).json();
  const names =
    typeof catalog === 'object' && catalog !== null && 'repositories' in catalog ? catalog.repositories : [];
  return Array.isArray(names) ? names.map(String) : [];
}

/**
 * In a process of its own, so that its work is not done by the process that measures.
 *
 * @param {'source' | 'target'} role
 * @returns {Promise<RunningRegistry>}
 */
async function startDouble(role) {
  const child = fork(join(import.meta.dirname, 'double-process.js'), [role]);
  const [host = ''] = await readMessage(child);
  return {
    host,
    repositoryNames: async () => {
      const answer = readMessage(child);
      child.send('repositories');
      return await answer;
    },
    stop: async () => {
      const exit = once(child, 'exit');
      child.disconnect();
      await exit;
    },
  };
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @returns {Promise<string[]>}
 */
async function readMessage(child) {
  return await new Promise((done, fail) => {
    /** @param {number | null} code */
    const failed = (code) => {
      fail(new Error(`Asking the registry double: its process ended with code ${String(code)}.`));
    };
    child.once('exit', failed);
    child.once('message', (message) => {
      child.off('exit', failed);
      done(Array.isArray(message) ? message.map(String) : []);
    });
  });
}
