/** @import { ListenerName, RequestKind, Resource, Route } from '../types.js' */

/** https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pulling-manifests */
const namePattern = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*$/;

/** @type {readonly (readonly [RegExp, Resource])[]} */
const patterns = [
  [/^\/v2\/(?<repository>.+)\/blobs\/uploads\/(?<reference>[^/]*)$/, 'upload'],
  [/^\/v2\/(?<repository>.+)\/blobs\/uploads$/, 'upload'],
  [/^\/v2\/(?<repository>.+)\/blobs\/(?<reference>[^/]+)$/, 'blob'],
  [/^\/v2\/(?<repository>.+)\/manifests\/(?<reference>[^/]+)$/, 'manifest'],
  [/^\/v2\/(?<repository>.+)\/tags\/list$/, 'tags'],
  [/^\/v2\/(?<repository>.+)\/referrers\/(?<reference>[^/]+)$/, 'referrers'],
  [/^\/v2\/?$/, 'ping'],
  [/^\/token$/, 'token'],
];

/** @type {Readonly<Partial<Record<Resource, Readonly<Record<string, RequestKind>>>>>} */
const kinds = {
  ping: { GET: 'ping', HEAD: 'ping' },
  token: { GET: 'token', POST: 'token' },
  manifest: { HEAD: 'manifest-head', GET: 'manifest-get', PUT: 'manifest-put', DELETE: 'delete' },
  blob: { HEAD: 'blob-head', GET: 'blob-get', DELETE: 'delete' },
  upload: {
    POST: 'upload-post',
    PATCH: 'upload-patch',
    PUT: 'upload-put',
    GET: 'upload-status',
    DELETE: 'upload-delete',
  },
  tags: { GET: 'tags' },
  referrers: { GET: 'referrers' },
  cdn: { GET: 'cdn', HEAD: 'cdn' },
};

/** @type {Route} */
const noRoute = { resource: 'other', repository: undefined, reference: undefined };

/**
 * @param {ListenerName} listener
 * @param {string} path
 * @returns {Route}
 */
export function parseRoute(listener, path) {
  if (listener === 'cdn') {
    return { resource: 'cdn', repository: undefined, reference: path.slice(1) };
  }
  for (const [pattern, resource] of patterns) {
    const groups = pattern.exec(path);
    if (groups !== null) {
      return routeOf(resource, groups.groups?.repository, groups.groups?.reference);
    }
  }
  return noRoute;
}

/**
 * @param {string} method
 * @param {Route} route
 * @returns {RequestKind}
 */
export function kindOf(method, route) {
  return kinds[route.resource]?.[method] ?? 'other';
}

/**
 * @param {Resource} resource
 * @param {string | undefined} repository
 * @param {string | undefined} reference
 * @returns {Route}
 */
function routeOf(resource, repository, reference) {
  if (repository !== undefined && !namePattern.test(repository)) {
    return noRoute;
  }
  return { resource, repository, reference: reference?.replace('%3A', ':').replace('%3a', ':') };
}
