import type { Clock } from '../../runtime/clock.js';
import { ConfigurationError } from '../../runtime/errors.js';
import type { Secrets } from '../../runtime/secrets.js';
import { CredentialHelperError, askCredentialHelper, type RunHelper } from './credential-helper.js';
import { type Credentials, type CredentialStore, identityTokenUser, loginKey } from './registry-credentials.js';
import { configLocations, readDockerConfigs } from './config-locations.js';
import type { LocatedConfig } from './docker-config.js';
import {
  type StoredLogin,
  isUndecodable,
  namesNamespace,
  otherKeys,
  problemsFor,
  storedLogins,
} from './login-entries.js';
import type { LoginTrace } from './login-trace.js';
import type { Environment } from '../../runtime/environment.js';

interface CredentialDeps {
  readonly environment: Environment;
  readonly clock: Clock;
  readonly runHelper: RunHelper;
  /** Gets every secret before it is used, so that it is never shown. */
  readonly secrets: Pick<Secrets, 'addPair'>;
  /** For registries that docker's configuration does not know. */
  readonly fallback: ReadonlyMap<string, Credentials>;
  /** Gets one warning for each helper that cannot be asked, and for each part of a configuration that cannot be read. */
  readonly warn?: ((sentence: string) => void) | undefined;
}

/** The logins of a machine. */
export interface Logins {
  /** The credentials of `docker login` and its like, for the exact host, or for a namespace of it. */
  readonly credentials: CredentialStore;
  /** Where they are from, or were looked for. */
  readonly trace: (registry: string, repository: string) => Promise<LoginTrace>;
}

interface FoundLogin {
  readonly credentials: Credentials | undefined;
  readonly from: string | undefined;
  /** Sentences without a full stop: what might have had them and could not be read or asked. */
  readonly failures: readonly string[];
  /** Those of them that may have held any login: a file that is not JSON. */
  readonly unreadable: readonly string[];
}

type AskHelper = (helper: string, server: string) => Promise<Credentials | undefined | CredentialHelperError>;

/** How logins are looked up. */
interface LoginLookUp {
  readonly ask: AskHelper;
  /** Passed each unreadable part that may have held the login. */
  readonly noteUnread: (failure: string) => void;
}

export function openLogins(deps: CredentialDeps): Logins {
  /** By repository; by registry where all its repositories have the same. */
  const found = new Map<string, FoundLogin | Promise<FoundLogin>>();
  const share = shareEqual();
  const lookUpDeps = { ask: oncePerServer(deps), noteUnread: warningOnce(deps) };
  const addSecret = addSecretsOnce(deps);
  let configs: ReturnType<typeof readDockerConfigs> | undefined;
  const read = async (): Promise<readonly LocatedConfig[]> => (configs ??= readDockerConfigs(deps.environment));
  const lookUp = async (registry: string, repository: string): Promise<FoundLogin> => {
    const stored = await findIn(await read(), registry, repository, lookUpDeps);
    const fallback = stored.credentials === undefined ? deps.fallback.get(registry) : undefined;
    const result = fallback === undefined ? stored : { ...stored, credentials: fallback, from: fallbackName };
    if (result.credentials === undefined && stored.unreadable.length > 0)
      throw new ConfigurationError(stored.unreadable.map((what) => `${what}. Correct it, or log in again.`));
    addSecret(result.credentials);
    return share(result);
  };
  const findAnew = async (registry: string, repository: string, name: string): Promise<FoundLogin> => {
    const finding = lookUp(registry, repository);
    found.set(name, finding);
    const login = await finding;
    const isOfAll = !(await read()).some((config) => namesNamespace(config, registry));
    if (isOfAll) found.delete(name);
    found.set(isOfAll ? registry : name, login);
    return login;
  };
  const find = (registry: string, repository: string): FoundLogin | Promise<FoundLogin> => {
    const name = `${registry}/${repository}`;
    return found.get(registry) ?? found.get(name) ?? findAnew(registry, repository, name);
  };
  return {
    credentials: (registry, repository): ReturnType<CredentialStore> => {
      const login = find(registry, repository);
      return login instanceof Promise ? login.then(({ credentials }) => credentials) : login.credentials;
    },
    trace: async (registry, repository) =>
      traceOf(registry, repository, await find(registry, repository), await read(), deps),
  };
}

/** What was found is kept for each repository, of which a run may have thousands. Most have the same login, or none. */
function shareEqual(): (login: FoundLogin) => FoundLogin {
  const shared = new Map<Credentials | undefined, FoundLogin>();
  return (login) => {
    const { credentials, from, failures, unreadable } = login;
    const known = shared.get(credentials);
    if (failures.length > 0 || unreadable.length > 0) return login;
    if (known?.from === from && known !== undefined) return known;
    shared.set(credentials, login);
    return login;
  };
}

/** A helper may open a window or ask a cloud: it is asked once for a server, however many repositories are there. */
function oncePerServer({ clock, runHelper, warn }: CredentialDeps): AskHelper {
  const answers = new Map<string, ReturnType<AskHelper>>();
  const warned = new Set<string>();
  const ask: AskHelper = async (helper, server) => {
    try {
      return await askCredentialHelper(helper, server, runHelper, clock);
    } catch (error) {
      if (!(error instanceof CredentialHelperError)) throw error;
      if (!warned.has(error.program))
        warn?.(
          `${error.message}. The run goes on without its logins. Install it, or remove it from "credsStore" and "credHelpers".`,
        );
      warned.add(error.program);
      return error;
    }
  };
  return async (helper, server) => {
    const key = `${helper}\n${server}`;
    const answer = answers.get(key) ?? ask(helper, server);
    answers.set(key, answer);
    return answer;
  };
}

function warningOnce({ warn }: CredentialDeps): (failure: string) => void {
  const warned = new Set<string>();
  return (failure) => {
    if (!warned.has(failure))
      warn?.(`${failure}. The run goes on with the logins that it could read. Log in again, or correct it.`);
    warned.add(failure);
  };
}

function addSecretsOnce({ secrets }: CredentialDeps): (credentials: Credentials | undefined) => void {
  const added = new Set<string>();
  return (credentials) => {
    if (credentials === undefined || added.has(loginKey(credentials))) return;
    added.add(loginKey(credentials));
    if (credentials.kind === 'password') secrets.addPair(credentials.username, credentials.password);
    else secrets.addPair(identityTokenUser, credentials.token);
  };
}

const fallbackName = 'GitHub (GITHUB_TOKEN)';

/**
 * A helper that fails does not stop the run: most images are public. If a registry then requires a login, the failure names the helper. An
 * unreadable file does not stop the run if the login is found elsewhere.
 */
async function findIn(
  configs: readonly LocatedConfig[],
  registry: string,
  repository: string,
  { ask, noteUnread }: LoginLookUp,
): Promise<FoundLogin> {
  const failures: string[] = [];
  const unreadable: string[] = [];
  for (const config of configs) {
    for (const { what, key } of problemsFor(config, registry, repository)) {
      const failure = `${config.location} ${what}`;
      failures.push(failure);
      if (key === undefined) unreadable.push(failure);
      noteUnread(failure);
    }
    for (const stored of storedLogins(config, registry, repository)) {
      if (stored.kind === 'entry') {
        const { key, credentials } = stored;
        const scope = key.namespace === undefined ? '' : ` (${key.registry}/${key.namespace})`;
        return { credentials, from: `${config.location}${scope}`, failures, unreadable };
      }
      const answer = await askHelper(stored, ask);
      if (answer instanceof CredentialHelperError) failures.push(answer.message);
      else if (answer !== undefined)
        return { credentials: answer, from: `docker-credential-${stored.helper}`, failures, unreadable };
    }
  }
  return { credentials: undefined, from: undefined, failures, unreadable };
}

async function askHelper({ helper, servers }: StoredLogin & { kind: 'helper' }, ask: AskHelper): ReturnType<AskHelper> {
  for (const server of servers) {
    const answer = await ask(helper, server);
    if (answer !== undefined) return answer;
  }
  return undefined;
}

function traceOf(
  registry: string,
  repository: string,
  { from, failures }: FoundLogin,
  configs: readonly LocatedConfig[],
  { environment, fallback }: CredentialDeps,
): LoginTrace {
  const isUnused = from !== undefined && from !== fallbackName && fallback.has(registry);
  const sources = configLocations(environment).map((name) => ({
    name,
    keys: configs
      .filter(({ location }) => location === name)
      .flatMap((config) => otherKeys(config, registry, repository)),
  }));
  const undecodable = configs.find((config) => isUndecodable(config, registry, repository))?.location;
  const unused = isUnused ? { unused: 'The workflow’s token (github-token, GITHUB_TOKEN)' } : {};
  return { registry, repository, from, ...unused, failures, undecodable, sources };
}
