/** @import { NodeProgram, PeerName, Programs } from '../types.js' */
/** @import * as RealRegistries from '../../__tests__/support/real-registries/real-registries.js' */
/** @import * as ProgramsOfTests from '../../__tests__/support/programs/programs.js' */

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

import { nodeMajors } from '../nodes.js';
import { buildRegistry } from './registry.js';

/** The registries that store, the most used first. */
const distributionNames = ['distribution-3', 'distribution-2.8'];

/**
 * The tests' own way of starting registries, which is TypeScript: `run.js` lets Node load it.
 *
 * @returns {Promise<typeof RealRegistries>}
 */
async function importRealRegistries() {
  return await import('../../__tests__/support/real-registries/real-registries.js');
}

/** @returns {Promise<typeof ProgramsOfTests>} */
async function importPrograms() {
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
  const kinds = await findRealRegistries();
  const found = distributionNames.map((name) => kinds.find((kind) => kind.name === name));
  const { tools, versions } = await findPeers();
  const { registry, goVersion } = await findRegistry();
  return {
    registry,
    distribution: found.find((kind) => kind !== undefined),
    nodes: findNodes(),
    tools,
    versions: { ...versions, ...(goVersion && { go: goVersion }) },
    time: findGnuTime(),
  };
}

async function findPeers() {
  const { findTool, readVersionText } = await importPrograms();
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
  return { tools, versions };
}

/** @returns {Promise<{ registry?: string, goVersion?: string }>} nothing if Go cannot build the registry here */
async function findRegistry() {
  const { findTool, readVersionText } = await importPrograms();
  const go = await findTool('go');
  if (go === undefined) {
    console.log('go is not on this machine: it builds the registry that the tools are measured with.');
    return {};
  }
  try {
    const registry = await buildRegistry(go);
    return {
      registry,
      goVersion: /go(\S+)/.exec(await readVersionText(go, ['env', 'GOVERSION']))?.[1] ?? 'unknown version',
    };
  } catch (error) {
    console.log(`go cannot build the registry: ${error instanceof Error ? error.message : String(error)}`);
    return {};
  }
}

/** @returns {NodeProgram[]} */
function findNodes() {
  return nodeMajors.flatMap((major) => {
    const installed = resolve(import.meta.dirname, `../../.cache/node${major}/node_modules/node/bin/node`);
    const command = process.versions.node.startsWith(`${major}.`) ? process.execPath : installed;
    if (!existsSync(command)) {
      console.log(`Node ${major} is not on this machine: its rows are left out.`);
      return [];
    }
    return {
      version: spawnSync(command, ['-p', 'process.versions.node'], { encoding: 'utf8' }).stdout.trim(),
      command,
    };
  });
}

/** The shell's own `time` and BSD's have no `-f`. */
function findGnuTime() {
  const command = '/usr/bin/time';
  return spawnSync(command, ['-f', '%M', 'true']).status === 0 ? command : undefined;
}

/**
 * @param {Programs} programs
 * @param {string} directory where it stores; kept when it stops
 */
export async function startDistribution({ distribution }, directory) {
  if (distribution === undefined) {
    throw new Error('Starting distribution: it is not on this machine.');
  }
  const { startRealRegistry } = await importRealRegistries();
  return await startRealRegistry(distribution, { directory });
}
