/** @import { Registry } from '../__tests__/support/registry/registry.js' */

import { addLayers } from '../__tests__/support/registry/images/images.js';
import { buildIndex } from '../__tests__/support/registry/images/indexes.js';

/** Debian's layer, as the sample images share it. */
const baseLayerBytes = 3_000_000;

/**
 * Fills a registry with what the sample tree names: images of several platforms, two of which share a base. The same bytes every time, so
 * that the digest that the tree pins is right.
 *
 * @param {Registry} registry
 */
export function publishImages(registry) {
  publish(registry, 'library/postgres', '14', { seed: 'postgres 14.1', layers: [900_000, 150_000] });
  publish(registry, 'amazon/aws-lambda-python', '3.12', { seed: 'lambda 3.12', layers: [700_000] });
  publish(registry, 'prometheus/node-exporter', 'v1.8.2', { seed: 'node-exporter 1.8.2', layers: [400_000] });
  publish(registry, 'hadolint/hadolint', 'v2.12.0', { seed: 'hadolint 2.12.0', layers: [250_000] });
}

/**
 * The publisher rebuilds an image and moves its tag, as Docker's official images do.
 *
 * @param {Registry} registry
 */
export function moveTag(registry) {
  publish(registry, 'library/postgres', '14', { seed: 'postgres 14.2', layers: [900_000, 160_000] });
}

/**
 * The publisher takes a version back.
 *
 * @param {Registry} registry
 */
export function deleteTag(registry) {
  registry.deleteTag('prometheus/node-exporter', 'v1.8.2');
}

/**
 * @param {Registry} registry
 * @param {string} repository
 * @param {string} tag
 * @param {{ seed: string, layers: number[] }} image
 */
function publish(registry, repository, tag, { seed, layers }) {
  const sharedLayers = addLayers(registry, repository, { layers: [baseLayerBytes], seed: 'debian 12' });
  buildIndex(registry, repository, tag, { platforms: ['linux/amd64', 'linux/arm64'], sharedLayers, layers, seed });
}
