import { canonicalRegistry, registryCredentialKey } from '../../image/reference.js';
import { withoutTrailing } from '../../runtime/text.js';
import { type Credentials, toCredentials } from './registry-credentials.js';
import type { AuthEntry, ConfigProblem, DockerConfig, LocatedConfig } from './docker-config.js';

/** Where a repository's credentials are: in the file itself, or with a helper, which knows them under one of these servers' names. */
export type StoredLogin =
  | { readonly kind: 'entry'; readonly key: LoginKey; readonly credentials: Credentials }
  | { readonly kind: 'helper'; readonly helper: string; readonly servers: readonly string[] };

/** A key of `auths` or `credHelpers`, taken apart. */
interface LoginKey {
  readonly written: string;
  /** canonical */
  readonly registry: string;
  /** The repository, or the beginning of its name that ends before a `/`. undefined: the key is for the whole registry. */
  readonly namespace: string | undefined;
  /** It has a path that says nothing. Other spellings of the registry go first. */
  readonly hasOtherPath: boolean;
}

/**
 * Everything that one configuration has for a repository, in the order to try it. Source: docker/cli, `ConfigFile.GetCredentialsStore`, and
 * containers-auth.json(5), whose order `containers/image` keeps in `findCredentialsInFile`:
 *
 * 1. the registry's own helper (`credHelpers`);
 * 2. entries of `auths` for the repository or a namespace that it is in, the most specific first;
 * 3. what is for the whole registry. Docker asks `credsStore` and ignores an entry of `auths`, which may be from before the store was set up. Podman
 *    knows no `credsStore`. So in docker's format the store goes first, and in podman's the entry.
 */
export function storedLogins(config: LocatedConfig, registry: string, repository: string): readonly StoredLogin[] {
  const own = ownHelper(config, registry);
  const ownHelpers: readonly StoredLogin[] = own === undefined || own.helper === '' ? [] : [own];
  // An own helper without a name turns the store off for this registry, as in docker.
  const store: readonly StoredLogin[] =
    own !== undefined || config.credsStore === ''
      ? []
      : [{ kind: 'helper', helper: config.credsStore, servers: [registryCredentialKey(registry)] }];
  const entries = readEntries(config, registry);
  const namespaced = entries
    .filter(({ key }) => isWithin(repository, key.namespace))
    .sort((one, other) => (other.key.namespace?.length ?? 0) - (one.key.namespace?.length ?? 0));
  const whole = entries.filter(({ key }) => key.namespace === undefined);
  const forRegistry = config.format === 'docker' ? [...store, ...whole] : [...whole, ...store];
  return [...ownHelpers, ...namespaced, ...forRegistry];
}

/** Says whether a registry's repositories may have several logins: one of its keys names a namespace. */
export function namesNamespace({ auths, credHelpers, problems }: DockerConfig, registry: string): boolean {
  const keys = [...Object.keys(auths), ...Object.keys(credHelpers), ...problems.flatMap(({ key }) => key ?? [])];
  return keys.some((written) => {
    const key = readKey(written);
    return key?.registry === registry && key.namespace !== undefined;
  });
}

/** Says whether a repository's entry has something for a user and a password that holds neither. */
export function isUndecodable(config: LocatedConfig, registry: string, repository: string): boolean {
  return Object.entries(config.auths).some(
    ([written, value]) =>
      isFor(written, registry, repository) &&
      value !== undefined &&
      value.auth !== '' &&
      readEntry(value) === undefined,
  );
}

/** The unreadable parts of a configuration that may have held a repository's login. */
export function problemsFor(
  { problems }: DockerConfig,
  registry: string,
  repository: string,
): readonly ConfigProblem[] {
  return problems.filter(({ key }) => key === undefined || isFor(key, registry, repository));
}

/** The keys of a configuration that are not for a repository, as they are written, without user and query. */
export function otherKeys(
  { auths, credHelpers }: DockerConfig,
  registry: string,
  repository: string,
): readonly string[] {
  const others = [...Object.keys(credHelpers), ...Object.keys(auths)].filter(
    (written) => !isFor(written, registry, repository),
  );
  const shown = others.map((written) => {
    const [, scheme = '', address = ''] = /^(\w+:\/\/)?([^?#]*)/.exec(written) ?? [];
    return `${scheme}${address.slice(address.lastIndexOf('@') + 1)}`;
  });
  return [...new Set(shown)].filter((key) => key !== '');
}

function isFor(written: string, registry: string, repository: string): boolean {
  const key = readKey(written);
  return key?.registry === registry && (key.namespace === undefined || isWithin(repository, key.namespace));
}

/** It is asked under the key as it is written, as podman asks it, and then under docker's name for the registry. */
function ownHelper(config: LocatedConfig, registry: string): (StoredLogin & { kind: 'helper' }) | undefined {
  const [own] = keysFor(config.credHelpers, registry, config).filter(({ key }) => key.namespace === undefined);
  if (own === undefined) return undefined;
  const servers = [...new Set([own.key.written, registryCredentialKey(registry)])];
  return { kind: 'helper', helper: own.value, servers };
}

type StoredEntry = StoredLogin & { readonly kind: 'entry' };

const entriesByConfig = new WeakMap<LocatedConfig, Map<string, readonly StoredEntry[]>>();

/** The entries of one registry. They are decoded once, and not for each of its repositories. */
function readEntries(config: LocatedConfig, registry: string): readonly StoredEntry[] {
  const byRegistry = entriesByConfig.get(config) ?? new Map<string, readonly StoredEntry[]>();
  entriesByConfig.set(config, byRegistry);
  const entries = byRegistry.get(registry) ?? decodeEntries(config, registry);
  byRegistry.set(registry, entries);
  return entries;
}

function decodeEntries(config: LocatedConfig, registry: string): readonly StoredEntry[] {
  return keysFor(config.auths, registry, config).flatMap(({ key, value }) => {
    const credentials = value === undefined ? undefined : readEntry(value);
    return credentials === undefined ? [] : [{ kind: 'entry', key, credentials }];
  });
}

/** The entries of one registry. First are the keys that the format's own login command writes, last those with a path that says nothing. */
function keysFor<T>(
  entries: Readonly<Record<string, T>>,
  registry: string,
  { format }: LocatedConfig,
): readonly { readonly key: LoginKey; readonly value: T }[] {
  const exact = format === 'docker' ? [registryCredentialKey(registry), registry] : [registry];
  const rank = ({ key }: { readonly key: LoginKey }): number => {
    const index = exact.indexOf(key.written);
    if (index !== -1) return index;
    return key.hasOtherPath ? exact.length + 1 : exact.length;
  };
  return Object.entries(entries)
    .flatMap(([written, value]) => {
      const key = readKey(written);
      return key?.registry === registry ? [{ key, value }] : [];
    })
    .sort((one, other) => rank(one) - rank(other));
}

/** Docker stores its tokens for Docker Hub under these keys. They are no logins. Source: docker/cli, `OAuthManager`. */
const dockersOwnKeys: ReadonlySet<string> = new Set([
  'https://index.docker.io/v1/access-token',
  'https://index.docker.io/v1/refresh-token',
]);

/**
 * `https://host/v1/`, `host/v2`, `host`: all are the host, as docker wrote it at one time or another. Without a scheme any other path is a namespace.
 * With `https:` it says nothing: docker (`ConvertToHostname`) and podman (`normalizeAuthFileKey`) take such a key for its whole host. With `http:` it is
 * left alone, as regclient does: no login command writes it.
 */
function readKey(written: string): LoginKey | undefined {
  const [, scheme, host, path = ''] = /^(https?:\/\/)?([^/]+)(?:\/(.*))?$/s.exec(written) ?? [];
  if (host === undefined || dockersOwnKeys.has(written)) return undefined;
  const registry = canonicalRegistry(host);
  const hasOtherPath = !/^(?:v[12]\/?)?$/.test(path);
  if (hasOtherPath && scheme === 'http://') return undefined;
  const isNamespace = hasOtherPath && scheme === undefined;
  const namespace = isNamespace ? path.toLowerCase().replace(/\/$/, '') : undefined;
  return { written, registry, namespace, hasOtherPath };
}

/** Whole components of the name are compared: `acme` is not for `acme2/app`. */
function isWithin(repository: string, namespace: string | undefined): boolean {
  return namespace !== undefined && namespace !== '' && `${repository}/`.startsWith(`${namespace}/`);
}

/** The registry token, then the refresh token, then the password: each was obtained with the next one. */
function readEntry({ auth, username, password, identitytoken, registrytoken }: AuthEntry): Credentials | undefined {
  if (registrytoken !== '') return { kind: 'registry-token', token: registrytoken };
  if (identitytoken !== '') return { kind: 'identity-token', token: identitytoken };
  const decoded = withoutTrailing(Buffer.from(auth, 'base64').toString('utf8'), '\0');
  const colon = decoded.indexOf(':');
  if (colon > 0) return toCredentials(decoded.slice(0, colon), decoded.slice(colon + 1));
  return username === '' || typeof password !== 'string' ? undefined : toCredentials(username, password);
}
