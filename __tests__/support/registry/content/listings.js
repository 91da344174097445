/** @import { Backend } from '../backend.js' */
/** @import { Descriptor, ParsedManifest } from './manifest-json.js' */
/** @import { Exchange, Reply, StoredManifest } from '../types.js' */

import { isDigest } from './digests.js';
import { parseManifest } from './manifest-json.js';
import { ociIndex } from './media-types.js';
import { unknownRepository } from './names.js';
import { errorReply, jsonReply, noRouteReply, textReply } from '../server/reply.js';

/**
 * @param {Backend} backend
 * @param {Exchange} exchange
 * @param {string} repository
 * @returns {Reply}
 */
export function answerTags(backend, exchange, repository) {
  const refusal = unknownRepository(backend, repository);
  if (refusal !== undefined) {
    return refusal;
  }
  const query = exchange.url.searchParams;
  const limit = Number(query.get('n') ?? Infinity);
  if (!(limit >= 0)) {
    return errorReply(400, 'PAGINATION_NUMBER_INVALID', 'invalid number of results requested', { n: query.get('n') });
  }
  const last = query.get('last') ?? '';
  const all = [...(backend.store.repository(repository)?.tags.keys() ?? [])];
  // As distribution 2 and 3: content that no tag leads to is not seen here.
  if (all.length === 0) {
    return errorReply(404, 'NAME_UNKNOWN', 'repository name not known to registry', { name: repository });
  }
  const tags = all.sort().filter((tag) => tag > last);
  const page = tags.slice(0, limit);
  const lastOfPage = page.at(-1);
  const next =
    page.length < tags.length && lastOfPage !== undefined
      ? { link: `</v2/${repository}/tags/list?last=${lastOfPage}&n=${page.length}>; rel="next"` }
      : {};
  return jsonReply(200, { name: repository, tags: page }, next);
}

/**
 * https://github.com/opencontainers/distribution-spec/blob/main/spec.md#listing-referrers
 *
 * @param {Backend} backend
 * @param {Exchange} exchange
 * @param {string} repository
 * @returns {Reply}
 */
export function answerReferrers(backend, exchange, repository) {
  const subject = exchange.route.reference ?? '';
  if (!backend.referrers) {
    return noRouteReply();
  }
  if (!isDigest(subject)) {
    return errorReply(400, 'DIGEST_INVALID', 'provided digest is not valid', subject);
  }
  const wanted = exchange.url.searchParams.get('artifactType');
  const manifests = referrersOf(backend, repository, subject).filter(
    ({ artifactType }) => wanted === null || artifactType === wanted,
  );
  const filtered = wanted === null ? {} : { 'oci-filters-applied': 'artifactType' };
  return textReply(200, ociIndex, JSON.stringify({ schemaVersion: 2, mediaType: ociIndex, manifests }), filtered);
}

/**
 * @param {Backend} backend
 * @param {string} repository
 * @param {string} subject
 * @returns {ReturnType<typeof referrerDescriptor>[]}
 */
function referrersOf(backend, repository, subject) {
  const stored = [...(backend.store.repository(repository)?.manifests ?? [])];
  return stored.flatMap(([digest, manifest]) => {
    const parsed = parseManifest(manifest.bytes);
    return parsed?.subject?.digest === subject ? [referrerDescriptor(digest, manifest, parsed)] : [];
  });
}

/**
 * @param {string} digest
 * @param {StoredManifest} manifest
 * @param {ParsedManifest} parsed
 * @returns {Omit<Descriptor, 'urls'> & { artifactType: string | undefined, annotations: ParsedManifest['annotations'] }}
 */
function referrerDescriptor(digest, manifest, parsed) {
  return {
    mediaType: manifest.mediaType,
    digest,
    size: manifest.bytes.length,
    artifactType: parsed.artifactType ?? parsed.config?.mediaType,
    annotations: parsed.annotations,
  };
}
