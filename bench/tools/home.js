/** @import { ToolRole, ToolTask } from '../types.js' */

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The registry takes any; without one it grants reading only. */
export const targetLogin = ['mirror', 'password'];

/**
 * The settings of a tool under measure: a folder of its own as home, with docker's login for the target in it. The source
 * is read by a stranger, as the images of a public registry are.
 *
 * @param {ToolTask} task
 * @param {ToolRole} role
 * @returns {NodeJS.ProcessEnv}
 */
export function writeHome(task, role) {
  const docker = join(task.folder, '.docker');
  mkdirSync(docker, { recursive: true });
  const config = join(docker, 'config.json');
  const auth = Buffer.from(targetLogin.join(':')).toString('base64');
  writeFileSync(config, JSON.stringify({ auths: { [task.target]: { auth } } }));
  const home = { PATH: process.env.PATH, HOME: task.folder, DOCKER_CONFIG: docker, REGISTRY_AUTH_FILE: config };
  return { ...home, ...trust(task, role) };
}

/**
 * Each program trusts the certificate authority of the run in the way that costs it least: Node adds it to those that it
 * has anyway, programs in Go and curl read no other.
 *
 * @param {ToolTask} task
 * @param {ToolRole} role
 * @returns {NodeJS.ProcessEnv}
 */
function trust({ isTls, authorityFile }, role) {
  if (!isTls) {
    return {};
  }
  return role === 'ours' ? { NODE_EXTRA_CA_CERTS: authorityFile } : { SSL_CERT_FILE: authorityFile };
}
