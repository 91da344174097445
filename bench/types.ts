/** The shapes that the parts of the benchmark hand on. */

import type { RealRegistryKind } from '../__tests__/support/real-registries/real-registries.js';
import type { FrontCounters, FrontSettings } from './front/types.js';

export type ScenarioName = 'cold' | 'cold-20ms' | 'big' | 'no-op' | 'pinned' | 'growth';

export interface Settings {
  /** The bundle's `index.js`. */
  readonly bundle: string;
  /** How many times each tool does each work, and never more. */
  readonly rounds: number;
  /** After so long a tool does the same work no more. */
  readonly maxToolSeconds: number;
  readonly only: readonly ScenarioName[];
  /** Parts of the names of the tools that are measured; all where there is none. Ours always is. */
  readonly tools: readonly string[];
  /** Of layers; 1 is the size of real ones. */
  readonly scale: number;
  /** Of the big image. */
  readonly layerBytes: number;
  readonly applications: number;
  readonly smallImages: number;
  readonly growth: readonly number[];
}

export type PeerName = 'crane' | 'regctl' | 'regsync' | 'skopeo' | 'oras' | 'curl';

/** Where each peer is that is on this machine. */
export type ToolPaths = Readonly<Partial<Record<PeerName, string>>>;

export interface Programs {
  /** The registry to copy between; `undefined`: this project's own double, in a process of its own. */
  readonly registry: RealRegistryKind | undefined;
  readonly tools: ToolPaths;
  readonly versions: Readonly<Partial<Record<PeerName, string>>>;
  /** GNU time, which says the peak memory and the processor's time of any command. */
  readonly time: string | undefined;
}

export interface RunningRegistry {
  /** `127.0.0.1:port` */
  readonly host: string;
  stop(): Promise<void>;
}

/** A front in a process of its own. */
export interface RunningFront {
  readonly host: string;
  set(changes: Partial<FrontSettings>): Promise<void>;
  /** And begins anew. */
  takeCounters(): Promise<FrontCounters>;
  stop(): Promise<void>;
}

export interface Target {
  readonly front: RunningFront;
  readonly registry: RunningRegistry;
  stop(): Promise<void>;
}

export interface Stage {
  readonly source: RunningFront;
  /** One that nothing was written to. */
  startTarget(): Promise<Target>;
  stop(): Promise<void>;
}

export interface LayerSpec {
  /** Layers of one name are the same. */
  readonly name: string;
  readonly bytes: number;
}

export interface PlatformSpec {
  /** `linux/amd64` */
  readonly platform: string;
  readonly layers: readonly LayerSpec[];
}

export interface ImageSpec {
  readonly repository: string;
  readonly tag: string;
  readonly platforms: readonly PlatformSpec[];
  readonly hasAttestations: boolean;
}

export interface Content {
  readonly digest: string;
  readonly size: number;
  readonly mediaType: string;
  readonly chunks: () => Iterable<Buffer>;
}

export interface ImageContent {
  readonly repository: string;
  readonly tag: string;
  /** What the tag leads to. */
  readonly digest: string;
  readonly blobs: readonly Content[];
  /** What the tag leads to is the last. */
  readonly manifests: readonly Content[];
}

/** What a tool is to bring from `source` to `target`, both hosts, under the same names. */
export interface ToolTask {
  readonly images: readonly ImageContent[];
  readonly source: string;
  readonly target: string;
  /** Whether the source is named by digest. */
  readonly isPinned: boolean;
  /** Whether the target has them all. */
  readonly isMirrored: boolean;
  /** The tool's own. */
  readonly folder: string;
}

export interface Command {
  readonly command: string;
  readonly args: readonly string[];
}

/** A limit is what no tool can be faster than; it is no peer. */
export type ToolRole = 'ours' | 'peer' | 'limit';

export interface Tool {
  readonly name: string;
  readonly program: PeerName | 'image-mirror';
  readonly role: ToolRole;
  prepare(task: ToolTask): Command;
}

export interface Measurement {
  readonly wallSeconds: number;
  /** Of the command and all that it started, in user and system mode; `undefined` where nothing on this machine says it. */
  readonly cpuSeconds: number | undefined;
  /** Of the largest of its processes. */
  readonly peakBytes: number | undefined;
}

export interface Run extends Measurement {
  readonly source: FrontCounters;
  readonly target: FrontCounters;
}

export interface ToolResult {
  readonly tool: string;
  readonly role: ToolRole;
  readonly runs: readonly Run[];
}

/** Several tools at the same work; ours is the first. */
export interface ScenarioResult {
  readonly name: ScenarioName;
  readonly title: string;
  readonly imageCount: number;
  readonly distinctBytes: number;
  readonly tools: readonly ToolResult[];
}

/** Images of one registry, and what is done with them. */
export interface Plan {
  readonly isMirrored: boolean;
  describe(): readonly ImageContent[];
  readonly scenarios: readonly Scenario[];
}

export interface Scenario {
  readonly name: ScenarioName;
  readonly title: string;
  readonly delayMs: number;
  readonly isPinned: boolean;
  /** How many of the plan's images; all where absent. */
  readonly imageCount?: number;
  readonly rounds: number;
  readonly takesPart: (tool: Tool) => boolean;
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
  readonly scenarios: readonly ScenarioResult[];
  readonly start: StartResult;
}

/** A row of what is to be reached. */
export interface Goal {
  readonly work: string;
  readonly must: string;
  readonly measured: string;
  /** `undefined` where it was not measured. */
  readonly isReached: boolean | undefined;
}
