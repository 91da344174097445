/** @import { FrontAnswer, FrontRequest, FrontServices, FrontVerdict, HttpHead } from './types.js' */

import { answerToken, renderChallenge } from './tokens.js';

/** Docker Hub's window of six hours. */
const pullWindowSeconds = 21_600;

/**
 * Whether a request reaches the registry. A token service answers requests itself, when their body has come.
 *
 * @param {HttpHead} head
 * @param {FrontRequest} request
 * @param {FrontServices} services
 * @returns {FrontVerdict}
 */
export function judge(head, request, services) {
  if (request.kind === 'token') {
    return { kind: 'answer', answer: (form) => grantToken(head, request, services, form) };
  }
  if (!request.url.pathname.startsWith('/v2')) {
    return { kind: 'answer', answer: () => jsonAnswer(404, {}) };
  }
  const why = services.tokens.judge(head.headers.get('authorization'), request.needs);
  return why === 'granted' ? limitPulls(request, services) : refuse(request, services, why);
}

/**
 * A GET has its parameters in the address, a POST (OAuth 2) in a form, login included.
 *
 * @param {HttpHead} head
 * @param {FrontRequest} request
 * @param {FrontServices} services
 * @param {string} form
 */
function grantToken(head, { method, url }, { settings }, form) {
  const parameters = method === 'POST' ? new URLSearchParams(form) : url.searchParams;
  const isLoggedIn =
    /^basic /i.test(head.headers.get('authorization') ?? '') ||
    parameters.has('password') ||
    parameters.has('refresh_token');
  return jsonAnswer(200, answerToken(parameters, isLoggedIn, settings));
}

/**
 * @param {FrontRequest} request
 * @param {FrontServices} services
 * @param {string} why
 * @returns {FrontVerdict}
 */
function refuse({ needs }, services, why) {
  services.counters.challenges += 1;
  const headers = { 'www-authenticate': renderChallenge(services.host, needs, why) };
  const errors = [{ code: 'UNAUTHORIZED', message: 'authentication required', detail: null }];
  return { kind: 'answer', answer: () => jsonAnswer(401, { errors }, headers) };
}

/**
 * A limit counts the GETs of manifests alone, as Docker Hub's does.
 *
 * @param {FrontRequest} request
 * @param {FrontServices} services
 * @returns {FrontVerdict}
 */
function limitPulls({ kind }, { settings: { pullLimit }, counters }) {
  if (pullLimit === undefined || (kind !== 'manifest-get' && kind !== 'manifest-head')) {
    return { kind: 'forward', extraHeaders: '' };
  }
  const isOver = counters.pulls >= pullLimit;
  counters.pulls += kind === 'manifest-get' && !isOver ? 1 : 0;
  const headers = {
    'ratelimit-limit': `${pullLimit};w=${pullWindowSeconds}`,
    'ratelimit-remaining': `${pullLimit - counters.pulls};w=${pullWindowSeconds}`,
  };
  if (kind === 'manifest-get' && isOver) {
    const errors = [{ code: 'TOOMANYREQUESTS', message: 'You have reached your pull rate limit.' }];
    const answer = jsonAnswer(429, { errors }, { ...headers, 'retry-after': String(pullWindowSeconds) });
    return { kind: 'answer', answer: () => answer };
  }
  return { kind: 'forward', extraHeaders: renderHeaders(headers) };
}

/**
 * @param {number} status
 * @param {unknown} content
 * @param {Readonly<Record<string, string>>} [headers]
 * @returns {FrontAnswer}
 */
function jsonAnswer(status, content, headers = {}) {
  const body = JSON.stringify(content);
  const all = { ...headers, 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)) };
  const version = 'docker-distribution-api-version: registry/2.0\r\n';
  return { head: `HTTP/1.1 ${status} ${status}\r\n${version}${renderHeaders(all)}\r\n`, body };
}

/** @param {Readonly<Record<string, string>>} headers */
function renderHeaders(headers) {
  return Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('');
}
