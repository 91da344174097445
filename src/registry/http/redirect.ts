import { type OperationContext, RegistryError } from '../../image/registry-error.js';
import { type AddressRules, isOwnAddress, listingAdvice, objectionTo } from './address.js';
import { parseChallenges } from '../auth/challenge.js';
import { readTokenService } from '../auth/realm.js';
import { type TokenDeps, fetchToken } from '../auth/token.js';
import { errorFromThrown } from '../errors/registry-failure.js';
import { type HttpRequest, type HttpResponse, headerOf, redirectStatuses } from './http.js';
import { canBeSentAgain } from './replay.js';

/** What else than a read may follow: the method and the body stay. By the others a client may make a GET of it. Source: RFC 9110 §15.4. */
const writeRedirectStatuses = new Set([307, 308]);

/** Registries need one hop to their CDN, registry.k8s.io two. */
export const maxRedirects = 5;

interface RedirectOptions {
  readonly scopes: readonly string[];
  readonly context: OperationContext;
}

export interface RedirectDeps extends AddressRules, TokenDeps {}

/**
 * Sends a request and follows its redirects. Authorization stays with its host. If a read is redirected to a foreign host that requires a token of
 * its own (registry.k8s.io redirects to other registries), it gets an anonymous one.
 * Source: OCI distribution specification, "Redirects".
 * @throws {RedirectedError} where the body cannot be sent again from here
 * @throws {RegistryError}
 */
export async function followRedirects(
  request: HttpRequest,
  { scopes, context }: RedirectOptions,
  deps: RedirectDeps,
): Promise<HttpResponse> {
  let current = request;
  for (let hops = 0; hops <= maxRedirects; hops += 1) {
    const direct = await sendTo(current, context, deps);
    const isRefused = direct.status === 401 && isRead(request) && !isOwnAddress(current.url, request.url);
    const response = isRefused ? await sendAnonymously(direct, current, { scopes, context }, deps) : direct;
    const location = headerOf(response.headers, 'location');
    if (!redirectStatuses.has(response.status) || location === undefined) return response;
    await response.discard();
    if (!isRead(request) && !writeRedirectStatuses.has(response.status))
      throw turnedIntoRead(response, request, context);
    const url = nextUrl(location, response.url, context, deps);
    if (!canBeSentAgain(request.body)) throw new RedirectedError(url, response, context);
    const { authorization, ...others } = request.headers;
    const isForOwn = isOwnAddress(url, request.url) && authorization !== undefined;
    current = { ...current, url, namedBy: response.url, headers: isForOwn ? { ...others, authorization } : others };
  }
  throw tooManyRedirects(request.url, context);
}

export function tooManyRedirects({ host }: URL, context: OperationContext): RegistryError {
  const what = `${host} redirected more than ${maxRedirects} times`;
  return new RegistryError({ ...context, code: 'invalid-response', what });
}

/** A body was redirected that is no longer held. The caller that has its content sends it to `url`. */
export class RedirectedError extends RegistryError {
  readonly namedBy: URL;

  constructor(
    readonly url: URL,
    { url: from, status }: HttpResponse,
    context: OperationContext,
  ) {
    super({ ...context, code: 'send-again', status, what: `${from.host} redirected the upload to ${url.host}` });
    this.namedBy = from;
  }
}

function turnedIntoRead(
  { url, status }: HttpResponse,
  { method }: HttpRequest,
  context: OperationContext,
): RegistryError {
  return new RegistryError({
    ...context,
    code: 'invalid-response',
    status,
    what: `${url.host} redirected a ${method} with status ${status}, which turns it into a GET`,
    advice: 'Make the registry, or the proxy in front of it, answer with 307 or 308.',
  });
}

function isRead({ method }: HttpRequest): boolean {
  return method === 'GET' || method === 'HEAD';
}

/** On a foreign host, a read's challenge is answered with an anonymous token, once. Writes go to who needs none: the address is signed. */
async function sendAnonymously(
  response: HttpResponse,
  current: HttpRequest,
  { scopes, context }: RedirectOptions,
  deps: RedirectDeps,
): Promise<HttpResponse> {
  const challenge = parseChallenges(response.headers['www-authenticate']).find(({ scheme }) => scheme === 'bearer');
  if (challenge === undefined) return response;
  await response.discard();
  const asked = challenge.parameters.get('scope')?.split(' ') ?? scopes;
  const service = readTokenService(challenge, new URL(current.url.origin), context, deps);
  const token = await fetchToken(
    { service, scopes: asked, credentials: undefined, context, signal: current.signal, onHost: current.onHost },
    deps,
  );
  const headers = { ...current.headers, authorization: token.header };
  return sendTo({ ...current, headers }, context, deps);
}

/** An error names the host that was asked, and not the one that redirected there. */
async function sendTo(
  request: HttpRequest,
  context: OperationContext,
  { send, insecureRegistries }: RedirectDeps,
): Promise<HttpResponse> {
  try {
    return await send(request);
  } catch (error) {
    throw errorFromThrown(error, request.url.host, context, insecureRegistries);
  }
}

function nextUrl(location: string, from: URL, context: OperationContext, rules: AddressRules): URL {
  const url = URL.canParse(location, from.href) ? new URL(location, from) : undefined;
  const objection = url === undefined ? 'is none' : objectionTo(url, from, rules);
  if (url !== undefined && objection === undefined) return url;
  throw new RegistryError({
    ...context,
    code: 'invalid-response',
    // Without path and query, which may be signed.
    what: `${from.host} redirected to an address that ${objection ?? ''}${url === undefined ? '' : ` (${url.protocol}//${url.host})`}`,
    ...(url === undefined ? {} : { advice: listingAdvice(url) }),
  });
}
