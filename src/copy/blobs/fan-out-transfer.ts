import type { Clock } from '../../runtime/clock.js';
import { isRetryable } from '../../image/registry-error.js';
import type { Upload } from '../../image/source-and-target.js';
import type { Descriptor } from '../../image/manifest.js';
import { type RunBounds, waitAtMost } from '../../runtime/wait.js';
import { type Branch, Tee } from './tee.js';
import {
  type BlobRoute,
  type TransferEnd,
  type OpenUpload,
  countBytes,
  openContent,
  mayBeCommitted,
  resolveDoubt,
} from './transfer.js';
import { beginTransfer } from './transfer-time.js';

/** One target's part of a download that feeds several. */
export interface FanOutPart {
  readonly descriptor: Descriptor;
  readonly route: BlobRoute;
  readonly open: OpenUpload | undefined;
}

/**
 * The bytes that crossed the wire; `present`: the target has the blob already; `alone`: the fan-out failed for this target, and a transfer of its
 * own may work.
 */
export type FanOutResult = number | 'present' | 'alone';

/**
 * Sends one blob to several targets with one download. Each target takes an upload slot first. A target that gets no slot in time, fails or is too
 * slow does not hold up the others. Nothing is retried here.
 */
export type TransferFanOut = (parts: readonly FanOutPart[], signal: AbortSignal) => readonly Promise<FanOutResult>[];

/** How long those that have their slot wait for the others. */
const maxWaitMs = 1_000;

export function createFanOutTransfer(clock: Clock): TransferFanOut {
  return (parts, signal) => {
    const tee = new Tee(clock);
    const arrivals = new ArrivalBarrier(parts.length);
    const [first] = parts;
    if (first !== undefined) void downloadWhenReady(first, tee, arrivals.wait(clock, signal), { clock, signal });
    return parts.map(async (part) => uploadPart(part, tee, arrivals, { clock, signal }));
  };
}

/** Who of those that are expected has come, or will not. */
class ArrivalBarrier {
  readonly #complete: Promise<void>;
  readonly #first: Promise<void>;
  #left: number;
  #onComplete: () => void = () => undefined;
  #onFirst: () => void = () => undefined;

  constructor(expected: number) {
    this.#left = expected;
    this.#complete = new Promise((resolve) => {
      this.#onComplete = resolve;
    });
    this.#first = new Promise((resolve) => {
      this.#onFirst = resolve;
    });
  }

  arrive(): void {
    this.#left -= 1;
    this.#onFirst();
    if (this.#left <= 0) this.#onComplete();
  }

  /** When all are there, or the first has waited long enough. */
  async wait(clock: Clock, signal: AbortSignal): Promise<void> {
    await this.#first;
    await waitAtMost(maxWaitMs, this.#complete, clock, signal);
  }
}

async function uploadPart(
  { descriptor, route, open }: FanOutPart,
  tee: Tee,
  arrivals: ArrivalBarrier,
  bounds: RunBounds,
): Promise<FanOutResult> {
  const { source, target } = route;
  const { signal } = bounds;
  let branch: Branch | undefined;
  const upload = async (): Promise<TransferEnd<FanOutResult>> => {
    if (tee.isClosed) return { kind: 'done', result: 'alone' };
    const opened = await open?.();
    if (opened === 'mounted') return { kind: 'done', result: 'present' };
    const session = opened ?? (await target.startUpload(signal));
    branch = tee.branch();
    arrivals.arrive();
    if (branch !== undefined) return sendBranch(descriptor, route, session, branch, bounds);
    await session.cancel();
    return { kind: 'done', result: 'alone' };
  };
  try {
    const ended = await target.withUploadSlot(upload, descriptor.size, signal, source.registry);
    return await resolveDoubt(ended, descriptor, target, signal);
  } catch (error) {
    if (isRetryable(error) && !signal.aborted) return 'alone';
    throw error;
  } finally {
    if (branch === undefined) arrivals.arrive();
    else branch.stop();
  }
}

async function sendBranch(
  descriptor: Descriptor,
  { onBytes }: BlobRoute,
  session: Upload,
  branch: Branch,
  bounds: RunBounds,
): Promise<TransferEnd<FanOutResult>> {
  const attempt = beginTransfer(descriptor.size, bounds);
  let sent = 0;
  const content = countBytes(branch, (bytes) => {
    sent += bytes;
    attempt.recordBytes(bytes);
    onBytes(bytes);
  });
  try {
    await session.finish(descriptor, content, attempt.signal);
    return { kind: 'done', result: descriptor.size };
  } catch (error) {
    const giveUp = async (): Promise<void> => {
      onBytes(-sent);
      await session.cancel();
    };
    if (mayBeCommitted(error)) return { kind: 'in-doubt', error, result: descriptor.size, giveUp };
    await giveUp();
    throw error;
  } finally {
    attempt.end();
  }
}

/** All readers get its failure. Never throws. */
async function downloadWhenReady(
  { descriptor, route }: FanOutPart,
  tee: Tee,
  ready: Promise<void>,
  bounds: RunBounds,
): Promise<void> {
  await ready;
  tee.close();
  const attempt = beginTransfer(descriptor.size, bounds);
  const download = async (): Promise<void> => {
    const content = await openContent(descriptor, route, attempt.signal);
    await tee.run(countBytes(content, attempt.recordBytes));
  };
  try {
    await route.source.withDownloadSlot(
      async () => (tee.isRead ? download() : undefined),
      descriptor.size,
      bounds.signal,
    );
  } catch (error) {
    tee.fail(error);
  } finally {
    attempt.abort();
    attempt.end();
  }
}
