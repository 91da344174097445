import { type OperationContext, RegistryError } from '../errors.js';
import type { Upload } from '../image/access.js';
import type { Descriptor } from '../image/manifest.js';
import { type LeadRules, listingAdvice, objectionTo } from './address.js';
import type { Answer } from './connection.js';
import { discard, headerOf } from './http.js';
import { beginAttempt } from '../settle.js';
import type { Place } from './place.js';

/** GHCR takes up to 11 s to commit 700 MB (jib#4301); a larger layer, on a busier registry, several times that. */
const commitTimeoutMs = 300_000;

/**
 * The session that an answer to `POST …/blobs/uploads/` opened. Source: OCI distribution specification, "Pushing a blob
 * monolithically": one PUT with the length, the only way that every registry takes.
 * @throws {RegistryError} where the answer names no usable place
 */
export function openUpload(answer: Answer, place: Place): Upload {
  const location = uploadLocation(answer, place.context('Starting an upload to'), place.connection.options);
  return {
    finish: async (descriptor, body, signal) => finishUpload(place, location, descriptor, body, signal),
    cancel: async () => cancelUpload(place, location),
  };
}

async function finishUpload(
  place: Place,
  location: URL,
  descriptor: Descriptor,
  body: AsyncIterable<Uint8Array>,
  signal: AbortSignal,
): Promise<void> {
  const context = place.context('Writing the blob', descriptor.digest);
  const request = {
    ...place.request('upload-finish', 'PUT', '', context, signal),
    url: withDigest(location, descriptor),
    headers: { 'content-type': 'application/octet-stream', 'content-length': String(descriptor.size) },
    // An empty blob is read to its end, so that it is checked; there is nothing to stream.
    body: descriptor.size === 0 ? await drained(body) : counted(body, place),
    headersTimeoutMs: commitTimeoutMs,
  };
  await discard(await place.connection.send(request, [200, 201, 202, 204]));
}

async function cancelUpload(place: Place, location: URL): Promise<void> {
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

async function drained(body: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  for await (const chunk of body) if (chunk.length > 0) throw new RangeError('an empty blob has content');
  return new Uint8Array();
}

/** Giving a session back is a courtesy that nothing waits long for. */
const cancelTimeoutMs = 5_000;

/**
 * Where the registry wants the bytes: absolute or relative, with a query that may be signed. Plain http of the registry's own
 * name is mended where the registry has TLS (distribution#479: behind a proxy it may not know that it has).
 */
function uploadLocation(answer: Answer, context: OperationContext, rules: LeadRules): URL {
  const text = headerOf(answer.headers, 'location') ?? '';
  const url = text !== '' && URL.canParse(text, answer.url.href) ? new URL(text, answer.url) : undefined;
  if (url !== undefined) mendScheme(url, answer.url);
  const objection = url === undefined ? 'is none' : objectionTo(url, answer.url, rules);
  if (url !== undefined && objection === undefined) return url;
  throw new RegistryError({
    ...context,
    code: 'invalid-response',
    what: `the registry sends uploads to an address that ${objection ?? ''}${url === undefined ? '' : ` (${url.protocol}//${url.host})`}`,
    ...(url === undefined ? {} : { advice: listingAdvice(url) }),
  });
}

function mendScheme(url: URL, own: URL): void {
  if (url.hostname === own.hostname && own.protocol === 'https:' && url.protocol === 'http:') url.protocol = 'https:';
}

/** As raw text: URLSearchParams would rewrite a signed query. */
function withDigest(location: URL, { digest }: Descriptor): URL {
  const text = location.toString();
  return new URL(`${text}${text.includes('?') ? '&' : '?'}digest=${encodeURIComponent(digest)}`);
}

async function* counted(body: AsyncIterable<Uint8Array>, place: Place): AsyncGenerator<Uint8Array> {
  for await (const chunk of body) {
    place.connection.options.traffic.bytesToTargets += chunk.length;
    yield chunk;
  }
}
