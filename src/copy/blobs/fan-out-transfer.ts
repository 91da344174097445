import type { Clock } from '../../runtime/clock.js';
import { isPassing } from '../../runtime/errors.js';
import type { Upload } from '../../image/access.js';
import { within } from '../../runtime/wait.js';
import { type Branch, Tee } from './tee.js';
import { type BlobRequest, type Ended, type OpenUpload, counting, mayBeCommitted, settleDoubt } from './transfer.js';
import { beginTransfer } from './transfer-time.js';

/** One target's part of a download that feeds several. */
export interface TransferPart {
  readonly request: BlobRequest;
  readonly open: OpenUpload | undefined;
}

/** The bytes that crossed the wire, or that none had to; `alone`: it did not go well together, and may by itself. */
export type JointResult = number | 'present' | 'alone';

/**
 * Brings one blob to several targets by one download. Each takes the place of an upload first; who has none in time, fails or is too
 * slow does not hold up the others. Nothing is tried again here.
 */
export type TransferJointly = (parts: readonly TransferPart[], signal: AbortSignal) => readonly Promise<JointResult>[];

/** How long those that have their place wait for the others. */
const patienceMs = 1_000;

export function createJointTransfer(clock: Clock): TransferJointly {
  return (parts, signal) => {
    const tee = new Tee(clock);
    const boarding = new Boarding(parts.length);
    const [first] = parts;
    if (first !== undefined) void downloadWhenReady(first.request, tee, boarding.over(clock, signal), signal);
    return parts.map(async (part) => uploadPart(part, tee, boarding, signal));
  };
}

/** Who of those that are expected has come, or will not. */
class Boarding {
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

  here(): void {
    this.#left -= 1;
    this.#onFirst();
    if (this.#left <= 0) this.#onComplete();
  }

  /** When all are there, or the first has waited long enough. */
  async over(clock: Clock, signal: AbortSignal): Promise<void> {
    await this.#first;
    await within(patienceMs, this.#complete, clock, signal);
  }
}

async function uploadPart(
  { request, open }: TransferPart,
  tee: Tee,
  boarding: Boarding,
  signal: AbortSignal,
): Promise<JointResult> {
  const { descriptor, target } = request;
  let branch: Branch | undefined;
  const upload = async (): Promise<Ended<JointResult>> => {
    if (tee.isClosed) return { kind: 'done', result: 'alone' };
    const opened = await open?.();
    if (opened === 'mounted') return { kind: 'done', result: 'present' };
    const session = opened ?? (await target.startUpload(signal));
    branch = tee.branch();
    boarding.here();
    return branch === undefined ? giveBack(session) : sendBranch(request, session, branch, signal);
  };
  try {
    const ended = await target.writing(upload, descriptor.size, signal, request.source.registry);
    return await settleDoubt(ended, request, signal);
  } catch (error) {
    if (isPassing(error) && !signal.aborted) return 'alone';
    throw error;
  } finally {
    if (branch === undefined) boarding.here();
    else branch.stop();
  }
}

async function giveBack(session: Upload): Promise<Ended<JointResult>> {
  await session.cancel();
  return { kind: 'done', result: 'alone' };
}

async function sendBranch(
  request: BlobRequest,
  session: Upload,
  branch: Branch,
  signal: AbortSignal,
): Promise<Ended<JointResult>> {
  const { descriptor, onBytes } = request;
  const attempt = beginTransfer(descriptor.size, signal);
  let sent = 0;
  const content = counting(branch, (bytes) => {
    sent += bytes;
    attempt.moved(bytes);
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

/** Its failure is told to all who read. Never throws. */
async function downloadWhenReady(
  { descriptor, source }: BlobRequest,
  tee: Tee,
  ready: Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  await ready;
  tee.close();
  const attempt = beginTransfer(descriptor.size, signal);
  const download = async (): Promise<void> => {
    const content = await source.openBlob(descriptor, attempt.signal);
    await tee.run(counting(content, attempt.moved));
  };
  try {
    await source.reading(async () => (tee.isRead ? download() : undefined), descriptor.size, signal);
  } catch (error) {
    tee.fail(error);
  } finally {
    attempt.abort();
    attempt.end();
  }
}
