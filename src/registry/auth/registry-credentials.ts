import { type OperationContext, RegistryError } from '../../image/registry-error.js';
import { printable } from '../../runtime/text.js';

/** How an account proves itself to one registry. */
export type Credentials =
  | { readonly kind: 'password'; readonly username: string; readonly password: string }
  /** An OAuth2 refresh token, as `docker login` stores it for registries that give one (ACR). */
  | { readonly kind: 'identity-token'; readonly token: string }
  /** A bearer token for the registry itself, used without a token service (`registrytoken`). */
  | { readonly kind: 'registry-token'; readonly token: string };

/** What a token service takes. */
export type TokenCredentials = Exclude<Credentials, { kind: 'registry-token' }>;

/**
 * Looks up the credentials for one repository of one registry. undefined: there are none, so go anonymously. Those that it found before it has at
 * hand, without a promise.
 */
export type CredentialStore = (
  registry: string,
  repository: string,
) => Promise<Credentials | undefined> | Credentials | undefined;

const loginKeys = new WeakMap<Credentials, string>();

/** The same text for the same login, for maps alone: it holds the secret. Each request asks for it. */
export function loginKey(credentials: Credentials | undefined): string {
  if (credentials === undefined) return '';
  const key = loginKeys.get(credentials) ?? JSON.stringify(Object.entries(credentials).sort());
  loginKeys.set(credentials, key);
  return key;
}

/** ACR's user name for "the password is a refresh token" (Azure/acr, docs/AAD-OAuth.md). */
const acrRefreshTokenUser = '00000000-0000-0000-0000-000000000000';

/** As whom an identity token is sent where a password is asked for; also the helpers' mark of one (docker/docker-credential-helpers). */
export const identityTokenUser = '<token>';

export function toCredentials(username: string, secret: string): Credentials {
  const isToken = username === identityTokenUser || username === acrRefreshTokenUser;
  return isToken ? { kind: 'identity-token', token: secret } : { kind: 'password', username, password: secret };
}

/** For messages: who it is, and nothing secret. */
export function describeAccount(credentials: Credentials): string {
  switch (credentials.kind) {
    case 'password':
      return `user "${printable(credentials.username)}"`;
    case 'identity-token':
      return 'the holder of an identity token';
    case 'registry-token':
      return 'the holder of a registry token';
  }
}

export function basicAuthorization(username: string, password: string): string {
  return `Basic ${Buffer.from(`${username}:${password}`, 'utf8').toString('base64')}`;
}

/** What a registry gets that asks for a user and a password. undefined: it is asked without. @throws {RegistryError} where the login is another */
export function basicHeaderOf(
  credentials: Credentials | undefined,
  registry: string,
  context: OperationContext,
): string | undefined {
  if (credentials === undefined) return undefined;
  if (credentials.kind === 'password') return basicAuthorization(credentials.username, credentials.password);
  const held = credentials.kind === 'identity-token' ? 'an identity token' : 'a registry token';
  throw new RegistryError({
    ...context,
    code: 'credentials',
    what: `${registry} asks for a user and a password, and docker login holds ${held}`,
    advice: `Log in to ${registry} with a user and a password.`,
  });
}
