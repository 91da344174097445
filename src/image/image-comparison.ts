import type { Digest } from './digest.js';

/** What an image has that the one before it had not, and the other way round: read from manifests and configs alone. */
export interface Comparison {
  /** What it is compared with: its full name with tag or digest, and the digest. */
  readonly before: { readonly name: string; readonly digest: Digest };
  /** `os/architecture[/variant]`; those of the image before that this one lacks, and those that are new. */
  readonly lostPlatforms: readonly string[];
  readonly gainedPlatforms: readonly string[];
  /** What was looked into on one platform that both have; absent where they have none in common, or are no images with a config. */
  readonly inside?: InsideComparison;
}

export interface InsideComparison {
  readonly platform: string;
  /** ISO 8601, as the configs say. */
  readonly createdBefore?: string;
  readonly created?: string;
  readonly layers: LayerComparison;
  readonly changes: readonly ConfigChange[];
}

/** Layers by digest; sizes in bytes, as they are sent. */
export interface LayerComparison {
  readonly kept: number;
  readonly keptBytes: number;
  readonly added: number;
  readonly addedBytes: number;
  readonly removed: number;
}

/** What of a config a reader of a pull request wants to know. Source: OCI image specification, config.md#properties. */
export type ConfigField =
  | 'entrypoint'
  | 'command'
  | 'user'
  | 'environment'
  | 'ports'
  | 'volumes'
  | 'working-directory'
  | 'labels'
  | 'stop-signal'
  | 'healthcheck';

export interface ConfigChange {
  readonly field: ConfigField;
  /** of a variable, a label, a port or a volume: which */
  readonly name?: string;
  /** absent: there was none */
  readonly before?: string;
  /** absent: there is none any more */
  readonly now?: string;
  /** The values are left out, for the name or they sound like a secret. */
  readonly isHidden?: true;
}
