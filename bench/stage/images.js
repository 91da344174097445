/** @import { Content, ImageContent, ImageSpec, LayerSpec, PlatformSpec } from '../types.js' */

import { digestOf, noise } from './noise.js';

const manifestType = 'application/vnd.oci.image.manifest.v1+json';
const indexType = 'application/vnd.oci.image.index.v1+json';
const configType = 'application/vnd.oci.image.config.v1+json';
const layerType = 'application/vnd.oci.image.layer.v1.tar+gzip';
const statementType = 'application/vnd.in-toto+json';

/** Of a statement of provenance, as BuildKit writes one for each platform. */
const statementBytes = 12_000;

/** Layers are shared by many images, and hashing them takes time. */
/** @type {Map<string, Content>} */
const layers = new Map();

/**
 * An image of noise: the same bytes every time. One platform without attestations is a plain manifest.
 *
 * @param {ImageSpec} spec
 * @returns {ImageContent}
 */
export function makeImage({ repository, tag, platforms, hasAttestations }) {
  const [first] = platforms;
  const parts = platforms.map((platform) => makePlatform(`${repository}:${tag}`, platform));
  if (first === undefined || (parts.length === 1 && !hasAttestations)) {
    return assemble(repository, tag, parts);
  }
  const attestations = hasAttestations ? parts.map((part) => makeAttestation(part)) : [];
  const all = [...parts, ...attestations];
  const entries = all.map(({ manifest, entry }) => ({ ...describe(manifest), ...entry }));
  const index = json(indexType, { schemaVersion: 2, mediaType: indexType, manifests: entries });
  const image = assemble(repository, tag, all);
  return { ...image, digest: index.digest, manifests: [...image.manifests, index] };
}

/**
 * @typedef {object} Part a manifest of an index
 * @property {Content} manifest
 * @property {Content[]} blobs
 * @property {object} entry what an index says of it
 */

/**
 * @param {string} name
 * @param {PlatformSpec} spec
 * @returns {Part}
 */
function makePlatform(name, { platform, layers: specs }) {
  const [os, architecture] = platform.split('/');
  const blobs = specs.map(makeLayer);
  const rootfs = { type: 'layers', diff_ids: blobs.map(({ digest }) => digest) };
  const config = json(configType, { architecture, os, config: { Labels: { name } }, rootfs });
  const content = { schemaVersion: 2, mediaType: manifestType, config: describe(config), layers: blobs.map(describe) };
  return {
    manifest: json(manifestType, content),
    blobs: [...blobs, config],
    entry: { platform: { os, architecture } },
  };
}

/**
 * https://github.com/moby/buildkit/blob/master/docs/attestations/attestation-storage.md
 *
 * @param {Part} part
 * @returns {Part}
 */
function makeAttestation({ manifest: { digest } }) {
  const text = { _type: 'https://in-toto.io/Statement/v1', subject: digest, filler: 'x'.repeat(statementBytes) };
  const statement = json(statementType, text);
  const rootfs = { type: 'layers', diff_ids: [statement.digest] };
  const config = json(configType, { architecture: 'unknown', os: 'unknown', config: {}, rootfs });
  const content = {
    schemaVersion: 2,
    mediaType: manifestType,
    config: describe(config),
    layers: [describe(statement)],
  };
  const annotations = {
    'vnd.docker.reference.digest': digest,
    'vnd.docker.reference.type': 'attestation-manifest',
  };
  return {
    manifest: json(manifestType, content),
    blobs: [statement, config],
    entry: { annotations, platform: { os: 'unknown', architecture: 'unknown' } },
  };
}

/**
 * @param {string} repository
 * @param {string} tag
 * @param {readonly Part[]} parts
 * @returns {ImageContent}
 */
function assemble(repository, tag, parts) {
  const manifests = parts.map(({ manifest }) => manifest);
  return { repository, tag, digest: manifests[0]?.digest ?? '', blobs: parts.flatMap(({ blobs }) => blobs), manifests };
}

/**
 * @param {LayerSpec} spec
 * @returns {Content}
 */
function makeLayer({ name, bytes }) {
  const known = layers.get(name);
  if (known?.size === bytes) {
    return known;
  }
  const chunks = () => noise(name, bytes);
  const layer = { digest: digestOf(chunks()), size: bytes, mediaType: layerType, chunks };
  layers.set(name, layer);
  return layer;
}

/**
 * @param {string} mediaType
 * @param {unknown} value
 * @returns {Content}
 */
function json(mediaType, value) {
  const bytes = Buffer.from(JSON.stringify(value));
  return { digest: digestOf([bytes]), size: bytes.length, mediaType, chunks: () => [bytes] };
}

/** @param {Content} content */
function describe({ mediaType, digest, size }) {
  return { mediaType, digest, size };
}
