/** @import { Tool, ToolPaths, ToolTask } from '../types.js' */

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { mintToken } from '../front/tokens.js';

/**
 * No tool to copy images with, but the limit of what any can reach: the same bytes through a pipe, unseen, with tokens that
 * were there before.
 *
 * @param {ToolPaths} paths
 * @returns {Tool[]}
 */
export function curlTools({ curl }) {
  if (curl === undefined) {
    return [];
  }
  /** @param {ToolTask} task */
  const prepare = (task) => {
    const file = join(task.folder, 'curl.sh');
    writeFileSync(file, [...functions(curl, task), ...task.images.flatMap(copyLines), ''].join('\n'));
    return { command: 'sh', args: [file] };
  };
  return [{ name: 'curl into curl', program: 'curl', role: 'limit', prepare }];
}

/**
 * @param {string} curl
 * @param {ToolTask} task
 */
function functions(curl, { images, source, target }) {
  const scopes = new Map(images.map(({ repository }) => [repository, ['pull', 'push']]));
  const token = `-H 'authorization: Bearer ${mintToken(scopes)}'`;
  return [
    'set -e',
    `read_from() { ${curl} -sSf ${token} -H "accept: $2" "http://${source}/v2/$1"; }`,
    `write_to() { ${curl} -sSf -o /dev/null ${token} -H 'expect:' -H "content-type: $2" -T - "$1"; }`,
    `location() { ${curl} -sSf -o /dev/null -D - ${token} -X POST "http://${target}/v2/$1/blobs/uploads/" | tr -d '\\r' | sed -n 's/^Location: //p'; }`,
    `blob() { read_from "$1/blobs/$2" '*/*' | write_to "$(location "$1")&digest=$2" application/octet-stream; }`,
    `manifest() { read_from "$1/manifests/$2" "$3" | write_to "http://${target}/v2/$1/manifests/$2" "$3"; }`,
  ];
}

/** @param {ToolTask['images'][number]} image */
function copyLines({ repository, tag, blobs, manifests }) {
  const blobLines = blobs.map(({ digest }) => `blob ${repository} ${digest}`);
  const manifestLines = manifests.map(({ digest, mediaType }, index) => {
    const reference = index === manifests.length - 1 ? tag : digest;
    return `manifest ${repository} ${reference} ${mediaType}`;
  });
  return [...blobLines, ...manifestLines];
}
