/** @import { Backend } from '../backend.js' */
/** @import { Access } from './scopes.js' */
/** @import { BasicAuth, BearerAuth, Permission } from '../options.js' */
/** @import { Exchange, Reply } from '../types.js' */

import { parseBasic, parseBearer } from './credentials.js';
import { errorReply } from '../server/reply.js';
import { neededAccess, renderScopes } from './scopes.js';

/**
 * Why a request is not let through.
 *
 * @param {Backend} backend
 * @param {Exchange} exchange
 * @returns {Reply | undefined}
 */
export function refuseUnauthorized(backend, exchange) {
  const { auth } = backend;
  switch (auth.kind) {
    case 'none':
      return undefined;
    case 'basic':
      return refuseBasic(auth, exchange);
    case 'bearer':
      return refuseBearer(backend, auth, exchange);
  }
}

/**
 * @param {BasicAuth} auth
 * @param {Exchange} exchange
 * @returns {Reply | undefined}
 */
function refuseBasic(auth, exchange) {
  const given = parseBasic(exchange.headers.authorization);
  if (given?.username !== auth.username || given.password !== auth.password) {
    return unauthorized('authentication required', [], 'Basic realm="registry double"');
  }
  return isAllowed(neededAccess(exchange), auth.allow ?? (() => true), auth.username) ? undefined : denied();
}

/**
 * @param {readonly Access[]} needed
 * @param {Permission} allow
 * @param {string} user
 * @returns {boolean}
 */
function isAllowed(needed, allow, user) {
  return needed.every(({ repository, actions }) => actions.every((action) => allow(user, repository, action)));
}

/**
 * `error` in the challenge is set as distribution sets it: not at all if no token came.
 *
 * @param {Backend} backend
 * @param {BearerAuth} auth
 * @param {Exchange} exchange
 * @returns {Reply | undefined}
 */
function refuseBearer(backend, auth, exchange) {
  const needed = neededAccess(exchange);
  const token = parseBearer(exchange.headers.authorization);
  if (token === undefined) {
    return challenge(backend, auth, exchange, undefined);
  }
  const grant = backend.grants.find(token, backend.now());
  if (grant === undefined) {
    return challenge(backend, auth, exchange, 'invalid_token');
  }
  const isEnough = needed.every(({ repository, actions }) =>
    actions.every((action) => grant.access.get(repository)?.has(action) === true),
  );
  if (isEnough) {
    return undefined;
  }
  return auth.deniedStatus === 403 ? denied() : challenge(backend, auth, exchange, 'insufficient_scope');
}

/**
 * @param {Backend} backend
 * @param {BearerAuth} auth
 * @param {Exchange} exchange
 * @param {string | undefined} error
 * @returns {Reply}
 */
function challenge(backend, auth, exchange, error) {
  const needed = neededAccess(exchange);
  const style = auth.challenge ?? 'full';
  if (style === 'ping-only' && exchange.route.resource !== 'ping') {
    return unauthorized('authentication required', needed, undefined);
  }
  const fields = [
    `realm="${backend.tokenRealm(exchange)}"`,
    `service="${backend.service}"`,
    ...(needed.length === 0 || style === 'no-scope' ? [] : [`scope="${renderScopes(needed)}"`]),
    ...(error === undefined ? [] : [`error="${error}"`]),
  ];
  const bearer = `Bearer ${fields.join(',')}`;
  return unauthorized(
    'authentication required',
    needed,
    style === 'with-basic' ? `Basic realm="registry double", ${bearer}` : bearer,
  );
}

/**
 * @param {string} message
 * @param {readonly Access[]} needed
 * @param {string | undefined} header WWW-Authenticate
 * @returns {Reply}
 */
function unauthorized(message, needed, header) {
  const detail = needed.flatMap(({ repository, actions }) =>
    actions.map((action) => ({ Type: 'repository', Class: '', Name: repository, Action: action })),
  );
  const reply = errorReply(401, 'UNAUTHORIZED', message, detail);
  return header === undefined ? reply : { ...reply, headers: { ...reply.headers, 'www-authenticate': header } };
}

/** @returns {Reply} */
function denied() {
  return errorReply(403, 'DENIED', 'requested access to the resource is denied');
}
