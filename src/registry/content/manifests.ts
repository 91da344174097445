import { type OperationContext, RegistryError, isDenial } from '../../image/registry-error.js';
import { messageOf } from '../../runtime/errors.js';
import type { PutAnswer, TaggedContent } from '../../image/source-and-target.js';
import { type Digest, isDigest } from '../../image/digest.js';
import { matchesDigest } from '../../image/hash.js';
import {
  InvalidManifestError,
  type ManifestContent,
  maxManifestBytes,
  mediaTypes,
  schema1Types,
  toContent,
} from '../../image/manifest.js';
import type { Answer } from '../http/answer.js';
import { parseContentEncoding } from './content-coding.js';
import { headerOf } from '../http/http.js';
import type { RepositoryClient } from '../repository-client.js';
import { untrustedHeadStatuses } from './head-trust.js';

/** Every type that is understood, those first that are wanted. Without the full list some registries convert, or deny that there is anything. */
export const accept = [...Object.values(mediaTypes), ...schema1Types].join(', ');

/** The body of an answer to a PUT is not looked at. */
const maxAnswerBytes = 1024 * 1024;

interface ManifestFetch {
  readonly reference: string;
  readonly context: OperationContext;
  readonly signal: AbortSignal;
  /** of what must come: bytes that were altered on the way are asked for again */
  readonly digest?: Digest;
  /** The caller tries again. */
  readonly isOneAttempt?: boolean;
}

/** undefined: it is not there (404, or 403 where the registry answers so for what it does not have). */
export async function tryFetch(client: RepositoryClient, fetch: ManifestFetch): Promise<ManifestContent | undefined> {
  try {
    const answer = await fetchManifest(client, fetch, [200, 404]);
    return answer.status === 404 ? undefined : read(answer, fetch.context, fetch.digest);
  } catch (error) {
    if (client.deniesAbsent && isDenial(error)) return undefined;
    throw error;
  }
}

/** @param by `get`: its bytes are read, and must hash to the digest */
export async function hasManifest(
  client: RepositoryClient,
  digest: Digest,
  signal: AbortSignal,
  by: 'head' | 'get' = 'head',
): Promise<boolean> {
  if (by === 'get') return (await findManifest(client, digest, signal)) !== undefined;
  const context = client.context('Looking up', digest);
  const request = client.request('manifest-head', 'HEAD', `manifests/${digest}`, context, signal);
  const answer = await client.connection.ask(
    { ...request, headers: { accept } },
    [200, 404, ...untrustedHeadStatuses],
    0,
  );
  if (answer.status === 404) return false;
  return answer.status === 200 || (await findManifest(client, digest, signal)) !== undefined;
}

/** undefined: it is not there (404). */
export async function findManifest(
  client: RepositoryClient,
  digest: Digest,
  signal: AbortSignal,
): Promise<ManifestContent | undefined> {
  return tryFetch(client, { reference: digest, context: client.context('Reading', digest), signal, digest });
}

/** undefined: there is no such tag (404). */
export async function findTagged(
  client: RepositoryClient,
  tag: string,
  signal: AbortSignal,
): Promise<TaggedContent | undefined> {
  const context = client.context('Reading', tag);
  const answer = await fetchManifest(client, { reference: tag, context, signal }, [200, 404]);
  if (answer.status === 404) return undefined;
  const etag = headerOf(answer.headers, 'etag');
  // What `If-Match` takes. A weak tag never matches there (RFC 9110 §13.1.1), and that of an encoded answer is the encoded body's: Apache's ends in
  // `-gzip`, and matches nothing that is stored.
  const isEncoded = parseContentEncoding(answer.headers['content-encoding']).length > 0;
  const isStrong = etag !== undefined && !isEncoded && !etag.startsWith('W/');
  return { content: read(answer, context), ...(isStrong ? { etag } : {}) };
}

/** Source: OCI distribution specification, "Pulling manifests". */
export async function getManifest(
  client: RepositoryClient,
  digest: Digest,
  signal: AbortSignal,
): Promise<ManifestContent> {
  const context = client.context('Reading', digest);
  const fetch = { reference: digest, context, signal, digest };
  return read(await fetchManifest(client, fetch, [200]), context, digest);
}

/** Source: OCI distribution specification, "Pushing manifests". */
export async function putManifest(
  client: RepositoryClient,
  reference: string,
  { bytes, manifest, digest }: ManifestContent,
  signal: AbortSignal,
  etag?: string,
): Promise<PutAnswer> {
  const context = client.context('Writing', reference);
  const request = {
    ...client.request('manifest-put', 'PUT', `manifests/${reference}`, context, signal),
    // A tag is what readers see: whether it was put must be known.
    isFinishedWhenStopped: !reference.includes(':'),
  };
  const headers = { 'content-type': manifest.mediaType, ...(etag === undefined ? {} : { 'if-match': etag }) };
  const answer = await client.connection.ask({ ...request, headers, body: bytes }, [200, 201, 202], maxAnswerBytes);
  const stored = headerOf(answer.headers, 'docker-content-digest');
  if (stored === undefined || stored === digest)
    return { listsReferrer: headerOf(answer.headers, 'oci-subject') !== undefined };
  const what = `the registry says that it stored ${isDigest(stored) ? stored : 'what is no digest'}, expected ${digest}`;
  throw new RegistryError({ ...context, code: 'digest-mismatch', what });
}

async function fetchManifest(
  client: RepositoryClient,
  { reference, context, signal, digest, isOneAttempt = false }: ManifestFetch,
  expected: readonly number[],
): Promise<Answer> {
  const { connection, side } = client;
  const request = client.request('manifest-get', 'GET', `manifests/${reference}`, context, signal);
  const take = (answer: Answer): void => {
    if (answer.status !== 200) return;
    if (side === 'source') {
      connection.deps.traffic.upstreamPulls += 1;
      connection.deps.traffic.bytesFromSources += answer.bytes.length;
    }
    if (digest !== undefined) checkDigest(answer, digest, context);
  };
  const sent = { ...request, headers: { accept } };
  return isOneAttempt
    ? connection.askOnce(sent, expected, maxManifestBytes, take)
    : connection.ask(sent, expected, maxManifestBytes, take);
}

function checkDigest({ bytes }: Answer, digest: Digest, context: OperationContext): void {
  if (matchesDigest(bytes, digest)) return;
  throw new RegistryError({
    ...context,
    code: 'digest-mismatch',
    what: 'the manifest’s bytes do not hash to its digest',
  });
}

function read(answer: Answer, context: OperationContext, digest?: Digest): ManifestContent {
  try {
    return toContent(answer.bytes, headerOf(answer.headers, 'content-type'), digest);
  } catch (error) {
    if (!(error instanceof InvalidManifestError)) throw error;
    const type = headerOf(answer.headers, 'content-type') ?? '';
    if (/^text\/html\b/i.test(type))
      throw new RegistryError({
        ...context,
        code: 'invalid-content',
        what: 'it answered text/html, as no registry does',
        advice: 'The host or its port may be wrong, or a login page may stand in between.',
        cause: error,
      });
    const what = `the manifest cannot be used: ${messageOf(error)}`;
    throw new RegistryError({ ...context, code: 'invalid-content', what, cause: error });
  }
}
