import { RegistryError, type RegistryErrorCode, type Side } from '../../src/image/registry-error.js';
import { digestOf } from '../../src/image/hash.js';
import { type Descriptor, type ManifestContent, mediaTypes, toContent } from '../../src/image/manifest.js';

export const { signal } = new AbortController();

/** What an image's registry answers, by what was done. */
export function failure(code: RegistryErrorCode, side: Side = 'target'): RegistryError {
  return new RegistryError({ code, side, operation: 'Asking', reference: 'r.test/app:1', what: `it is ${code}` });
}

/** A mistake of ours, which must not pass for a registry's failure. */
export const mistake = new TypeError('x is not a function');

export function describeBytes(bytes: Uint8Array, mediaType: string): Descriptor {
  return { mediaType, digest: digestOf(bytes), size: bytes.length };
}

export const someLayer = describeBytes(Buffer.from('a layer'), 'application/vnd.oci.image.layer.v1.tar+gzip');

export function imageWith(config: Descriptor, layers: readonly Descriptor[] = [someLayer]): ManifestContent {
  return contentOf(mediaTypes.ociManifest, { config, layers });
}

export function indexOf(...manifests: readonly object[]): ManifestContent {
  return contentOf(mediaTypes.ociIndex, { manifests });
}

function contentOf(mediaType: string, fields: object): ManifestContent {
  const bytes = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType, ...fields }));
  return toContent(bytes, mediaType);
}
