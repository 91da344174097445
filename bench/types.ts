/** The shapes that the parts of the benchmark hand on. */

import type { RealRegistryKind } from '../__tests__/support/real-registries.js';

export interface Settings {
  /** The bundle's `index.js`. */
  readonly bundle: string;
  readonly layerBytes: number;
  /** How many times each copy is made. */
  readonly rounds: number;
}

export interface Programs {
  /** The registry to copy between; `undefined`: this project's own double, in a process of its own. */
  readonly registry: RealRegistryKind | undefined;
  /** The command. */
  readonly crane: string | undefined;
  readonly craneVersion: string | undefined;
  /** GNU time, which says the peak memory of any command. */
  readonly time: string | undefined;
}

export interface RunningRegistry {
  /** `127.0.0.1:port` */
  readonly host: string;
  repositoryNames(): Promise<readonly string[]>;
  stop(): Promise<void>;
}

export interface BigImage {
  readonly repository: string;
  readonly tag: string;
  readonly layerDigest: string;
}

export interface Measurement {
  readonly wallSeconds: number;
  /** `undefined` where nothing on this machine says it. */
  readonly peakBytes: number | undefined;
}

/** One tool's copies of the same image, each into an empty registry. */
export interface CopyResult {
  readonly tool: string;
  readonly runs: readonly Measurement[];
}

export interface StartResult {
  readonly runs: number;
  /** Medians. */
  readonly emptyMs: number;
  readonly bundleMs: number;
}

export interface Results {
  readonly machine: readonly string[];
  readonly settings: Settings;
  readonly copies: readonly CopyResult[];
  readonly start: StartResult;
}
