/** @import { Tool, ToolPaths, ToolTask } from '../types.js' */

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { pairs, parallelTool } from './loop.js';
import { targetLogin } from './home.js';

/**
 * Images, and requests to one registry, at once: the best of several that were tried. Its own defaults are 1 and 3. More
 * images at once make it slower where there is much to copy, and faster where there is nothing.
 */
const best = {
  copying: { parallel: 12, concurrentRequests: 32 },
  looking: { parallel: 64, concurrentRequests: 128 },
};

/**
 * @param {ToolPaths} paths
 * @returns {Tool[]}
 */
export function regclientTools({ regctl, regsync }) {
  return [
    ...(regctl === undefined ? [] : [parallelTool('regctl', (task) => writeRegctlCommand(regctl, task))]),
    ...(regsync === undefined ? [] : [regsyncTool(regsync)]),
  ];
}

/**
 * @param {string} regsync
 * @returns {Tool}
 */
function regsyncTool(regsync) {
  return {
    name: 'regsync once',
    role: 'peer',
    isOneByOne: false,
    prepare: (task) => ({ command: regsync, args: ['once', '--config', writeConfig(task)] }),
  };
}

/**
 * @param {string} regctl
 * @param {ToolTask} task
 */
function writeRegctlCommand(regctl, task) {
  const hosts = [task.source, task.target].flatMap((host) => [
    '--host',
    `reg=${host},tls=${tlsOf(task)},reqConcurrent=${best.copying.concurrentRequests}`,
  ]);
  return [regctl, 'image', 'copy', ...hosts];
}

/**
 * https://regclient.org/usage/regsync/: it copies by digest, and skips what has the same digest. JSON is YAML.
 *
 * @param {ToolTask} task
 */
function writeConfig(task) {
  const { parallel, concurrentRequests } = task.isMirrored ? best.looking : best.copying;
  const host = { tls: tlsOf(task), reqConcurrent: concurrentRequests };
  const [user, pass] = targetLogin;
  const config = {
    version: 1,
    creds: [
      { registry: task.source, ...host },
      { registry: task.target, ...host, user, pass },
    ],
    defaults: { parallel },
    sync: pairs(task).map(([source, target]) => ({ source, target, type: 'image' })),
  };
  const file = join(task.folder, 'regsync.yml');
  writeFileSync(file, JSON.stringify(config));
  return file;
}

/** @param {ToolTask} task */
function tlsOf({ isTls }) {
  return isTls ? 'enabled' : 'disabled';
}
