/** What the builders of synthetic images take and give. */

export type MediaTypeFamily = 'oci' | 'docker';

export interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly platform?: Platform;
  readonly urls?: readonly string[];
}

export interface Platform {
  readonly os: string;
  readonly architecture: string;
  readonly variant?: string;
}

export interface Layer extends Descriptor {
  /** Digest of the uncompressed archive; of the blob itself where that is noise. */
  readonly diffId: string;
}

/**
 * A number: so many small layers that are real gzipped archives. Sizes: noise of exactly so many bytes each, made when
 * it is read, which no client could unpack and none that copies will try to.
 */
export type LayerPlan = number | readonly number[];

export interface ConfigOptions {
  /** RFC 3339. Default 2024-01-01T00:00:00Z. */
  readonly created?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly env?: readonly string[];
  /** What else is in `config`, as the specification spells it: `{ User: 'redis', ExposedPorts: { '6379/tcp': {} } }`. */
  readonly more?: Readonly<Record<string, unknown>>;
}

export interface ImageOptions {
  /** `os/architecture` or `os/architecture/variant`. Default linux/amd64. */
  readonly platform?: string;
  /** Default 2. */
  readonly layers?: LayerPlan;
  /** Images of one seed have the same bytes. Default 1. */
  readonly seed?: string | number;
  readonly mediaTypes?: MediaTypeFamily;
  /** Layers that are in the repository already; they come first. See `addLayers`. */
  readonly sharedLayers?: readonly Layer[];
  readonly config?: ConfigOptions;
  readonly annotations?: Readonly<Record<string, string>>;
  /** Layers that are not stored, but named with these addresses. */
  readonly foreignLayers?: readonly string[];
}

export interface IndexOptions {
  /** Default linux/amd64 and linux/arm64. */
  readonly platforms?: readonly string[];
  /** An attestation manifest for each platform, as BuildKit adds them. */
  readonly attestations?: boolean | 'of the first';
  /** They name their images as their subjects, as BuildKit's do from version 0.32 on. */
  readonly attestationSubjects?: boolean;
  /** All images but the first are in an index inside the index. */
  readonly nested?: boolean;
  /** The layers of each image. Default 2. */
  readonly layers?: LayerPlan;
  readonly seed?: string | number;
  readonly mediaTypes?: MediaTypeFamily;
  readonly sharedLayers?: readonly Layer[];
  readonly config?: ConfigOptions;
  readonly annotations?: Readonly<Record<string, string>>;
}

export interface BuiltManifest extends Descriptor {
  readonly bytes: Buffer;
}

export interface BuiltImage extends BuiltManifest {
  readonly platform: Platform;
  readonly config: Descriptor & { readonly bytes: Buffer };
  readonly layers: readonly Layer[];
  /** Digests of config and layers, each once. */
  readonly blobs: readonly string[];
}

export interface BuiltIndex extends BuiltManifest {
  readonly images: readonly BuiltImage[];
  readonly attestations: readonly BuiltManifest[];
  readonly nested: BuiltManifest | undefined;
  /** Digests of all blobs of all images and attestations, each once. */
  readonly blobs: readonly string[];
  /** Their sizes added up. */
  readonly blobBytes: number;
}
