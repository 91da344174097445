/** The shapes the registry double is made of. Types only: the double itself runs where there is nothing but Node. */

import type { IncomingHttpHeaders } from 'node:http';

export type ListenerName = 'main' | 'cdn' | 'token' | 'uploads';

export type Resource = 'ping' | 'token' | 'manifest' | 'blob' | 'upload' | 'tags' | 'referrers' | 'cdn' | 'other';

export type RequestKind =
  | 'ping'
  | 'token'
  | 'manifest-head'
  | 'manifest-get'
  | 'manifest-put'
  | 'blob-head'
  | 'blob-get'
  | 'upload-post'
  | 'upload-patch'
  | 'upload-put'
  | 'upload-delete'
  | 'upload-status'
  | 'tags'
  | 'referrers'
  | 'delete'
  | 'cdn'
  | 'other';

/** What was asked and how it went. `status` is 0 until headers are sent, and stays 0 if they never were. */
export interface RequestRecord {
  readonly method: string;
  /** Absolute, query included, as the client spelled it. */
  readonly url: string;
  readonly path: string;
  readonly listener: ListenerName;
  readonly kind: RequestKind;
  readonly repository: string | undefined;
  /** Tag or digest of a manifest. */
  readonly reference: string | undefined;
  /** The digest the request names, in its path, as `digest=` or as `mount=`. */
  readonly digest: string | undefined;
  readonly headers: IncomingHttpHeaders;
  /** "1.1" or "2.0". */
  readonly httpVersion: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  status: number;
  /** Body bytes that the registry read; a body it refused to read counts nothing. */
  bytesIn: number;
  /** Body bytes written. */
  bytesOut: number;
  /** Order of starts and ends over the whole registry, for counting what ran side by side. */
  readonly startedTick: number;
  endedTick: number | undefined;
}

export interface Route {
  readonly resource: Resource;
  readonly repository: string | undefined;
  /** Tag, digest or upload session: the last part of the path. */
  readonly reference: string | undefined;
}

/** One request on its way through the registry. */
export interface Exchange {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
  readonly route: Route;
  readonly listener: ListenerName;
  readonly record: RequestRecord;
  /** Counts what is read; throws if the client goes away before the body is complete. */
  readonly body: AsyncIterable<Buffer>;
}

/** What of a request may be changed before it is carried out. */
export type ChangedRequest = Partial<Pick<Exchange, 'method' | 'url' | 'headers' | 'body'>>;

/** Carries a request out as a registry that behaves, as it came or with changes. May be called more than once, or never. */
export type HandOn = (changed?: ChangedRequest) => Promise<Reply>;

/** Answers a request in its own way: in the registry's place, or with the registry's answer changed. */
export type Answer = (exchange: Exchange, handOn: HandOn) => Reply | Promise<Reply>;

/** Bytes that can be read any number of times, from any offset, `end` exclusive. */
export interface Content {
  readonly size: number;
  read(start: number, end: number): Iterable<Buffer>;
}

export interface StoredBlob extends Content {
  readonly kind: 'memory' | 'generated' | 'forgotten';
  readonly digest: string;
}

export interface StoredManifest {
  readonly bytes: Buffer;
  readonly mediaType: string;
}

export interface Repository {
  readonly blobs: Set<string>;
  readonly manifests: Map<string, StoredManifest>;
  readonly tags: Map<string, string>;
}

export interface Reply {
  readonly status: number;
  /** Names in lower case; an array is sent as several lines. */
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly body?: Content;
  /** Informational answers before it. */
  readonly informational?: readonly (100 | 102 | 103)[];
  /** The socket is destroyed and no header is sent. */
  readonly reset?: boolean;
  /** The socket is destroyed after so many bytes of body. */
  readonly cutAfterBytes?: number;
  readonly stall?: { readonly afterBytes: number; readonly ms: number; readonly until: Promise<void> | undefined };
  /** The body is sent a byte at a time, with so long between two. */
  readonly everyMs?: number;
}

export interface Closure {
  /** Everything the reference needs is there, of the right size and digest. */
  readonly complete: boolean;
  readonly missing: readonly string[];
  /** There, but with other bytes or another size than the digest or descriptor says. */
  readonly damaged: readonly string[];
  /** All manifests and blobs reached, each once, the reference's own first. */
  readonly digests: readonly string[];
}
