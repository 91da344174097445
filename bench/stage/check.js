/** @import { ImageContent } from '../types.js' */

/**
 * @param {string} host of the registry's control, where nothing is counted
 * @param {readonly ImageContent[]} images
 * @param {string} tool
 * @throws {Error} if a tag, a manifest or a blob of the images is missing
 */
export async function checkCopied(host, images, tool) {
  for (const { repository, tag, digest, blobs, manifests } of images) {
    const found = await head(`http://${host}/v2/${repository}/manifests/${tag}`);
    if (found.get('docker-content-digest') !== digest) {
      throw new Error(`Measuring ${tool}: it ended well, but ${repository}:${tag} on the target is not ${digest}.`);
    }
    for (const blob of blobs) {
      await head(`http://${host}/v2/${repository}/blobs/${blob.digest}`);
    }
    for (const manifest of manifests) {
      await head(`http://${host}/v2/${repository}/manifests/${manifest.digest}`);
    }
  }
}

/** @param {string} url */
async function head(url) {
  const accept = 'application/vnd.oci.image.index.v1+json, application/vnd.oci.image.manifest.v1+json';
  const { ok, status, headers } = await fetch(url, { method: 'HEAD', headers: { accept } });
  if (!ok) {
    throw new Error(`Looking at what was copied: HEAD ${url} answered ${status}.`);
  }
  return headers;
}
