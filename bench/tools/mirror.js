/** @import { NodeProgram, Tool, ToolTask } from '../types.js' */

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { nameOnNode } from '../nodes.js';

/**
 * The bundle, as it comes: with no option that has a default but the copies' names, which are to be those of the others.
 *
 * @param {string} bundle
 * @param {NodeProgram} node
 * @returns {Tool}
 */
export function mirrorTool(bundle, { version, command }) {
  return {
    name: nameOnNode(version.split('.')[0] ?? ''),
    role: 'ours',
    isOneByOne: false,
    prepare: (task) => {
      writeTree(task);
      const names = ['--target', task.target, '--naming', '{repository}', '--images', 'images'];
      return { command, args: [bundle, 'mirror', ...names] };
    },
  };
}

/**
 * A file an image, as a repository has them.
 *
 * @param {ToolTask} task
 */
function writeTree({ images, source, folder, isPinned }) {
  for (const { repository, tag, digest } of images) {
    const place = join(folder, 'images', source, repository);
    mkdirSync(place, { recursive: true });
    const pin = isPinned ? `@${digest}` : '';
    writeFileSync(join(place, `Dockerfile.${tag}`), `FROM ${source}/${repository}:${tag}${pin}\n`);
  }
}
