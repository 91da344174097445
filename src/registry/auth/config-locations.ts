import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { errorCodeOf } from '../../runtime/errors.js';
import { printable } from '../../runtime/text.js';
import { type DockerConfig, type LocatedConfig, parseDockerConfig, unreadableConfig } from './docker-config.js';
import type { Environment } from '../../runtime/environment.js';

type ConfigFile = Pick<LocatedConfig, 'format'> & { readonly path: string };

const variableName = 'DOCKER_AUTH_CONFIG';

/**
 * Reads the variable, docker's configuration and podman's, whichever exist. The first that has a login for a repository counts.
 * Source for the variable before the file: docker/cli 28.3, `ConfigFile.GetCredentialsStore`.
 */
export async function readDockerConfigs(environment: Environment): Promise<readonly LocatedConfig[]> {
  const files = await Promise.all(
    configFiles(environment).map(async ({ path, format }) => {
      const config = await readConfigFile(path);
      return config === undefined ? [] : [{ ...config, location: shownPath(path, environment), format }];
    }),
  );
  const inline = environment.DOCKER_AUTH_CONFIG ?? '';
  if (inline.trim() === '') return files.flat();
  return [{ ...parseDockerConfig(inline), location: variableName, format: 'docker' }, ...files.flat()];
}

/** Where `readDockerConfigs` looks, whatever is there: what most people have goes first. */
export function configLocations(environment: Environment): readonly string[] {
  return [...configFiles(environment).map(({ path }) => shownPath(path, environment)), variableName];
}

/** The name of a file in the home folder, without the user's name. */
function shownPath(path: string, environment: Environment): string {
  const home = `${homeOf(environment)}/`;
  return printable(path.startsWith(home) ? `~/${path.slice(home.length)}` : path);
}

function homeOf({ HOME }: Environment): string {
  return HOME === undefined || HOME === '' ? homedir() : HOME;
}

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

/** undefined: there is none. */
async function readConfigFile(path: string): Promise<DockerConfig | undefined> {
  try {
    return parseDockerConfig(await readFile(path, 'utf8'));
  } catch (error) {
    // The system's own words have the whole path in them.
    const code = errorCodeOf(error);
    if (code === undefined) throw error;
    return code === 'ENOENT' || code === 'ENOTDIR' ? undefined : unreadableConfig(code);
  }
}
