import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { onTestFinished, skip } from '../jest/testing.js';
import { type Judge, findJudge } from './peer.js';
import { type ToolName, findTool } from './programs.js';
import {
  type RealRegistry,
  type RealRegistryKind,
  type RealRegistryName,
  type RealRegistryOptions,
  findRealRegistries,
  startRealRegistry,
} from '../real-registries/real-registries.js';

const run = promisify(execFile);

const missing = (name: string): string => `${name} is not on this machine`;

/** Where a program that a test needs is missing, the test is skipped, and the closing line says why. */
export async function needTool(name: ToolName): Promise<string> {
  return (await findTool(name)) ?? skip(missing(name));
}

export async function needJudge(): Promise<Judge> {
  return (await findJudge()) ?? skip('neither skopeo nor crane is on this machine');
}

let kinds: Promise<readonly RealRegistryKind[]> | undefined;

/** @param names of several, the first that is there */
export async function needKind(names: readonly RealRegistryName[]): Promise<RealRegistryKind> {
  kinds ??= findRealRegistries();
  const there = new Map((await kinds).map((kind) => [kind.name, kind]));
  return names.flatMap((name) => there.get(name) ?? [])[0] ?? skip(missing(names.join(' or ')));
}

/** Runs until the test's end. */
export async function useRealRegistry(name: RealRegistryName, options?: RealRegistryOptions): Promise<RealRegistry> {
  const registry = await startRealRegistry(await needKind([name]), options);
  onTestFinished(async () => registry.stop());
  return registry;
}

/** How other clients copy an image between registries without TLS. */
const copies = {
  crane: (from: string, to: string) => ['copy', '--insecure', from, to],
  skopeo: (from: string, to: string) => [
    ...['--insecure-policy', 'copy', '--preserve-digests', '--src-tls-verify=false', '--dest-tls-verify=false'],
    ...[`docker://${from}`, `docker://${to}`],
  ],
  regctl: (from: string, to: string) => [
    ...[from, to].flatMap((name) => ['--host', `reg=${name.split('/')[0] ?? ''},tls=disabled`]),
    ...['image', 'copy', from, to],
  ],
};

export type CopyingClient = keyof typeof copies;

/**
 * Copies an image by another client, so that it is known what others do.
 * @returns the copy, under way; rejected where the client fails
 */
export async function startCopyBy(
  client: CopyingClient,
  from: string,
  to: string,
): Promise<{ readonly copied: Promise<unknown> }> {
  const program = await needTool(client);
  return { copied: run(program, copies[client](from, to)) };
}
