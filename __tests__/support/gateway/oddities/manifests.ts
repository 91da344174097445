import { emptyReply, errorReply } from '../../registry/server/reply.js';
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

const deniedManifest = 'The client does not have permission for manifest: Download request is forbidden for the user.';

/** A registry that answers 403 for a manifest that it does not have, to HEAD and GET alike, and takes pushes. */
export const absentDenied: Oddity = {
  name: 'a manifest that is not there is answered by 403',
  seenAt: 'Artifactory’s virtual repositories, google/go-containerregistry#1691, sigstore/cosign#2973',
  kinds: ['manifest-head', 'manifest-get'],
  sides: ['target'],
  begin:
    () =>
    async ({ record }, handOn) => {
      const reply = await handOn();
      const isLook = record.kind === 'manifest-head' || record.kind === 'manifest-get';
      return isLook && reply.status === 404 ? errorReply(403, 'UNAUTHORIZED', deniedManifest) : reply;
    },
  says: /\b403\b/,
};

export const manifestsOddities: readonly Oddity[] = [
  ...[400, 403, 404, 406, 500, 501].map((status) => headRefused(status)),
  absentDenied,
  warning('299 - "Your token ends soon."'),
];
