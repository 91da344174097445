/** @import { BuiltManifest, Descriptor } from './image-types.js' */
/** @import { Registry } from '../registry.js' */

import { addJsonManifest } from './images.js';
import { parseManifest } from '../content/manifest-json.js';
import { ociConfig, ociManifest } from '../content/media-types.js';

/** https://github.com/opencontainers/image-spec/blob/main/manifest.md#guidance-for-an-empty-descriptor */
const emptyConfig = '{}';
const emptyConfigType = 'application/vnd.oci.empty.v1+json';

const bundleType = 'application/vnd.dev.sigstore.bundle.v0.3+json';

/**
 * A manifest that refers to another by `subject`: what cosign 3, notation and ORAS push.
 *
 * @param {Registry} registry
 * @param {string} repository
 * @param {string} subject digest of a manifest that is there
 * @param {{ artifactType?: string, seed?: string | number, annotations?: Readonly<Record<string, string>> }} [options]
 * @returns {BuiltManifest}
 */
export function buildReferrer(
  registry,
  repository,
  subject,
  { artifactType = bundleType, seed = 1, annotations } = {},
) {
  const layer = { mediaType: artifactType, ...registry.addBlob(repository, `${artifactType} ${seed} of ${subject}`) };
  return addJsonManifest(registry, repository, undefined, {
    schemaVersion: 2,
    mediaType: ociManifest,
    artifactType,
    config: { mediaType: emptyConfigType, ...registry.addBlob(repository, emptyConfig) },
    layers: [layer],
    subject: subjectDescriptor(registry, repository, subject),
    ...(annotations === undefined ? {} : { annotations }),
  });
}

/**
 * A signature as cosign 2 keeps it: an image under a tag made from the digest.
 *
 * @param {Registry} registry
 * @param {string} repository
 * @param {string} subject digest
 * @param {{ suffix?: 'sig' | 'att' | 'sbom', seed?: string | number }} [options]
 * @returns {BuiltManifest & { tag: string }}
 */
export function buildCosignTag(registry, repository, subject, { suffix = 'sig', seed = 1 } = {}) {
  const tag = `${subject.replace(':', '-')}.${suffix}`;
  const layer = {
    mediaType: 'application/vnd.dev.cosign.simplesigning.v1+json',
    ...registry.addBlob(repository, `${suffix} ${seed} of ${subject}`),
    annotations: { 'dev.cosignproject.cosign/signature': 'c2lnbmF0dXJl' },
  };
  const rootfs = { type: 'layers', diff_ids: [layer.digest] };
  const config = JSON.stringify({ architecture: '', os: '', config: {}, rootfs });
  const manifest = addJsonManifest(registry, repository, tag, {
    schemaVersion: 2,
    mediaType: ociManifest,
    config: { mediaType: ociConfig, ...registry.addBlob(repository, config) },
    layers: [layer],
  });
  return { ...manifest, tag };
}

/**
 * @param {Registry} registry
 * @param {string} repository
 * @param {string} digest
 * @returns {Descriptor}
 */
function subjectDescriptor(registry, repository, digest) {
  const bytes = registry.manifest(repository, digest);
  if (bytes === undefined) {
    throw new Error(`no manifest ${digest} in ${repository} to refer to`);
  }
  return { mediaType: parseManifest(bytes)?.mediaType ?? ociManifest, digest, size: bytes.length };
}
