import { type OperationContext, RegistryError } from '../../runtime/errors.js';
import { maxConfigBytes } from '../../image/access.js';
import type { Descriptor } from '../../image/manifest.js';
import { retrying } from '../throttle/retry.js';
import { firstByte, formatRangeFrom, isRest, parseContentRange } from './byte-range.js';
import { errorFromThrown } from '../errors/registry-failure.js';
import { UndecodableError, parseContentEncoding } from './content-coding.js';
import { type HttpResponse, chunksOf, discard, headerOf } from '../http/http.js';
import type { Place } from '../repository-client.js';
import { refusedHeadStatuses } from './refused-head.js';
import { type OpenContent, resumed } from './resumed-stream.js';
import { verified } from './verified-stream.js';

/**
 * A blob with another size than its manifest says is another blob.
 * @param by `get`: without a HEAD, which some registries do not answer as they answer a GET
 */
export async function hasBlob(
  place: Place,
  descriptor: Descriptor,
  signal: AbortSignal,
  by: 'head' | 'get' = 'head',
): Promise<boolean> {
  if (by === 'get') return hasBlobByGet(place, descriptor, signal);
  const { digest, size } = descriptor;
  const context = place.context('Looking up the blob', digest);
  const request = place.request('blob-head', 'HEAD', `blobs/${digest}`, context, signal);
  const answer = await place.connection.ask(request, [200, 404, ...refusedHeadStatuses], 0);
  if (answer.status === 404) return false;
  if (answer.status !== 200) return hasBlobByGet(place, descriptor, signal);
  const length = lengthOf(answer);
  // Some servers answer every HEAD with a length of 0.
  return length === 0 || isOfSize(length, size);
}

/** Asks for one byte; of a server that knows no ranges the body is given up as soon as it begins. */
async function hasBlobByGet(place: Place, { digest, size }: Descriptor, signal: AbortSignal): Promise<boolean> {
  const { retryPolicy, clock } = place.connection.options;
  const context = place.context('Looking up the blob', digest);
  const request = place.request('blob-get', 'GET', `blobs/${digest}`, context, signal);
  const headers = { range: firstByte };
  // 416: it has no first byte, and is there.
  const look = async (): Promise<HttpResponse> => {
    const response = await place.connection.send({ ...request, headers }, [200, 206, 404, 416]);
    await discard(response);
    return response;
  };
  const response = await (request.isSentOnce === true ? look() : retrying(look, retryPolicy, clock, signal));
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
 * Source: OCI distribution specification, "Pulling blobs". To open it is not tried again here: whoever wants it does that. A body that is cut goes
 * on at once where it was cut, where the server allows that, and else from its beginning. It waits only for a host that rests or is started
 * again: the bytes that came so far are worth more than the place that is held meanwhile.
 */
export async function openBlob(
  place: Place,
  descriptor: Descriptor,
  signal: AbortSignal,
): Promise<AsyncIterable<Uint8Array>> {
  const { retryPolicy, clock } = place.connection.options;
  const content = resumed(await openFrom(place, descriptor, 0, signal), {
    from: async (offset) =>
      retrying(
        async () => openReady(place, descriptor, offset, signal),
        { ...retryPolicy, attempts: reopenings },
        clock,
        signal,
      ),
    enoughBytes: enoughResumedBytes,
  });
  const context = place.context('Reading the blob', descriptor.digest);
  return verified(content, descriptor, context, () => {
    place.connection.blobCodings.noteWrong(descriptor.digest);
    place.log.failed({ kind: 'blob-get', context });
  });
}

/** One may meet the connection that was closed, and the second shows whether the host is there. */
const reopenings = 2;

/** A server that ends or holds up each of its answers behind less would be asked, and waited for, thousands of times for one layer. */
const enoughResumedBytes = 64 * 1024;

async function openReady(
  place: Place,
  descriptor: Descriptor,
  offset: number,
  signal: AbortSignal,
): Promise<OpenContent> {
  await place.connection.state.ready('blob-get', place.context('Reading the blob', descriptor.digest), signal);
  return openFrom(place, descriptor, offset, signal);
}

/** Of the registry itself each time, for the address that it leads to may be good once only, or for minutes. */
async function openFrom(
  place: Place,
  descriptor: Descriptor,
  offset: number,
  signal: AbortSignal,
): Promise<OpenContent> {
  const context = place.context('Reading the blob', descriptor.digest);
  const request = place.request('blob-get', 'GET', `blobs/${descriptor.digest}`, context, signal);
  const headers = offset === 0 ? {} : { range: formatRangeFrom(offset) };
  const response = await place.connection.send({ ...request, headers }, offset === 0 ? [200] : [200, 206]);
  const open = (start: number, codings: readonly string[]): OpenContent => ({
    start,
    chunks: received(response, codings, place, { descriptor, context }),
  });
  if (response.status !== 206) return open(0, place.connection.blobCodings.of(response.headers, descriptor));
  const range = headerOf(response.headers, 'content-range') ?? '';
  // Numbers that are right for the blob are not those of an encoded one.
  if (isRest(parseContentRange(range), offset, descriptor.size)) return open(offset, []);
  await response.body.dump({ limit: 0 }).catch(() => undefined);
  // A part of something encoded is of no use.
  if (isEncoded(response)) return openFrom(place, descriptor, 0, signal);
  const what = `asked for the bytes from ${offset} on, the registry sent others (Content-Range: ${/^bytes [\d*/-]{1,60}$/.test(range) ? range : 'none'})`;
  throw new RegistryError({ ...context, code: 'invalid-response', what });
}

export async function getBlob(place: Place, descriptor: Descriptor, signal: AbortSignal): Promise<Uint8Array> {
  if (descriptor.size > maxConfigBytes) {
    const context = place.context('Reading the blob', descriptor.digest);
    const what = `it has ${descriptor.size} bytes, and at most ${maxConfigBytes} are held in memory`;
    throw new RegistryError({ ...context, code: 'too-large', what });
  }
  const { retryPolicy, clock } = place.connection.options;
  const context = place.context('Reading the blob', descriptor.digest);
  const once = async (): Promise<Uint8Array> => {
    await place.connection.state.ready('blob-get', context, signal);
    const read = async (): Promise<Uint8Array> => collect(await openBlob(place, descriptor, signal));
    return place.connection.inLane('downloads', read, signal, descriptor.size);
  };
  return retrying(once, retryPolicy, clock, signal);
}

async function* received(
  response: HttpResponse,
  codings: readonly string[],
  place: Place,
  { descriptor: { digest, size }, context }: { descriptor: Descriptor; context: OperationContext },
): AsyncGenerator<Uint8Array> {
  const { traffic } = place.connection.options;
  try {
    for await (const chunk of chunksOf(response, { maxBytes: size, codings })) {
      if (place.side === 'source') traffic.bytesFromSources += chunk.length;
      yield chunk;
    }
  } catch (error) {
    if (error instanceof UndecodableError) place.connection.blobCodings.noteWrong(digest);
    place.log.failed({ kind: 'blob-get', context });
    throw errorFromThrown(error, response.url.host, context);
  }
}

async function collect(content: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of content) chunks.push(chunk);
  return Buffer.concat(chunks);
}
