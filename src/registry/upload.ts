import { isIP } from 'node:net';
import { type OperationContext, RegistryError, type Side } from '../errors.js';
import type { Upload } from '../image/access.js';
import type { Descriptor } from '../image/manifest.js';
import { isPrivateAddress } from './address.js';
import type { Answer, RegistryConnection } from './connection.js';
import { headerOf } from './http.js';

/** GHCR takes up to 11 s to commit 700 MB (jib#4301); a larger layer, on a busier registry, several times that. */
const commitTimeoutMs = 300_000;

/** The repository that is written to, as far as an upload needs to know it. */
export interface UploadPlace {
  readonly connection: RegistryConnection;
  readonly name: string;
  readonly side: Side;
  readonly scopes: readonly string[];
}

/**
 * The session that an answer to `POST …/blobs/uploads/` opened. Source: OCI distribution specification, "Pushing a blob
 * monolithically": one PUT with the length, the only way that every registry takes.
 * @throws {RegistryError} where the answer names no usable place
 */
export function startUpload(answer: Answer, target: UploadPlace): Upload {
  const context: OperationContext = { operation: 'Starting an upload', reference: target.name, side: target.side };
  const location = uploadLocation(answer, context);
  const shared = { headers: {}, scopes: target.scopes };
  return {
    async finish(descriptor, body, signal) {
      const finishing = { ...context, operation: 'Writing the blob', reference: `${target.name}@${descriptor.digest}` };
      const headers = { 'content-type': 'application/octet-stream', 'content-length': String(descriptor.size) };
      const content = descriptor.size === 0 ? new Uint8Array() : counted(body, target);
      const response = await target.connection.send(
        {
          kind: 'upload-finish',
          method: 'PUT',
          url: withDigest(location, descriptor),
          ...shared,
          headers,
          body: content,
          headersTimeoutMs: commitTimeoutMs,
          context: finishing,
          signal,
        },
        [200, 201, 202, 204],
      );
      await response.body.dump();
    },
    async cancel() {
      const signal = AbortSignal.timeout(cancelTimeoutMs);
      await target.connection
        .send(
          {
            kind: 'upload-cancel',
            method: 'DELETE',
            url: location,
            ...shared,
            context: { ...context, operation: 'Cancelling an upload' },
            signal,
          },
          [200, 202, 204],
        )
        .then(async (response) => response.body.dump())
        .catch(() => undefined);
    },
  };
}

/** Giving a session back is a courtesy that nothing waits long for. */
const cancelTimeoutMs = 5_000;

/**
 * Where the registry wants the bytes: absolute or relative, with a query that may be signed. Plain http of the registry's own
 * name is mended where the registry has TLS (distribution#479: behind a proxy it may not know that it has).
 */
function uploadLocation(answer: Answer, context: OperationContext): URL {
  const text = headerOf(answer.headers, 'location') ?? '';
  const url = text !== '' && URL.canParse(text, answer.url.href) ? new URL(text, answer.url) : undefined;
  const problem = url === undefined ? 'names no place to send the bytes to' : problemOf(url, answer.url);
  if (url === undefined || problem !== undefined) {
    throw new RegistryError({
      ...context,
      code: 'invalid-response',
      what: `the registry ${problem ?? ''} (Location: ${text.slice(0, 100)})`,
    });
  }
  if (url.protocol === 'http:' && answer.url.protocol === 'https:') url.protocol = 'https:';
  return url;
}

function problemOf(url: URL, own: URL): string | undefined {
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'sends uploads to something other than http';
  if (url.hostname === own.hostname) return undefined;
  if (url.protocol === 'http:' && own.protocol === 'https:') return 'sends uploads to another host without TLS';
  const host = url.hostname.replace(/^\[|\]$/g, '');
  return isIP(host) !== 0 && isPrivateAddress(host) ? 'sends uploads to a private address' : undefined;
}

/** As raw text: URLSearchParams would rewrite a signed query. */
function withDigest(location: URL, { digest }: Descriptor): URL {
  const text = location.toString();
  return new URL(`${text}${text.includes('?') ? '&' : '?'}digest=${encodeURIComponent(digest)}`);
}

async function* counted(body: AsyncIterable<Uint8Array>, target: UploadPlace): AsyncGenerator<Uint8Array> {
  for await (const chunk of body) {
    target.connection.options.traffic.bytesToTargets += chunk.length;
    yield chunk;
  }
}
