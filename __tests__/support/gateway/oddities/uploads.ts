import { errorReply, textReply } from '../../registry/server/reply.js';
import type { Answer, Exchange, Reply, RequestKind } from '../../registry/types.js';
import type { Oddity } from '../oddity.js';

const uploadKinds: readonly RequestKind[] = [
  'upload-post',
  'upload-patch',
  'upload-put',
  'upload-delete',
  'manifest-put',
];

/** Shows that a request was redirected; no registry sees it. */
const mark = 'redirected';

export interface Redirecting {
  readonly status?: number;
  readonly kinds?: readonly RequestKind[];
  /** So much of the body is read first; all of it by a proxy that buffers (nginx by default). Default: nothing. */
  readonly readsBytes?: number;
  /** The address that a request is redirected to; default: on the same host, marked. */
  readonly to?: (exchange: Exchange) => string;
}

/** Redirects uploads and manifests that are put, once each. Source: opencontainers/distribution-spec#607. */
export function redirecting({
  status = 307,
  kinds = uploadKinds,
  readsBytes = 0,
  to = ({ url }) => marked(url),
}: Redirecting = {}): Answer {
  return async (exchange, handOn) => {
    if (!kinds.includes(exchange.record.kind)) return handOn();
    if (exchange.url.searchParams.has(mark)) return handOn({ url: new URL(unmarked(exchange.url)) });
    await readUpTo(readsBytes, exchange);
    return { status, headers: { location: to(exchange) } };
  };
}

/** As raw text: the query of an upload comes back byte by byte. */
function marked({ pathname, search }: URL): string {
  return `${pathname}${search}${search === '' ? '?' : '&'}${mark}=yes`;
}

function unmarked({ href }: URL): string {
  return href.replace(new RegExp(`[?&]${mark}=yes`), '');
}

async function readUpTo(bytes: number, { body }: Exchange): Promise<void> {
  if (bytes === 0) return;
  let read = 0;
  for await (const chunk of body) {
    read += chunk.length;
    if (read >= bytes) return;
  }
}

/** Takes no body in the PUT that ends an upload, and says so in one of the ways of real registries. */
export function takingPatchesOnly(refusal: Reply): Answer {
  return async (exchange, handOn) => {
    if (exchange.record.kind !== 'upload-put' || lengthOf(exchange) === 0) return handOn();
    await readUpTo(Number.POSITIVE_INFINITY, exchange);
    return refusal;
  };
}

function lengthOf({ headers }: Exchange): number {
  return Number(headers['content-length'] ?? 0);
}

export const patchRefusals: readonly (readonly [name: string, refusal: Reply])[] = [
  ['404, as old Artifactory', errorReply(404, 'BLOB_UNKNOWN', 'blob unknown to registry')],
  ['404 of no registry', textReply(404, 'text/html', '<h1>Not Found</h1>')],
  ['405', errorReply(405, 'UNSUPPORTED', 'The operation is unsupported.')],
  ['415', textReply(415, 'text/plain', 'Unsupported Media Type')],
  ['501', textReply(501, 'text/plain', 'Not Implemented')],
  ['400 DIGEST_INVALID', errorReply(400, 'DIGEST_INVALID', 'provided digest did not match uploaded content')],
  ['400 BLOB_UPLOAD_INVALID', errorReply(400, 'BLOB_UPLOAD_INVALID', 'blob upload invalid')],
  ['400 SIZE_INVALID', errorReply(400, 'SIZE_INVALID', 'provided length did not match content length')],
  ['400 UNSUPPORTED', errorReply(400, 'UNSUPPORTED', 'The operation is unsupported.')],
  ['411', textReply(411, 'text/html', '<h1>Length Required</h1>')],
];

/** A proxy that takes requests up to so many bytes. It answers before it reads what is larger. */
export function limitedTo(bytes: number): Answer {
  return async (exchange, handOn) =>
    lengthOf(exchange) > bytes
      ? textReply(413, 'text/html', '<html><h1>413 Request Entity Too Large</h1></html>')
      : handOn();
}

/** A registry whose own limit a blob goes beyond. It says so in the specification's words. */
export function limitingBlobsTo(bytes: number): Answer {
  return async (exchange, handOn) =>
    lengthOf(exchange) > bytes ? errorReply(413, 'SIZE_INVALID', 'blob exceeds the limit') : handOn();
}

/** Says on the way that it goes on, though nobody asked. */
export function talkative(...informational: readonly (100 | 102 | 103)[]): Answer {
  return async (_exchange, handOn) => ({ ...(await handOn()), informational });
}

/** Names itself by https where it sends uploads, as behind a proxy with TLS. */
export const namingTls: Answer = async (_exchange, handOn) => {
  const reply = await handOn();
  const { location } = reply.headers;
  return typeof location !== 'string'
    ? reply
    : { ...reply, headers: { ...reply.headers, location: location.replace(/^http:/, 'https:') } };
};

const never = /never/;

export const uploadsOddities: readonly Oddity[] = [
  {
    name: 'uploads and manifests redirected by 307',
    seenAt: 'opencontainers/distribution-spec#607',
    kinds: uploadKinds,
    sides: ['target'],
    begin: () => redirecting(),
    says: never,
  },
  {
    name: 'uploads and manifests redirected by 308 when all of them is read',
    seenAt: 'opencontainers/distribution-spec#607, behind nginx',
    kinds: uploadKinds,
    sides: ['target'],
    begin: () => redirecting({ status: 308, readsBytes: Number.POSITIVE_INFINITY }),
    says: never,
  },
  ...patchRefusals.map(([name, refusal]): Oddity => ({
    name: `blobs taken by PATCH alone: ${name}`,
    seenAt: 'containerd/containerd#3533, docker/buildx#196',
    kinds: ['upload-put'],
    sides: ['target'],
    begin: () => takingPatchesOnly(refusal),
    // Where a PUT went well before, a refusal is about that one blob, and fails its image.
    says: new RegExp(`\\b${refusal.status}\\b`),
  })),
  {
    name: 'a limit on the size of a request, below that of the smallest piece',
    seenAt: 'nginx (client_max_body_size), Cloudflare',
    kinds: ['upload-put'],
    sides: ['target'],
    begin: () => limitedTo(30_000),
    says: /\b413\b/,
  },
  {
    name: 'uploads named by https, where there is no TLS',
    seenAt: 'a registry that is told that TLS is before it (X-Forwarded-Proto), and is reached without',
    kinds: ['upload-post'],
    sides: ['target'],
    begin: () => namingTls,
    says: /TLS/,
  },
  {
    name: 'informational answers that nobody asked for',
    seenAt: 'RFC 9110 §15.2',
    kinds: ['ping', 'manifest-head', 'manifest-get', 'blob-head', 'blob-get', ...uploadKinds],
    sides: ['source', 'target'],
    begin: () => talkative(100, 100, 102, 103),
    says: never,
  },
];
