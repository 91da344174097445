import * as v from 'valibot';
import { optional, optionalList, optionalWord } from '../runtime/optional-field.js';
import { parseJsonBytes, printable } from '../runtime/text.js';
import { findContradiction, findMisspelling } from './contradictions.js';
import { type Digest, describeNoDigest, isDigest } from './digest.js';
import { digestOf } from './hash.js';
import { findExcess } from './manifest-bounds.js';
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
  /** It names addresses that the content is at, too; `blank`: none of them is an address. */
  readonly urls?: 'some' | 'blank';
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
  ({ input }) => describeNoDigest(input),
);
/** Words of some letters, which are shown. */
const wordSchema = optionalWord(100);
/** One that names no system or no architecture, which the specification asks for, says nothing. */
const platformSchema = v.object({
  os: wordSchema,
  architecture: wordSchema,
  variant: wordSchema,
  'os.version': v.fallback(wordSchema, undefined),
  'os.features': v.fallback(
    optional(v.pipe(v.array(v.pipe(v.string(), v.maxLength(100))), v.maxLength(20))),
    undefined,
  ),
});
const descriptorSchema = v.object({
  mediaType: v.pipe(v.string(), v.maxLength(255)),
  digest: digestSchema,
  size: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  platform: optional(platformSchema),
  urls: optional(v.array(v.string())),
});
type RawDescriptor = v.InferOutput<typeof descriptorSchema>;

/** An index whose list is null has an empty one. */
const descriptorsSchema = optionalList(descriptorSchema);
const bodySchema = v.object({
  schemaVersion: v.number(),
  mediaType: optionalWord(255),
  manifests: descriptorsSchema,
  config: optional(descriptorSchema),
  layers: descriptorsSchema,
  blobs: descriptorsSchema,
  subject: optional(descriptorSchema),
});
type ManifestBody = v.InferOutput<typeof bodySchema>;

/**
 * Reads a manifest or an index, of OCI or Docker.
 * @param contentType what the registry said it is; the bytes' own `mediaType` goes first.
 * @throws {InvalidManifestError} says what is wrong; schema 1 is refused by name.
 */
export function parseManifest(bytes: Uint8Array, contentType: string | undefined): Manifest {
  const parsed: unknown = parseJson(bytes);
  // Of a list with a million wrong entries the first is enough.
  const result = v.safeParse(bodySchema, parsed, { abortEarly: true });
  if (!result.success) {
    const [issue] = result.issues;
    throw new InvalidManifestError(
      `its field "${v.getDotPath(issue) ?? ''}" is wrong: ${printable(issue.message, 250)}`,
    );
  }
  const body = result.output;
  if (body.schemaVersion === 1) throw schema1();
  if (body.schemaVersion !== 2)
    throw new InvalidManifestError(`its schemaVersion is ${body.schemaVersion}, expected 2`);
  checkUnambiguous(parsed, body);
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

/** Whether `toSelfDescribed` would find the same in its bytes. What was parsed before is not parsed in full again. */
export function isSelfDescribed({ bytes, manifest }: ManifestContent): boolean {
  const body = parseJson(bytes);
  return typeof body === 'object' && body !== null && 'mediaType' in body && body.mediaType === manifest.mediaType;
}

export function isManifestType(mediaType: string): boolean {
  return manifestTypes.has(mediaType);
}

/** Without an address to be had from it is a layer like any other, whatever its type says: only a registry has it. */
export function isNonDistributable({ mediaType, urls }: Descriptor): boolean {
  return urls === 'some' && nonDistributable.test(mediaType);
}

/** The blobs that a manifest needs, each once. Apart are those that may not be redistributed and have addresses of their own. */
export function blobsOf(manifest: ImageManifest): {
  readonly blobs: readonly Descriptor[];
  readonly left: readonly Descriptor[];
} {
  const all = [...(manifest.config === undefined ? [] : [manifest.config]), ...manifest.layers];
  const blobs = byDigest(all.filter((descriptor) => !isNonDistributable(descriptor)));
  // What is named both ways is needed all the same.
  const left = byDigest(all.filter((descriptor) => isNonDistributable(descriptor) && !blobs.has(descriptor.digest)));
  return { blobs: [...blobs.values()], left: [...left.values()] };
}

function byDigest(descriptors: readonly Descriptor[]): ReadonlyMap<Digest, Descriptor> {
  return new Map(descriptors.map((descriptor) => [descriptor.digest, descriptor]));
}

/** The platforms that an index says it serves, attestations left out. */
export function platformsOf(index: IndexManifest): readonly Platform[] {
  return index.manifests.flatMap(({ platform }) => (platform !== undefined && isRunnable(platform) ? [platform] : []));
}

export function isIndexType(mediaType: string): boolean {
  return indexTypes.has(mediaType);
}

/**
 * The platform that an image's config names, or undefined where it names none (an artifact), or is no JSON: the image is copied all the same.
 * Source: OCI image specification, config.md.
 */
export function platformOfConfig(bytes: Uint8Array): Platform | undefined {
  const result = v.safeParse(v.pipe(v.string(), v.parseJson(), platformSchema), Buffer.from(bytes).toString('utf8'));
  return result.success ? toPlatform(result.output) : undefined;
}

/**
 * A text that is an index to one reader and an image to another, or names one thing in two ways, cannot be complete for both.
 * Source: OCI's advisory CVE-2021-41190.
 */
function checkUnambiguous(parsed: unknown, body: ManifestBody): void {
  const misspelled = findMisspelling(parsed);
  if (misspelled !== undefined)
    throw new InvalidManifestError(`its field "${printable(misspelled, 40)}" is spelled otherwise than specified`);
  const { manifests, config, layers, blobs } = body;
  if (Array.isArray(manifests) && (config !== undefined || Array.isArray(layers) || Array.isArray(blobs)))
    throw new InvalidManifestError('it has the fields of an index and of an image, and cannot be both');
  const wrong =
    findContradiction(manifests ?? [], ({ mediaType }) => (isManifestType(mediaType) ? 'a manifest' : 'a blob')) ??
    findContradiction([...(config === undefined ? [] : [config]), ...(layers ?? []), ...(blobs ?? [])]);
  if (wrong !== undefined) throw new InvalidManifestError(wrong);
}

function toManifest(body: ManifestBody, mediaType: string): Manifest {
  const subject = body.subject === undefined ? {} : { subject: toDescriptor(body.subject) };
  if (indexTypes.has(mediaType)) {
    if (body.manifests === undefined)
      throw new InvalidManifestError(`it is of type ${mediaType} and has no list of manifests`);
    return { kind: 'index', mediaType, manifests: (body.manifests ?? []).map(toDescriptor), ...subject };
  }
  const isArtifact = mediaType === mediaTypes.ociArtifact;
  if (!isArtifact && body.config === undefined) {
    throw new InvalidManifestError(`it is of type ${mediaType} and has no config`);
  }
  const config = body.config === undefined ? {} : { config: toDescriptor(body.config) };
  const layers = [...(body.layers ?? []), ...(isArtifact ? (body.blobs ?? []) : [])];
  return { kind: 'image', mediaType, ...config, layers: layers.map(toDescriptor), ...subject };
}

function toDescriptor({ mediaType, digest, size, platform, urls = [] }: RawDescriptor): Descriptor {
  const named = platform === undefined ? undefined : toPlatform(platform);
  return {
    mediaType,
    digest,
    size,
    ...(named === undefined ? {} : { platform: named }),
    ...(urls.length === 0 ? {} : { urls: urls.every((url) => url.trim() === '') ? 'blank' : 'some' }),
  };
}

function toPlatform(raw: v.InferOutput<typeof platformSchema>): Platform | undefined {
  const { os, architecture, variant, 'os.version': osVersion, 'os.features': osFeatures } = raw;
  if (os === undefined || architecture === undefined) return undefined;
  return normalizePlatform({
    os,
    architecture,
    ...(variant === undefined ? {} : { variant }),
    ...(osVersion === undefined ? {} : { osVersion }),
    ...(osFeatures === undefined ? {} : { osFeatures }),
  });
}

/**
 * The bytes' own word first; OCI made `mediaType` optional, so a registry's Content-Type and then the shape decide. That a registry calls an
 * image of OCI Docker's changes nothing; one that calls an image an index is not believed in anything.
 */
function mediaTypeOf(body: ManifestBody, contentType = ''): string {
  const served = contentType.replace(/;.*/s, '').trim().toLowerCase();
  const mediaType = body.mediaType ?? served;
  if (schema1Types.includes(mediaType)) throw schema1();
  if (isManifestType(mediaType)) {
    if (isManifestType(served) && isIndexType(served) !== isIndexType(mediaType))
      throw new InvalidManifestError(`it says that it is ${mediaType}, and the registry serves it as ${served}`);
    return mediaType;
  }
  if (body.mediaType !== undefined)
    throw new InvalidManifestError(`its media type "${printable(body.mediaType, 100)}" is no image's or index's`);
  if (Array.isArray(body.manifests)) return mediaTypes.ociIndex;
  return body.config?.mediaType === 'application/vnd.docker.container.image.v1+json'
    ? mediaTypes.dockerManifest
    : mediaTypes.ociManifest;
}

function parseJson(bytes: Uint8Array): unknown {
  const excess = findExcess(bytes);
  if (excess !== undefined) throw new InvalidManifestError(excess);
  try {
    return parseJsonBytes(bytes);
  } catch {
    throw new InvalidManifestError('it is not JSON');
  }
}

function schema1(): InvalidManifestError {
  return new InvalidManifestError(
    'it is in Docker’s schema 1, which registries no longer take; ask the publisher to push it again with a current tool, or build your own copy',
  );
}
