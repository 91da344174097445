import { type OperationContext, RegistryError } from '../errors.js';
import { type LeadRules, listingAdvice, objectionTo } from './address.js';
import { parseChallenges } from './auth/challenge.js';
import { readTokenService } from './auth/realm.js';
import { type TokenMeans, fetchToken } from './auth/token.js';
import { type HttpRequest, type HttpResponse, discard, headerOf } from './http.js';

const redirectStatuses = new Set([301, 302, 303, 307, 308]);

/** Registries need one hop to their CDN, registry.k8s.io two. */
const maxRedirects = 5;

interface RedirectOptions {
  readonly scopes: readonly string[];
  readonly context: OperationContext;
}

interface RedirectSurroundings extends LeadRules, TokenMeans {}

/**
 * Sends a request and follows its redirects, which only reads have. Authorization stays with the host that it was made for;
 * a foreign host that asks for a token of its own (registry.k8s.io leads to other registries) gets an anonymous one.
 * Source: OCI distribution specification, "Pulling blobs".
 */
export async function followRedirects(
  request: HttpRequest,
  { scopes, context }: RedirectOptions,
  surroundings: RedirectSurroundings,
): Promise<HttpResponse> {
  let current = request;
  for (let hops = 0; hops <= maxRedirects; hops += 1) {
    const response = await sendAnonymously(current, request, { scopes, context }, surroundings);
    const location = headerOf(response.headers, 'location');
    if (!redirectStatuses.has(response.status) || location === undefined || !isRead(request)) return response;
    await discard(response);
    current = {
      ...current,
      url: nextUrl(location, response.url, context, surroundings),
      ledBy: response.url,
      headers: headersFor(location, response.url, request),
    };
  }
  throw new RegistryError({
    ...context,
    code: 'invalid-response',
    what: `${request.url.host} redirected more than ${maxRedirects} times`,
  });
}

function isRead({ method }: HttpRequest): boolean {
  return method === 'GET' || method === 'HEAD';
}

/** On a foreign host, a challenge is answered with an anonymous token, once. */
async function sendAnonymously(
  current: HttpRequest,
  original: HttpRequest,
  { scopes, context }: RedirectOptions,
  surroundings: RedirectSurroundings,
): Promise<HttpResponse> {
  const { send } = surroundings;
  const response = await send(current);
  if (response.status !== 401 || current.url.origin === original.url.origin) return response;
  const challenge = parseChallenges(response.headers['www-authenticate']).find(({ scheme }) => scheme === 'bearer');
  if (challenge === undefined) return response;
  await discard(response);
  const asked = challenge.parameters.get('scope')?.split(' ') ?? scopes;
  const service = readTokenService(challenge, new URL(current.url.origin), context, surroundings);
  const token = await fetchToken(
    { service, scopes: asked, credentials: undefined, context, signal: current.signal, note: current.note },
    surroundings,
  );
  return send({ ...current, headers: { ...current.headers, authorization: `Bearer ${token.value}` } });
}

function nextUrl(location: string, from: URL, context: OperationContext, rules: LeadRules): URL {
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

function headersFor(location: string, from: URL, original: HttpRequest): Readonly<Record<string, string>> {
  const { authorization, ...others } = original.headers;
  const own = new URL(location, from).origin === original.url.origin;
  return own && authorization !== undefined ? { ...others, authorization } : others;
}
