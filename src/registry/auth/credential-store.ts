import type { Credentials, CredentialStore } from './credentials.js';
import { askCredentialHelper, type RunProgram } from './credential-helper.js';
import { findCredentials, readDockerConfigs } from './docker-config.js';

export interface CredentialOptions {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly runProgram: RunProgram;
  /** Told every secret before it is used, so that a log can mask it. */
  readonly onSecret: (secret: string) => void;
  /** For registries that docker's configuration does not know. */
  readonly fallback: ReadonlyMap<string, Credentials>;
}

/** The credentials of `docker login`, looked up once a registry, by its exact host. */
export function createCredentialStore(options: CredentialOptions): CredentialStore {
  const found = new Map<string, Promise<Credentials | undefined>>();
  let configs: ReturnType<typeof readDockerConfigs> | undefined;
  return async (registry) => {
    configs ??= readDockerConfigs(options.environment);
    const lookUp = found.get(registry) ?? lookUpIn(configs, registry, options);
    found.set(registry, lookUp);
    return lookUp;
  };
}

async function lookUpIn(
  configs: ReturnType<typeof readDockerConfigs>,
  registry: string,
  { runProgram, onSecret, fallback }: CredentialOptions,
): Promise<Credentials | undefined> {
  for (const config of await configs) {
    const stored = findCredentials(config, registry);
    if (stored.kind === 'none') continue;
    const credentials =
      stored.kind === 'found'
        ? stored.credentials
        : await askCredentialHelper(stored.helper, stored.server, runProgram);
    if (credentials === undefined) continue;
    onSecret(credentials.kind === 'password' ? credentials.password : credentials.token);
    return credentials;
  }
  return fallback.get(registry);
}
