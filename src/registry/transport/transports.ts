import { type SecureContext, createSecureContext } from 'node:tls';
import type { Clock } from '../../runtime/clock.js';
import { ConfigurationError } from '../../runtime/errors.js';
import type { Environment } from '../../runtime/environment.js';
import { kindOfHost } from '../http/address.js';
import { type KnownHosts, PrivateAddressError, type Reach, mayReach } from '../http/known-hosts.js';
import { readProxies } from '../http/proxy.js';
import { readAuthorities } from './authorities.js';
import type { Resolve } from './guarded-lookup.js';
import { DirectClient } from './direct-client.js';
import type { Transport, TransportFor } from './transport.js';

/** How a run's requests go out. */
interface Transports {
  readonly transportFor: TransportFor;
  readonly close: () => Promise<void>;
}

export interface TransportDeps {
  readonly environment: Environment;
  readonly hosts: KnownHosts;
  readonly resolve: Resolve;
  readonly clock: Clock;
}

/** Sends everything through undici. A way out for those whom the client of our own fails. */
const variable = 'IMAGE_MIRROR_TRANSPORT';

/**
 * Our own client for what is reached directly, undici for what goes through a proxy. undici is loaded when it is first needed. There is one client for
 * each reach, so that a connection to a host that may be anywhere is never used for one that may not.
 * @throws {ConfigurationError} where the environment's proxy or certificates cannot be used
 */
export async function createTransports({ environment, hosts, resolve, clock }: TransportDeps): Promise<Transports> {
  const usesUndici = readVariable(environment);
  const proxyFor = readProxies(environment);
  const authorities = await readAuthorities(environment);
  const secureContext = lazy((): SecureContext => authorities ?? createSecureContext());
  const own = (reach: Reach): DirectClient => new DirectClient({ reach, hosts, resolve, clock, secureContext });
  const clients: Readonly<Record<Reach, DirectClient>> = {
    anywhere: own('anywhere'),
    network: own('network'),
    public: own('public'),
  };
  const undici = lazy(async () => {
    const { createUndiciTransports } = await import('./undici/undici-transport.js');
    return createUndiciTransports(environment, authorities, { hosts, resolve }, clock);
  });
  let isUndiciUsed = false;
  const byUndici =
    (reach: Reach): Transport =>
    async (request) => {
      isUndiciUsed = true;
      return (await undici()).of(reach)(request);
    };
  return {
    transportFor: (url, namedBy) => {
      const reach = hosts.reachOf(url, namedBy);
      if (!mayReach(reach, kindOfHost(url) ?? 'public')) throw new PrivateAddressError(url.host);
      return usesUndici || proxyFor(url) !== undefined ? byUndici(reach) : clients[reach].send;
    },
    close: async () => {
      for (const client of Object.values(clients)) client.destroy();
      if (isUndiciUsed) await (await undici()).close();
    },
  };
}

function readVariable(environment: Environment): boolean {
  const value = environment[variable] ?? '';
  if (value !== '' && value !== 'undici') throw new ConfigurationError([`${variable}: the only value is "undici".`]);
  return value === 'undici';
}

function lazy<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
