/** @import { ImageContent, ImageSpec, LayerSpec } from '../types.js' */

import { makeImage } from './images.js';

const platforms = ['linux/amd64', 'linux/arm64', 'linux/s390x'];
/** All in one namespace: what `skopeo sync` writes is named by a repository's last part alone. */
const namespace = 'library';
const megabyte = 1_000_000;
const baseCount = 3;

/** Of a distribution's base and the runtime above it, compressed. */
const baseLayers = { root: 30 * megabyte, runtime: 6 * megabyte };
/** Of what an application's image has of its own. */
const appLayers = { packages: 10 * megabyte, files: 2.5 * megabyte, settings: 4_000 };

/**
 * Images as a team has them: of each base there are several, with as many platforms and an attestation for each.
 *
 * @param {number} count
 * @param {number} scale of the layers; 1 is about 800 MB in 12 images
 * @returns {ImageContent[]}
 */
export function describeApplications(count, scale) {
  return Array.from({ length: count }, (_, index) => {
    /** @type {ImageSpec} */
    const spec = {
      repository: `${namespace}/app-${index + 1}`,
      tag: `1.${index}`,
      hasAttestations: true,
      platforms: platforms.map((platform) => ({
        platform,
        layers: [
          ...makeLayers(`base-${index % baseCount} ${platform}`, baseLayers, scale),
          ...makeLayers(`app-${index + 1} ${platform}`, appLayers, scale),
        ],
      })),
    };
    return makeImage(spec);
  });
}

/**
 * @param {number} layerBytes
 * @returns {ImageContent}
 */
export function describeBigImage(layerBytes) {
  const layers = [{ name: 'big', bytes: layerBytes }];
  return makeImage({
    repository: `${namespace}/big`,
    tag: '1',
    hasAttestations: false,
    platforms: [{ platform: 'linux/amd64', layers }],
  });
}

const smallLayerBytes = 2_000;

/**
 * An index as nightly builds have them: each child is small, and has a layer and a config of its own.
 *
 * @param {number} children
 * @returns {ImageContent}
 */
export function describeWideIndex(children) {
  return makeImage({
    repository: `${namespace}/wide`,
    tag: '1',
    hasAttestations: false,
    platforms: Array.from({ length: children }, (_, index) => ({
      platform: `linux/child-${index + 1}`,
      layers: [{ name: `child ${index + 1}`, bytes: smallLayerBytes }],
    })),
  });
}

/** @param {readonly ImageContent[]} images */
export function countDistinctBytes(images) {
  const all = images.flatMap(({ blobs, manifests }) => [...blobs, ...manifests]);
  return [...new Map(all.map(({ digest, size }) => [digest, size])).values()].reduce((sum, size) => sum + size, 0);
}

/**
 * @param {string} name
 * @param {Readonly<Record<string, number>>} sizes
 * @param {number} scale
 * @returns {LayerSpec[]}
 */
function makeLayers(name, sizes, scale) {
  return Object.entries(sizes).map(([part, bytes]) => ({
    name: `${name} ${part}`,
    bytes: Math.max(Math.round(bytes * scale), 1_000),
  }));
}
