import * as v from 'valibot';
import { detached } from '../../runtime/text.js';
import { optional } from '../../runtime/optional-field.js';
import type { Clock } from '../../runtime/clock.js';
import { type OperationContext, RegistryError } from '../../image/registry-error.js';
import type { AddressRules } from '../http/address.js';
import { type ErrorDeps, errorFromResponse, errorFromThrown } from '../errors/registry-failure.js';
import { loginAdvice } from '../errors/advice.js';
import type { OnHost } from '../http/host-log.js';
import { type HttpRequest, type HttpResponse, type Send, readBody, redirectOf } from '../http/http.js';
import { answeredAt } from '../throttle/retry-after.js';
import {
  type TokenCredentials,
  basicAuthorization,
  describeAccount,
  identityTokenUser,
} from './registry-credentials.js';

/** Where tokens are had. Source: distribution, docs/content/spec/auth/token.md. */
export interface TokenService {
  readonly realm: URL;
  readonly service: string | undefined;
  /** The registry that sends its clients there. */
  readonly namedBy?: URL;
}

export interface Token {
  readonly value: string;
  /** For `Authorization`. Made once, because requests by the thousand have the same. */
  readonly header: string;
  /** by `Clock.monotonicMs` */
  readonly expiresAt: number;
}

const answerSchema = v.object({
  token: optional(v.string()),
  access_token: optional(v.string()),
  expires_in: optional(v.number()),
  issued_at: optional(v.string()),
});

/** The specification's life of a token that names none. */
const defaultLifeSeconds = 60;

/** A token is given up this long before its end, so that it does not end on the way. */
const earlyMs = 10_000;

/** A token is a few KiB; a service that sends more is not one. */
const maxTokenAnswerBytes = 1024 * 1024;

/** Statuses by which services say that they do not know the POST (GAR 404, Artifactory 401, ACR 400, others 405). A redirect says so, too. */
const postRefused = new Set([400, 401, 404, 405]);

export interface TokenRequest {
  readonly service: TokenService;
  readonly scopes: readonly string[];
  readonly credentials: TokenCredentials | undefined;
  readonly context: OperationContext;
  readonly signal: AbortSignal;
  readonly onHost?: OnHost | undefined;
}

export interface TokenDeps extends ErrorDeps, Pick<AddressRules, 'insecureRegistries'> {
  readonly send: Send;
}

/**
 * What is sent is for the service that the registry named. So one redirect of a GET is followed, and only to the same origin: `/token` to `/token/`.
 * @throws {RegistryError} `credentials` where they are refused.
 */
export async function fetchToken(request: TokenRequest, deps: TokenDeps): Promise<Token> {
  const { service, context, credentials } = request;
  try {
    const response = await requestToken(request, deps.send);
    if (response.status !== 200)
      throw refusal(await errorFromResponse(response, context, deps, { kind: 'token' }), credentials);
    return readToken(await readBody(response, { maxBytes: maxTokenAnswerBytes }), response, context, deps.clock);
  } catch (error) {
    throw errorFromThrown(error, service.realm.host, context, deps.insecureRegistries).ofTokenService();
  }
}

async function requestToken(request: TokenRequest, send: Send): Promise<HttpResponse> {
  const { credentials } = request;
  if (credentials === undefined) return getToken(request, undefined, send);
  if (credentials.kind === 'password')
    return getToken(request, basicAuthorization(credentials.username, credentials.password), send);
  const response = await postRefreshToken(request, credentials.token, send);
  if (!postRefused.has(response.status) && redirectOf(response) === undefined) return response;
  await response.discard();
  return getToken(request, basicAuthorization(identityTokenUser, credentials.token), send);
}

async function getToken(
  { service, scopes, signal, onHost }: TokenRequest,
  authorization: string | undefined,
  send: Send,
): Promise<HttpResponse> {
  const url = new URL(service.realm);
  // Not by the address's own parameters, which make it anew with each scope.
  const query = new URLSearchParams(url.search);
  if (service.service !== undefined) query.set('service', service.service);
  for (const scope of scopes) query.append('scope', scope);
  url.search = query.toString();
  const request: HttpRequest = {
    kind: 'token',
    method: 'GET',
    url,
    headers: authorization === undefined ? {} : { authorization },
    signal,
    onHost,
    namedBy: service.namedBy,
  };
  const response = await send(request);
  const next = redirectOf(response);
  if (next?.origin !== url.origin) return response;
  await response.discard();
  return send({ ...request, url: next });
}

async function postRefreshToken(
  { service, scopes, signal, onHost }: TokenRequest,
  token: string,
  send: Send,
): Promise<HttpResponse> {
  const form = new URLSearchParams({
    grant_type: 'refresh_token',
    client_id: 'image-mirror',
    refresh_token: token,
    scope: scopes.join(' '),
  });
  if (service.service !== undefined) form.set('service', service.service);
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  return send({
    kind: 'token',
    method: 'POST',
    url: new URL(service.realm),
    headers,
    body: form.toString(),
    signal,
    onHost,
    namedBy: service.namedBy,
  });
}

function readToken(bytes: Uint8Array, response: HttpResponse, context: OperationContext, clock: Clock): Token {
  const answer = v.safeParse(v.pipe(v.string(), v.parseJson(), answerSchema), Buffer.from(bytes).toString('utf8'));
  const value = answer.success
    ? [answer.output.token, answer.output.access_token].find((text) => text !== undefined && text !== '')
    : undefined;
  if (!answer.success || value === undefined || !/^[\x21-\x7e]+$/.test(value)) {
    const what = `the token service ${response.url.host} sent no token`;
    throw new RegistryError({
      ...context,
      code: 'invalid-response',
      what,
      advice: 'Check that it is a registry’s token service.',
    });
  }
  const lifeSeconds = answer.output.expires_in ?? defaultLifeSeconds;
  const lifeMs = (lifeSeconds > 0 ? lifeSeconds : defaultLifeSeconds) * 1_000;
  // How old it is when it comes: a token service may hand out one that it made before. Both dates are the service's own. Where they cannot
  // both be right, the token counts as new: a registry says by a 401 when it has ended.
  const ageMs = (answeredAt(response) ?? Number.NaN) - Date.parse(answer.output.issued_at ?? '');
  const leftMs = lifeMs - (ageMs > 0 && ageMs < lifeMs ? ageMs : 0);
  return {
    value,
    header: detached(`Bearer ${value}`),
    expiresAt: clock.monotonicMs() + leftMs - Math.min(earlyMs, leftMs / 2),
  };
}

/** A refusal of credentials says so: going on anonymously would hide that they are wrong. */
function refusal(error: RegistryError, credentials: TokenCredentials | undefined): RegistryError {
  if (credentials === undefined || (error.code !== 'unauthorized' && error.code !== 'denied')) return error;
  return new RegistryError({
    code: 'credentials',
    operation: error.operation,
    reference: error.reference,
    side: error.side,
    status: error.status,
    host: error.host,
    what: `the credentials of ${describeAccount(credentials)} were refused (${error.status ?? ''})`,
    advice: loginAdvice(error.side),
    cause: error,
  });
}
