import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { optional } from '../../absent.js';
import { ConfigurationError, messageOf } from '../../errors.js';
import { printable } from '../../text.js';

type Environment = Readonly<Record<string, string | undefined>>;

const text = v.pipe(
  optional(v.string()),
  v.transform((written) => written ?? ''),
);

const authSchema = v.object({
  auth: text,
  username: text,
  password: optional(v.string()),
  identitytoken: text,
  registrytoken: text,
});
const configSchema = v.object({
  auths: v.pipe(
    optional(v.record(v.string(), optional(authSchema))),
    v.transform((entries) => entries ?? {}),
  ),
  credHelpers: v.pipe(
    optional(v.record(v.string(), text)),
    v.transform((helpers) => helpers ?? {}),
  ),
  credsStore: text,
});

/** An entry of `auths`. */
export type AuthEntry = v.InferOutput<typeof authSchema>;

/** What `docker login` wrote. Source: docs.docker.com, docker login, "Credential stores". */
export type DockerConfig = v.InferOutput<typeof configSchema>;

/** One that is somewhere. */
export interface PlacedConfig extends DockerConfig {
  /** `~/.docker/config.json`, `DOCKER_AUTH_CONFIG` */
  readonly place: string;
  /** Both have the same fields, and whoever reads them looks them up in another order. */
  readonly format: 'docker' | 'podman';
}

/**
 * Reads the variable, docker's configuration and podman's, whichever are there: the first that knows a repository serves.
 * Source for the variable before the file: docker/cli 28.3, `ConfigFile.GetCredentialsStore`.
 * @throws {ConfigurationError} names the file that cannot be read, never its contents.
 */
export async function readDockerConfigs(environment: Environment): Promise<readonly PlacedConfig[]> {
  const texts = await Promise.all(configFiles(environment).map(readIfThere));
  const files = texts.flatMap((file) => {
    if (file === undefined) return [];
    const { path, format, content } = file;
    return [{ ...parseDockerConfig(content, path), place: shownPath(path, environment), format }];
  });
  const inline = environment.DOCKER_AUTH_CONFIG ?? '';
  return inline.trim() === ''
    ? files
    : [{ ...parseDockerConfig(inline, variableName), place: variableName, format: 'docker' }, ...files];
}

const variableName = 'DOCKER_AUTH_CONFIG';

/** Where `readDockerConfigs` looks, whatever is there: what most people have goes first. */
export function configPlaces(environment: Environment): readonly string[] {
  return [...configFiles(environment).map(({ path }) => shownPath(path, environment)), variableName];
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

function homeOf({ HOME }: Environment): string {
  return HOME === undefined || HOME === '' ? homedir() : HOME;
}

type ConfigFile = Pick<PlacedConfig, 'format'> & { readonly path: string };

function configFiles(environment: Environment): readonly ConfigFile[] {
  const set = (name: string): readonly string[] => ((environment[name] ?? '') === '' ? [] : [environment[name] ?? '']);
  const home = homeOf(environment);
  const [docker = join(home, '.docker')] = set('DOCKER_CONFIG');
  const [configHome = join(home, '.config')] = set('XDG_CONFIG_HOME');
  const podman = [
    ...set('REGISTRY_AUTH_FILE'),
    ...set('XDG_RUNTIME_DIR').map((runtime) => join(runtime, 'containers', 'auth.json')),
    join(configHome, 'containers', 'auth.json'),
  ];
  return [
    { path: join(docker, 'config.json'), format: 'docker' },
    ...podman.map((path) => ({ path, format: 'podman' }) as const),
  ];
}

async function readIfThere(file: ConfigFile): Promise<(ConfigFile & { readonly content: string }) | undefined> {
  try {
    return { ...file, content: await readFile(file.path, 'utf8') };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw new ConfigurationError([`${file.path}: docker's configuration cannot be read: ${messageOf(error)}.`]);
  }
}
