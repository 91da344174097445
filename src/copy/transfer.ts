import type { Clock } from '../clock.js';
import { RegistryError, isFailure, isWantingBody } from '../errors.js';
import type { ImageSource, ImageTarget, Upload } from '../image/access.js';
import type { Descriptor } from '../image/manifest.js';
import { type RetryPolicy, retrying } from '../retry.js';
import { beginTransfer } from './transfer-time.js';

/** A blob's way into one repository. */
export interface BlobRequest {
  readonly descriptor: Descriptor;
  readonly source: ImageSource;
  readonly target: ImageTarget;
  readonly onBytes: (bytes: number) => void;
}

/** Opens the upload, or finds that the blob is there and needs none; undefined: it could not be told, and an upload is begun as usual. */
export type OpenUpload = () => Promise<Upload | 'mounted' | undefined>;

/**
 * Brings a blob's bytes from a source to a target, streamed; returns how many crossed the wire, or that none had to.
 * @param open how the first attempt's upload is opened, when it has its place: a session that waits for one may end before
 */
export type TransferBlob = (
  request: BlobRequest,
  open: OpenUpload | undefined,
  signal: AbortSignal,
) => Promise<number | 'present'>;

/** A transfer that is tried again as a whole: a new session, and the content from its beginning. */
export function createTransfer(policy: RetryPolicy, clock: Clock): TransferBlob {
  return async (request, open, signal) => {
    const { descriptor, target } = request;
    const once = async (attempt: number): Promise<number | 'present'> =>
      target.writing(
        async () => {
          const opened = attempt === 1 ? await open?.() : undefined;
          if (opened === 'mounted') return 'present';
          // What failed once is not read again in vain: then the upload has to be open before.
          const session = opened ?? (attempt === 1 ? undefined : await target.startUpload(signal));
          return transferWhenRead(request, session, signal);
        },
        descriptor.size,
        signal,
        request.source.registry,
      );
    return retrying(once, policy, clock, signal);
  };
}

/** Waits for a place to read from the source; a session that is open by then is given back where that comes to nothing. */
async function transferWhenRead(request: BlobRequest, open: Upload | undefined, signal: AbortSignal): Promise<number> {
  const { descriptor, source } = request;
  let left = open;
  const transfer = async (): Promise<number> => {
    left = undefined;
    return transferOnce(request, open, signal);
  };
  try {
    return await source.reading(transfer, descriptor.size, signal, request.target.registry);
  } catch (error) {
    await left?.cancel();
    throw error;
  }
}

async function transferOnce(request: BlobRequest, open: Upload | undefined, signal: AbortSignal): Promise<number> {
  // Not ended with the attempt: only a session whose place is known can be given back.
  const starting = open === undefined ? request.target.startUpload(signal) : Promise.resolve(open);
  try {
    // The upload sees to it that this ends.
    while (!(await isSent(request, starting, signal)));
    return request.descriptor.size;
  } catch (error) {
    await cancelUpload(starting);
    throw error;
  }
}

/** @returns false where the registry wants the content from its beginning once more, in the same upload */
async function isSent(request: BlobRequest, starting: Promise<Upload>, signal: AbortSignal): Promise<boolean> {
  const { descriptor, source, onBytes } = request;
  // Ends what is still under way when either side fails, and only then.
  const attempt = beginTransfer(descriptor.size, signal);
  let sent = 0;
  try {
    const [content, upload] = await Promise.all([source.openBlob(descriptor, attempt.signal), starting]);
    const counted = counting(content, (bytes) => {
      sent += bytes;
      attempt.moved(bytes);
      onBytes(bytes);
    });
    await finishUpload(request, upload, counted, attempt.signal);
    return true;
  } catch (error) {
    attempt.abort();
    onBytes(-sent);
    if (isWantingBody(error)) return false;
    throw error;
  } finally {
    attempt.end();
  }
}

/**
 * Completes the upload. A commit whose answer was lost may have been carried out: then it is not repeated, for the session is
 * gone (GHCR: jib#4301), but the blob is looked for.
 */
export async function finishUpload(
  { descriptor, target }: BlobRequest,
  upload: Upload,
  content: AsyncIterable<Uint8Array>,
  signal: AbortSignal,
): Promise<void> {
  try {
    await upload.finish(descriptor, content, signal);
  } catch (error) {
    if (!mayBeCommitted(error) || !(await target.hasBlob(descriptor, signal))) throw error;
  }
}

function mayBeCommitted(error: unknown): boolean {
  return error instanceof RegistryError && error.side === 'target' && commitDoubts.has(error.code);
}

const commitDoubts: ReadonlySet<string> = new Set([
  'timeout',
  'network',
  'unavailable',
  'upload-lost',
  'not-found',
  'blob-unknown',
]);

async function cancelUpload(starting: Promise<Upload>): Promise<void> {
  try {
    await (await starting).cancel();
  } catch (error) {
    // The session was never opened: there is nothing to give back.
    if (!isFailure(error) && !(error instanceof DOMException)) throw error;
  }
}

export async function* counting(
  content: AsyncIterable<Uint8Array>,
  onBytes: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of content) {
    onBytes(chunk.length);
    yield chunk;
  }
}
