/** The shapes that the parts of the front hand on. */

import type { Socket } from 'node:net';

export interface HttpHead {
  /** A request's or an answer's first line. */
  readonly startLine: string;
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  readonly byteLength: number;
}

export interface BodyMeter {
  readonly isDone: boolean;
  /** So far; without the framing of chunks. */
  readonly bodyBytes: number;
  /** How many of these bytes, from the first, are of the body and its framing. */
  take(bytes: Buffer): number;
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
  | 'tags'
  | 'referrers'
  | 'other';

/** Actions by repository. */
export type Scopes = ReadonlyMap<string, readonly string[]>;

export interface FrontRequest {
  readonly method: string;
  readonly url: URL;
  readonly kind: RequestKind;
  /** What a token must grant. */
  readonly needs: Scopes;
}

export interface FrontSettings {
  /** The registry's `127.0.0.1:port`. */
  readonly upstream: string;
  /** Of each request, tokens and pings included. */
  readonly delayMs: number;
  /** A token is for the first scope that was asked for, as some services do. */
  readonly onlyFirstScope?: boolean;
  /** How many GETs of manifests are answered; after them there is 429. */
  readonly pullLimit?: number;
}

export type FrontOptions = FrontSettings;

export interface FrontCounters {
  readonly requests: Record<RequestKind, number>;
  /** Those of `requests` that were answered with 401. */
  challenges: number;
  /** What a pull limit has counted. */
  pulls: number;
  /** Of bodies, from clients. */
  bytesIn: number;
  /** Of bodies, to clients. */
  bytesOut: number;
}

export interface Front {
  /** `127.0.0.1:port` */
  readonly host: string;
  read(): FrontCounters;
  reset(): void;
  set(changes: Partial<FrontSettings>): void;
  stop(): Promise<void>;
}

/** To a front in a process of its own, which answers with its `FrontCounters` until then. */
export interface FrontMessage {
  readonly changes: Partial<FrontSettings>;
  readonly isReset: boolean;
}

export interface FrontAnswer {
  readonly head: string;
  readonly body: string;
}

export type FrontVerdict =
  | { readonly kind: 'answer'; readonly answer: (form: string) => FrontAnswer }
  | { readonly kind: 'forward'; readonly extraHeaders: string };

export type ExchangeEnd = (what: {
  readonly bytesIn: number;
  readonly bytesOut: number;
  /** The client's connection is good for another request. */
  readonly isReusable: boolean;
}) => void;

/** A connection to the registry, and who it works for now. */
export interface Upstream {
  readonly socket: Socket;
  owner: UpstreamOwner | undefined;
  release(isReusable: boolean): void;
}

interface UpstreamOwner {
  takeFromUpstream(bytes: Buffer): void;
  upstreamClosed(): void;
}

export interface FrontServices {
  /** The front's own. */
  readonly host: string;
  readonly counters: FrontCounters;
  readonly settings: FrontSettings;
  readonly upstreams: { take(): Upstream };
  readonly tokens: {
    judge(
      authorization: string | undefined,
      needs: Scopes,
    ): 'granted' | 'missing' | 'insufficient_scope' | 'invalid_token';
  };
}
