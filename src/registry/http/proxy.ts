import { ConfigurationError, errorCodeOf, firstOf, messageOf } from '../../runtime/errors.js';
import { parseProxyAddress, printable } from '../../runtime/text.js';
import type { Send } from './http.js';
import { parseNoProxy } from './no-proxy.js';
import type { Environment } from '../../runtime/environment.js';

type ProxyName = 'http_proxy' | 'https_proxy' | 'no_proxy';

interface ProxyVariable {
  /** as it is set: `HTTPS_PROXY` */
  readonly name: string;
  readonly value: string;
}

/** The lower-case name goes first, as in curl and in Go. An empty one is as good as none. */
function variableOf(name: ProxyName, environment: Environment): ProxyVariable | undefined {
  const found = [name, name.toUpperCase()].find((spelling) => (environment[spelling] ?? '') !== '');
  return found === undefined ? undefined : { name: found, value: environment[found] ?? '' };
}

/** Without the user and password that it may hold. */
export function shownProxy(address: string): string {
  // To the last: a password may have one in it.
  return printable(address.replace(/^([^/]*\/\/)?.*@/s, '$1***@'));
}

export interface Proxy {
  /** as it is set: `HTTPS_PROXY` */
  readonly variable: string;
  readonly shown: string;
  readonly url: URL;
  /** What the proxy is sent of the user and password in its address. */
  readonly authorization: string | undefined;
}

/** The proxy for a URL; undefined: it is reached without one. */
type ProxyFor = (url: URL) => Proxy | undefined;

const noProxy: ProxyFor = () => undefined;

/**
 * Reads which proxies the environment names, each for its own scheme. `ALL_PROXY` is not read. As in Go: what crane and docker reach, this reaches in
 * the same way.
 * @throws {ConfigurationError}
 */
export function readProxies(environment: Environment): ProxyFor {
  const http = readProxy(variableOf('http_proxy', environment));
  const https = readProxy(variableOf('https_proxy', environment));
  if (http === undefined && https === undefined) return noProxy;
  const isDirect = parseNoProxy(variableOf('no_proxy', environment)?.value ?? '');
  return (url) => (isDirect(url) ? undefined : url.protocol === 'https:' ? https : http);
}

const protocols = new Set(['http:', 'https:', 'socks5:', 'socks:']);

function readProxy(variable: ProxyVariable | undefined): Proxy | undefined {
  if (variable === undefined) return undefined;
  const { name, value } = variable;
  const url = parseProxyAddress(value);
  if (url === undefined || !protocols.has(url.protocol))
    throw new ConfigurationError([
      `${name}: "${shownProxy(value)}" is not the address of a proxy. Write it as http://host:port.`,
    ]);
  const login = `${decoded(url.username)}:${decoded(url.password)}`;
  const authorization = login === ':' ? undefined : `Basic ${Buffer.from(login, 'utf8').toString('base64')}`;
  return { variable: name, shown: shownProxy(value), url, authorization };
}

/** A password may have a bare `%` in it. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Names the proxy, and the variable that names it, where a connection to it failed. */
export function explainingProxy(send: Send, environment: Environment): Send {
  const proxyFor = readProxies(environment);
  if (proxyFor === noProxy) return send;
  return async (request) => {
    try {
      return await send(request);
    } catch (error) {
      const proxy = proxyFor(request.url);
      throw proxy !== undefined && isOfConnection(error) ? new ProxyError(proxy, error) : error;
    }
  };
}

/** Whoever is asked through a proxy is connected to by the proxy: what fails here is the connection to the proxy, or the look-up of its name. */
function isOfConnection(error: unknown): boolean {
  const failure = firstOf(error);
  if (!(failure instanceof Error)) return false;
  if ('syscall' in failure) return failure.syscall === 'connect' || failure.syscall === 'getaddrinfo';
  return errorCodeOf(failure) === 'UND_ERR_CONNECT_TIMEOUT';
}

/** A proxy could not be connected to. */
export class ProxyError extends Error {
  override readonly name = 'ProxyError';

  readonly variable: string;
  /** the system's, such as ECONNREFUSED */
  readonly code: string | undefined;

  constructor({ variable, shown }: Proxy, error: unknown) {
    const cause = firstOf(error);
    super(`the proxy ${shown} (${variable}) is not reached: ${messageOf(cause)}`, { cause: error });
    this.variable = variable;
    this.code = errorCodeOf(cause);
  }
}
