import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { memoryContent } from '../../registry/content.js';
import { emptyReply, errorReply } from '../../registry/reply.js';
import type { Reply, RequestKind } from '../../registry/types.js';
import type { Oddity } from '../oddity.js';

/** A registry that does not serve HEAD of a manifest, and GET as ever. */
export function headRefused(status: number, seenAt = 'imgpkg#149'): Oddity {
  return {
    name: `HEAD of a manifest answers ${status}, GET works`,
    seenAt,
    kinds: ['manifest-head'],
    sides: ['source'],
    begin: () => () => emptyReply(status),
    says: /never/,
  };
}

/** Artifactory's virtual repositories say of what is absent that it is forbidden. */
export const absentForbidden: Oddity = {
  name: '403 for an absent manifest',
  seenAt: 'go-containerregistry#1691',
  kinds: ['manifest-head', 'manifest-get'],
  sides: ['target'],
  begin: () => async (_exchange, handOn) => {
    const reply = await handOn();
    return reply.status === 404 ? errorReply(403, 'DENIED', 'requested access to the resource is denied') : reply;
  },
  says: /403/,
};

const encoders = {
  gzip: gzipSync,
  'x-gzip': gzipSync,
  deflate: deflateSync,
  br: brotliCompressSync,
  identity: (bytes: Buffer) => bytes,
} as const;

export type Coding = keyof typeof encoders;

/** A gateway that compresses what it passes on, though `identity` was asked for. */
export function encoded(coding: Coding, kinds: readonly RequestKind[] = ['manifest-get', 'blob-get', 'tags']): Oddity {
  return {
    name: `answers come ${coding}-encoded, unasked`,
    seenAt: 'a gateway that compresses all it passes on',
    kinds,
    sides: ['source', 'target'],
    begin: () => async (_exchange, handOn) => encode(await handOn(), coding),
    says: /never/,
  };
}

function encode(reply: Reply, coding: Coding): Reply {
  const { body } = reply;
  if (body === undefined) return reply;
  const bytes = encoders[coding](Buffer.concat([...body.read(0, body.size)]));
  return { ...reply, headers: { ...withoutLength(reply), 'content-encoding': coding }, body: memoryContent([bytes]) };
}

function withoutLength({ headers }: Reply): Reply['headers'] {
  return Object.fromEntries(Object.entries(headers ?? {}).filter(([name]) => name !== 'content-length'));
}

/** Source: OCI distribution specification, "Warnings". */
export function warning(header: string | string[]): Oddity {
  return {
    name: 'a Warning with every answer',
    seenAt: 'the distribution specification',
    kinds: [
      'ping',
      'manifest-head',
      'manifest-get',
      'manifest-put',
      'blob-head',
      'blob-get',
      'upload-post',
      'upload-put',
    ],
    sides: ['source', 'target'],
    begin: () => async (_exchange, handOn) => {
      const reply = await handOn();
      return { ...reply, headers: { ...reply.headers, warning: header } };
    },
    says: /never/,
  };
}

export const manifestsOddities: readonly Oddity[] = [
  ...[400, 403, 404, 406, 500, 501].map((status) => headRefused(status)),
  absentForbidden,
  encoded('gzip'),
  warning('299 - "Your token ends soon."'),
];
