/** @import { Tool, ToolPaths, ToolTask } from '../types.js' */

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * One process for all; it copies one image after another, and up to six blobs of it at once.
 *
 * @param {ToolPaths} paths
 * @returns {Tool[]}
 */
export function skopeoTools({ skopeo }) {
  if (skopeo === undefined) {
    return [];
  }
  /** @param {ToolTask} task */
  const prepare = (task) => {
    const namespace = task.images[0]?.repository.split('/')[0] ?? '';
    return {
      command: skopeo,
      args: [...flags, `--dest-tls-verify=${task.isTls}`, writeList(task), `${task.target}/${namespace}`],
    };
  };
  return [{ name: 'skopeo sync', role: 'peer', isOneByOne: true, prepare }];
}

const flags = [
  ...['--insecure-policy', 'sync', '--all', '--preserve-digests'],
  ...['--src', 'yaml', '--dest', 'docker'],
];

/**
 * https://github.com/containers/skopeo/blob/main/docs/skopeo-sync.1.md#yaml-file-content-used-source-for-src-yaml
 *
 * @param {ToolTask} task
 */
function writeList({ images, source, isTls, folder, isPinned }) {
  /** @type {Record<string, string[]>} */
  const tags = {};
  for (const { repository, tag, digest } of images) {
    tags[repository] = [...(tags[repository] ?? []), isPinned ? digest : tag];
  }
  const file = join(folder, 'skopeo.yml');
  writeFileSync(file, JSON.stringify({ [source]: { 'tls-verify': isTls, images: tags } }));
  return file;
}
