import * as v from 'valibot';
import { type Digest, digestOf, isDigest } from './digest.js';
import { type Platform, isRunnable, normalizePlatform } from './platform.js';

/** Media types of manifests. Source: OCI image specification, media-types.md; Docker's image manifest v2 schema 2. */
export const mediaTypes = {
  ociIndex: 'application/vnd.oci.image.index.v1+json',
  ociManifest: 'application/vnd.oci.image.manifest.v1+json',
  ociArtifact: 'application/vnd.oci.artifact.manifest.v1+json',
  dockerIndex: 'application/vnd.docker.distribution.manifest.list.v2+json',
  dockerManifest: 'application/vnd.docker.distribution.manifest.v2+json',
} as const;

const indexTypes: ReadonlySet<string> = new Set([mediaTypes.ociIndex, mediaTypes.dockerIndex]);
const manifestTypes: ReadonlySet<string> = new Set(Object.values(mediaTypes));

/** Docker's first format: signed, no digests of configs. Asked for only so that it can be refused by name. */
export const schema1Types: readonly string[] = [
  'application/vnd.docker.distribution.manifest.v1+prettyjws',
  'application/vnd.docker.distribution.manifest.v1+json',
];

/**
 * Layers that their licence forbids to redistribute: base layers of Windows, fetched from the vendor by `urls`.
 * Source: OCI image specification, layer.md#non-distributable-layers.
 */
const nonDistributable =
  /^application\/vnd\.(?:docker\.image\.rootfs\.foreign\.|oci\.image\.layer\.nondistributable\.)/;

/** The specification asks registries for at least 4 MiB; twice that leaves room and bounds memory. */
export const maxManifestBytes = 8 * 1024 * 1024;

/** How content is addressed. Source: OCI image specification, descriptor.md. */
export interface Descriptor {
  readonly mediaType: string;
  readonly digest: Digest;
  /** bytes */
  readonly size: number;
  readonly platform?: Platform;
}

/** What of a manifest this program acts on; its bytes are kept beside it and never written again from this. */
export type Manifest = IndexManifest | ImageManifest;

export interface IndexManifest {
  readonly kind: 'index';
  readonly mediaType: string;
  readonly manifests: readonly Descriptor[];
  readonly subject?: Descriptor;
}

export interface ImageManifest {
  readonly kind: 'image';
  readonly mediaType: string;
  /** Absent only in the withdrawn artifact manifest. */
  readonly config?: Descriptor;
  readonly layers: readonly Descriptor[];
  readonly subject?: Descriptor;
}

/** A manifest as a registry holds it: the exact bytes, and what they say. */
export interface ManifestContent {
  readonly bytes: Uint8Array;
  readonly digest: Digest;
  readonly manifest: Manifest;
}

export class InvalidManifestError extends Error {
  override readonly name = 'InvalidManifestError';
}

const digestSchema = v.custom<Digest>(
  (value) => typeof value === 'string' && isDigest(value),
  'expected a sha256 or sha512 digest',
);
/** One that names no system or no architecture, which the specification asks for, says nothing. */
const platformSchema = v.object({
  os: v.optional(v.string()),
  architecture: v.optional(v.string()),
  variant: v.optional(v.string()),
});
const descriptorSchema = v.object({
  mediaType: v.pipe(v.string(), v.maxLength(255)),
  digest: digestSchema,
  size: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  platform: v.optional(v.nullable(platformSchema)),
});
type RawDescriptor = v.InferOutput<typeof descriptorSchema>;

const bodySchema = v.object({
  schemaVersion: v.number(),
  mediaType: v.optional(v.string()),
  manifests: v.optional(v.nullable(v.array(descriptorSchema))),
  config: v.optional(descriptorSchema),
  layers: v.optional(v.nullable(v.array(descriptorSchema))),
  blobs: v.optional(v.nullable(v.array(descriptorSchema))),
  subject: v.optional(v.nullable(descriptorSchema)),
});
type ManifestBody = v.InferOutput<typeof bodySchema>;

/**
 * Reads a manifest or an index, of OCI or Docker.
 * @param contentType what the registry said it is; the bytes' own `mediaType` goes first.
 * @throws {InvalidManifestError} says what is wrong; schema 1 is refused by name.
 */
export function parseManifest(bytes: Uint8Array, contentType: string | undefined): Manifest {
  const parsed: unknown = parseJson(bytes);
  const result = v.safeParse(bodySchema, parsed);
  if (!result.success) throw new InvalidManifestError(describeIssue(result.issues[0]));
  const body = result.output;
  if (body.schemaVersion === 1) throw schema1();
  if (body.schemaVersion !== 2)
    throw new InvalidManifestError(`its schemaVersion is ${body.schemaVersion}, expected 2`);
  return toManifest(body, mediaTypeOf(body, contentType));
}

export function toContent(
  bytes: Uint8Array,
  contentType: string | undefined,
  digest: Digest = digestOf(bytes),
): ManifestContent {
  return { bytes, digest, manifest: parseManifest(bytes, contentType) };
}

/**
 * Content whose bytes say themselves what they are, so that no header is needed with which it was served; undefined: they do not, or are
 * no manifest.
 */
export function toSelfDescribed(bytes: Uint8Array, digest: Digest): ManifestContent | undefined {
  try {
    const { mediaType } = v.parse(v.object({ mediaType: v.string() }), parseJson(bytes));
    const manifest = parseManifest(bytes, undefined);
    return manifest.mediaType === mediaType ? { bytes, digest, manifest } : undefined;
  } catch (error) {
    if (error instanceof InvalidManifestError || error instanceof v.ValiError) return undefined;
    throw error;
  }
}

export function isManifestType(mediaType: string): boolean {
  return manifestTypes.has(mediaType);
}

export function isNonDistributable(descriptor: Descriptor): boolean {
  return nonDistributable.test(descriptor.mediaType);
}

/** The blobs that a manifest needs, each once, those that may not be redistributed apart. */
export function blobsOf(manifest: ImageManifest): {
  readonly blobs: readonly Descriptor[];
  readonly left: readonly Descriptor[];
} {
  const all = [...(manifest.config === undefined ? [] : [manifest.config]), ...manifest.layers];
  const distinct = [...new Map(all.map((descriptor) => [descriptor.digest, descriptor])).values()];
  return {
    blobs: distinct.filter((descriptor) => !isNonDistributable(descriptor)),
    left: distinct.filter(isNonDistributable),
  };
}

/** The platforms that an index says it serves, attestations left out. */
export function platformsOf(index: IndexManifest): readonly Platform[] {
  return index.manifests.flatMap(({ platform }) => (platform !== undefined && isRunnable(platform) ? [platform] : []));
}

export function isIndexType(mediaType: string): boolean {
  return indexTypes.has(mediaType);
}

/** The platform that an image's config names, or undefined where it names none (an artifact). Source: OCI image specification, config.md. */
export function platformOfConfig(bytes: Uint8Array): Platform | undefined {
  const result = v.safeParse(platformSchema, parseJson(bytes));
  return result.success ? toPlatform(result.output) : undefined;
}

function toManifest(body: ManifestBody, mediaType: string): Manifest {
  const subject = body.subject === undefined || body.subject === null ? {} : { subject: toDescriptor(body.subject) };
  if (indexTypes.has(mediaType)) {
    return { kind: 'index', mediaType, manifests: (body.manifests ?? []).map(toDescriptor), ...subject };
  }
  if (mediaType !== mediaTypes.ociArtifact && body.config === undefined) {
    throw new InvalidManifestError(`it is of type ${mediaType} and has no config`);
  }
  const config = body.config === undefined ? {} : { config: toDescriptor(body.config) };
  return {
    kind: 'image',
    mediaType,
    ...config,
    layers: (body.layers ?? body.blobs ?? []).map(toDescriptor),
    ...subject,
  };
}

function toDescriptor({ mediaType, digest, size, platform }: RawDescriptor): Descriptor {
  const named = platform === undefined || platform === null ? undefined : toPlatform(platform);
  return { mediaType, digest, size, ...(named === undefined ? {} : { platform: named }) };
}

function toPlatform({ os, architecture, variant }: v.InferOutput<typeof platformSchema>): Platform | undefined {
  if (os === undefined || architecture === undefined) return undefined;
  return normalizePlatform({ os, architecture, ...(variant === undefined ? {} : { variant }) });
}

/** The bytes' own word first; OCI made `mediaType` optional, so a registry's Content-Type and then the shape decide. */
function mediaTypeOf(body: ManifestBody, contentType: string | undefined): string {
  const said = body.mediaType ?? contentType?.split(';')[0]?.trim().toLowerCase();
  if (said !== undefined && schema1Types.includes(said)) throw schema1();
  if (said !== undefined && isManifestType(said)) return said;
  if (body.mediaType !== undefined)
    throw new InvalidManifestError(`its media type "${body.mediaType.slice(0, 100)}" is no image's or index's`);
  if (Array.isArray(body.manifests)) return mediaTypes.ociIndex;
  return body.config?.mediaType === 'application/vnd.docker.container.image.v1+json'
    ? mediaTypes.dockerManifest
    : mediaTypes.ociManifest;
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new InvalidManifestError('it is not JSON');
  }
}

function describeIssue(issue: v.BaseIssue<unknown>): string {
  return `its field "${v.getDotPath(issue) ?? ''}" is wrong: ${issue.message.slice(0, 200)}`;
}

function schema1(): InvalidManifestError {
  return new InvalidManifestError(
    'it is in Docker’s schema 1, which registries no longer take; ask the publisher to push it again with a current tool, or build your own copy',
  );
}
