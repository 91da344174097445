import { type OperationContext, RegistryError, type Side, messageOf } from '../errors.js';
import { type ImageSource, type ImageTarget, type ManifestHead, type Upload, maxConfigBytes } from '../image/access.js';
import { type Digest, isDigest, matchesDigest } from '../image/digest.js';
import {
  type Descriptor,
  InvalidManifestError,
  type ManifestContent,
  maxManifestBytes,
  mediaTypes,
  schema1Types,
  toContent,
} from '../image/manifest.js';
import { retrying } from '../retry.js';
import type { Answer, RegistryConnection, RegistryRequest } from './connection.js';
import { errorFromThrown } from './failure.js';
import { chunksOf, headerOf } from './http.js';
import { startUpload } from './upload.js';
import { verified } from './verified-stream.js';

/** Every type that is understood, those first that are wanted. Without the full list some registries convert, or deny that there is anything. */
const accept = [...Object.values(mediaTypes), ...schema1Types].join(', ');

/** Answers to small requests other than manifests; their bodies are not looked at. */
const maxAnswerBytes = 1024 * 1024;

/**
 * One repository of a registry: the operations of the OCI distribution specification 1.1 that a mirror needs.
 * Each throws a RegistryError that says what was done, on which side, and what came back.
 */
export class Repository implements ImageTarget {
  /** @param writable a push scope is asked for along with the pull scope, so that one token serves the whole copy */
  constructor(
    readonly connection: RegistryConnection,
    readonly repository: string,
    readonly side: Side,
    readonly writable: boolean,
  ) {}

  get registry(): string {
    return this.connection.registry;
  }

  get name(): string {
    return `${this.registry}/${this.repository}`;
  }

  async headManifest(reference: string, signal: AbortSignal): Promise<ManifestHead | undefined> {
    const context = this.#context('Looking up', reference);
    const request = this.#request('manifest-head', 'HEAD', this.#manifestPath(reference), context, signal);
    const answer = await this.connection.ask({ ...request, headers: { accept } }, [200, 404, 405], 0);
    if (answer.status === 404) return undefined;
    const digest = headerOf(answer.headers, 'docker-content-digest');
    if (answer.status === 200 && digest !== undefined && isDigest(digest)) return { digest };
    return this.#headByGet(reference, signal);
  }

  async getManifest(digest: Digest, signal: AbortSignal): Promise<ManifestContent> {
    const context = this.#context('Reading', digest);
    const answer = await this.#fetchManifest(digest, [200], context, signal);
    if (!matchesDigest(answer.bytes, digest)) {
      throw new RegistryError({
        ...context,
        code: 'digest-mismatch',
        what: 'the manifest’s bytes do not hash to its digest',
      });
    }
    return this.#read(answer, context, digest);
  }

  async getBlob(descriptor: Descriptor, signal: AbortSignal): Promise<Uint8Array> {
    const context = this.#context('Reading the blob', descriptor.digest);
    if (descriptor.size > maxConfigBytes) {
      throw new RegistryError({
        ...context,
        code: 'too-large',
        what: `it has ${descriptor.size} bytes, and at most ${maxConfigBytes} are held in memory`,
      });
    }
    const { retryPolicy, clock } = this.connection.options;
    const once = async (): Promise<Uint8Array> => Buffer.concat(await collect(await this.openBlob(descriptor, signal)));
    return retrying(once, retryPolicy, clock, signal);
  }

  async openBlob(descriptor: Descriptor, signal: AbortSignal): Promise<AsyncIterable<Uint8Array>> {
    const context = this.#context('Reading the blob', descriptor.digest);
    const request = this.#request('blob-get', 'GET', this.#blobPath(descriptor.digest), context, signal);
    const response = await this.connection.send(request, [200]);
    return verified(this.#received(chunksOf(response), context), descriptor, context);
  }

  async reading<T>(task: () => Promise<T>, size: number, signal: AbortSignal): Promise<T> {
    return this.connection.inLane('downloads', task, signal, size);
  }

  async writing<T>(task: () => Promise<T>, size: number, signal: AbortSignal): Promise<T> {
    return this.connection.inLane('uploads', task, signal, size);
  }

  sibling(repository: string): ImageSource {
    return new Repository(this.connection, repository, this.side, false);
  }

  async repositoryExists(signal: AbortSignal): Promise<boolean> {
    const request = this.#request(
      'tags',
      'GET',
      `/v2/${this.repository}/tags/list?n=1`,
      this.#context('Looking up the repository'),
      signal,
    );
    const answer = await this.connection.ask(request, [200, 404], maxAnswerBytes);
    return answer.status === 200;
  }

  async hasBlob(digest: Digest, signal: AbortSignal): Promise<boolean> {
    const request = this.#request(
      'blob-head',
      'HEAD',
      this.#blobPath(digest),
      this.#context('Looking up the blob', digest),
      signal,
    );
    const answer = await this.connection.ask(request, [200, 404], 0);
    return answer.status === 200;
  }

  async mountBlob(digest: Digest, from: string, signal: AbortSignal): Promise<Upload | 'mounted'> {
    const query = new URLSearchParams({ mount: digest, from });
    const context = this.#context('Mounting the blob', digest);
    const request = this.#request(
      'blob-mount',
      'POST',
      `/v2/${this.repository}/blobs/uploads/?${query.toString()}`,
      context,
      signal,
    );
    const scopes = [...request.scopes, `repository:${from}:pull`];
    const answer = await this.connection.ask({ ...request, scopes, body: '' }, [201, 202], maxAnswerBytes);
    return answer.status === 201 ? 'mounted' : startUpload(answer, this);
  }

  async startUpload(signal: AbortSignal): Promise<Upload> {
    const context = this.#context('Starting an upload');
    const request = this.#request('upload-start', 'POST', `/v2/${this.repository}/blobs/uploads/`, context, signal);
    return startUpload(await this.connection.ask({ ...request, body: '' }, [202], maxAnswerBytes), this);
  }

  async putManifest(
    reference: string,
    { bytes, manifest, digest }: ManifestContent,
    signal: AbortSignal,
  ): Promise<void> {
    const context = this.#context('Writing', reference);
    const request = this.#request('manifest-put', 'PUT', this.#manifestPath(reference), context, signal);
    const headers = { 'content-type': manifest.mediaType };
    const answer = await this.connection.ask({ ...request, headers, body: bytes }, [200, 201, 202], maxAnswerBytes);
    const stored = headerOf(answer.headers, 'docker-content-digest');
    if (stored === undefined || stored === digest) return;
    throw new RegistryError({
      ...context,
      code: 'digest-mismatch',
      what: `the registry says that it stored ${stored.slice(0, 150)}, expected ${digest}`,
    });
  }

  /** Registries without the header, or without HEAD: the bytes are the truth. */
  async #headByGet(reference: string, signal: AbortSignal): Promise<ManifestHead | undefined> {
    const context = this.#context('Reading', reference);
    const answer = await this.#fetchManifest(reference, [200, 404], context, signal);
    return answer.status === 404 ? undefined : { digest: this.#read(answer, context).digest };
  }

  async #fetchManifest(
    reference: string,
    expected: readonly number[],
    context: OperationContext,
    signal: AbortSignal,
  ): Promise<Answer> {
    const request = this.#request('manifest-get', 'GET', this.#manifestPath(reference), context, signal);
    const answer = await this.connection.ask({ ...request, headers: { accept } }, expected, maxManifestBytes);
    if (this.side === 'source' && answer.status === 200) {
      this.connection.options.traffic.upstreamPulls += 1;
      this.connection.options.traffic.bytesFromSources += answer.bytes.length;
    }
    return answer;
  }

  #read(answer: Answer, context: OperationContext, digest?: Digest): ManifestContent {
    try {
      return toContent(answer.bytes, headerOf(answer.headers, 'content-type'), digest);
    } catch (error) {
      if (!(error instanceof InvalidManifestError)) throw error;
      throw new RegistryError({
        ...context,
        code: 'invalid-content',
        what: `the manifest cannot be used: ${messageOf(error)}`,
        cause: error,
      });
    }
  }

  async *#received(content: AsyncIterable<Uint8Array>, context: OperationContext): AsyncGenerator<Uint8Array> {
    try {
      for await (const chunk of content) {
        if (this.side === 'source') this.connection.options.traffic.bytesFromSources += chunk.length;
        yield chunk;
      }
    } catch (error) {
      throw errorFromThrown(error, this.registry, context);
    }
  }

  #request(
    kind: RegistryRequest['kind'],
    method: RegistryRequest['method'],
    url: string,
    context: OperationContext,
    signal: AbortSignal,
  ): RegistryRequest {
    return { kind, method, url, headers: {}, scopes: this.scopes, context, signal };
  }

  /** The push scope stands first: some registries honour only the first. */
  get scopes(): readonly string[] {
    return [`repository:${this.repository}:${this.writable ? 'pull,push' : 'pull'}`];
  }

  #manifestPath(reference: string): string {
    return `/v2/${this.repository}/manifests/${reference}`;
  }

  #blobPath(digest: Digest): string {
    return `/v2/${this.repository}/blobs/${digest}`;
  }

  #context(operation: string, reference?: string): OperationContext {
    const separator = reference?.includes(':') === true ? '@' : ':';
    return {
      operation,
      reference: reference === undefined ? this.name : `${this.name}${separator}${reference}`,
      side: this.side,
    };
  }
}

async function collect(content: AsyncIterable<Uint8Array>): Promise<readonly Uint8Array[]> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of content) chunks.push(chunk);
  return chunks;
}
