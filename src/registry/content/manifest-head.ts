import type { ManifestHead } from '../../image/source-and-target.js';
import { isDigest } from '../../image/digest.js';
import { retrying } from '../throttle/retry.js';
import type { Answer } from '../http/answer.js';
import { headerOf } from '../http/http.js';
import { accept, tryFetch } from './manifests.js';
import type { RepositoryClient } from '../repository-client.js';
import { untrustedHeadStatuses } from './head-trust.js';

/** 405: the registry knows no HEAD, and says so. */
const answers: readonly number[] = [200, 404, 405];

/**
 * Looks a manifest up without reading it, where the registry has a HEAD for that. A source whose HEAD fails is asked by GET (`HeadTrust`). A target is
 * not, because every client that pushes asks it by HEAD. One that answers 403 for what it does not have is: the answer to a GET says why it refuses.
 * Source: OCI distribution specification, "Checking if content exists in the registry".
 */
export async function headManifest(
  client: RepositoryClient,
  reference: string,
  signal: AbortSignal,
): Promise<ManifestHead | undefined> {
  const { retryPolicy, clock } = client.connection.deps;
  const lookUp = client.side === 'source' ? headOrGet : headAsItIs;
  return retrying(async () => lookUp(client, reference, signal), retryPolicy, clock, signal);
}

async function headAsItIs(
  client: RepositoryClient,
  reference: string,
  signal: AbortSignal,
): Promise<ManifestHead | undefined> {
  const expected = client.deniesAbsent ? [...answers, 403] : answers;
  return readHead(await head(client, reference, expected, signal), client, reference, signal);
}

async function headOrGet(
  client: RepositoryClient,
  reference: string,
  signal: AbortSignal,
): Promise<ManifestHead | undefined> {
  const { heads } = client.connection;
  if (heads.isRefused) return headByGet(client, reference, signal);
  const expected = heads.isKnown ? answers : [...answers, ...untrustedHeadStatuses];
  const answer = await head(client, reference, expected, signal);
  if (answer.status === 200) heads.recordHead();
  // Most of what a run asks for and does not find is not there: a registry that counts pulls is not asked twice for that.
  const mayBeWrong =
    answer.status === 404 ? !client.connection.countsPulls : untrustedHeadStatuses.includes(answer.status);
  if (mayBeWrong) {
    const found = await heads.ask(async () => headByGet(client, reference, signal));
    if (found !== 'believed') return found;
  }
  // An answer that is none, of a host whose HEAD is believed, fails as it does anywhere.
  return answers.includes(answer.status)
    ? readHead(answer, client, reference, signal)
    : headAsItIs(client, reference, signal);
}

async function head(
  client: RepositoryClient,
  reference: string,
  expected: readonly number[],
  signal: AbortSignal,
): Promise<Answer> {
  const context = client.context('Looking up', reference);
  const request = client.request('manifest-head', 'HEAD', `manifests/${reference}`, context, signal);
  return client.connection.askOnce({ ...request, headers: { accept } }, expected, 0);
}

async function readHead(
  { status, headers }: Answer,
  client: RepositoryClient,
  reference: string,
  signal: AbortSignal,
): Promise<ManifestHead | undefined> {
  if (status === 404) return undefined;
  const digest = headerOf(headers, 'docker-content-digest');
  if (status === 200 && digest !== undefined && isDigest(digest)) return { digest };
  return headByGet(client, reference, signal);
}

/** Registries without the header, or without HEAD: the bytes are the truth. */
async function headByGet(
  client: RepositoryClient,
  reference: string,
  signal: AbortSignal,
): Promise<ManifestHead | undefined> {
  const context = client.context('Looking up', reference);
  const content = await tryFetch(client, { reference, context, signal, isOneAttempt: true });
  return content === undefined ? undefined : { digest: content.digest, content };
}
