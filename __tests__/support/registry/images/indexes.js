/** @import { BuiltImage, BuiltIndex, BuiltManifest, Descriptor, IndexOptions } from './image-types.js' */
/** @import { Registry } from '../registry.js' */

import { addJsonManifest, buildImage, descriptorOf } from './images.js';
import { dockerList, ociConfig, ociIndex, ociManifest } from '../content/media-types.js';

/**
 * Puts a multi-platform image into the registry, without any request. The same options make the same bytes.
 *
 * @param {Registry} registry
 * @param {string} repository
 * @param {string | undefined} tag
 * @param {IndexOptions} [options]
 * @returns {BuiltIndex}
 */
export function buildIndex(registry, repository, tag, options = {}) {
  const { platforms = ['linux/amd64', 'linux/arm64'], attestations = false, ...imageOptions } = options;
  const images = platforms.map((platform) =>
    buildImage(registry, repository, undefined, { ...imageOptions, platform }),
  );
  const attested = attestations === true ? images : images.slice(0, attestations === 'of the first' ? 1 : 0);
  const attached = attested.map((image) =>
    addAttestation(registry, repository, image, options.attestationSubjects === true),
  );
  const children = [...images.map(imageDescriptor), ...attached.map(({ descriptor }) => descriptor)];
  const nested =
    options.nested === true ? addIndex(registry, repository, undefined, children.slice(1), imageOptions) : undefined;
  const top = nested === undefined ? children : [...children.slice(0, 1), descriptorOf(nested)];
  const blobs = new Map(
    [...images, ...attached].flatMap(({ config, layers }) => [config, ...layers].map(digestAndSize)),
  );
  return {
    ...addIndex(registry, repository, tag, top, options),
    images,
    attestations: attached,
    nested,
    blobs: [...blobs.keys()],
    blobBytes: [...blobs.values()].reduce((sum, size) => sum + size, 0),
  };
}

/**
 * @param {Registry} registry
 * @param {string} repository
 * @param {string | undefined} tag
 * @param {readonly Descriptor[]} manifests
 * @param {IndexOptions} options
 * @returns {BuiltManifest}
 */
export function addIndex(registry, repository, tag, manifests, { annotations, mediaTypes }) {
  return addJsonManifest(registry, repository, tag, {
    schemaVersion: 2,
    mediaType: mediaTypes === 'docker' ? dockerList : ociIndex,
    manifests,
    ...(annotations === undefined ? {} : { annotations }),
  });
}

/**
 * @param {BuiltImage} image
 * @returns {Descriptor}
 */
export function imageDescriptor(image) {
  return { ...descriptorOf(image), platform: image.platform };
}

/**
 * As BuildKit attaches provenance: an image manifest that no machine can run, tied to its image by an annotation.
 * From version 0.32 on it names the image as its subject, too.
 * https://docs.docker.com/build/metadata/attestations/attestation-storage/
 *
 * @param {Registry} registry
 * @param {string} repository
 * @param {BuiltImage} image
 * @param {boolean} hasSubject
 * @returns {BuiltManifest & { config: Descriptor, layers: readonly Descriptor[], descriptor: Descriptor }}
 */
function addAttestation(registry, repository, image, hasSubject) {
  const statement = JSON.stringify({ _type: 'https://in-toto.io/Statement/v0.1', subject: [{ digest: image.digest }] });
  const layer = { mediaType: 'application/vnd.in-toto+json', ...registry.addBlob(repository, statement) };
  const unknown = { architecture: 'unknown', os: 'unknown' };
  const configText = JSON.stringify({ ...unknown, config: {}, rootfs: { type: 'layers', diff_ids: [layer.digest] } });
  const config = { mediaType: ociConfig, ...registry.addBlob(repository, configText) };
  const artifactType = 'application/vnd.docker.attestation.manifest.v1+json';
  const subject = hasSubject ? { artifactType, subject: descriptorOf(image) } : {};
  const body = { schemaVersion: 2, mediaType: ociManifest, ...subject, config, layers: [layer] };
  const manifest = addJsonManifest(registry, repository, undefined, body);
  const annotations = {
    'vnd.docker.reference.digest': image.digest,
    'vnd.docker.reference.type': 'attestation-manifest',
  };
  return {
    ...manifest,
    config,
    layers: [layer],
    descriptor: { ...descriptorOf(manifest), annotations, platform: unknown },
  };
}

/**
 * @param {Descriptor} descriptor
 * @returns {[string, number]}
 */
function digestAndSize({ digest, size }) {
  return [digest, size];
}
