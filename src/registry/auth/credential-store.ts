import { type Credentials, type CredentialStore, identityTokenUser } from './credentials.js';
import type { Secrets } from '../../secrets.js';
import { askCredentialHelper, type RunProgram } from './credential-helper.js';
import { type DockerConfig, findCredentials, readDockerConfigs } from './docker-config.js';

export interface CredentialOptions {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly runProgram: RunProgram;
  /** Told every secret before it is used, so that it is shown nowhere. */
  readonly secrets: Pick<Secrets, 'addPair'>;
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
  { runProgram, secrets, fallback }: CredentialOptions,
): Promise<Credentials | undefined> {
  const credentials = (await findIn(await configs, registry, runProgram)) ?? fallback.get(registry);
  if (credentials?.kind === 'password') secrets.addPair(credentials.username, credentials.password);
  else if (credentials !== undefined) secrets.addPair(identityTokenUser, credentials.token);
  return credentials;
}

async function findIn(
  configs: readonly DockerConfig[],
  registry: string,
  runProgram: RunProgram,
): Promise<Credentials | undefined> {
  for (const config of configs) {
    const stored = findCredentials(config, registry);
    if (stored.kind === 'found') return stored.credentials;
    const asked =
      stored.kind === 'helper' ? await askCredentialHelper(stored.helper, stored.server, runProgram) : undefined;
    if (asked !== undefined) return asked;
  }
  return undefined;
}
