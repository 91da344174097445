import { type OperationContext, RegistryError } from '../../image/registry-error.js';
import { unlessAborted } from '../../runtime/wait.js';
import { isOwnAddress } from '../http/address.js';
import type { HttpRequest, HttpResponse } from '../http/http.js';
import { type RedirectDeps, followRedirects } from '../http/redirect.js';
import type { RequestKind } from '../http/traffic.js';
import type { AuthorizationRequest, Authenticator } from './authenticator.js';
import { parseChallenges } from './challenge.js';

interface AuthorizedRequest extends AuthorizationRequest {
  readonly kind: RequestKind;
  readonly method: string;
  /** Its body can be sent once only. */
  readonly isStreamed: boolean;
  readonly signal: AbortSignal;
}

/**
 * Makes the request that is sent.
 * @param isAgain it was sent before, and refused
 */
type Address = (authorization: string | undefined, isAgain: boolean) => HttpRequest;

/** Sends with authorization; where it is refused, once more with what the refusal asks for. */
export async function sendAuthorized(
  authenticator: Authenticator,
  request: AuthorizedRequest,
  address: Address,
  deps: RedirectDeps,
): Promise<HttpResponse> {
  const { repository, kind, context } = request;
  const first = await authorizationFor(request, authenticator);
  const response = await followRedirects(address(first?.header, false), request, deps);
  if (!isRefused(response, request)) {
    authenticator.recordAccepted(repository, first);
    return response;
  }
  // To cancel a session, distribution requires the right to delete. We never ask for it, so no token would help.
  if (kind === 'upload-cancel') return response;
  const challenges = parseChallenges(response.headers['www-authenticate']);
  authenticator.recordRefusal(challenges, { ...request, authorization: first });
  const second = await authorizationFor(request, authenticator);
  if (second === undefined || second.header === first?.header) return response;
  await response.discard();
  if (request.isStreamed) throw tokenRefused(context);
  const again = await followRedirects(address(second.header, true), request, deps);
  if (isRefused(again, request)) authenticator.recordRefusedAgain(repository);
  else authenticator.recordAccepted(repository, second);
  return again;
}

/** What others wait for too goes on when this request is stopped. */
function authorizationFor(
  request: AuthorizedRequest,
  authenticator: Authenticator,
): ReturnType<Authenticator['authorization']> {
  const found = authenticator.authorization(request);
  return found instanceof Promise ? unlessAborted(found, request.signal) : found;
}

/** A foreign host's word, after a redirect, must not decide where this registry's credentials go. */
function isRefused({ status, url }: HttpResponse, { base }: AuthorizedRequest): boolean {
  return status === 401 && isOwnAddress(url, base);
}

/** What was streamed cannot be sent again from here: who has the content begins anew, with the new token. */
function tokenRefused(context: OperationContext): RegistryError {
  const what = '401: the token was not taken, though it had not ended by its own word';
  return new RegistryError({
    ...context,
    code: 'token-refused',
    status: 401,
    what,
    advice: 'Check that the logged-in account may write there.',
  });
}
