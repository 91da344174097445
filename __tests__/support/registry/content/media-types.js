/** https://github.com/opencontainers/image-spec/blob/main/media-types.md */
export const ociManifest = 'application/vnd.oci.image.manifest.v1+json';
export const ociIndex = 'application/vnd.oci.image.index.v1+json';
export const ociConfig = 'application/vnd.oci.image.config.v1+json';
export const ociLayer = 'application/vnd.oci.image.layer.v1.tar+gzip';

/** https://github.com/distribution/distribution/blob/main/docs/content/spec/manifest-v2-2.md */
export const dockerManifest = 'application/vnd.docker.distribution.manifest.v2+json';
export const dockerList = 'application/vnd.docker.distribution.manifest.list.v2+json';
export const dockerConfig = 'application/vnd.docker.container.image.v1+json';
export const dockerLayer = 'application/vnd.docker.image.rootfs.diff.tar.gzip';

export const manifestTypes = [ociManifest, ociIndex, dockerManifest, dockerList];
