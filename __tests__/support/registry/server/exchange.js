/** @import { IncomingHttpHeaders, IncomingMessage } from 'node:http' */
/** @import { Http2ServerRequest } from 'node:http2' */
/** @import { Journal } from './journal.js' */
/** @import { Listener } from './listener.js' */
/** @import { ChangedRequest, Exchange, RequestRecord, Route } from '../types.js' */

import { isDigest } from '../content/digests.js';
import { kindOf, parseRoute } from './routes.js';

/**
 * Reads a request's head and enters it in the journal.
 *
 * @param {Journal} journal
 * @param {Listener} listener
 * @param {IncomingMessage | Http2ServerRequest} request
 * @returns {Exchange}
 */
export function openExchange(journal, listener, request) {
  const method = request.method ?? 'GET';
  const headers = headersOf(request);
  const address = `${listener.scheme}://${headers.host ?? listener.host}${request.url ?? '/'}`;
  const url = new URL(address);
  const route = parseRoute(listener.name, url.pathname);
  const record = journal.start({
    method,
    url: address,
    path: url.pathname,
    listener: listener.name,
    kind: kindOf(method, route),
    repository: route.repository,
    reference: route.resource === 'manifest' ? route.reference : undefined,
    digest: namedDigest(route, url),
    headers,
    httpVersion: request.httpVersion,
  });
  const body = countBytes(request, record);
  return { method, url, headers, route, listener: listener.name, record, body };
}

/**
 * As HTTP/1.1 has them: what HTTP/2 says in pseudo-header fields is left out but for the host.
 *
 * @param {IncomingMessage | Http2ServerRequest} request
 * @returns {IncomingHttpHeaders}
 */
function headersOf(request) {
  const { ':authority': authority, ...others } = request.headers;
  const headers = Object.entries(others).filter(([name]) => !name.startsWith(':'));
  return { ...(typeof authority === 'string' && { host: authority }), ...Object.fromEntries(headers) };
}

/**
 * The same request with changes. The journal keeps the request as the client made it.
 *
 * @param {Exchange} exchange
 * @param {ChangedRequest} [changed]
 * @returns {Exchange}
 */
export function changeExchange(exchange, changed) {
  if (changed === undefined) {
    return exchange;
  }
  const { method, url, headers, body } = { ...exchange, ...changed };
  const route = parseRoute(exchange.listener, url.pathname);
  const record = {
    ...exchange.record,
    method,
    url: url.href,
    path: url.pathname,
    kind: kindOf(method, route),
    repository: route.repository,
    reference: route.resource === 'manifest' ? route.reference : undefined,
    digest: namedDigest(route, url),
    headers,
  };
  return { ...exchange, method, url, headers, body, route, record };
}

/**
 * @param {Route} route
 * @param {URL} url
 * @returns {string | undefined}
 */
function namedDigest(route, url) {
  const named = [route.reference, url.searchParams.get('digest'), url.searchParams.get('mount')];
  return named.find((text) => typeof text === 'string' && isDigest(text)) ?? undefined;
}

/**
 * @param {IncomingMessage | Http2ServerRequest} request
 * @param {RequestRecord} record
 * @returns {AsyncIterable<Buffer>}
 */
async function* countBytes(request, record) {
  // A reader that stops early must not close the connection: the answer still has to go out on it.
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    if (!Buffer.isBuffer(chunk)) {
      throw new Error('the request was given an encoding');
    }
    Object.assign(record, { bytesIn: record.bytesIn + chunk.length });
    yield chunk;
  }
}
