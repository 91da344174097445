import { type OperationContext, RegistryError } from '../../image/registry-error.js';
import { maxConfigBytes } from '../../image/source-and-target.js';
import type { Descriptor } from '../../image/manifest.js';
import { retrying } from '../throttle/retry.js';
import { firstByte, formatRangeFrom, isRest, parseContentRange } from './byte-range.js';
import { BodyTooLargeError, readBounded } from '../../runtime/bounded-read.js';
import { errorFromThrown } from '../errors/registry-failure.js';
import { UndecodableError, parseContentEncoding } from './content-coding.js';
import { type HttpResponse, chunksOf, headerOf } from '../http/http.js';
import type { RepositoryClient } from '../repository-client.js';
import { untrustedHeadStatuses } from './head-trust.js';
import { type OpenContent, resumeContent } from './resumed-stream.js';
import { verifyContent } from './verified-stream.js';

/**
 * A blob with another size than its manifest says is another blob.
 * @param by `get`: without a HEAD, which some registries do not answer as they answer a GET
 */
export async function hasBlob(
  client: RepositoryClient,
  descriptor: Descriptor,
  signal: AbortSignal,
  by: 'head' | 'get' = 'head',
): Promise<boolean> {
  if (by === 'get') return hasBlobByGet(client, descriptor, signal);
  const { digest, size } = descriptor;
  const context = client.context('Looking up the blob', digest);
  const request = client.request('blob-head', 'HEAD', `blobs/${digest}`, context, signal);
  const answer = await client.connection.ask(request, [200, 404, ...untrustedHeadStatuses], 0);
  if (answer.status === 404) return false;
  if (answer.status !== 200) return hasBlobByGet(client, descriptor, signal);
  const length = lengthOf(answer);
  // Some servers answer every HEAD with a length of 0.
  return length === 0 || isOfSize(length, size);
}

/** Asks for one byte; of a server that knows no ranges the body is given up as soon as it begins. */
async function hasBlobByGet(
  client: RepositoryClient,
  { digest, size }: Descriptor,
  signal: AbortSignal,
): Promise<boolean> {
  const { retryPolicy, clock } = client.connection.deps;
  const context = client.context('Looking up the blob', digest);
  const request = client.request('blob-get', 'GET', `blobs/${digest}`, context, signal);
  const headers = { range: firstByte };
  // 416: it has no first byte, and is there.
  const ask = async (): Promise<HttpResponse> => {
    const response = await client.connection.send({ ...request, headers }, [200, 206, 404, 416]);
    await response.discard();
    return response;
  };
  const response = await (request.isSentOnce === true ? ask() : retrying(ask, retryPolicy, clock, signal));
  if (response.status === 404) return false;
  if (response.status === 416) return size === 0;
  if (isEncoded(response)) return true;
  const range = parseContentRange(headerOf(response.headers, 'content-range') ?? '');
  return isOfSize(response.status === 206 ? range?.size : lengthOf(response), size);
}

/** Its lengths are not those of the content. */
function isEncoded({ headers }: Pick<HttpResponse, 'headers'>): boolean {
  return parseContentEncoding(headers['content-encoding']).length > 0;
}

/** Undefined where it is not said, or is that of an encoded body. */
function lengthOf(answer: Pick<HttpResponse, 'headers'>): number | undefined {
  const length = headerOf(answer.headers, 'content-length');
  return length === undefined || isEncoded(answer) ? undefined : Number(length);
}

/** A size that is not known is not wrong. */
function isOfSize(length: number | undefined, size: number): boolean {
  return length === undefined || length === size;
}

/**
 * Source: OCI distribution specification, "Pulling blobs". Opening is not retried here; the caller does that. A body that is cut off continues at
 * that point if the server supports it, else from its beginning. It waits only for a host that cools down or restarts, because the bytes that came
 * so far are worth more than the slot it holds meanwhile.
 */
export async function openBlob(
  client: RepositoryClient,
  descriptor: Descriptor,
  signal: AbortSignal,
): Promise<AsyncIterable<Uint8Array>> {
  const { retryPolicy, clock } = client.connection.deps;
  const content = resumeContent(await openFrom(client, descriptor, 0, signal), {
    from: async (offset) =>
      retrying(
        async () => openReady(client, descriptor, offset, signal),
        { ...retryPolicy, attempts: reopenings },
        clock,
        signal,
      ),
    enoughBytes: enoughResumedBytes,
  });
  const context = client.context('Reading the blob', descriptor.digest);
  return verifyContent(content, descriptor, context, () => {
    client.connection.blobCodings.noteWrong(descriptor.digest);
    client.hostLog.failed({ kind: 'blob-get', context });
  });
}

/** One may meet the connection that was closed, and the second shows whether the host is there. */
const reopenings = 2;

/** A server that ends or holds up each of its answers behind less would be asked, and waited for, thousands of times for one layer. */
const enoughResumedBytes = 64 * 1024;

async function openReady(
  client: RepositoryClient,
  descriptor: Descriptor,
  offset: number,
  signal: AbortSignal,
): Promise<OpenContent> {
  await client.connection.state.waitUntilReady(
    'blob-get',
    client.context('Reading the blob', descriptor.digest),
    signal,
  );
  return openFrom(client, descriptor, offset, signal);
}

/** Ask the registry itself each time: the address that it redirects to may be valid only once, or for minutes. */
async function openFrom(
  client: RepositoryClient,
  descriptor: Descriptor,
  offset: number,
  signal: AbortSignal,
): Promise<OpenContent> {
  const context = client.context('Reading the blob', descriptor.digest);
  const request = client.request('blob-get', 'GET', `blobs/${descriptor.digest}`, context, signal);
  const headers = offset === 0 ? {} : { range: formatRangeFrom(offset) };
  const response = await client.connection.send({ ...request, headers }, offset === 0 ? [200] : [200, 206]);
  const open = (start: number, codings: readonly string[]): OpenContent => ({
    start,
    chunks: countReceived(response, codings, client, { descriptor, context }),
  });
  if (response.status !== 206) return open(0, client.connection.blobCodings.of(response.headers, descriptor));
  const range = headerOf(response.headers, 'content-range') ?? '';
  // Numbers that are right for the blob are not those of an encoded one.
  if (isRest(parseContentRange(range), offset, descriptor.size)) return open(offset, []);
  await response.discard();
  // A part of something encoded is of no use.
  if (isEncoded(response)) return openFrom(client, descriptor, 0, signal);
  const what = `asked for the bytes from ${offset} on, the registry sent others (Content-Range: ${/^bytes [\d*/-]{1,60}$/.test(range) ? range : 'none'})`;
  throw new RegistryError({ ...context, code: 'invalid-response', what });
}

export async function getBlob(
  client: RepositoryClient,
  descriptor: Descriptor,
  signal: AbortSignal,
): Promise<Uint8Array> {
  if (descriptor.size > maxConfigBytes) {
    const context = client.context('Reading the blob', descriptor.digest);
    const what = `it has ${descriptor.size} bytes, and at most ${maxConfigBytes} are held in memory`;
    throw new RegistryError({ ...context, code: 'too-large', what });
  }
  const { retryPolicy, clock } = client.connection.deps;
  const context = client.context('Reading the blob', descriptor.digest);
  const once = async (): Promise<Uint8Array> => {
    await client.connection.state.waitUntilReady('blob-get', context, signal);
    const read = async (): Promise<Uint8Array> => {
      const content = await openBlob(client, descriptor, signal);
      return readBounded(content, maxConfigBytes, () => new BodyTooLargeError(maxConfigBytes));
    };
    return client.connection.inQueue('downloads', read, signal, descriptor.size);
  };
  return retrying(once, retryPolicy, clock, signal);
}

async function* countReceived(
  response: HttpResponse,
  codings: readonly string[],
  client: RepositoryClient,
  { descriptor: { digest, size }, context }: { descriptor: Descriptor; context: OperationContext },
): AsyncGenerator<Uint8Array> {
  const { traffic } = client.connection.deps;
  try {
    for await (const chunk of chunksOf(response, { maxBytes: size, codings })) {
      if (client.side === 'source') traffic.bytesFromSources += chunk.length;
      yield chunk;
    }
  } catch (error) {
    if (error instanceof UndecodableError) client.connection.blobCodings.noteWrong(digest);
    client.hostLog.failed({ kind: 'blob-get', context });
    throw errorFromThrown(error, response.url.host, context);
  }
}
