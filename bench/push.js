/** @import { BigImage } from './types.js' */

import { createCipheriv, createHash } from 'node:crypto';
import { request } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

const manifestType = 'application/vnd.oci.image.manifest.v1+json';
const chunkBytes = 1024 * 1024;

/**
 * Pushes an image of one layer of noise, the same every time. By our own few lines, so that no tool under measure has
 * had a part in what it is given.
 *
 * @param {string} host
 * @param {number} layerBytes
 * @returns {Promise<BigImage>}
 */
export async function pushBigImage(host, layerBytes) {
  const [repository, tag] = ['big', '1'];
  const layerDigest = await digestOf(noise(layerBytes));
  await pushBlob(host, repository, layerDigest, layerBytes, noise(layerBytes));
  const rootfs = { type: 'layers', diff_ids: [layerDigest] };
  const config = Buffer.from(JSON.stringify({ architecture: 'amd64', os: 'linux', config: {}, rootfs }));
  const configDigest = await digestOf([config]);
  await pushBlob(host, repository, configDigest, config.length, [config]);
  const manifest = {
    schemaVersion: 2,
    mediaType: manifestType,
    config: { mediaType: 'application/vnd.oci.image.config.v1+json', digest: configDigest, size: config.length },
    layers: [{ mediaType: 'application/vnd.oci.image.layer.v1.tar', digest: layerDigest, size: layerBytes }],
  };
  const bytes = Buffer.from(JSON.stringify(manifest));
  const headers = { 'content-type': manifestType, 'content-length': bytes.length };
  await send(new URL(`http://${host}/v2/${repository}/manifests/${tag}`), 'PUT', headers, [bytes]);
  return { repository, tag, layerDigest };
}

/**
 * A cipher's key stream: as random as a compressed layer, and made at gigabytes a second.
 *
 * @param {number} bytes
 */
function* noise(bytes) {
  const cipher = createCipheriv('aes-128-ctr', Buffer.alloc(16, 1), Buffer.alloc(16));
  for (let left = bytes; left > 0; left -= chunkBytes) {
    yield cipher.update(Buffer.alloc(Math.min(left, chunkBytes)));
  }
}

/** @param {Iterable<Buffer>} chunks */
async function digestOf(chunks) {
  const hash = createHash('sha256');
  await pipeline(Readable.from(chunks), hash);
  return `sha256:${hash.digest('hex')}`;
}

/**
 * @param {string} host
 * @param {string} repository
 * @param {string} digest
 * @param {number} size
 * @param {Iterable<Buffer>} chunks
 */
async function pushBlob(host, repository, digest, size, chunks) {
  const start = new URL(`http://${host}/v2/${repository}/blobs/uploads/`);
  const { headers } = await send(start, 'POST', { 'content-length': 0 }, []);
  const location = new URL(headers.location ?? '', start);
  location.searchParams.set('digest', digest);
  await send(location, 'PUT', { 'content-type': 'application/octet-stream', 'content-length': size }, chunks);
}

/**
 * @param {URL} url
 * @param {string} method
 * @param {import('node:http').OutgoingHttpHeaders} headers
 * @param {Iterable<Buffer>} body
 */
async function send(url, method, headers, body) {
  const outgoing = request(url, { method, headers });
  /** @type {Promise<import('node:http').IncomingMessage>} */
  const answer = new Promise((done, fail) => outgoing.once('response', done).once('error', fail));
  const [response] = await Promise.all([answer, pipeline(Readable.from(body), outgoing)]);
  response.resume();
  const status = response.statusCode ?? 0;
  if (status < 200 || status > 299) {
    throw new Error(`Pushing the image to be copied: ${method} ${url.pathname} answered ${status}.`);
  }
  return response;
}
