/** @import { BuiltImage, BuiltManifest, ConfigOptions, Descriptor, ImageOptions, Layer, LayerPlan, MediaTypeFamily, Platform } from './image-types.js' */
/** @import { Registry } from '../registry.js' */

import { digestOf } from '../content/digests.js';
import { dockerConfig, dockerLayer, dockerManifest, ociConfig, ociLayer, ociManifest } from '../content/media-types.js';
import { gzip, makeTar } from './tar.js';

/** Foreign layers are never fetched; their size only has to be a number. */
const foreignLayerBytes = 1000;

/**
 * Puts an image of one platform into the registry, without any request. The same options make the same bytes.
 *
 * @param {Registry} registry
 * @param {string} repository
 * @param {string | undefined} tag
 * @param {ImageOptions} [options]
 * @returns {BuiltImage}
 */
export function buildImage(registry, repository, tag, options = {}) {
  const { layers = 2, mediaTypes = 'oci', seed = 1, sharedLayers = [] } = options;
  const platform = parsePlatform(options.platform ?? 'linux/amd64');
  const ownLayers = addLayers(registry, repository, {
    layers,
    mediaTypes,
    seed: `${seed} ${renderPlatform(platform)}`,
  });
  const allLayers = [...sharedLayers, ...ownLayers, ...foreignLayers(options.foreignLayers ?? [])];
  const config = addConfig(registry, repository, platform, allLayers, options);
  const manifest = addJsonManifest(registry, repository, tag, {
    schemaVersion: 2,
    mediaType: mediaTypes === 'docker' ? dockerManifest : ociManifest,
    config: descriptorOf(config),
    layers: allLayers.map(descriptorOf),
    ...(options.annotations === undefined ? {} : { annotations: options.annotations }),
  });
  const stored = [config, ...sharedLayers, ...ownLayers];
  return { ...manifest, platform, config, layers: allLayers, blobs: [...new Set(stored.map(({ digest }) => digest))] };
}

/**
 * @param {Registry} registry
 * @param {string} repository
 * @param {{ layers: LayerPlan, seed?: string | number, mediaTypes?: MediaTypeFamily }} options
 * @returns {readonly Layer[]}
 */
export function addLayers(registry, repository, { layers, seed = 1, mediaTypes = 'oci' }) {
  const mediaType = mediaTypes === 'docker' ? dockerLayer : ociLayer;
  if (typeof layers === 'number') {
    return Array.from({ length: layers }, (_, number) =>
      addArchive(registry, repository, mediaType, `${seed} ${number}`),
    );
  }
  return layers.map((size, number) => {
    const blob = registry.addGeneratedBlob(repository, { size, seed: `${seed} ${number}` });
    return { mediaType, ...blob, diffId: blob.digest };
  });
}

/**
 * @param {Registry} registry
 * @param {string} repository
 * @param {string | undefined} tag
 * @param {{ readonly mediaType: string, readonly [field: string]: unknown }} manifest
 * @returns {BuiltManifest}
 */
export function addJsonManifest(registry, repository, tag, manifest) {
  const bytes = Buffer.from(JSON.stringify(manifest, undefined, 2));
  const digest = registry.addManifest(repository, tag, bytes, manifest.mediaType);
  return { mediaType: manifest.mediaType, digest, size: bytes.length, bytes };
}

/**
 * What of a thing that was built belongs into a manifest.
 *
 * @param {Descriptor} thing
 * @returns {Descriptor}
 */
export function descriptorOf({ mediaType, digest, size, urls }) {
  return { mediaType, digest, size, ...(urls === undefined ? {} : { urls }) };
}

/**
 * @param {Registry} registry
 * @param {string} repository
 * @param {string} mediaType
 * @param {string} seed
 * @returns {Layer}
 */
function addArchive(registry, repository, mediaType, seed) {
  const name = `layer-${digestOf(seed).slice(7, 19)}`;
  const tar = makeTar([{ name, text: `made from the seed ${seed}\n` }]);
  return { mediaType, ...registry.addBlob(repository, gzip(tar)), diffId: digestOf(tar) };
}

/**
 * @param {readonly string[]} addresses
 * @returns {readonly Layer[]}
 */
function foreignLayers(addresses) {
  return addresses.map((url) => ({
    mediaType: 'application/vnd.docker.image.rootfs.foreign.diff.tar.gzip',
    digest: digestOf(url),
    size: foreignLayerBytes,
    urls: [url],
    diffId: digestOf(url),
  }));
}

/**
 * @param {Registry} registry
 * @param {string} repository
 * @param {Platform} platform
 * @param {readonly Layer[]} layers
 * @param {ImageOptions} options
 * @returns {Descriptor & { bytes: Buffer }}
 */
function addConfig(registry, repository, platform, layers, { config = {}, mediaTypes }) {
  const bytes = Buffer.from(JSON.stringify(configJson(platform, layers, config)));
  const mediaType = mediaTypes === 'docker' ? dockerConfig : ociConfig;
  return { mediaType, ...registry.addBlob(repository, bytes), bytes };
}

/**
 * https://github.com/opencontainers/image-spec/blob/main/config.md
 *
 * @param {Platform} platform
 * @param {readonly Layer[]} layers
 * @param {ConfigOptions} options
 * @returns {object}
 */
function configJson(platform, layers, { created = '2024-01-01T00:00:00Z', env = ['PATH=/usr/bin'], labels, more }) {
  return {
    created,
    ...platform,
    config: { Env: env, Cmd: ['/bin/sh'], ...(labels === undefined ? {} : { Labels: labels }), ...more },
    rootfs: { type: 'layers', diff_ids: layers.map(({ diffId }) => diffId) },
    history: layers.map((_, number) => ({ created, created_by: `COPY layer-${number} /` })),
  };
}

/**
 * @param {string} text
 * @returns {Platform}
 */
function parsePlatform(text) {
  const [os = 'linux', architecture = 'amd64', variant] = text.split('/');
  return { architecture, os, ...(variant === undefined ? {} : { variant }) };
}

/**
 * @param {Platform} platform
 * @returns {string}
 */
function renderPlatform({ os, architecture, variant }) {
  return [os, architecture, variant].filter((part) => part !== undefined).join('/');
}
