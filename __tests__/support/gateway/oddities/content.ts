import { emptyReply } from '../../registry/server/reply.js';
import type { Answer, Exchange, Reply } from '../../registry/types.js';
import type { Oddity } from '../oddity.js';

/** What an image that failed of it says. */
const lost = /does not have \d+ (?:manifest|blob)s? missing|does not have it|MANIFEST_BLOB_UNKNOWN|BLOB_UNKNOWN/;
const never = /never/;

/** Answers that all is well, and keeps nothing. */
async function lose({ body, record }: Exchange): Promise<Reply> {
  const chunks = body[Symbol.asyncIterator]();
  while ((await chunks.next()).done !== true);
  const digest = record.digest ?? record.reference ?? '';
  const header = digest.includes(':') ? { 'docker-content-digest': digest } : {};
  return emptyReply(201, { location: record.path, ...header });
}

/** Loses each thing the first so many times that it is written. */
function losing(isMeant: (exchange: Exchange) => boolean, times: number): Answer {
  const counts = new Map<string, number>();
  return async (exchange, handOn) => {
    const { repository, digest, reference } = exchange.record;
    const key = `${repository ?? ''} ${digest ?? reference ?? ''}`;
    const count = counts.get(key) ?? 0;
    if (!isMeant(exchange) || count >= times) return handOn();
    counts.set(key, count + 1);
    return lose(exchange);
  };
}

const isIndex = /manifest\.list|image\.index/;

/** A manifest by its digest that is no index. */
export function isChild({ record, headers }: Exchange): boolean {
  const isImage = !isIndex.test(headers['content-type'] ?? '');
  return record.kind === 'manifest-put' && record.reference?.includes(':') === true && isImage;
}

export function isBlob({ record }: Exchange): boolean {
  return record.kind === 'upload-put';
}

export function isMount({ record, url }: Exchange): boolean {
  return (
    record.kind === 'upload-post' && url.searchParams.get('from') !== record.repository && url.searchParams.has('mount')
  );
}

/** @param times how often each thing is lost */
export function loses(
  isMeant: (exchange: Exchange) => boolean,
  times = Number.POSITIVE_INFINITY,
): Pick<Oddity, 'begin'> {
  return { begin: () => losing(isMeant, times) };
}

/** Answers a HEAD otherwise than a GET. */
function heads(kinds: readonly string[], answer: (exchange: Exchange, reply: Reply) => Reply): Answer {
  return async (exchange, handOn) => {
    const reply = await handOn();
    return kinds.includes(exchange.record.kind) && reply.status === 200 ? answer(exchange, reply) : reply;
  };
}

export const blobHeadWithoutSize: Oddity = {
  name: 'HEAD of a blob says that it has 0 bytes',
  seenAt: 'gateways that take the length of the empty body for the blob’s',
  kinds: ['blob-head'],
  sides: ['target'],
  begin: () =>
    heads(['blob-head'], (_exchange, { status, headers }) => ({
      status,
      headers: { ...headers, 'content-length': '0' },
    })),
  says: never,
};

export const refusedHeads: Oddity = {
  name: 'HEAD of content refused by 403, GET allowed',
  seenAt: 'signed addresses of an object storage are for one method; containerd#6684',
  kinds: ['blob-head'],
  sides: ['target'],
  begin: () => heads(['blob-head'], () => emptyReply(403)),
  says: never,
};

/** Each thing is not there yet for the first look at it. */
export const slowReplicas: Oddity = {
  name: 'what was written is not found at the first look',
  seenAt: 'Azure/acr#588, GHCR',
  kinds: ['manifest-head', 'blob-head'],
  sides: ['target'],
  begin: () => {
    const seen = new Set<string>();
    return heads(['manifest-head', 'blob-head'], ({ record }, reply) => {
      const isSeen = seen.has(record.path) || !record.path.includes('sha256:');
      seen.add(record.path);
      return isSeen ? reply : emptyReply(404);
    });
  },
  says: never,
};

export const contentOddities: readonly Oddity[] = [
  {
    name: 'a manifest that is no index is answered by 201 and lost once',
    seenAt: 'olareg with sparse indexes, distribution with its validation switched off',
    kinds: ['manifest-put'],
    sides: ['target'],
    ...loses(isChild, 1),
    says: lost,
  },
  {
    name: 'a blob is answered by 201 and lost once',
    seenAt: 'jib#4301 (GHCR), Azure/acr#588',
    kinds: ['upload-put'],
    sides: ['target'],
    ...loses(isBlob, 1),
    says: lost,
  },
  {
    name: 'a mount is answered by 201 and not done',
    seenAt: 'registries that answer for a mount before they look for the blob',
    kinds: ['upload-post'],
    sides: ['target'],
    ...loses(isMount),
    says: lost,
  },
  blobHeadWithoutSize,
  refusedHeads,
  slowReplicas,
];
