/** @import { Tool, ToolPaths, ToolTask } from '../types.js' */

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The registry's tokens last as long: registry/token.go. */
const tokenSeconds = 300;

/**
 * No tool to copy images with, but the limit of what any can reach: the same bytes through a pipe, unseen, with tokens that
 * were there before. HTTP/1.1 is the faster protocol for large bodies.
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
  return [{ name: 'curl into curl', role: 'limit', isOneByOne: true, prepare }];
}

/**
 * @param {string} curl
 * @param {ToolTask} task
 */
function functions(curl, { images, source, target, isTls }) {
  const scheme = isTls ? 'https' : 'http';
  const start = `${curl} --http1.1 -sSf -H 'authorization: Bearer ${mintToken(images)}'`;
  const origin = `${scheme}://${target}`;
  return [
    'set -e',
    `read_from() { ${start} -H "accept: $2" "${scheme}://${source}/v2/$1"; }`,
    `write_to() { ${start} -o /dev/null -H 'expect:' -H "content-type: $2" -T - "$1"; }`,
    `location() { ${start} -o /dev/null -D - -X POST "${origin}/v2/$1/blobs/uploads/" | tr -d '\\r' | sed -n 's/^Location: //p'; }`,
    `blob() { read_from "$1/blobs/$2" '*/*' | write_to "${origin}$(location "$1")?digest=$2" application/octet-stream; }`,
    `manifest() { read_from "$1/manifests/$2" "$3" | write_to "${origin}/v2/$1/manifests/$2" "$3"; }`,
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

/**
 * As the registry's token service does (registry/token.go).
 *
 * @param {ToolTask['images']} images
 */
function mintToken(images) {
  const access = images.map(({ repository: name }) => ({ type: 'repository', name, actions: ['pull', 'push'] }));
  const exp = Math.floor(Date.now() / 1000) + tokenSeconds;
  const parts = [
    { typ: 'JWT', alg: 'none' },
    { exp, access },
  ].map((part) => Buffer.from(JSON.stringify(part)));
  return [...parts, Buffer.from('signature')].map((part) => part.toString('base64url')).join('.');
}
