/** The shapes that the parts of the benchmark hand on. */

import type { RealRegistryKind } from '../__tests__/support/real-registries/real-registries.js';

/** `--only` takes the names, or their beginnings. */
export type ScenarioName =
  | 'cold-tls'
  | 'cold-20ms'
  | 'cold-plain'
  | 'cold-stored'
  | 'layer-tls'
  | 'layer-plain'
  | 'index'
  | 'no-op-tls'
  | 'no-op-20ms'
  | 'one'
  | 'pinned'
  | 'growth'
  | 'repositories';

export interface Settings {
  /** The bundle's `index.js`. */
  readonly bundle: string;
  /** How many times each tool does each work, and never more. */
  readonly rounds: number;
  /** A tool that was at the same work for so long does not do it again. */
  readonly maxToolSeconds: number;
  readonly only: readonly ScenarioName[];
  /** Parts of the names of the tools that are measured; all if there is none. Ours always is. */
  readonly tools: readonly string[];
  /** Of layers; 1 is the size of real ones. */
  readonly scale: number;
  /** Of the big image. */
  readonly layerBytes: number;
  readonly applications: number;
  readonly indexChildren: number;
  readonly smallImages: number;
  readonly growth: readonly number[];
  /** How many repositories, with one image each, are compared with as many images in fewer repositories. */
  readonly repositories: number;
}

export type PeerName = 'crane' | 'regctl' | 'regsync' | 'skopeo' | 'oras' | 'curl';

/** Where each peer is that is on this machine. */
export type ToolPaths = Readonly<Partial<Record<PeerName, string>>>;

/** A version of Node that our bundle runs on. */
export interface NodeProgram {
  /** `24.1.0` */
  readonly version: string;
  readonly command: string;
}

export interface Programs {
  /** The cheap registry of `registry/`, built; `undefined` if this machine cannot build it. */
  readonly registry: string | undefined;
  /** The registry that stores; `undefined` if there is none on this machine. */
  readonly distribution: RealRegistryKind | undefined;
  /** The newest first. */
  readonly nodes: readonly NodeProgram[];
  readonly tools: ToolPaths;
  readonly versions: Readonly<Partial<Record<PeerName | 'go', string>>>;
  /** GNU time, which says the peak memory and the processor's time of any command. */
  readonly time: string | undefined;
}

export type RequestKind =
  | 'ping'
  | 'token'
  | 'manifest-head'
  | 'manifest-get'
  | 'manifest-put'
  | 'blob-head'
  | 'blob-get'
  | 'upload-post'
  | 'mount'
  | 'upload-patch'
  | 'upload-put'
  | 'upload-get'
  | 'upload-delete'
  | 'tags'
  | 'referrers'
  | 'other';

/** What the registry of `registry/` counts; see `registry/counters.go`. */
export interface Counters {
  readonly requests: Readonly<Partial<Record<RequestKind, number>>>;
  /** Those of `requests` that were answered with 401. */
  readonly challenges: number;
  /** Those of `requests` that came over HTTP/2. */
  readonly streams: number;
  /** Of bodies, from clients. */
  readonly bytesIn: number;
  /** Of bodies, to clients. */
  readonly bytesOut: number;
  readonly connections: number;
  readonly open: number;
  readonly mostOpen: number;
  readonly handshakes: number;
  /** Those of `handshakes` that continued a session. */
  readonly resumed: number;
}

/** What a tag of a registry resolves to. */
export interface NamedImage {
  readonly repository: string;
  readonly tag: string;
  readonly digest: string;
}

/** A registry of `registry/` that runs. All hosts are `127.0.0.1:port`. */
export interface RunningRegistry {
  readonly plain: string;
  readonly tls: string;
  /** The same contents, without a token, a delay or a count. */
  readonly control: string;
  setDelay(delayMs: number): Promise<void>;
  readCounters(): Promise<Counters>;
  /** Begins at zero, when no connection is open. */
  resetCounters(): Promise<void>;
  /** Only of one that has its contents in memory. */
  listImages(): Promise<readonly NamedImage[]>;
  stop(): Promise<void>;
}

export interface RegistryOptions {
  /** The folder of the certificate. */
  readonly certificates: string;
  /** Blobs that are larger are hashed and not kept. */
  readonly keepBytes?: number;
  readonly madeUp?: MadeUpImages;
  /** `127.0.0.1:port` of a registry that stores. */
  readonly upstream?: string;
}

export interface Stage {
  readonly source: RunningRegistry;
  readonly images: readonly ImageContent[];
  /** The certificate authority of both registries, in PEM. */
  readonly authorityFile: string;
  /** One that nothing was written to. */
  startTarget(): Promise<RunningRegistry>;
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

export interface ImageContent extends NamedImage {
  readonly blobs: readonly Content[];
  /** What the tag resolves to is the last. */
  readonly manifests: readonly Content[];
}

/** What a tool is to bring from `source` to `target`, both hosts, under the same names. */
export interface ToolTask {
  readonly images: readonly ImageContent[];
  readonly source: string;
  readonly target: string;
  readonly isTls: boolean;
  readonly authorityFile: string;
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
  readonly role: ToolRole;
  /** Whether it copies one image after another, and so takes minutes for a thousand. */
  readonly isOneByOne: boolean;
  prepare(task: ToolTask): Command;
}

/** What a command and its child processes used. `undefined`: no program on this machine measures it. */
export interface Usage {
  readonly userSeconds: number | undefined;
  readonly systemSeconds: number | undefined;
  /** Of the largest of its processes. */
  readonly peakBytes: number | undefined;
}

export interface Measurement extends Usage {
  readonly wallSeconds: number;
}

export interface Run extends Measurement {
  readonly source: Counters;
  readonly target: Counters;
}

export interface ToolResult {
  readonly tool: string;
  readonly role: ToolRole;
  readonly runs: readonly Run[];
  /** Whether a run failed: then there are no more. */
  readonly hasFailed: boolean;
}

/** Several tools at the same work; ours are the first, that on the newest Node before the others. */
export interface ScenarioResult {
  readonly name: ScenarioName;
  readonly title: string;
  readonly network: Network;
  readonly imageCount: number;
  readonly distinctBytes: number;
  readonly tools: readonly ToolResult[];
}

interface MadeUpImages {
  readonly count: number;
  /** How many of them share a repository. */
  readonly tagsEach: number;
}

/** Where a plan's images come from: a source that has them from its start, as its targets do, or one that is filled. */
export type PlanContent =
  | ({ readonly kind: 'made-up' } & MadeUpImages)
  | {
      readonly kind: 'pushed';
      /** Whether distribution stores, or the cheap registry. */
      readonly isStored: boolean;
      describe(): readonly ImageContent[];
    };

/** Images of one registry, and what is done with them. */
export interface Plan {
  readonly content: PlanContent;
  readonly scenarios: readonly Scenario[];
}

export interface Network {
  readonly isTls: boolean;
  /** The time of a round trip. */
  readonly delayMs: number;
}

export interface Scenario {
  readonly name: ScenarioName;
  readonly title: string;
  readonly network: Network;
  readonly isPinned: boolean;
  /** How many of the plan's images; all if absent. */
  readonly imageCount?: number;
  readonly rounds: number;
  readonly takesPart: (tool: Tool) => boolean;
}

export interface StartResult {
  readonly nodeVersion: string;
  readonly runs: number;
  /** Medians. */
  readonly emptyMs: number;
  readonly bundleMs: number;
}

export interface Results {
  readonly machine: readonly string[];
  readonly settings: Settings;
  readonly scenarios: readonly ScenarioResult[];
  readonly starts: readonly StartResult[];
}

/** A row of what is to be reached. */
export interface Goal {
  readonly work: string;
  readonly must: string;
  /** On the newest Node; empty if it was not measured. */
  readonly newest: string;
  /** On the oldest Node that we support. */
  readonly oldest: string;
  /** `undefined` if one of the two was not measured. */
  readonly isReached: boolean | undefined;
}
