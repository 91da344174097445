import type { SecureContext } from 'node:tls';
import { Agent, type Dispatcher, Pool, ProxyAgent, buildConnector } from 'undici';
import { type ConnectGuard, type SocketOptions, guardedConnect } from './guarded-connect.js';
import { readAuthorities } from '../authorities.js';
import { informationalPassingPool } from './informational.js';
import type { Reach } from '../../http/known-hosts.js';
import { type Proxy, readProxies } from '../../http/proxy.js';
import type { Environment } from '../../../runtime/environment.js';

const connectTimeoutMs = 15_000;

interface GuardedDispatchers {
  readonly of: (reach: Reach) => Dispatcher;
  readonly destroy: () => Promise<void>;
}

/**
 * One HTTP client for each reach, so that a connection to a host that may be anywhere is never used for one that may not. Behind a proxy, the proxy
 * looks names up, so only literal addresses are refused there.
 * @throws {ConfigurationError}
 */
export function createGuardedDispatchers(
  environment: Environment,
  secureContext: SecureContext | undefined,
  guard: Omit<ConnectGuard, 'reach'>,
): GuardedDispatchers {
  const options = socketOptions(secureContext);
  const make = (reach: Reach): Dispatcher =>
    makeDispatcher(environment, options, guardedConnect(options, { ...guard, reach }));
  const dispatchers: Readonly<Record<Reach, Dispatcher>> = {
    anywhere: make('anywhere'),
    network: make('network'),
    public: make('public'),
  };
  return {
    of: (reach) => dispatchers[reach],
    destroy: async () => {
      await Promise.all(Object.values(dispatchers).map(async (dispatcher) => dispatcher.destroy()));
    },
  };
}

/**
 * The HTTP client for a run, with the proxy (HTTP_PROXY, HTTPS_PROXY, NO_PROXY) and the certificate authorities
 * (SSL_CERT_FILE; NODE_EXTRA_CA_CERTS, which Node reads itself) of the environment.
 * @param timeoutMs how long a connection may take, with the tunnel of a proxy
 * @throws {ConfigurationError}
 */
export async function createDispatcher(
  environment: Environment,
  timeoutMs: number = connectTimeoutMs,
): Promise<Dispatcher> {
  const options = { ...socketOptions(await readAuthorities(environment)), timeout: timeoutMs };
  return makeDispatcher(environment, options, options);
}

function socketOptions(secureContext: SecureContext | undefined): SocketOptions {
  return { timeout: connectTimeoutMs, ...(secureContext === undefined ? {} : { secureContext }) };
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
  // A tunnel is part of the connection: without this, a proxy that takes CONNECT and says nothing would have five minutes.
  const clientFactory = (to: URL, more: object): Dispatcher =>
    new Pool(to, { ...more, headersTimeout: options.timeout });
  return new ProxyAgent({ uri: url.href, requestTls: options, proxyTls: options, factory, clientFactory, ...token });
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
