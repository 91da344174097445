import type { Clock } from '../../runtime/clock.js';
import { RegistryError, needsBodyAgain } from '../../image/registry-error.js';
import { isFailure } from '../../runtime/errors.js';
import type { ImageSource, ImageTarget, Upload } from '../../image/source-and-target.js';
import type { Digest } from '../../image/digest.js';
import type { Descriptor } from '../../image/manifest.js';
import type { Retry } from '../registry-access.js';
import type { RunBounds } from '../../runtime/wait.js';
import { beginTransfer } from './transfer-time.js';

/** A blob in memory. */
export interface BlobInMemory {
  readonly digest: Digest;
  readonly bytes: Uint8Array;
}

/** Where blobs come from and go to. */
export interface BlobRoute {
  readonly source: ImageSource;
  /** What was read of the source before, and is not read again. */
  readonly held: BlobInMemory | undefined;
  readonly target: ImageTarget;
  /** Gets the bytes that crossed the wire, and as a negative number those that have to cross it again. */
  readonly onBytes: (bytes: number) => void;
}

/** Opens the upload, or finds that the blob is there already; undefined: the answer did not say, and an upload begins as usual. */
export type OpenUpload = () => Promise<Upload | 'mounted' | undefined>;

/**
 * Brings a blob's bytes from a source to a target, streamed; returns how many crossed the wire, or that none had to.
 * @param open how the first attempt's upload is opened, when it has its slot: a session that waits for one may end before
 */
export type TransferBlob = (
  descriptor: Descriptor,
  route: BlobRoute,
  open: OpenUpload | undefined,
  signal: AbortSignal,
) => Promise<number | 'present'>;

/** How a transfer ended: well, or with a commit whose answer was lost. */
export type TransferEnd<Result> =
  | { readonly kind: 'done'; readonly result: Result }
  | {
      readonly kind: 'in-doubt';
      readonly error: unknown;
      /** The result if the registry carried out the commit … */
      readonly result: Result;
      /** … and what to do if it did not. */
      readonly giveUp: () => Promise<void>;
    };

/**
 * A transfer, retried as a whole: each attempt has a new upload session and reads the content from its beginning. Nothing inside it is retried.
 * Nobody waits for a host while holding a slot: it waits for both hosts first, and checks them again once it has the slot.
 */
export function createTransfer(retry: Retry, clock: Clock): TransferBlob {
  return async (descriptor, route, open, signal) => {
    let opening = open;
    let isFirst = true;
    const send = async (): Promise<TransferEnd<number | 'present'>> => {
      const opened = await opening?.();
      opening = undefined;
      if (opened === 'mounted') return { kind: 'done', result: 'present' };
      // What failed once is not read again in vain: then the upload has to be open before.
      const session = opened ?? (isFirst ? undefined : await route.target.startUpload(signal));
      isFirst = false;
      return transferWhenRead(descriptor, route, session, { clock, signal });
    };
    return retry(
      async () => resolveDoubt(await whenReady(descriptor, route, send, signal), descriptor, route.target, signal),
      signal,
    );
  };
}

async function whenReady(
  { size }: Descriptor,
  { source, target }: BlobRoute,
  send: () => Promise<TransferEnd<number | 'present'>>,
  signal: AbortSignal,
): Promise<TransferEnd<number | 'present'>> {
  for (;;) {
    await Promise.all([source.waitUntilReady(signal), target.waitUntilReady(signal)]);
    const ended = await target.withUploadSlot(
      async () => (source.isReady && target.isReady ? send() : 'not-ready'),
      size,
      signal,
      source.registry,
    );
    if (ended !== 'not-ready') return ended;
  }
}

/** Waits for a slot to read from the source. If that fails, an open upload session is cancelled. */
async function transferWhenRead(
  descriptor: Descriptor,
  route: BlobRoute,
  open: Upload | undefined,
  bounds: RunBounds,
): Promise<TransferEnd<number | 'present'>> {
  let left = open;
  const transfer = async (): Promise<TransferEnd<number | 'present'>> => {
    left = undefined;
    return transferOnce(descriptor, route, open, bounds);
  };
  try {
    return await route.source.withDownloadSlot(transfer, descriptor.size, bounds.signal, route.target.registry);
  } catch (error) {
    await left?.cancel();
    throw error;
  }
}

/** Sends the content from its beginning for as often as the registry wants that, in the same upload, which sees to it that this ends. */
async function transferOnce(
  descriptor: Descriptor,
  route: BlobRoute,
  open: Upload | undefined,
  bounds: RunBounds,
): Promise<TransferEnd<number | 'present'>> {
  const { target, onBytes } = route;
  // Not ended with the attempt: only a session whose location is known can be cancelled.
  const starting = open === undefined ? target.startUpload(bounds.signal) : Promise.resolve(open);
  for (;;) {
    // Ends what is still under way when either side fails, and only then.
    const attempt = beginTransfer(descriptor.size, bounds);
    let sent = 0;
    let isCommitting = false;
    try {
      const [content, upload] = await Promise.all([openContent(descriptor, route, attempt.signal), starting]);
      const counted = countBytes(content, (bytes) => {
        sent += bytes;
        attempt.recordBytes(bytes);
        onBytes(bytes);
      });
      isCommitting = true;
      await upload.finish(descriptor, counted, attempt.signal);
      return { kind: 'done', result: descriptor.size };
    } catch (error) {
      attempt.abort();
      const giveUp = async (): Promise<void> => {
        onBytes(-sent);
        await cancelUpload(starting);
      };
      if (needsBodyAgain(error)) {
        onBytes(-sent);
        continue;
      }
      if (isCommitting && mayBeCommitted(error)) return { kind: 'in-doubt', error, result: descriptor.size, giveUp };
      await giveUp();
      throw error;
    } finally {
      attempt.end();
    }
  }
}

/** A blob's bytes, to be sent on. */
export async function openContent(
  descriptor: Descriptor,
  { source, held }: Pick<BlobRoute, 'source' | 'held'>,
  signal: AbortSignal,
): Promise<AsyncIterable<Uint8Array>> {
  return held?.digest === descriptor.digest ? singleChunk(held.bytes) : source.openBlob(descriptor, signal);
}

// eslint-disable-next-line @typescript-eslint/require-await -- content is an async iterable wherever it comes from
async function* singleChunk(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  if (bytes.length > 0) yield bytes;
}

/**
 * The registry may have carried out a commit whose answer was lost. The blob is looked for before it is sent again, because the session may be
 * gone (GHCR: jib#4301). This look-up holds no slot. If it fails, the failure of the commit stays.
 */
export async function resolveDoubt<Result>(
  ended: TransferEnd<Result>,
  descriptor: Descriptor,
  target: ImageTarget,
  signal: AbortSignal,
): Promise<Result> {
  if (ended.kind === 'done') return ended.result;
  const [found] = await Promise.allSettled([target.hasStored(descriptor, signal)]);
  if (found.status === 'fulfilled' && found.value) return ended.result;
  await ended.giveUp();
  throw found.status === 'rejected' && !isFailure(found.reason) ? found.reason : ended.error;
}

/** Whether a commit that failed so may have been carried out. */
export function mayBeCommitted(error: unknown): boolean {
  return error instanceof RegistryError && error.side === 'target' && commitDoubts.has(error.code);
}

const commitDoubts: ReadonlySet<string> = new Set([
  'timeout',
  'network',
  'unavailable',
  'writes-failed',
  'upload-lost',
  'not-found',
  'blob-unknown',
]);

async function cancelUpload(starting: Promise<Upload>): Promise<void> {
  try {
    await (await starting).cancel();
  } catch (error) {
    // The session was never opened: there is nothing to cancel.
    if (!isFailure(error) && !(error instanceof DOMException)) throw error;
  }
}

export async function* countBytes(
  content: AsyncIterable<Uint8Array>,
  onBytes: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of content) {
    onBytes(chunk.length);
    yield chunk;
  }
}
