/** @import { Command, ToolTask } from './types.js' */

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The shell's loop that people write: one process for each image, one after another. The first that fails ends it.
 *
 * @param {ToolTask} task
 * @param {readonly string[]} command what comes before the two names
 * @returns {Command}
 */
export function writeLoop(task, command) {
  const lines = pairs(task).map((pair) => [...command, ...pair].join(' '));
  const file = join(task.folder, 'loop.sh');
  writeFileSync(file, ['set -e', ...lines, ''].join('\n'));
  return { command: 'sh', args: [file] };
}

/**
 * The same, several at once.
 *
 * @param {ToolTask} task
 * @param {readonly string[]} command
 * @param {number} processes
 * @returns {Command}
 */
export function writeParallelLoop(task, command, processes) {
  const file = join(task.folder, 'list');
  writeFileSync(file, pairs(task).flat().join('\n'));
  return { command: 'xargs', args: ['-a', file, '-n', '2', '-P', String(processes), ...command] };
}

/**
 * @param {ToolTask} task
 * @returns {[source: string, target: string][]}
 */
export function pairs({ images, source, target, isPinned }) {
  return images.map(({ repository, tag, digest }) => [
    isPinned ? `${source}/${repository}@${digest}` : `${source}/${repository}:${tag}`,
    `${target}/${repository}:${tag}`,
  ]);
}
