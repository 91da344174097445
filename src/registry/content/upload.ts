import { RegistryError, isRetryable } from '../../image/registry-error.js';
import type { Upload } from '../../image/source-and-target.js';
import type { Digest } from '../../image/digest.js';
import type { Descriptor } from '../../image/manifest.js';
import { runAttempt } from '../../runtime/wait.js';
import { hasBlob } from './blobs.js';
import type { Answer } from '../http/answer.js';
import type { RepositoryClient } from '../repository-client.js';
import { RedirectedError, maxRedirects, tooManyRedirects } from '../http/redirect.js';
import { Replay } from '../http/replay.js';
import { type UploadMethods, type UploadMethod, isProxyLimit, isMethodRefusal } from './upload-methods.js';
import { UploadSession, maxWholeBytes } from './upload-session.js';

/** An answer to a POST has no body to speak of. */
const maxAnswerBytes = 1024 * 1024;

export async function startUpload(client: RepositoryClient, signal: AbortSignal): Promise<Upload> {
  return openUpload(await postUpload(client, signal), client);
}

async function postUpload(client: RepositoryClient, signal: AbortSignal): Promise<Answer> {
  const context = client.context('Starting an upload to');
  const request = client.request('upload-start', 'POST', 'blobs/uploads/', context, signal);
  // Only an upload whose location is known can be cancelled.
  return client.connection.ask({ ...request, body: '', isFinishedWhenStopped: true }, [202], maxAnswerBytes);
}

/**
 * Source: OCI distribution specification, "Mounting a blob from another repository". Mounting from the repository itself asks whether it has the
 * blob, and opens an upload if not, in one request.
 */
export async function mountBlob(
  client: RepositoryClient,
  digest: Digest,
  from: string,
  signal: AbortSignal,
): Promise<Upload | 'mounted'> {
  // A login is for its own namespace: it must not ask for what lies in another's.
  if (!(await client.connection.sharesLogin(client.repository, from))) return startUpload(client, signal);
  const query = new URLSearchParams({ mount: digest, from });
  const path = `blobs/uploads/?${query.toString()}`;
  const request = client.request('blob-mount', 'POST', path, client.context('Mounting the blob', digest), signal);
  const scopes = from === client.repository ? request.scopes : [...request.scopes, `repository:${from}:pull`];
  const opening = { ...request, scopes, body: '', isFinishedWhenStopped: true };
  const answer = await client.connection.ask(opening, [201, 202], maxAnswerBytes);
  return answer.status === 201 ? 'mounted' : openUpload(answer, client);
}

/**
 * The upload that an answer to `POST …/blobs/uploads/` opened.
 * @throws {RegistryError} where the answer names no usable location
 */
export function openUpload(answer: Answer, client: RepositoryClient): Upload {
  const upload = new BlobUpload(new UploadSession(answer, client), client);
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
  #method: UploadMethod | undefined;
  /** Why the first way did not do. */
  #refusal: RegistryError | undefined;
  /** How often its bytes were redirected when they were not held any more. */
  #redirects = 0;

  constructor(
    session: UploadSession,
    private readonly client: RepositoryClient,
  ) {
    this.#session = session;
  }

  get #methods(): UploadMethods {
    return this.client.connection.uploads;
  }

  async finish(descriptor: Descriptor, body: AsyncIterable<Uint8Array>, signal: AbortSignal): Promise<void> {
    const { kind } = this.#method ?? this.#methods.methodFor(descriptor.size);
    // What is held whole can be sent again: nobody has to wait for what becomes of its first piece.
    const isWhole = kind === 'chunks' || descriptor.size <= maxWholeBytes;
    const isHeldBack = this.#methods.holdsBodies && this.#redirects === 0 && !isWhole;
    const replay = new Replay(body, {
      onBytes: (bytes) => {
        this.client.connection.deps.traffic.bytesToTargets += bytes;
      },
      afterFirst: isHeldBack ? async (over) => this.#holdBack(over) : undefined,
    });
    try {
      while (!(await this.#isSent(descriptor, replay, signal)));
    } finally {
      replay.close();
    }
  }

  async #holdBack(over: AbortSignal): Promise<void> {
    try {
      await this.client.connection.deps.clock.sleep(maxHoldMs, over);
      this.#methods.recordVainHold();
    } catch (error) {
      if (!over.aborted) throw error;
    }
  }

  /** @returns whether the blob is there; else its bytes are to be sent once more, and are held. */
  async #isSent(descriptor: Descriptor, replay: Replay, signal: AbortSignal): Promise<boolean> {
    const method = this.#method ?? (await this.#methods.methodWhenKnown(descriptor.size, signal));
    try {
      this.#session ??= new UploadSession(await postUpload(this.client, signal), this.client);
      await this.#session.send(method, descriptor, replay, signal);
      this.#methods.worked(method, descriptor.size);
      return true;
    } catch (error) {
      if (!(error instanceof RegistryError) || replay.hasFailed || signal.aborted) throw error;
      const look = async (): Promise<boolean> => hasBlob(this.client, descriptor, signal);
      if (this.#mayBeLost(error, method) && (await this.#methods.isStored(method, error, look))) return true;
      await this.#prepareRepeat(error, method, descriptor, replay);
      if (!replay.isWhole) throw error.asBodyNeeded();
      return false;
    }
  }

  /** @throws {RegistryError} where there is nothing else to try */
  async #prepareRepeat(
    error: RegistryError,
    method: UploadMethod,
    descriptor: Descriptor,
    replay: Replay,
  ): Promise<void> {
    if (error instanceof RedirectedError) return this.#redirect(error, method, descriptor);
    const next = this.#otherMethod(error, method, descriptor, replay);
    if (next === undefined) throw this.#failed(error, method, descriptor, replay);
    this.#refusal ??= error;
    this.#method = next;
    await this.cancel();
  }

  async #redirect(error: RedirectedError, method: UploadMethod, { size }: Descriptor): Promise<void> {
    this.#redirects += 1;
    if (this.#redirects > maxRedirects) throw tooManyRedirects(error.namedBy, error);
    this.#methods.recordRedirect();
    if (method.kind !== 'chunks') return this.#session?.redirect(error);
    // The chunks before it are there, and their content is gone. From now on each chunk is held, and follows its redirect.
    this.#method = this.#methods.methodFor(size);
    await this.cancel();
  }

  /** Whether the registry does not know the bytes that it was sent, and may know those that it is sent in another way. */
  #mayBeLost({ code }: RegistryError, method: UploadMethod): boolean {
    return (code === 'not-found' || code === 'blob-unknown') && this.#methods.isInDoubt(method);
  }

  #otherMethod(
    error: RegistryError,
    method: UploadMethod,
    { size }: Descriptor,
    { isDone }: Replay,
  ): UploadMethod | undefined {
    if (size === 0) return undefined;
    if (isProxyLimit(error) || (method.kind === 'chunks' && error.status === 416))
      return this.#methods.afterTooLarge(method, size);
    const isRefusal = isMethodRefusal(error, isDone) || this.#mayBeLost(error, method);
    return isRefusal ? this.#methods.afterRefusal(method, error) : undefined;
  }

  /** What was wrong with the first way says more than what is wrong with the second. */
  #failed(error: RegistryError, method: UploadMethod, { digest }: Descriptor, { isDone }: Replay): RegistryError {
    if (!isRetryable(error) || isMethodRefusal(error, isDone)) this.#methods.failed(method);
    if (isRetryable(error)) return error;
    const context = this.client.context('Writing the blob', digest);
    return this.#refusal ?? this.#methods.whyNotByPut(method)?.inContext(context) ?? error;
  }

  /** Gives the session back. Never throws. */
  async cancel(): Promise<void> {
    const session = this.#session;
    this.#session = undefined;
    if (session !== undefined) await cancelSession(session, this.client);
  }
}

/** Giving a session back is a courtesy that nothing waits long for. */
const cancelTimeoutMs = 5_000;

async function cancelSession({ location }: UploadSession, client: RepositoryClient): Promise<void> {
  const { clock, cleanupSignal } = client.connection.deps;
  const context = client.context('Cancelling an upload');
  try {
    await runAttempt(cancelTimeoutMs, { clock, signal: cleanupSignal }, async (signal) => {
      const request = client.request('upload-cancel', 'DELETE', '', context, signal);
      const response = await client.connection.send({ ...request, url: location }, [200, 202, 204]);
      await response.discard();
    });
  } catch {
    // Many registries do not let everybody cancel; they end what is left of a session by themselves.
  }
}
