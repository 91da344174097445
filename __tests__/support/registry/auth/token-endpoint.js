/** @import { Backend } from '../backend.js' */
/** @import { Action, BearerAuth, Permission } from '../options.js' */
/** @import { Exchange, Reply } from '../types.js' */

import { parseBasic } from './credentials.js';
import { errorReply, jsonReply, noRouteReply } from '../server/reply.js';
import { parseScope } from './scopes.js';

/** The specification's default: https://distribution.github.io/distribution/spec/auth/token/ says 60, servers say 300. */
const defaultLifetimeSeconds = 300;

/**
 * Who asks: a user, nobody in particular, or someone with credentials that are wrong.
 *
 * @typedef {{ kind: 'user', name: string } | { kind: 'anonymous' } | { kind: 'wrong' }} Caller
 */

/**
 * GET as https://distribution.github.io/distribution/spec/auth/token/ and POST as .../auth/oauth/ say.
 *
 * @param {Backend} backend
 * @param {Exchange} exchange
 * @returns {Reply | Promise<Reply>}
 */
export function answerToken(backend, exchange) {
  const { auth } = backend;
  if (auth.kind !== 'bearer') {
    return noRouteReply();
  }
  switch (exchange.method) {
    case 'GET':
      return issue(backend, auth, callerOfGet(auth, exchange), exchange.url.searchParams.getAll('scope'));
    case 'POST':
      return answerPost(backend, auth, exchange);
    default:
      return errorReply(405, 'UNSUPPORTED', 'The operation is unsupported.');
  }
}

/**
 * @param {BearerAuth} auth
 * @param {Exchange} exchange
 * @returns {Caller}
 */
function callerOfGet(auth, exchange) {
  if (exchange.headers.authorization === undefined) {
    return { kind: 'anonymous' };
  }
  const given = parseBasic(exchange.headers.authorization);
  return callerOfPassword(auth, given?.username ?? '', given?.password ?? '');
}

/**
 * @param {BearerAuth} auth
 * @param {string} username
 * @param {string} password
 * @returns {Caller}
 */
function callerOfPassword(auth, username, password) {
  const expected = auth.users?.[username];
  return expected !== undefined && expected === password ? { kind: 'user', name: username } : { kind: 'wrong' };
}

/**
 * @param {Backend} backend
 * @param {BearerAuth} auth
 * @param {Exchange} exchange
 * @returns {Promise<Reply>}
 */
async function answerPost(backend, auth, exchange) {
  if (auth.postStatus !== undefined) {
    return errorReply(auth.postStatus, 'UNSUPPORTED', 'POST is not supported here');
  }
  const form = await readForm(exchange.body);
  return issue(backend, auth, callerOfForm(auth, form), form.getAll('scope'));
}

/**
 * @param {AsyncIterable<Buffer>} body
 * @returns {Promise<URLSearchParams>}
 */
async function readForm(body) {
  /** @type {Buffer[]} */
  const chunks = [];
  for await (const chunk of body) {
    chunks.push(chunk);
  }
  return new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
}

/**
 * @param {BearerAuth} auth
 * @param {URLSearchParams} form
 * @returns {Caller}
 */
function callerOfForm(auth, form) {
  if (form.get('grant_type') === 'password') {
    return callerOfPassword(auth, form.get('username') ?? '', form.get('password') ?? '');
  }
  const name = auth.identityTokens?.[form.get('refresh_token') ?? ''];
  return name === undefined ? { kind: 'wrong' } : { kind: 'user', name };
}

/**
 * @param {Backend} backend
 * @param {BearerAuth} auth
 * @param {Caller} caller
 * @param {readonly string[]} scopes
 * @returns {Reply}
 */
function issue(backend, auth, caller, scopes) {
  if (caller.kind === 'wrong' || (caller.kind === 'anonymous' && auth.anonymous === false)) {
    return errorReply(401, 'UNAUTHORIZED', 'incorrect username or password');
  }
  if (auth.severalScopesStatus !== undefined && scopes.length > 1) {
    return errorReply(auth.severalScopesStatus, 'DENIED', 'one scope at a time');
  }
  const user = caller.kind === 'user' ? caller.name : undefined;
  const lifetimeSeconds = auth.lifetimeSeconds ?? defaultLifetimeSeconds;
  const expiresAt = backend.now() + lifetimeSeconds * 1000;
  const grant = { user, access: grantedAccess(auth, user, scopes), expiresAt };
  const token = backend.grants.issue(grant, auth.jwt === true);
  return jsonReply(200, {
    ...tokenFields(auth.tokenField ?? 'token', token),
    ...(auth.omitExpiresIn === true ? {} : { expires_in: auth.announcedSeconds ?? lifetimeSeconds }),
    issued_at: new Date(backend.now()).toISOString(),
  });
}

/**
 * What is asked for and allowed; less than was asked for is no error.
 *
 * @param {BearerAuth} auth
 * @param {string | undefined} user
 * @param {readonly string[]} scopes
 * @returns {Map<string, Set<Action>>}
 */
function grantedAccess(auth, user, scopes) {
  const allow = auth.allow ?? everyonePulls;
  const asked = scopes.flatMap((scope) => scope.split(' ')).filter((scope) => scope !== '');
  /** @type {Map<string, Set<Action>>} */
  const granted = new Map();
  for (const scope of auth.onlyFirstScope === true ? asked.slice(0, 1) : asked) {
    const { repository, actions } = parseScope(scope) ?? { repository: '', actions: [] };
    const allowed = actions.filter((action) => allow(user, repository, action));
    granted.set(repository, new Set([...(granted.get(repository) ?? []), ...allowed]));
  }
  return granted;
}

/** @type {Permission} */
function everyonePulls(user, _repository, action) {
  return user !== undefined || action === 'pull';
}

/**
 * @param {'token' | 'access_token' | 'both'} field
 * @param {string} token
 * @returns {Record<string, string>}
 */
function tokenFields(field, token) {
  switch (field) {
    case 'token':
      return { token };
    case 'access_token':
      return { access_token: token };
    case 'both':
      return { token, access_token: token };
  }
}
