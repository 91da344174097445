import { isIP } from 'node:net';
import { messageOf } from '../errors.js';
import { printable } from '../text.js';
import type { HttpRequest, Send } from './http.js';

type Environment = Readonly<Record<string, string | undefined>>;

/** By curl's custom: the lower-case name goes first. */
export function proxyVariable(name: 'http_proxy' | 'https_proxy' | 'no_proxy', environment: Environment): string {
  return environment[name] ?? environment[name.toUpperCase()] ?? '';
}

/** Without the user and password that it may hold. */
export function shownProxy(address: string): string {
  // To the last: a password may have one in it.
  return printable(address.replace(/^([^/]*\/\/)?.*@/s, '$1***@'));
}

interface Proxy {
  /** as it is set: `HTTPS_PROXY` */
  readonly variable: string;
  readonly shown: string;
  readonly host: string;
  readonly port: number;
}

/** Tells of a connection that failed that it was the proxy's, and which variable names that. */
export function namingProxy(send: Send, environment: Environment): Send {
  const proxies = proxiesOf(environment);
  if (proxies.length === 0) return send;
  return async (request) => {
    try {
      return await send(request);
    } catch (error) {
      const proxy = proxies.find((candidate) => isOf(error, candidate, request));
      throw proxy === undefined ? error : proxyError(proxy, error);
    }
  };
}

function proxiesOf(environment: Environment): readonly Proxy[] {
  return (['https_proxy', 'http_proxy'] as const).flatMap((name) => {
    const address = proxyVariable(name, environment);
    if (!URL.canParse(address)) return [];
    const { hostname, protocol, port } = new URL(address);
    const variable = environment[name] === undefined ? name.toUpperCase() : name;
    return [
      { variable, shown: shownProxy(address), host: hostname.replace(/^\[|\]$/g, ''), port: portOf(port, protocol) },
    ];
  });
}

function portOf(port: string, protocol: string): number {
  if (port !== '') return Number(port);
  return protocol === 'https:' ? 443 : 80;
}

/** The system names the address that it connected to, and the name that it looked up. */
function isOf(error: unknown, { host, port }: Proxy, { url }: HttpRequest): boolean {
  const failure: unknown = error instanceof AggregateError ? error.errors[0] : error;
  if (!(failure instanceof Error)) return false;
  if ('hostname' in failure) return failure.hostname === host && url.hostname !== host;
  if (!('port' in failure && 'address' in failure) || failure.port !== port) return false;
  // Whose address it is, is known where the proxy is named by that, or no one else has this port.
  return isIP(host) === 0 ? portOf(url.port, url.protocol) !== port : failure.address === host;
}

/** A proxy could not be connected to. */
export class ProxyError extends Error {
  override readonly name = 'ProxyError';

  constructor(
    message: string,
    readonly variable: string,
    /** the system's, such as ECONNREFUSED */
    readonly code: unknown,
    cause: unknown,
  ) {
    super(message, { cause });
  }
}

function proxyError({ variable, shown }: Proxy, error: unknown): ProxyError {
  const cause: unknown = error instanceof AggregateError ? error.errors[0] : error;
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  const message = `the proxy ${shown} (${variable}) is not reached: ${messageOf(cause)}`;
  return new ProxyError(message, variable, code, error);
}
