import { type OperationContext, RegistryError } from '../errors.js';
import { maxConfigBytes } from '../image/access.js';
import type { Descriptor } from '../image/manifest.js';
import { delayAfter, retrying } from '../retry.js';
import { formatRangeFrom, isRest, parseContentRange } from './byte-range.js';
import { errorFromThrown } from './failure.js';
import { chunksOf, headerOf } from './http.js';
import type { Place } from './place.js';
import { type OpenContent, resumed } from './resumed-stream.js';
import { verified } from './verified-stream.js';

/** A blob of another size than its manifest says is not the one that is meant. */
export async function hasBlob(place: Place, { digest, size }: Descriptor, signal: AbortSignal): Promise<boolean> {
  const request = place.request(
    'blob-head',
    'HEAD',
    `blobs/${digest}`,
    place.context('Looking up the blob', digest),
    signal,
  );
  const answer = await place.connection.ask(request, [200, 404], 0);
  const length = headerOf(answer.headers, 'content-length');
  return answer.status === 200 && (length === undefined || Number(length) === size);
}

/**
 * Source: OCI distribution specification, "Pulling blobs". To open it is not tried again here; a body that is cut is gone on with where it was
 * cut, where the server allows that, and else from its beginning.
 */
export async function openBlob(
  place: Place,
  descriptor: Descriptor,
  signal: AbortSignal,
): Promise<AsyncIterable<Uint8Array>> {
  const { retryPolicy, clock } = place.connection.options;
  const content = resumed(await openFrom(place, descriptor, 0, signal), {
    from: async (offset) =>
      retrying(async () => openFrom(place, descriptor, offset, signal), retryPolicy, clock, signal),
    rest: async (error, failures) => clock.sleep(delayAfter(error, failures, retryPolicy, clock), signal),
    attempts: retryPolicy.attempts,
    enoughBytes: enoughResumedBytes,
  });
  const context = place.context('Reading the blob', descriptor.digest);
  return verified(content, descriptor, context, () => {
    place.log.failed({ kind: 'blob-get', context });
  });
}

/** A server that ends or holds up each of its answers behind less would be asked, and waited for, thousands of times for one layer. */
const enoughResumedBytes = 64 * 1024;

/** Of the registry itself each time, for the address that it leads to may be good once only, or for minutes. */
async function openFrom(
  place: Place,
  { digest, size }: Descriptor,
  offset: number,
  signal: AbortSignal,
): Promise<OpenContent> {
  const context = place.context('Reading the blob', digest);
  const request = place.request('blob-get', 'GET', `blobs/${digest}`, context, signal);
  const headers = offset === 0 ? {} : { range: formatRangeFrom(offset) };
  const response = await place.connection.send({ ...request, headers }, offset === 0 ? [200] : [200, 206]);
  const range = headerOf(response.headers, 'content-range') ?? '';
  if (response.status === 206 && !isRest(parseContentRange(range), offset, size)) {
    await response.body.dump({ limit: 0 }).catch(() => undefined);
    const what = `asked for the bytes from ${offset} on, the registry sent others (Content-Range: ${/^bytes [\d*/-]{1,60}$/.test(range) ? range : 'none'})`;
    throw new RegistryError({ ...context, code: 'invalid-response', what });
  }
  const start = response.status === 206 ? offset : 0;
  return { start, chunks: received(chunksOf(response), place, context) };
}

export async function getBlob(place: Place, descriptor: Descriptor, signal: AbortSignal): Promise<Uint8Array> {
  if (descriptor.size > maxConfigBytes) {
    const context = place.context('Reading the blob', descriptor.digest);
    const what = `it has ${descriptor.size} bytes, and at most ${maxConfigBytes} are held in memory`;
    throw new RegistryError({ ...context, code: 'too-large', what });
  }
  const { retryPolicy, clock } = place.connection.options;
  return retrying(async () => collect(await openBlob(place, descriptor, signal)), retryPolicy, clock, signal);
}

async function* received(
  content: AsyncIterable<Uint8Array>,
  place: Place,
  context: OperationContext,
): AsyncGenerator<Uint8Array> {
  const { traffic } = place.connection.options;
  try {
    for await (const chunk of content) {
      if (place.side === 'source') traffic.bytesFromSources += chunk.length;
      yield chunk;
    }
  } catch (error) {
    place.log.failed({ kind: 'blob-get', context });
    throw errorFromThrown(error, place.connection.registry, context);
  }
}

async function collect(content: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of content) chunks.push(chunk);
  return Buffer.concat(chunks);
}
