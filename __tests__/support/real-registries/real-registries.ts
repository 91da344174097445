import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { startLeashedProcess, type LeashedProcess } from '../programs/leashed-process.js';
import { findTool, programEnvironment, readVersionText } from '../programs/programs.js';
import {
  realRegistryPassword,
  realRegistryPrograms,
  type RealRegistryAuth,
  type RealRegistryName,
  type RealRegistryProgram,
  type RealRegistrySetup,
} from './registry-programs.js';

export { findTool } from '../programs/programs.js';
export { realRegistryPassword } from './registry-programs.js';
export type { RealRegistryAuth, RealRegistryName } from './registry-programs.js';

/** A registry program that is on this machine. */
export interface RealRegistryKind {
  readonly name: RealRegistryName;
  /** Without a leading `v`. */
  readonly version: string;
  /** Absolute path, or as found on PATH. */
  readonly command: string;
}

/** A registry program that is running, on loopback and without TLS. */
export interface RealRegistry {
  readonly kind: RealRegistryKind;
  /** `127.0.0.1:port` */
  readonly host: string;
  readonly pid: number;
  /** How it ended, in words; `undefined` while it runs. */
  ending(): string | undefined;
  /** What it has printed so far; the distributions, olareg and crane print a line for each request. */
  readLog(): Promise<string>;
  /** SIGSTOP: from when it resolves, connections are taken by the system and never answered. */
  pause(): Promise<void>;
  resume(): void;
  /** SIGKILL, in the middle of whatever it does. What it stored stays until `stop`. */
  kill(): Promise<void>;
  /** Ends it and removes what it stored, unless that is in a directory the caller gave. May be called twice. */
  stop(): Promise<void>;
}

export interface RealRegistryOptions {
  /** Without it everyone may read and write. crane's registry has none. */
  readonly auth?: RealRegistryAuth;
  /** It takes an index whose manifests it does not have; olareg an image without its blobs, too. distribution and olareg only. */
  readonly isSparse?: boolean;
  /** Where to store, kept after `stop`: for a registry that is to be started again with what it held. */
  readonly directory?: string;
  /** Default: one that the kernel says is free. */
  readonly port?: number;
}

const startTimeoutMs = 15_000;
const pollIntervalMs = 50;
/** Between the kernel's naming a free port and the program's taking it, another process may. */
const maxPortTries = 5;
/** Enough of the log to show a Go panic or a refused configuration. */
const logTailCharacters = 2_000;

/** Every name there is, for tests that say which ones are not on this machine. */
export const realRegistryNames: readonly RealRegistryName[] = realRegistryPrograms.map(({ name }) => name);

/** Which registry programs are on this machine, in the order of `realRegistryNames`. */
export async function findRealRegistries(): Promise<readonly RealRegistryKind[]> {
  const kinds = await Promise.all(realRegistryPrograms.map(findKind));
  return kinds.filter((kind) => kind !== undefined);
}

async function findKind(program: RealRegistryProgram): Promise<RealRegistryKind | undefined> {
  for (const tool of program.tools) {
    const command = await findTool(tool);
    const text = command === undefined ? '' : await readVersionText(command, program.versionArgs);
    const version = program.version.exec(text)?.[1];
    if (command !== undefined && version !== undefined) {
      return { name: program.name, version, command };
    }
  }
  return undefined;
}

/**
 * Starts a registry and waits until it answers. Deletes are enabled. It ends with this process, however this ends.
 *
 * @throws {Error} with the end of the program's log where it does not answer within 15 s
 */
export async function startRealRegistry(
  kind: RealRegistryKind,
  options: RealRegistryOptions = {},
): Promise<RealRegistry> {
  const program = checkAuth(kind, options.auth);
  for (let attempt = 1; ; attempt += 1) {
    const port = options.port ?? (await findFreePort());
    const started = await tryStart(kind, program, port, options);
    if (started.kind === 'running') {
      return started.registry;
    }
    if (!started.isPortTaken || options.port !== undefined || attempt === maxPortTries) {
      throw started.error;
    }
  }
}

function checkAuth(kind: RealRegistryKind, auth: RealRegistryAuth | undefined): RealRegistryProgram {
  const program = realRegistryPrograms.find(({ name }) => name === kind.name);
  if (program === undefined) {
    throw new Error(`Starting ${kind.name}: there is no such registry program.`);
  }
  const scheme = auth?.scheme ?? 'basic';
  if (auth !== undefined && !program.schemes.includes(scheme)) {
    throw new Error(`Starting ${kind.name}: it has no ${scheme} authentication.`);
  }
  if (auth !== undefined && auth.password !== realRegistryPassword) {
    throw new Error(`Starting ${kind.name}: only realRegistryPassword has a hash. Use it as the password.`);
  }
  return program;
}

async function findFreePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done, fail) => server.once('error', fail).listen(0, '127.0.0.1', done));
  const address = server.address();
  await new Promise((done) => server.close(done));
  if (address === null || typeof address === 'string') {
    throw new Error('Asking the kernel for a free port: it named none.');
  }
  return address.port;
}

type StartResult =
  | { readonly kind: 'running'; readonly registry: RealRegistry }
  | { readonly kind: 'failed'; readonly isPortTaken: boolean; readonly error: Error };

async function tryStart(
  kind: RealRegistryKind,
  program: RealRegistryProgram,
  port: number,
  options: RealRegistryOptions,
): Promise<StartResult> {
  const folder = await mkdtemp(join(tmpdir(), `image-mirror-${kind.name}-`));
  const setup = {
    port,
    folder,
    storage: options.directory ?? join(folder, 'storage'),
    auth: options.auth,
    isSparse: options.isSparse ?? false,
  };
  const child = await startProgram(kind, program, setup).catch(async (error: unknown) => {
    await rm(folder, { recursive: true, force: true });
    throw error;
  });
  const registry = describeRegistry(kind, child, setup);
  const failure = await waitForAnswer(registry, child);
  if (failure === undefined) {
    return { kind: 'running', registry };
  }
  const log = await registry.readLog();
  await registry.stop();
  const what = `Starting ${kind.name} ${kind.version} (${kind.command}) on ${registry.host}: ${failure}.`;
  const error = new Error(`${what} Its log ends:\n${log.slice(-logTailCharacters)}`);
  return { kind: 'failed', isPortTaken: log.includes('address already in use'), error };
}

async function startProgram(
  kind: RealRegistryKind,
  program: RealRegistryProgram,
  setup: RealRegistrySetup,
): Promise<LeashedProcess> {
  const { args, files } = program.start(setup);
  await mkdir(setup.storage, { recursive: true });
  for (const [name, text] of Object.entries(files)) {
    await writeFile(join(setup.folder, name), text);
  }
  const { folder } = setup;
  return await startLeashedProcess(kind.command, { args, env: programEnvironment(), logFile: logFile(folder), folder });
}

function describeRegistry(kind: RealRegistryKind, child: LeashedProcess, setup: RealRegistrySetup): RealRegistry {
  return {
    kind,
    host: `127.0.0.1:${setup.port}`,
    pid: child.pid,
    ending: () => child.ending(),
    readLog: async () => await readFile(logFile(setup.folder), 'utf8'),
    pause: async () => {
      await child.pause();
    },
    resume: () => {
      child.resume();
    },
    kill: async () => {
      await child.kill();
    },
    stop: async () => {
      await child.stop();
      await rm(setup.folder, { recursive: true, force: true });
    },
  };
}

function logFile(folder: string): string {
  return join(folder, 'registry.log');
}

/** @returns why there is no answer; `undefined` when there is one. */
async function waitForAnswer(registry: RealRegistry, child: LeashedProcess): Promise<string | undefined> {
  const deadline = Date.now() + startTimeoutMs;
  while (Date.now() < deadline) {
    const ending = child.ending();
    if (ending !== undefined) {
      return `${ending} before it answered`;
    }
    if (await hasAnswer(registry.host)) {
      return undefined;
    }
    await sleep(pollIntervalMs);
  }
  return `no answer within ${startTimeoutMs / 1000} s`;
}

async function hasAnswer(host: string): Promise<boolean> {
  try {
    const response = await fetch(`http://${host}/v2/`, { signal: AbortSignal.timeout(1_000) });
    await response.body?.cancel();
    // 401 is how a registry with authentication says that it is there.
    return response.status === 200 || response.status === 401;
  } catch {
    return false;
  }
}
