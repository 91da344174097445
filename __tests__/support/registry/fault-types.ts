/** What can be made to go wrong, and for which requests. */

import type { Answer, ListenerName, RequestKind, RequestRecord } from './types.js';

export interface FaultMatch {
  readonly method?: string;
  readonly kind?: RequestKind | readonly RequestKind[];
  readonly listener?: ListenerName;
  readonly repository?: string;
  readonly digest?: string;
  /** A string matches anywhere in the path. */
  readonly path?: RegExp | string;
  /** The first request hit, counted from 1 among those that match. */
  readonly nth?: number;
}

export interface FaultEffect {
  /** Before anything else; `Infinity` never answers. */
  readonly delayMs?: number;
  /** Before anything else, and after `delayMs`. */
  readonly holdUntil?: Promise<unknown>;
  /** The socket is destroyed before headers. */
  readonly reset?: boolean;
  /** The socket is destroyed after so many bytes of the request's body. */
  readonly resetAfterBytesIn?: number;
  readonly status?: number;
  /** Added to the answer, whichever it is; undefined takes one away. */
  readonly headers?: Readonly<Record<string, string | string[] | undefined>>;
  /** With `status`: an object is sent as JSON. */
  readonly body?: string | Buffer | object;
  /** With `status`: the code in an OCI error body. */
  readonly code?: string;
  readonly message?: string;
  /** With `status`: answer before the request's body is read. */
  readonly early?: boolean;
  /** 307 to this address. */
  readonly redirect?: string;
  /** 307 to the very address that was asked for. */
  readonly redirectLoop?: boolean;
  /** The upload session is gone: 404 BLOB_UPLOAD_UNKNOWN. */
  readonly loseUpload?: boolean;
  /** Every token issued so far has ended, this request's included. */
  readonly revokeTokens?: boolean;
  /** Answers in the registry's place. The effects below then apply to that answer. */
  readonly answer?: Answer;
  /** Carry the request out, then destroy the socket. */
  readonly commitThenReset?: boolean;
  /** Carry the request out, then answer this. */
  readonly commitThenStatus?: number;
  /** The socket is destroyed after so many bytes of the answer's body. */
  readonly cutBody?: number;
  /** Only so many bytes, and a Content-Length that agrees. */
  readonly truncate?: number;
  /** The lowest bit of the byte at this offset is turned. */
  readonly flipBit?: number;
  /** So many zeros after the end, and a Content-Length that agrees. */
  readonly extraBytes?: number;
  /** So many zeros after the end, of which Content-Length does not tell. */
  readonly extraBytesUntold?: number;
  /** Fields that an answer of JSON lacks. */
  readonly omitFields?: readonly string[];
  /** Headers and `stallAfterBytes` (default 0) of the body, then a wait; `Infinity` never goes on. */
  readonly stallMs?: number;
  /** The same, until it resolves. */
  readonly stallUntil?: Promise<void>;
  readonly stallAfterBytes?: number;
  /** A wrong Docker-Content-Digest, or none. */
  readonly digestHeader?: string | false;
  /** Another Location than the answer's; one without stays without. */
  readonly location?: (address: string) => string;
  /** The query of the Location of a session that this request opens, which has to come back byte by byte. */
  readonly uploadQuery?: string;
}

export interface Fault extends FaultEffect {
  /** Default: every request. */
  readonly when?: FaultMatch | ((request: RequestRecord) => boolean);
  /** Default 1; `Infinity` for always. */
  readonly times?: number;
}

export interface FaultHandle {
  readonly hits: number;
  remove(): void;
}
