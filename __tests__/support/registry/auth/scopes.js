/** @import { Action } from '../options.js' */
/** @import { Exchange } from '../types.js' */

/**
 * @typedef {object} Access
 * @property {string} repository
 * @property {readonly Action[]} actions
 */

/** @type {readonly string[]} */
const knownActions = ['pull', 'push', 'delete'];

/**
 * `type:name:action,action`. A name may hold a colon (a port), so the type ends at the first and the actions start at the
 * last: https://distribution.github.io/distribution/spec/auth/scope/
 *
 * @param {string} scope
 * @returns {Access | undefined} undefined: not of a repository
 */
export function parseScope(scope) {
  const first = scope.indexOf(':');
  const last = scope.lastIndexOf(':');
  if (first === last || scope.slice(0, first) !== 'repository') {
    return undefined;
  }
  return {
    repository: scope.slice(first + 1, last),
    actions: scope
      .slice(last + 1)
      .split(',')
      .flatMap(expandAction),
  };
}

/**
 * What a request needs, as distribution counts it: an upload needs pull and push, a mount pull of the other repository
 * too, and every DELETE needs delete, that of an upload session included.
 *
 * @param {Exchange} exchange
 * @returns {readonly Access[]}
 */
export function neededAccess(exchange) {
  const { repository } = exchange.route;
  if (repository === undefined) {
    return [];
  }
  const own = { repository, actions: actionsOf(exchange.method) };
  const from = exchange.url.searchParams.get('from');
  return exchange.method === 'POST' && from !== null ? [own, { repository: from, actions: ['pull'] }] : [own];
}

/**
 * @param {readonly Access[]} access
 * @returns {string}
 */
export function renderScopes(access) {
  return access.map(({ repository, actions }) => `repository:${repository}:${actions.join(',')}`).join(' ');
}

/**
 * @param {string} method
 * @returns {readonly Action[]}
 */
function actionsOf(method) {
  switch (method) {
    case 'GET':
    case 'HEAD':
      return ['pull'];
    case 'DELETE':
      return ['delete'];
    default:
      return ['pull', 'push'];
  }
}

/**
 * @param {string} action
 * @returns {readonly Action[]}
 */
function expandAction(action) {
  if (action === '*') {
    return ['pull', 'push', 'delete'];
  }
  return isAction(action) ? [action] : [];
}

/**
 * @param {string} text
 * @returns {text is Action}
 */
function isAction(text) {
  return knownActions.includes(text);
}
