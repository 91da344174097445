import { isFailure } from '../errors.js';
import type { Upload } from '../image/access.js';
import type { BlobRequest } from './transfer.js';

/**
 * A repository that seems new may hold the blob all the same: what a run that was cut off left has no tag yet. To mount it from itself
 * tells, and opens the upload where it is not there: no request more than to open one.
 */
export async function openNew(request: BlobRequest, signal: AbortSignal): Promise<Upload | 'mounted' | undefined> {
  const { target, descriptor } = request;
  const opened = await tryMount(request, target.repository, signal);
  // Nobody knew that it is there: a registry that takes every mount must not be believed.
  if (opened !== 'mounted' || (await target.hasBlob(descriptor, signal))) return opened;
  return undefined;
}

export async function tryMount(
  { descriptor, target }: BlobRequest,
  holder: string,
  signal: AbortSignal,
): Promise<Upload | 'mounted' | undefined> {
  try {
    return await target.mountBlob(descriptor.digest, holder, signal);
  } catch (error) {
    // Docker Hub answers 401 to a mount that it will not do; an upload tells whether writing is allowed.
    if (isFailure(error) && !signal.aborted) return undefined;
    throw error;
  }
}
