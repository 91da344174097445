import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { optional } from '../../absent.js';
import { ConfigurationError, messageOf } from '../../errors.js';
import { canonicalRegistry, registryCredentialKey } from '../../image/reference.js';
import { printable, withoutTrailing } from '../../text.js';
import { type Credentials, toCredentials } from './credentials.js';

type Environment = Readonly<Record<string, string | undefined>>;

const authSchema = v.object({
  auth: optional(v.string()),
  username: optional(v.string()),
  password: optional(v.string()),
  identitytoken: optional(v.string()),
});
const configSchema = v.object({
  auths: optional(v.record(v.string(), optional(authSchema))),
  credHelpers: optional(v.record(v.string(), optional(v.string()))),
  credsStore: optional(v.string()),
});

/** What `docker login` wrote. Source: docs.docker.com, docker login, "Credential stores". */
export type DockerConfig = v.InferOutput<typeof configSchema>;

/** One that is somewhere: `~/.docker/config.json`, `DOCKER_AUTH_CONFIG`. */
export type PlacedConfig = DockerConfig & { readonly place: string };

/** Where a registry's credentials are: in the file itself, or with a helper that is to be asked under a server's name. */
export type StoredCredentials =
  | { readonly kind: 'found'; readonly credentials: Credentials }
  | { readonly kind: 'helper'; readonly helper: string; readonly server: string }
  | { readonly kind: 'none' };

/**
 * Reads docker's configuration and podman's, whichever are there: the first that knows a registry serves.
 * @throws {ConfigurationError} names the file that cannot be read, never its contents.
 */
export async function readDockerConfigs(environment: Environment): Promise<readonly PlacedConfig[]> {
  const texts = await Promise.all(configPaths(environment).map(readIfThere));
  const inline = environment.DOCKER_AUTH_CONFIG;
  const files = texts.flatMap((file) =>
    file === undefined
      ? []
      : [{ ...parseDockerConfig(file.text, file.path), place: shownPath(file.path, environment) }],
  );
  return inline === undefined || inline.trim() === ''
    ? files
    : [...files, { ...parseDockerConfig(inline, variableName), place: variableName }];
}

const variableName = 'DOCKER_AUTH_CONFIG';

/** Where `readDockerConfigs` looks, whatever is there. */
export function configPlaces(environment: Environment): readonly string[] {
  return [...configPaths(environment).map((path) => shownPath(path, environment)), variableName];
}

/** Of the files in one's home nobody need be told whose home it is. */
function shownPath(path: string, environment: Environment): string {
  const home = `${homeOf(environment)}/`;
  return printable(path.startsWith(home) ? `~/${path.slice(home.length)}` : path);
}

/** @throws {ConfigurationError} */
export function parseDockerConfig(text: string, name: string): DockerConfig {
  try {
    const content: unknown = text.trim() === '' ? {} : JSON.parse(text);
    if (Array.isArray(content)) throw new TypeError('a list');
    return v.parse(configSchema, content);
  } catch (error) {
    // The error's own text may quote the file, which holds passwords.
    throw new ConfigurationError([
      `${name}: this is no docker configuration (config.json): ${whyNot(error, text)}. Log in again, or mend the file.`,
    ]);
  }
}

/** Names of the format and places alone. */
function whyNot(error: unknown, text: string): string {
  if (error instanceof SyntaxError) {
    const [, position] = /at position (\d+)/.exec(error.message) ?? [];
    if (error.message.includes('end of JSON input') || Number(position) >= text.length)
      return 'it is JSON that ends too early';
    return `it is not JSON${position === undefined ? '' : ` ${placeIn(text, Number(position))}`}`;
  }
  const [issue] = v.isValiError(error) ? error.issues : [];
  const key = issue?.path?.[0]?.key;
  return typeof key === 'string' && key in configSchema.entries
    ? `"${key}" is not as docker writes it`
    : 'it is no JSON object';
}

function placeIn(text: string, position: number): string {
  const before = text.slice(0, position).split('\n');
  return `from line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1} on`;
}

/**
 * Finds a registry's credentials: its own helper first, then the file, then the default helper.
 * Keys are compared whole: a key that merely contains a registry's name is another registry's.
 */
export function findCredentials(config: DockerConfig, registry: string): StoredCredentials {
  const [helper] = entriesFor(config.credHelpers ?? {}, registry);
  if (helper !== undefined) return { kind: 'helper', helper, server: registryCredentialKey(registry) };
  const entries = entriesFor(config.auths ?? {}, registry);
  const credentials = entries
    .map((entry) => (entry === undefined ? undefined : readEntry(entry)))
    .find((found) => found !== undefined);
  if (credentials !== undefined) return { kind: 'found', credentials };
  const store = config.credsStore ?? '';
  return store === '' ? { kind: 'none' } : { kind: 'helper', helper: store, server: registryCredentialKey(registry) };
}

/** What it has entries for, as they are written, but for what is no part of a host's name. */
export function entryHosts({ auths, credHelpers }: DockerConfig): readonly string[] {
  const keys = [...Object.keys(credHelpers ?? {}), ...Object.keys(auths ?? {})];
  const hosts = keys.map((key) => registryOfKey(key) ?? key.replace(/^\w+:\/\//, '').split(/[?#]/, 1)[0] ?? '');
  return [...new Set(hosts.map((host) => host.slice(host.lastIndexOf('@') + 1)))].filter((host) => host !== '');
}

/** Says whether a registry's entry has something for a user and a password that holds none. */
export function isUndecodable({ auths }: DockerConfig, registry: string): boolean {
  return entriesFor(auths ?? {}, registry).some(
    (entry) => (entry?.auth ?? '') !== '' && entry !== undefined && readEntry(entry) === undefined,
  );
}

function homeOf({ HOME }: Environment): string {
  return HOME === undefined || HOME === '' ? homedir() : HOME;
}

function configPaths(environment: Environment): readonly string[] {
  const set = (name: string): readonly string[] => ((environment[name] ?? '') === '' ? [] : [environment[name] ?? '']);
  const home = homeOf(environment);
  const [docker = join(home, '.docker')] = set('DOCKER_CONFIG');
  const [configHome = join(home, '.config')] = set('XDG_CONFIG_HOME');
  return [
    join(docker, 'config.json'),
    ...set('REGISTRY_AUTH_FILE'),
    ...set('XDG_RUNTIME_DIR').map((runtime) => join(runtime, 'containers', 'auth.json')),
    join(configHome, 'containers', 'auth.json'),
  ];
}

async function readIfThere(path: string): Promise<{ path: string; text: string } | undefined> {
  try {
    return { path, text: await readFile(path, 'utf8') };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw new ConfigurationError([`${path}: docker's configuration cannot be read: ${messageOf(error)}.`]);
  }
}

function entriesFor<T>(entries: Readonly<Record<string, T>>, registry: string): readonly T[] {
  return Object.entries(entries).flatMap(([key, entry]) => (registryOfKey(key) === registry ? [entry] : []));
}

/** `https://host/v1/`, `host/v2`, `host`: all are the host. A key with any other path (`host/namespace`) is no registry's. */
function registryOfKey(key: string): string | undefined {
  const match = /^(?:https?:\/\/)?([^/]+)(?:\/(?:v[12]\/?)?)?$/.exec(key);
  return match?.[1] === undefined ? undefined : canonicalRegistry(match[1]);
}

function readEntry(entry: v.InferOutput<typeof authSchema>): Credentials | undefined {
  if (entry.identitytoken !== undefined && entry.identitytoken !== '')
    return { kind: 'identity-token', token: entry.identitytoken };
  const decoded =
    entry.auth === undefined ? '' : withoutTrailing(Buffer.from(entry.auth, 'base64').toString('utf8'), '\0');
  const colon = decoded.indexOf(':');
  if (colon > 0) return toCredentials(decoded.slice(0, colon), decoded.slice(colon + 1));
  if (entry.username === undefined || entry.password === undefined || entry.username === '') return undefined;
  return toCredentials(entry.username, entry.password);
}
