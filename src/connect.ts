import type { Clock } from './clock.js';
import type { Config } from './config/config.js';
import type { Wire } from './copy/mirror-all.js';
import type { Knowledge } from './knowledge/knowledge.js';
import { runProgram } from './registry/auth/credential-helper.js';
import { createCredentialStore } from './registry/auth/credential-store.js';
import type { Credentials } from './registry/auth/credentials.js';
import { createDispatcher } from './registry/dispatcher.js';
import { createSend } from './registry/http.js';
import { RegistryLimits } from './registry/limits.js';
import { Registries } from './registry/registries.js';
import { Traffic } from './registry/traffic.js';
import { type RetryPolicy, defaultRetryPolicy } from './retry.js';

type HttpClient = Awaited<ReturnType<typeof createDispatcher>>;

export interface ConnectOptions {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  readonly onSecret: (secret: string) => void;
  /** Credentials for registries that docker's configuration does not know. */
  readonly fallbackCredentials: ReadonlyMap<string, Credentials>;
  readonly knowledge: Knowledge;
  /** A sentence: why there may be no account at a registry. */
  readonly withoutAccount?: string | undefined;
  readonly retryPolicy?: RetryPolicy;
  /** Puts something before the HTTP client: tests shorten its waits so. */
  readonly adapt?: (client: HttpClient) => HttpClient;
}

/**
 * Makes the real wire of a run: an HTTP client, the credentials of docker login, the registries.
 * @throws {ConfigurationError} where the environment's proxy or certificates cannot be used.
 */
export async function connect(config: Config, options: ConnectOptions): Promise<Wire> {
  const { environment, clock, onSecret, fallbackCredentials, knowledge, retryPolicy = defaultRetryPolicy } = options;
  const traffic = new Traffic();
  const dispatcher = (options.adapt ?? asItIs)(await createDispatcher(environment));
  const registries = new Registries({
    send: createSend(dispatcher, traffic, clock),
    limits: new RegistryLimits(config.concurrency),
    traffic,
    credentials: createCredentialStore({ environment, runProgram, onSecret, fallback: fallbackCredentials }),
    insecureRegistries: config.insecureRegistries,
    withoutAccount: options.withoutAccount,
    retryPolicy,
    memoryOf: (registry) => ({
      grantsSeveral: knowledge.host(registry).severalScopes,
      note: (severalScopes) => {
        knowledge.noteHost(registry, { severalScopes });
      },
    }),
    clock,
  });
  return {
    source: (reference) => registries.repository(reference, 'source', false),
    target: (reference, writable) => registries.repository(reference, 'target', writable),
    traffic,
    knowledge,
    retryPolicy,
    close: async () => dispatcher.destroy(),
  };
}

function asItIs(client: HttpClient): HttpClient {
  return client;
}
