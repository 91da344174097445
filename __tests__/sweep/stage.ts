import type { Clock } from '../../src/runtime/clock.js';
import type { Report } from '../../src/result/report.js';
import type { FaultHandle, Fault } from '../support/registry/faults/fault-types.js';
import type { RequestRecord } from '../support/registry/types.js';
import type { ForwardProxy } from '../support/proxy.js';
import type { Naming, Side } from './requests.js';
import type { Stranger } from './stranger.js';

/** What the sweep needs of a registry, or of what stands before one. */
interface SweptRegistry {
  readonly host: string;
  readonly requests: readonly RequestRecord[];
  fault(fault: Fault): FaultHandle;
  clearFaults(): void;
  clearRequests(): void;
  watch(watcher: (record: RequestRecord) => void): () => void;
  pause(): Promise<void>;
  resume(): Promise<void>;
}

/** An image that is to be copied. */
export interface StagedImage {
  readonly repository: string;
  readonly tag: string;
  readonly digest: string;
  /** What the target's tag leads to before; undefined: it is not there. */
  readonly former: string | undefined;
  /** Whether it is the copy on the second target, where there is one. */
  readonly isOnSecond?: boolean;
}

/** What somebody who pulls a tag of the target would get. */
export interface Found {
  readonly digest: string;
  readonly complete: boolean;
  readonly missing: readonly string[];
  readonly damaged: readonly string[];
}

/** What a run is given besides. */
export interface RunOptions {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Silence is waited for a second, and not minutes. */
  readonly isImpatient: boolean;
}

/** Whom a registry knows, and what it asks of whom. */
export interface Account {
  readonly username: string;
  readonly password: string;
}

/** A source with images, a target with nothing, and the way from one to the other. */
export interface Stage {
  readonly source: SweptRegistry;
  readonly target: SweptRegistry;
  readonly stranger: Stranger;
  /** Stands before both sides, and alone can look up their names. */
  readonly proxy?: ForwardProxy;
  readonly images: readonly StagedImage[];
  /** Without them everybody may do everything. */
  readonly accounts: Readonly<Partial<Record<Side, Account>>>;
  /** Where tokens are had. */
  readonly realms: Readonly<Partial<Record<Side, string>>>;
  naming(side: Side): Naming;
  /** As at the start: a target that holds what it held then, no faults, no requests. */
  begin(): void;
  mirror(options: RunOptions): Promise<Report>;
  /** undefined: the tag is not there. */
  look(image: StagedImage): Promise<Found | undefined>;
  /** Whether a repository of the target holds a blob. */
  holds(repository: string, digest: string): Promise<boolean>;
  /** Digests of all blobs of the images. */
  readonly blobs: readonly string[];
  stop(): Promise<void>;
}

/** Of a side behind a proxy. */
export function nameOf(side: Side): string {
  return `${side}.test`;
}
