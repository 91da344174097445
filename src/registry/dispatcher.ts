import { readFile } from 'node:fs/promises';
import tls from 'node:tls';
import { Agent, type Dispatcher, EnvHttpProxyAgent, type buildConnector } from 'undici';
import { ConfigurationError, messageOf } from '../errors.js';
import { kindOfHost } from './address.js';
import { type ConnectOptions, type Resolve, guardedConnect } from './guarded-connect.js';
import type { DispatcherFor } from './http.js';
import { informationalPassingPool as factory } from './informational.js';
import { type KnownHosts, PrivateAddressError, type Reach, mayReach } from './known-hosts.js';
import { proxyVariable, shownProxy } from './proxy.js';

type Environment = Readonly<Record<string, string | undefined>>;

const connectTimeoutMs = 15_000;

/** This machine is reached without a proxy, whatever the environment says: undici would send even loopback through it. */
const neverProxied = ['localhost', '127.0.0.1', '::1'];

/** The HTTP clients of a run's registries. */
export interface Dispatchers {
  readonly dispatcherFor: DispatcherFor;
  readonly destroy: () => Promise<void>;
}

/**
 * One HTTP client for each reach: a connection that was made for a host that may be anywhere serves none that may not. Behind a proxy names are
 * the proxy's to look up, so that only addresses that stand for themselves are refused there.
 * @throws {ConfigurationError}
 */
export async function createDispatchers(
  environment: Environment,
  hosts: KnownHosts,
  resolve: Resolve,
): Promise<Dispatchers> {
  const options = await connectOptions(environment);
  const make = (reach: Reach): Dispatcher =>
    makeDispatcher(environment, options, guardedConnect(options, { hosts, reach, resolve }));
  const dispatchers: Readonly<Record<Reach, Dispatcher>> = {
    anywhere: make('anywhere'),
    network: make('network'),
    public: make('public'),
  };
  return {
    dispatcherFor: (url, ledBy) => {
      const reach = hosts.reachOf(url, ledBy);
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
  const options = await connectOptions(environment);
  return makeDispatcher(environment, options, options);
}

/** Authorities are made into one context for all connections: to read a system's list anew takes some 15 ms a connection. */
async function connectOptions(environment: Environment): Promise<ConnectOptions> {
  const ca = await readAuthorities(environment);
  const timeout = connectTimeoutMs;
  return ca === undefined ? { timeout } : { timeout, secureContext: tls.createSecureContext({ ca: [...ca] }) };
}

function makeDispatcher(
  environment: Environment,
  options: ConnectOptions,
  connect: ConnectOptions | buildConnector.connector,
): Dispatcher {
  const httpProxy = proxyVariable('http_proxy', environment);
  const httpsProxy = proxyVariable('https_proxy', environment);
  if (httpProxy === '' && httpsProxy === '') return new Agent({ connect, factory });
  const noProxy = [proxyVariable('no_proxy', environment), ...neverProxied].filter(Boolean).join(',');
  // Through a proxy `connect` is not looked at: the certificate authorities have to be given for the way behind it too.
  return proxyAgent({ connect, factory, requestTls: options, proxyTls: options, httpProxy, httpsProxy, noProxy });
}

function proxyAgent(options: ConstructorParameters<typeof EnvHttpProxyAgent>[0]): Dispatcher {
  try {
    return new EnvHttpProxyAgent(options);
  } catch (error) {
    const { httpProxy, httpsProxy } = options ?? {};
    throw new ConfigurationError([
      `HTTP_PROXY is ${quoted(httpProxy)}, HTTPS_PROXY is ${quoted(httpsProxy)}: no proxy's address: ${messageOf(error)}. Write it as http://host:port.`,
    ]);
  }
}

function quoted(address = ''): string {
  return address === '' ? 'not set' : `"${shownProxy(address)}"`;
}

/** undefined: Node's own list, NODE_EXTRA_CA_CERTS included. A list that is given replaces both, so that they have to be added. */
async function readAuthorities(environment: Environment): Promise<readonly string[] | undefined> {
  const file = environment.SSL_CERT_FILE ?? '';
  if (file === '') return undefined;
  return [...(await defaultAuthorities(environment)), await readPem(file, 'SSL_CERT_FILE')];
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
