import { RegistryError, isPassing } from '../../runtime/errors.js';
import type { Upload } from '../../image/access.js';
import type { Digest } from '../../image/digest.js';
import type { Descriptor } from '../../image/manifest.js';
import { beginAttempt } from '../../runtime/wait.js';
import { hasBlob } from './blobs.js';
import type { Answer } from '../http/answer.js';
import { discard } from '../http/http.js';
import type { Place } from '../repository-client.js';
import { RedirectedError, maxRedirects, tooManyRedirects } from '../http/redirect.js';
import { Replay } from '../http/replay.js';
import { type UploadHabits, type UploadWay, isProxyLimit, isWayRefusal } from './upload-methods.js';
import { UploadSession } from './upload-session.js';

/** An answer to a POST has no body to speak of. */
const maxAnswerBytes = 1024 * 1024;

export async function startUpload(place: Place, signal: AbortSignal): Promise<Upload> {
  return openUpload(await postUpload(place, signal), place);
}

async function postUpload(place: Place, signal: AbortSignal): Promise<Answer> {
  const context = place.context('Starting an upload to');
  const request = place.request('upload-start', 'POST', 'blobs/uploads/', context, signal);
  // Only an upload whose place is known can be given back.
  return place.connection.ask({ ...request, body: '', isSeenThrough: true }, [202], maxAnswerBytes);
}

/**
 * Source: OCI distribution specification, "Mounting a blob from another repository". From itself: whether a repository holds it already,
 * and an upload where it does not, by one request.
 */
export async function mountBlob(
  place: Place,
  digest: Digest,
  from: string,
  signal: AbortSignal,
): Promise<Upload | 'mounted'> {
  // A login is for its own namespace: it must not ask for what lies in another's.
  if (!(await place.connection.sharesLogin(place.repository, from))) return startUpload(place, signal);
  const query = new URLSearchParams({ mount: digest, from });
  const path = `blobs/uploads/?${query.toString()}`;
  const request = place.request('blob-mount', 'POST', path, place.context('Mounting the blob', digest), signal);
  const scopes = from === place.repository ? request.scopes : [...request.scopes, `repository:${from}:pull`];
  const opening = { ...request, scopes, body: '', isSeenThrough: true };
  const answer = await place.connection.ask(opening, [201, 202], maxAnswerBytes);
  return answer.status === 201 ? 'mounted' : openUpload(answer, place);
}

/**
 * The upload that an answer to `POST …/blobs/uploads/` opened.
 * @throws {RegistryError} where the answer names no usable place
 */
export function openUpload(answer: Answer, place: Place): Upload {
  const upload = new BlobUpload(new UploadSession(answer, place), place);
  return {
    finish: async (descriptor, body, signal) => upload.finish(descriptor, body, signal),
    cancel: async () => upload.cancel(),
  };
}

/** How long a body is held back that may be redirected. */
const maxHoldMs = 2_000;

/** Brings one blob's bytes to where, and in the way that, the registry wants them. */
class BlobUpload {
  /** undefined: the next bytes need a new one. */
  #session: UploadSession | undefined;
  #way: UploadWay | undefined;
  /** Why the first way did not do. */
  #refusal: RegistryError | undefined;
  /** How often its bytes were redirected when they were not held any more. */
  #redirects = 0;

  constructor(
    session: UploadSession,
    private readonly place: Place,
  ) {
    this.#session = session;
  }

  get #habits(): UploadHabits {
    return this.place.connection.uploads;
  }

  async finish(descriptor: Descriptor, body: AsyncIterable<Uint8Array>, signal: AbortSignal): Promise<void> {
    const { kind } = this.#way ?? this.#habits.wayFor(descriptor.size);
    // A chunk is held whole: nobody has to wait for what becomes of its first piece.
    const isHeldBack = this.#habits.holdsBodies && this.#redirects === 0 && kind !== 'chunks';
    const replay = new Replay(body, {
      onBytes: (bytes) => {
        this.place.connection.options.traffic.bytesToTargets += bytes;
      },
      behindFirst: isHeldBack ? async (over) => this.#holdBack(over) : undefined,
    });
    try {
      while (!(await this.#isSent(descriptor, replay, signal)));
    } finally {
      replay.close();
    }
  }

  async #holdBack(over: AbortSignal): Promise<void> {
    try {
      await this.place.connection.options.clock.sleep(maxHoldMs, over);
      this.#habits.noteVainHold();
    } catch (error) {
      if (!over.aborted) throw error;
    }
  }

  /** @returns whether the blob is there; else its bytes are to be sent once more, and are held. */
  async #isSent(descriptor: Descriptor, replay: Replay, signal: AbortSignal): Promise<boolean> {
    const way = this.#way ?? this.#habits.wayFor(descriptor.size);
    try {
      this.#session ??= new UploadSession(await postUpload(this.place, signal), this.place);
      await this.#session.send(way, descriptor, replay, signal);
      this.#habits.worked(way, descriptor.size);
      return true;
    } catch (error) {
      if (!(error instanceof RegistryError) || replay.hasFailed || signal.aborted) throw error;
      if (this.#mayBeLost(error, way) && (await hasBlob(this.place, descriptor, signal))) return true;
      await this.#prepareRepeat(error, way, descriptor, replay);
      if (!replay.isWhole) throw error.wantingBody();
      return false;
    }
  }

  /** @throws {RegistryError} where there is nothing else to try */
  async #prepareRepeat(error: RegistryError, way: UploadWay, descriptor: Descriptor, replay: Replay): Promise<void> {
    if (error instanceof RedirectedError) return this.#redirect(error, way, descriptor);
    const next = this.#otherWay(error, way, descriptor, replay);
    if (next === undefined) throw this.#failed(error, way, descriptor, replay);
    this.#refusal ??= error;
    this.#way = next;
    await this.cancel();
  }

  async #redirect(error: RedirectedError, way: UploadWay, { size }: Descriptor): Promise<void> {
    this.#redirects += 1;
    if (this.#redirects > maxRedirects) throw tooManyRedirects(error.ledBy, error);
    this.#habits.noteRedirect();
    if (way.kind !== 'chunks') return this.#session?.redirect(error);
    // The chunks before it are there, and their content is gone. From now on each chunk is held, and follows its redirect.
    this.#way = this.#habits.wayFor(size);
    await this.cancel();
  }

  /** Whether the registry does not know the bytes that it was sent, and may know those that it is sent in another way. */
  #mayBeLost({ code }: RegistryError, way: UploadWay): boolean {
    return (code === 'not-found' || code === 'blob-unknown') && this.#habits.isInDoubt(way);
  }

  #otherWay(error: RegistryError, way: UploadWay, { size }: Descriptor, { isDone }: Replay): UploadWay | undefined {
    if (size === 0) return undefined;
    if (isProxyLimit(error) || (way.kind === 'chunks' && error.status === 416))
      return this.#habits.afterTooLarge(way, size);
    const isRefusal = isWayRefusal(error, isDone) || this.#mayBeLost(error, way);
    return isRefusal ? this.#habits.afterRefusal(way, error) : undefined;
  }

  /** What was wrong with the first way says more than what is wrong with the second. */
  #failed(error: RegistryError, way: UploadWay, { digest }: Descriptor, { isDone }: Replay): RegistryError {
    if (!isPassing(error) || isWayRefusal(error, isDone)) this.#habits.failed(way);
    if (isPassing(error)) return error;
    const context = this.place.context('Writing the blob', digest);
    return this.#refusal ?? this.#habits.whyNotByPut(way)?.inContext(context) ?? error;
  }

  /** Gives the session back. Never throws. */
  async cancel(): Promise<void> {
    const session = this.#session;
    this.#session = undefined;
    if (session !== undefined) await giveBack(session, this.place);
  }
}

/** Giving a session back is a courtesy that nothing waits long for. */
const cancelTimeoutMs = 5_000;

async function giveBack({ location }: UploadSession, place: Place): Promise<void> {
  const { tidyUntil = new AbortController().signal } = place.connection.options;
  const attempt = beginAttempt(cancelTimeoutMs, tidyUntil);
  const { signal } = attempt;
  const request = place.request('upload-cancel', 'DELETE', '', place.context('Cancelling an upload'), signal);
  try {
    await discard(await place.connection.send({ ...request, url: location }, [200, 202, 204]));
  } catch {
    // Many registries do not let everybody cancel; they end what is left of a session by themselves.
  } finally {
    attempt.end();
  }
}
