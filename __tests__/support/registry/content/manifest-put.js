/** @import { Backend } from '../backend.js' */
/** @import { Descriptor, ParsedManifest } from './manifest-json.js' */
/** @import { Exchange, Reply } from '../types.js' */

import { algorithmOf, digestOf, isDigest } from './digests.js';
import { parseManifest } from './manifest-json.js';
import { dockerList, dockerManifest, manifestTypes, ociIndex } from './media-types.js';
import { refuseRepository } from './names.js';
import { emptyReply, errorReply, errorsReply } from '../server/reply.js';

/**
 * @param {Backend} backend
 * @param {Exchange} exchange
 * @param {string} repository
 * @param {string} reference
 * @returns {Promise<Reply>}
 */
export async function putManifest(backend, exchange, repository, reference) {
  const bytes = await readAtMost(exchange.body, backend.maxManifestBytes);
  if (bytes === undefined) {
    return errorReply(413, 'MANIFEST_INVALID', `manifest is larger than ${backend.maxManifestBytes} bytes`);
  }
  const mediaType = (exchange.headers['content-type'] ?? '').split(';')[0]?.trim() ?? '';
  const manifest = parseManifest(bytes);
  const isBelieved = backend.quirks.believesDigests === true && isDigest(reference);
  const digest = isBelieved ? reference : digestOf(bytes, algorithmOf(reference));
  const refusal =
    refuseRepository(backend, repository) ??
    refuseShape(manifest, mediaType) ??
    refuseDigest(reference, digest) ??
    refuseReferences(backend, repository, manifest) ??
    refuseMoved(backend, exchange, repository, reference) ??
    refuseTag(backend, repository, reference, digest);
  if (refusal !== undefined) {
    return refusal;
  }
  backend.store.addManifest(repository, reference, { bytes, mediaType }, digest);
  const subject = backend.referrers ? manifest?.subject?.digest : undefined;
  return emptyReply(201, {
    location: backend.location(exchange, `/v2/${repository}/manifests/${digest}`),
    'docker-content-digest': digest,
    ...(subject === undefined ? {} : { 'oci-subject': subject }),
  });
}

/**
 * @param {AsyncIterable<Buffer>} body
 * @param {number} limit
 * @returns {Promise<Buffer | undefined>} undefined: more than the limit
 */
async function readAtMost(body, limit) {
  /** @type {Buffer[]} */
  const chunks = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > limit) {
      return undefined;
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/**
 * @param {ParsedManifest | undefined} manifest
 * @param {string} mediaType what Content-Type says
 * @returns {Reply | undefined}
 */
function refuseShape(manifest, mediaType) {
  if (manifest === undefined || !manifestTypes.includes(mediaType)) {
    return errorReply(400, 'MANIFEST_INVALID', 'manifest invalid', `unsupported manifest media type ${mediaType}`);
  }
  // The field may be absent from OCI manifests, not from Docker's.
  const isDocker = mediaType === dockerManifest || mediaType === dockerList;
  const stated = manifest.mediaType ?? (isDocker ? 'none' : mediaType);
  if (stated !== mediaType) {
    return errorReply(400, 'MANIFEST_INVALID', 'manifest invalid', `mediaType is ${stated}, not ${mediaType}`);
  }
  const isIndex = mediaType === ociIndex || mediaType === dockerList;
  const fits = isIndex ? manifest.manifests !== undefined : manifest.config !== undefined;
  return fits ? undefined : errorReply(400, 'MANIFEST_INVALID', 'manifest invalid', `not a ${mediaType}`);
}

/**
 * @param {string} reference
 * @param {string} digest
 * @returns {Reply | undefined}
 */
function refuseDigest(reference, digest) {
  return isDigest(reference) && reference !== digest
    ? errorReply(400, 'DIGEST_INVALID', 'provided digest did not match uploaded content', {
        expected: reference,
        got: digest,
      })
    : undefined;
}

/**
 * @param {Backend} backend
 * @param {string} repository
 * @param {ParsedManifest | undefined} manifest
 * @returns {Reply | undefined}
 */
function refuseReferences(backend, repository, manifest) {
  const layers = [manifest?.config, ...(manifest?.layers ?? [])].filter((layer) => layer !== undefined);
  const foreign = layers.filter((layer) => layer.urls.length > 0);
  if (foreign.length > 0 && backend.quirks.acceptForeignLayers !== true) {
    return errorReply(400, 'UNKNOWN', 'unknown error', 'invalid URL on layer');
  }
  const missing = [
    ...missingBlobs(
      backend,
      repository,
      layers.filter((layer) => layer.urls.length === 0),
    ),
    ...missingManifests(backend, repository, manifest),
  ];
  return missing.length === 0
    ? undefined
    : errorsReply(
        400,
        missing.map(({ digest }) => ({
          code: 'MANIFEST_BLOB_UNKNOWN',
          message: 'blob unknown to registry',
          detail: digest,
        })),
      );
}

/**
 * @param {Backend} backend
 * @param {string} repository
 * @param {readonly Descriptor[]} blobs
 * @returns {readonly Descriptor[]}
 */
function missingBlobs(backend, repository, blobs) {
  if (backend.quirks.sparseImages === true) {
    return [];
  }
  return blobs.filter(({ digest }) => backend.store.blobIn(repository, digest) === undefined);
}

/**
 * @param {Backend} backend
 * @param {string} repository
 * @param {ParsedManifest | undefined} manifest
 * @returns {readonly Descriptor[]}
 */
function missingManifests(backend, repository, manifest) {
  const children = backend.quirks.sparseIndexes === true ? [] : (manifest?.manifests ?? []);
  const subject = backend.quirks.refuseMissingSubject === true ? manifest?.subject : undefined;
  const needed = subject === undefined ? children : [...children, subject];
  return needed.filter(({ digest }) => backend.store.resolve(repository, digest) === undefined);
}

/**
 * https://www.rfc-editor.org/rfc/rfc9110#section-13.1.1
 *
 * @param {Backend} backend
 * @param {Exchange} exchange
 * @param {string} repository
 * @param {string} reference
 * @returns {Reply | undefined}
 */
function refuseMoved(backend, exchange, repository, reference) {
  const expected = exchange.headers['if-match'];
  const current = backend.store.resolve(repository, reference);
  return expected === undefined || expected === `"${current}"`
    ? undefined
    : errorReply(412, 'PRECONDITION_FAILED', `${repository}:${reference} was moved`);
}

/**
 * @param {Backend} backend
 * @param {string} repository
 * @param {string} reference
 * @param {string} digest
 * @returns {Reply | undefined}
 */
function refuseTag(backend, repository, reference, digest) {
  const current = isDigest(reference) ? undefined : backend.store.resolve(repository, reference);
  const { immutableTags } = backend.quirks;
  if (current === undefined || immutableTags === undefined) {
    return undefined;
  }
  const tag = `${repository}:${reference}`;
  switch (immutableTags) {
    case 'ecr':
      return errorReply(
        400,
        'TAG_INVALID',
        `${tag} already exists and cannot be overwritten because the tag is immutable.`,
      );
    case 'harbor':
      return errorReply(412, 'PRECONDITION', `Failed to process request due to '${tag}' configured as immutable.`);
    case 'quay':
      return current === digest ? undefined : errorReply(409, 'TAG_IMMUTABLE', 'Tag is immutable', { tag: reference });
  }
}
