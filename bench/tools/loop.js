/** @import { Command, Tool, ToolTask } from '../types.js' */

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Processes at once: more did not make any of them faster. There is less to wait for where there is much to copy. */
const processes = { copying: 4, looking: 32 };

/**
 * A peer that copies one image with each process, as the loop that people write.
 *
 * @param {string} name as it stands in the results
 * @param {(task: ToolTask) => readonly string[]} writeCommand what comes before the two names
 * @returns {Tool}
 */
export function loopTool(name, writeCommand) {
  return {
    name: `${name}, a loop`,
    role: 'peer',
    isOneByOne: true,
    prepare: (task) => writeLoop(task, writeCommand(task)),
  };
}

/**
 * The same, as fast as it goes.
 *
 * @param {string} name
 * @param {(task: ToolTask) => readonly string[]} writeCommand
 * @returns {Tool}
 */
export function parallelTool(name, writeCommand) {
  return {
    name: `${name}, parallel`,
    role: 'peer',
    isOneByOne: false,
    prepare: (task) => writeParallelLoop(task, writeCommand(task)),
  };
}

/**
 * The shell's loop that people write: one process for each image, one after another. The first that fails ends it.
 *
 * @param {ToolTask} task
 * @param {readonly string[]} command what comes before the two names
 * @returns {Command}
 */
function writeLoop(task, command) {
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
 * @returns {Command}
 */
function writeParallelLoop(task, command) {
  const most = task.isMirrored ? processes.looking : processes.copying;
  const file = join(task.folder, 'list');
  writeFileSync(file, pairs(task).flat().join('\n'));
  return { command: 'xargs', args: ['-a', file, '-n', '2', '-P', String(most), ...command] };
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
