/** @import { Counters, NamedImage, RegistryOptions, RunningRegistry } from '../types.js' */

import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

const sources = resolve(import.meta.dirname, '../registry');
const builtPrograms = resolve(import.meta.dirname, '../../.cache/bench');
/** Whatever a user has set for Go, the registry is built from its own module alone. */
const goEnvironment = { ...process.env, GOFLAGS: '', GOWORK: 'off' };

/** How often and how long we wait for the connections of a tool that has ended. */
const closing = { intervalMs: 5, tries: 200 };

/**
 * Builds the cheap registry (`bench/registry`). If Go has built it before, this takes a moment.
 *
 * @param {string} go
 * @param {string} [name] of the file; processes that build at the same time must use different ones
 * @returns {Promise<string>} the program
 * @throws {Error} if Go is too old, for example
 */
export async function buildRegistry(go, name = 'registry') {
  const program = join(builtPrograms, name);
  await run(go, ['build', '-o', program, '.'], { cwd: sources, env: goEnvironment });
  return program;
}

/**
 * @param {string} program
 * @param {string} folder gets a certificate authority, and a certificate that it signed
 * @returns {Promise<string>} the file of the authority, in PEM
 */
export async function makeCertificates(program, folder) {
  await run(program, ['-make-certificates', folder]);
  return join(folder, 'ca.pem');
}

/**
 * In a process of its own, which ends with this one.
 *
 * @param {string} program
 * @param {RegistryOptions} options
 * @returns {Promise<RunningRegistry>}
 */
export async function startRegistry(program, options) {
  const child = spawn(program, listFlags(options), { stdio: ['pipe', 'pipe', 'inherit'] });
  const exit = once(child, 'exit');
  const line = await Promise.race([once(createInterface(child.stdout), 'line'), exit]);
  if (child.exitCode !== null) {
    throw new Error(`Starting ${program}: it ended with code ${child.exitCode}.`);
  }
  /** @type {{ plain: string, tls: string, control: string }} */
  // eslint-disable-next-line @typescript-eslint/no-unsafe-assignment -- our own program writes it: registry/server.go
  const hosts = JSON.parse(String(line[0]));
  const control = `http://${hosts.control}`;
  const readCounters = async () => /** @type {Counters} */ (await (await ask(`${control}/counters`)).json());
  return {
    ...hosts,
    setDelay: async (delayMs) => {
      await ask(`${control}/delay?value=${delayMs}ms`, 'PUT');
    },
    readCounters,
    resetCounters: async () => {
      await waitUntilClosed(readCounters);
      await ask(`${control}/counters`, 'DELETE');
    },
    listImages: async () => /** @type {NamedImage[]} */ (await (await ask(`${control}/images`)).json()),
    stop: async () => {
      child.stdin.end();
      await exit;
    },
  };
}

/** @param {RegistryOptions} options */
function listFlags({ certificates, keepBytes, madeUp, upstream }) {
  return [
    ...['-certificates', certificates],
    ...(keepBytes === undefined ? [] : ['-keep', String(keepBytes)]),
    ...(madeUp === undefined ? [] : ['-images', String(madeUp.count), '-tags-each', String(madeUp.tagsEach)]),
    ...(upstream === undefined ? [] : ['-upstream', `http://${upstream}`]),
  ];
}

/**
 * The system closes a tool's connections when the tool ends; the registry notices a moment later.
 *
 * @param {() => Promise<Counters>} readCounters
 */
async function waitUntilClosed(readCounters) {
  for (let left = closing.tries; left > 0 && (await readCounters()).open > 0; left -= 1) {
    await sleep(closing.intervalMs);
  }
}

/**
 * @param {string} url
 * @param {string} [method]
 */
async function ask(url, method = 'GET') {
  const response = await fetch(url, { method });
  if (!response.ok) {
    throw new Error(`Asking the registry: ${method} ${url} answered ${response.status}.`);
  }
  return response;
}
