import { type Credentials, type CredentialStore, identityTokenUser } from './credentials.js';
import type { Secrets } from '../../secrets.js';
import { askCredentialHelper, type RunProgram } from './credential-helper.js';
import {
  type PlacedConfig,
  configPlaces,
  entryHosts,
  findCredentials,
  isUndecodable,
  readDockerConfigs,
} from './docker-config.js';
import type { LoginTrace } from './login-trace.js';

export interface CredentialOptions {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly runProgram: RunProgram;
  /** Told every secret before it is used, so that it is shown nowhere. */
  readonly secrets: Pick<Secrets, 'addPair'>;
  /** For registries that docker's configuration does not know. */
  readonly fallback: ReadonlyMap<string, Credentials>;
}

/** The logins of a machine. */
export interface Logins {
  /** The credentials of `docker login`, looked up once a registry, by its exact host. */
  readonly credentials: CredentialStore;
  /** Where they are from, or were looked for. */
  readonly trace: (registry: string) => Promise<LoginTrace>;
}

interface Found {
  readonly credentials: Credentials | undefined;
  readonly from: string | undefined;
}

export function openLogins(options: CredentialOptions): Logins {
  const found = new Map<string, Promise<Found>>();
  let configs: ReturnType<typeof readDockerConfigs> | undefined;
  const read = async (): Promise<readonly PlacedConfig[]> => (configs ??= readDockerConfigs(options.environment));
  const find = async (registry: string): Promise<Found> => {
    const lookUp = found.get(registry) ?? lookUpIn(read(), registry, options);
    found.set(registry, lookUp);
    return lookUp;
  };
  return {
    credentials: async (registry) => (await find(registry)).credentials,
    trace: async (registry) => traceOf(registry, await find(registry), await read(), options),
  };
}

async function lookUpIn(
  configs: ReturnType<typeof readDockerConfigs>,
  registry: string,
  { runProgram, secrets, fallback }: CredentialOptions,
): Promise<Found> {
  const stored = await findIn(await configs, registry, runProgram);
  const found = stored.credentials === undefined ? fallbackOf(fallback.get(registry)) : stored;
  const { credentials } = found;
  if (credentials?.kind === 'password') secrets.addPair(credentials.username, credentials.password);
  else if (credentials !== undefined) secrets.addPair(identityTokenUser, credentials.token);
  return found;
}

function fallbackOf(credentials: Credentials | undefined): Found {
  return { credentials, from: credentials === undefined ? undefined : fallbackName };
}

const fallbackName = 'GitHub (GITHUB_TOKEN)';

async function findIn(configs: readonly PlacedConfig[], registry: string, runProgram: RunProgram): Promise<Found> {
  for (const config of configs) {
    const stored = findCredentials(config, registry);
    if (stored.kind === 'found') return { credentials: stored.credentials, from: config.place };
    if (stored.kind === 'none') continue;
    const asked = await askCredentialHelper(stored.helper, stored.server, runProgram);
    if (asked !== undefined) return { credentials: asked, from: `docker-credential-${stored.helper}` };
  }
  return { credentials: undefined, from: undefined };
}

function traceOf(
  registry: string,
  { from }: Found,
  configs: readonly PlacedConfig[],
  { environment, fallback }: CredentialOptions,
): LoginTrace {
  const isUnused = from !== undefined && from !== fallbackName && fallback.has(registry);
  const places = configPlaces(environment).map((name) => ({
    name,
    hosts: configs.filter(({ place }) => place === name).flatMap(entryHosts),
  }));
  const unused = isUnused ? { unused: 'The workflow’s token (github-token, GITHUB_TOKEN)' } : {};
  return {
    registry,
    from,
    ...unused,
    undecodable: configs.find((config) => isUndecodable(config, registry))?.place,
    places,
  };
}
