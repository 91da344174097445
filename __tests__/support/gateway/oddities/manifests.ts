import { emptyReply } from '../../registry/reply.js';
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
  warning('299 - "Your token ends soon."'),
];
