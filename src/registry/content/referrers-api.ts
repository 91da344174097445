import { RegistryError, isRetryable } from '../../image/registry-error.js';
import type { Digest } from '../../image/digest.js';
import { mediaTypes } from '../../image/manifest.js';
import { headerOf } from '../http/http.js';
import type { RepositoryClient } from '../repository-client.js';

/** The answer is a list, of which only its type is looked at. */
const maxReferrersAnswerBytes = 8 * 1024 * 1024;

/**
 * Whether the registry has the referrers API. A registry without it answers 404; others answer 400, 403, 405 or 501, or a page (Quay, GitLab). None
 * of these lists anything. Source: OCI distribution specification, "Listing Referrers".
 * @throws {RegistryError} if the answer does not say
 */
export async function servesReferrers(
  client: RepositoryClient,
  subject: Digest,
  signal: AbortSignal,
): Promise<boolean> {
  const context = client.context('Looking up the referrers of', subject);
  const request = client.request('referrers', 'GET', `referrers/${subject}`, context, signal);
  const headers = { accept: mediaTypes.ociIndex };
  try {
    const answer = await client.connection.ask({ ...request, headers }, [200, 404, 501], maxReferrersAnswerBytes);
    const type = headerOf(answer.headers, 'content-type')?.split(';', 1)[0]?.trim();
    return answer.status === 200 && type === mediaTypes.ociIndex;
  } catch (error) {
    // A limit on requests says nothing of the API.
    if (error instanceof RegistryError && error.status !== undefined && error.status < 500 && !isRetryable(error))
      return false;
    throw error;
  }
}
