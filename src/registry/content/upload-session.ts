import type { Descriptor } from '../../image/manifest.js';
import { readBounded } from '../../runtime/bounded-read.js';
import type { Answer } from '../http/answer.js';
import type { RegistryRequest } from '../http/connection.js';
import { type HttpResponse, headerOf } from '../http/http.js';
import { piecesOf } from './pieces.js';
import type { RepositoryClient } from '../repository-client.js';
import type { RedirectedError } from '../http/redirect.js';
import { Replay } from '../http/replay.js';
import type { UploadMethod } from './upload-methods.js';
import { uploadLocation, withDigest } from './upload-location.js';

/** GHCR takes up to 11 s to commit 700 MB (jib#4301); a larger layer, on a busier registry, several times that. */
const commitTimeoutMs = 300_000;

/**
 * A blob of up to this size is read whole before it is sent. Then its request takes one write, which costs more than so few bytes do, and it can be sent
 * again. Most configs and attestations are smaller.
 */
export const maxWholeBytes = 32 * 1024;

const endStatuses = [200, 201, 202, 204];
/** ECR answers 201, some 204. */
const patchStatuses = [200, 201, 202, 204];

/** One session that a registry opened for the bytes of a blob. Source: OCI distribution specification, "Pushing blobs". */
export class UploadSession {
  #location: URL;
  /** The host that named the location. */
  #namedBy: URL;
  /** Where the request that carries the blob was redirected to. */
  #redirected: RedirectedError | undefined;

  /** @throws {RegistryError} where the answer names no usable location */
  constructor(
    answer: Answer,
    private readonly client: RepositoryClient,
  ) {
    this.#location = uploadLocation(answer, client.context('Starting an upload to'), client.connection.deps);
    this.#namedBy = answer.url;
    client.connection.uploads.recordMinChunk(headerOf(answer.headers, 'oci-chunk-min-length'));
  }

  get location(): URL {
    return this.#location;
  }

  /** The whole blob goes there next. */
  redirect(error: RedirectedError): void {
    this.#redirected = error;
  }

  async send(method: UploadMethod, descriptor: Descriptor, body: Replay, signal: AbortSignal): Promise<void> {
    if (method.kind === 'chunks' && descriptor.size > 0) {
      await this.#patchInChunks(method.bytes, descriptor, body, signal);
      return this.#end(descriptor, signal);
    }
    const content = descriptor.size > maxWholeBytes ? body : await readWhole(descriptor, body);
    if (method.kind !== 'patch' || descriptor.size === 0) return this.#put(descriptor, content, signal);
    await this.#patchWhole(descriptor, content, signal);
    return this.#end(descriptor, signal);
  }

  /** "Pushing a blob monolithically": one PUT with the length, the only way that every registry takes. */
  async #put(descriptor: Descriptor, body: Replay | Uint8Array, signal: AbortSignal): Promise<void> {
    const headers = { 'content-type': 'application/octet-stream', 'content-length': String(descriptor.size) };
    const request = this.#request(
      'upload-finish',
      'PUT',
      withDigest(this.#location, descriptor.digest),
      descriptor,
      signal,
    );
    const response = await this.#sent({ ...request, ...this.#redirection(), headers, body }, endStatuses);
    await response.discard();
  }

  /**
   * Without a range the whole blob goes in one PATCH, as docker sends it, and every registry accepts that. With a range GHCR refuses more than 4
   * MiB, and Google's Artifact Registry refuses any.
   */
  async #patchWhole(descriptor: Descriptor, body: Replay | Uint8Array, signal: AbortSignal): Promise<void> {
    const request = this.#request('upload-patch', 'PATCH', this.#location, descriptor, signal);
    const headers = { 'content-length': String(descriptor.size) };
    await this.#patch({ ...request, ...this.#redirection(), headers, body });
  }

  /** "Pushing a blob in chunks". */
  async #patchInChunks(bytes: number, descriptor: Descriptor, body: Replay, signal: AbortSignal): Promise<void> {
    let start = 0;
    for await (const { size, content } of piecesOf(body, descriptor.size, bytes)) {
      const request = this.#request('upload-patch', 'PATCH', this.#location, descriptor, signal);
      const headers = { 'content-length': String(size), 'content-range': `${start}-${start + size - 1}` };
      const maxHeldBytes = this.client.connection.uploads.holdsChunks ? size : undefined;
      await this.#patch({ ...request, headers, body: new Replay(content, { maxHeldBytes }) });
      start += size;
    }
  }

  async #patch(request: RegistryRequest): Promise<void> {
    const headers = { 'content-type': 'application/octet-stream', ...request.headers };
    const response = await this.#sent({ ...request, headers }, patchStatuses);
    await response.discard();
    if (headerOf(response.headers, 'location') === undefined) return;
    this.#location = uploadLocation(response, request.context, this.client.connection.deps);
    this.#namedBy = response.url;
  }

  async #end(descriptor: Descriptor, signal: AbortSignal): Promise<void> {
    const url = withDigest(this.#location, descriptor.digest);
    const request = this.#request('upload-finish', 'PUT', url, descriptor, signal);
    const headers = { 'content-type': 'application/octet-stream' };
    const response = await this.#sent({ ...request, headers, body: new Uint8Array() }, endStatuses);
    await response.discard();
  }

  #redirection(): Pick<RegistryRequest, 'url' | 'namedBy'> | undefined {
    return this.#redirected === undefined
      ? undefined
      : { url: this.#redirected.url, namedBy: this.#redirected.namedBy };
  }

  #request(
    kind: 'upload-patch' | 'upload-finish',
    method: 'PATCH' | 'PUT',
    url: URL,
    { digest }: Descriptor,
    signal: AbortSignal,
  ): RegistryRequest {
    const context = this.client.context('Writing the blob', digest);
    return { ...this.client.request(kind, method, '', context, signal), url, namedBy: this.#namedBy };
  }

  async #sent(request: RegistryRequest, expected: readonly number[]): Promise<HttpResponse> {
    return this.client.connection.send({ ...request, headersTimeoutMs: commitTimeoutMs }, expected);
  }
}

/** The content is checked when it ends; an empty blob, too, which has nothing to send. */
async function readWhole({ size }: Descriptor, body: Replay): Promise<Uint8Array> {
  const name = size === 0 ? 'an empty blob has' : `a blob of ${size} bytes has more`;
  return readBounded(body, size, () => new RangeError(`${name} content`));
}
