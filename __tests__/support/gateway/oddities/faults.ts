import { errorReply, textReply } from '../../registry/server/reply.js';
import type { Answer, Exchange, RequestKind } from '../../registry/types.js';
import type { Oddity } from '../oddity.js';

/** What puts the bytes of a blob somewhere. */
export const uploadKinds: readonly RequestKind[] = ['upload-post', 'upload-patch', 'upload-put'];

export interface FullDisk {
  readonly status?: number;
  readonly kinds?: readonly RequestKind[];
  readonly headers?: Readonly<Record<string, string>>;
}

/** Stores nothing any more, and reads as ever. The whole request is read first. */
export function fullDisk({ status = 500, kinds = uploadKinds, headers = {} }: FullDisk = {}): Answer {
  const { headers: own, ...reply } = errorReply(status, 'UNKNOWN', 'no space left on device');
  return async (exchange, handOn) => {
    if (!kinds.includes(exchange.record.kind)) return handOn();
    await drain(exchange);
    return { ...reply, headers: { ...own, ...headers } };
  };
}

async function drain({ body }: Exchange): Promise<void> {
  const chunks = body[Symbol.asyncIterator]();
  while ((await chunks.next()).done !== true);
}

/** Sends the headers at once, and then a byte every 100 ms. */
export const trickling: Answer = async (_exchange, handOn) => ({ ...(await handOn()), everyMs: 100 });

/** What a proxy answers while a registry restarts. */
export function unavailable(requests: number): Answer {
  let left = requests;
  return async (exchange, handOn) => {
    if (left === 0) return handOn();
    left -= 1;
    await drain(exchange);
    return textReply(503, 'text/html', '<html><h1>503 Service Unavailable</h1></html>');
  };
}

/** More in a row than one request has attempts. */
const series = 6;

export const faultsOddities: readonly Oddity[] = [
  ...[500, 507].map((status): Oddity => ({
    name: `a full disk: ${status} to each upload`,
    seenAt: 'distribution (500), Nexus and WebDAV stores (507)',
    kinds: uploadKinds,
    sides: ['target'],
    begin: () => fullDisk({ status }),
    says: /no space left on device/,
  })),
  {
    name: 'writes that are refused by 503 and a time to wait',
    seenAt: 'registries in maintenance, read-only',
    kinds: [...uploadKinds, 'manifest-put'],
    sides: ['target'],
    begin: () => fullDisk({ status: 503, kinds: [...uploadKinds, 'manifest-put'], headers: { 'retry-after': '20' } }),
    says: /no space left on device/,
  },
  {
    name: 'a body that trickles',
    seenAt: 'overloaded registries and proxies that throttle',
    kinds: ['manifest-get', 'blob-get', 'cdn'],
    sides: ['source', 'target'],
    begin: () => trickling,
    says: /less than 1 KiB a second/,
  },
  {
    name: '503 in a series',
    seenAt: 'a proxy before a registry that restarts',
    kinds: [
      'ping',
      'token',
      'tags',
      'manifest-head',
      'manifest-get',
      'manifest-put',
      'blob-head',
      'blob-get',
      'cdn',
      ...uploadKinds,
    ],
    sides: ['source', 'target'],
    begin: () => unavailable(series),
    hits: series,
    says: /\b503\b/,
  },
];
