import { errorReply } from '../../registry/reply.js';
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

export const faultsOddities: readonly Oddity[] = [];
