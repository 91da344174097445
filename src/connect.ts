import { lookup } from 'node:dns';
import type { Clock } from './runtime/clock.js';
import type { Config } from './config/config.js';
import type { RegistryAccess } from './copy/registry-access.js';
import type { RunCache } from './cache/run-cache.js';
import { withoutPort } from './registry/http/address.js';
import { AskedHosts } from './registry/http/asked-hosts.js';
import { runHelper } from './registry/auth/credential-helper.js';
import { openLogins } from './registry/auth/credential-store.js';
import type { Credentials } from './registry/auth/registry-credentials.js';
import { BodyPaces } from './registry/throttle/body-pace.js';
import type { ConnectionDeps } from './registry/http/connection.js';
import { createSend } from './registry/http/http.js';
import type { Resolve } from './registry/transport/guarded-lookup.js';
import type { Transport } from './registry/transport/transport.js';
import { createTransports } from './registry/transport/transports.js';
import { KnownHosts } from './registry/http/known-hosts.js';
import { RegistryQueues } from './registry/throttle/queues.js';
import { explainingProxy } from './registry/http/proxy.js';
import { Registries } from './registry/registries.js';
import { Traffic } from './registry/http/traffic.js';
import { forwardWarnings } from './registry/errors/warnings.js';
import { type RetryPolicy, defaultRetryPolicy, retrying } from './registry/throttle/retry.js';
import type { Secrets } from './runtime/secrets.js';
import type { Environment } from './runtime/environment.js';

export interface RegistryAccessDeps {
  readonly environment: Environment;
  readonly clock: Clock;
  /** Those that the run comes to know are added. */
  readonly secrets: Secrets;
  /** Credentials for registries that docker's configuration does not know. */
  readonly fallbackCredentials: ReadonlyMap<string, Credentials>;
  readonly cache: RunCache;
  /** Registries that may be at a private address, besides those that the configuration names. */
  readonly trusted: readonly string[];
  /** Looks up names; without it the system does. */
  readonly resolve?: Resolve;
  /** A sentence: why there may be no account at a registry. */
  readonly noAccountReason?: string | undefined;
  /** A sentence: why sources are asked without an account, whatever logins there are. */
  readonly publicOnlyReason?: string | undefined;
  readonly retryPolicy?: RetryPolicy;
  /** Told what the run waits for, in sentences. */
  readonly log?: (sentence: string) => void;
  /** Aborted when a run that was stopped must have cleaned up. */
  readonly cleanupSignal?: AbortSignal;
  /** Puts something before each transport: tests shorten its waits so. */
  readonly adapt?: (transport: Transport) => Transport;
}

/**
 * Makes the real registry access of a run: an HTTP client, the credentials of docker login, the registries.
 * @throws {ConfigurationError} where the environment's proxy or certificates cannot be used.
 */
export async function connect(config: Config, deps: RegistryAccessDeps): Promise<RegistryAccess> {
  const { environment, clock, secrets, fallbackCredentials, cache, publicOnlyReason } = deps;
  const warnings: string[] = [...portWarnings(config, deps.trusted)];
  const warn = (sentence: string): number => warnings.push(sentence);
  const { retryPolicy = defaultRetryPolicy, adapt = (transport: Transport) => transport, log, cleanupSignal } = deps;
  const traffic = new Traffic();
  const allowed = config.allowedRegistries.filter((registry) => registry !== '*');
  const named = [...config.targets.map(({ registry }) => registry), ...config.insecureRegistries, ...allowed];
  const hosts = new KnownHosts([...named, ...deps.trusted]);
  const transports = await createTransports({ environment, hosts, resolve: deps.resolve ?? lookup, clock });
  const logins = openLogins({ environment, clock, runHelper, secrets, fallback: fallbackCredentials, warn });
  const paces = new BodyPaces(clock);
  const send = createSend((url, namedBy) => adapt(transports.transportFor(url, namedBy)), traffic, clock, paces);
  const plainSend = forwardWarnings(explainingProxy(send, environment), secrets.redact, warn);
  const askedHosts = new AskedHosts(plainSend, { clock, retryPolicy, log, cleanupSignal });
  const shared: ConnectionDeps = {
    send: askedHosts.send,
    askedHosts,
    queues: new RegistryQueues(config.concurrency),
    traffic,
    credentials: logins.credentials,
    traceLogin: logins.trace,
    insecureRegistries: config.insecureRegistries,
    hosts,
    noAccountReason: deps.noAccountReason,
    cleanupSignal,
    retryPolicy,
    scopesCacheOf: (registry) => scopesCacheOf(registry, cache),
    clock,
    onSecret: (secret) => {
      secrets.add(secret);
    },
    redact: secrets.redact,
    warn,
  };
  const registries = new Registries(shared);
  const sources =
    publicOnlyReason === undefined ? registries : new Registries(withoutAccounts(shared, publicOnlyReason));
  return {
    source: (reference) => sources.repository(reference, 'source', false),
    publicSource: publicSources(shared),
    target: (reference, writable) => registries.repository(reference, 'target', writable),
    isPublicOnly: publicOnlyReason !== undefined,
    traffic,
    cache,
    warnings,
    retry: async (task, signal) => retrying(task, retryPolicy, clock, signal),
    close: transports.close,
  };
}

function scopesCacheOf(registry: string, cache: RunCache): ReturnType<ConnectionDeps['scopesCacheOf']> {
  return {
    grantsSeveral: cache.host(registry).severalScopes,
    record: (severalScopes) => {
      cache.recordHost(registry, { severalScopes });
    },
  };
}

/** A host without its port is another. */
function portWarnings({ targets, insecureRegistries }: Config, trusted: readonly string[]): readonly string[] {
  const hosts = [...new Set([...targets.map(({ registry }) => registry), ...trusted])];
  return insecureRegistries.flatMap((listed) => {
    const meant = hosts.filter((host) => host !== listed && withoutPort(host) === listed);
    if (hosts.includes(listed) || meant.length === 0) return [];
    return [`insecure-registries: "${listed}" is without its port, and so has no effect. Write ${meant.join(', ')}.`];
  });
}

/** Made when it is first asked for. */
function publicSources(deps: ConnectionDeps): RegistryAccess['publicSource'] {
  let registries: Registries | undefined;
  return (reference) => {
    registries ??= new Registries(withoutAccounts(deps, 'It was asked as everybody may ask.'));
    return registries.repository(reference, 'source', false);
  };
}

function withoutAccounts(deps: ConnectionDeps, why: string): ConnectionDeps {
  return {
    ...deps,
    credentials: async () => Promise.resolve(undefined),
    traceLogin: undefined,
    noAccountReason: why,
  };
}
