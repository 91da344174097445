/** @import { FrontRequest, RequestKind, Scopes } from './types.js' */

/** @type {readonly RequestKind[]} */
export const requestKinds = [
  'ping',
  'token',
  'manifest-head',
  'manifest-get',
  'manifest-put',
  'blob-head',
  'blob-get',
  'upload-post',
  'mount',
  'upload-patch',
  'upload-put',
  'tags',
  'referrers',
  'other',
];

const path = /^\/v2\/(?<repository>.+?)\/(?<what>manifests|blobs|tags|referrers)\/(?<rest>.*)$/;

/**
 * @param {string} startLine
 * @returns {FrontRequest}
 */
export function readRequest(startLine) {
  const [method = '', target = ''] = startLine.split(' ', 2);
  const url = new URL(target, 'http://front');
  const { repository, what, rest } = path.exec(url.pathname)?.groups ?? {};
  const kind = kindOf(method, url, what, rest);
  return { method, url, kind, needs: repository === undefined ? new Map() : needsOf(method, repository, url) };
}

/**
 * @param {string} method
 * @param {URL} url
 * @param {string | undefined} what
 * @param {string | undefined} rest
 * @returns {RequestKind}
 */
function kindOf(method, url, what, rest) {
  if (what === undefined) {
    return url.pathname === '/token' ? 'token' : url.pathname === '/v2/' || url.pathname === '/v2' ? 'ping' : 'other';
  }
  if (what === 'tags' || what === 'referrers') {
    return what;
  }
  if (what === 'blobs' && rest?.startsWith('uploads/') === true) {
    return method === 'POST' && url.searchParams.has('mount') ? 'mount' : pick(`upload-${method.toLowerCase()}`);
  }
  return pick(`${what.slice(0, -1)}-${method.toLowerCase()}`);
}

/** @param {string} name */
function pick(name) {
  return requestKinds.find((kind) => kind === name) ?? 'other';
}

/**
 * As distribution asks for it: who writes must be able to read, and who mounts must be able to read where it is from.
 *
 * @param {string} method
 * @param {string} repository
 * @param {URL} url
 * @returns {Scopes}
 */
function needsOf(method, repository, url) {
  const isRead = method === 'GET' || method === 'HEAD';
  const actions = isRead ? ['pull'] : method === 'DELETE' ? ['delete'] : ['pull', 'push'];
  const from = url.searchParams.get('from');
  /** @type {Map<string, readonly string[]>} */
  const needs = new Map(from === null || from === repository ? [] : [[from, ['pull']]]);
  return needs.set(repository, actions);
}
