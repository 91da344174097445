import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The front takes any; without one it grants reading only. */
export const targetLogin = ['mirror', 'password'];

/**
 * The settings of a tool under measure: a folder of its own as home, with docker's login for the target in it. The
 * source is read by a stranger, as a public hub's images are.
 *
 * @param {string} folder
 * @param {string} target
 * @returns {NodeJS.ProcessEnv}
 */
export function writeHome(folder, target) {
  const docker = join(folder, '.docker');
  mkdirSync(docker, { recursive: true });
  const config = join(docker, 'config.json');
  const auth = Buffer.from(targetLogin.join(':')).toString('base64');
  writeFileSync(config, JSON.stringify({ auths: { [target]: { auth } } }));
  return { PATH: process.env.PATH, HOME: folder, DOCKER_CONFIG: docker, REGISTRY_AUTH_FILE: config };
}
