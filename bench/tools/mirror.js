/** @import { Tool, ToolTask } from '../types.js' */

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The bundle, as it comes: with no option that has a default but the copies' names, which are to be those of the others.
 *
 * @param {string} bundle
 * @returns {Tool}
 */
export function mirrorTool(bundle) {
  return {
    name: 'image-mirror',
    program: 'image-mirror',
    role: 'ours',
    prepare: (task) => {
      writeTree(task);
      const names = ['--target', task.target, '--naming', '{repository}', '--images', 'images'];
      return { command: process.execPath, args: [bundle, 'mirror', ...names] };
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
