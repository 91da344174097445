import { readFile } from 'node:fs/promises';
import tls from 'node:tls';
import { Agent, type Dispatcher, ProxyAgent, buildConnector } from 'undici';
import { ConfigurationError, messageOf } from '../../runtime/errors.js';
import { kindOfHost } from './address.js';
import { type SocketOptions, type Resolve, guardedConnect } from './guarded-connect.js';
import type { DispatcherFor } from './http.js';
import { informationalPassingPool } from './informational.js';
import { type KnownHosts, PrivateAddressError, type Reach, mayReach } from './known-hosts.js';
import { type Proxy, readProxies } from './proxy.js';
import type { Environment } from '../../runtime/environment.js';

const connectTimeoutMs = 15_000;

/** The HTTP clients of a run's registries. */
interface Dispatchers {
  readonly dispatcherFor: DispatcherFor;
  readonly destroy: () => Promise<void>;
}

/**
 * One HTTP client for each reach, so that a connection to a host that may be anywhere is never used for one that may not. Behind a proxy, the proxy
 * looks names up, so only literal addresses are refused there.
 * @throws {ConfigurationError}
 */
export async function createDispatchers(
  environment: Environment,
  hosts: KnownHosts,
  resolve: Resolve,
): Promise<Dispatchers> {
  const options = await socketOptions(environment);
  const make = (reach: Reach): Dispatcher =>
    makeDispatcher(environment, options, guardedConnect(options, { hosts, reach, resolve }));
  const dispatchers: Readonly<Record<Reach, Dispatcher>> = {
    anywhere: make('anywhere'),
    network: make('network'),
    public: make('public'),
  };
  return {
    dispatcherFor: (url, namedBy) => {
      const reach = hosts.reachOf(url, namedBy);
      if (!mayReach(reach, kindOfHost(url) ?? 'public')) throw new PrivateAddressError(url.host);
      return dispatchers[reach];
    },
    destroy: async () => {
      await Promise.all(Object.values(dispatchers).map(async (dispatcher) => dispatcher.destroy()));
    },
  };
}

/**
 * The HTTP client for a run, with the proxy (HTTP_PROXY, HTTPS_PROXY, NO_PROXY) and the certificate authorities
 * (SSL_CERT_FILE; NODE_EXTRA_CA_CERTS, which Node reads itself) of the environment.
 * @throws {ConfigurationError}
 */
export async function createDispatcher(environment: Environment): Promise<Dispatcher> {
  const options = await socketOptions(environment);
  return makeDispatcher(environment, options, options);
}

/** Authorities are made into one context for all connections: to read a system's list anew takes some 15 ms a connection. */
async function socketOptions(environment: Environment): Promise<SocketOptions> {
  const timeout = connectTimeoutMs;
  const file = environment.SSL_CERT_FILE ?? '';
  // Node's own list, NODE_EXTRA_CA_CERTS included. A list that is given replaces both, so that they have to be added.
  if (file === '') return { timeout };
  const ca = [...(await defaultAuthorities(environment)), await readPem(file, 'SSL_CERT_FILE')];
  return { timeout, secureContext: tls.createSecureContext({ ca }) };
}

function makeDispatcher(
  environment: Environment,
  options: SocketOptions,
  connect: SocketOptions | buildConnector.connector,
): Dispatcher {
  const proxyFor = readProxies(environment);
  const factory = (origin: string | URL): Dispatcher => {
    const proxy = proxyFor(new URL(origin));
    return proxy === undefined
      ? informationalPassingPool(origin, { connect })
      : behindProxy(new URL(origin), proxy, options);
  };
  return new Agent({ connect, factory });
}

/** Through a proxy the guarded `connect` is not looked at: it is the proxy that looks names up. The certificate authorities are for both ways. */
function behindProxy(origin: URL, proxy: Proxy, options: SocketOptions): Dispatcher {
  const { url, authorization } = proxy;
  if (origin.protocol === 'http:' && /^https?:$/.test(url.protocol)) return askingProxy(origin, proxy, options);
  const token = authorization === undefined ? {} : { token: authorization };
  const factory = informationalPassingPool;
  return new ProxyAgent({ uri: url.href, requestTls: options, proxyTls: options, factory, ...token });
}

/**
 * Without TLS the proxy makes the request itself (RFC 9112 §3.2.2, "absolute-form"). Many refuse CONNECT to any port but 443, and Go's clients do as
 * this does.
 */
function askingProxy({ origin, host }: URL, { url, authorization }: Proxy, options: SocketOptions): Dispatcher {
  const own = { host, ...(authorization === undefined ? {} : { 'proxy-authorization': authorization }) };
  // undici would hold the proxy's certificate against the header `host`.
  const toProxy = buildConnector({ ...options });
  const connect: buildConnector.connector = (target, callback) => {
    toProxy({ ...target, servername: '' }, callback);
  };
  return informationalPassingPool(url.origin, { connect }).compose(
    (dispatch) => (request, handler) =>
      dispatch(
        {
          ...request,
          origin: url.origin,
          path: `${origin}${request.path}`,
          headers: [...withHeaders(request.headers, own)],
        },
        handler,
      ),
  );
}

/** undici takes headers in several shapes, and its `fetch` gives them as a list of names and values, which all become. */
function withHeaders(
  headers: Dispatcher.DispatchOptions['headers'],
  more: Readonly<Record<string, string>>,
): readonly string[] {
  if (Array.isArray(headers)) return [...headers, ...Object.entries(more).flat()];
  const pairs =
    headers === null || headers === undefined
      ? []
      : Symbol.iterator in headers
        ? [...headers]
        : Object.entries(headers);
  const flat = pairs.flatMap(([name, value]) =>
    value === undefined ? [] : [value].flat().flatMap((each) => [name, each]),
  );
  return [...flat, ...Object.entries(more).flat()];
}

async function defaultAuthorities(environment: Environment): Promise<readonly string[]> {
  // Node tells its list from 22.15 on; the oldest supported Node does not.
  if ('getCACertificates' in tls && typeof tls.getCACertificates === 'function') {
    const list: unknown = Reflect.apply(tls.getCACertificates, tls, ['default']);
    return Array.isArray(list) ? list.filter((entry) => typeof entry === 'string') : tls.rootCertificates;
  }
  const extra = environment.NODE_EXTRA_CA_CERTS ?? '';
  return extra === '' ? tls.rootCertificates : [...tls.rootCertificates, await readPem(extra, 'NODE_EXTRA_CA_CERTS')];
}

async function readPem(path: string, variable: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new ConfigurationError([`${variable}: ${path} cannot be read: ${messageOf(error)}.`]);
  }
}
