import { printable } from '../../text.js';

/** How an account proves itself to one registry. */
export type Credentials =
  | { readonly kind: 'password'; readonly username: string; readonly password: string }
  /** An OAuth2 refresh token, as `docker login` stores it for registries that give one (ACR). */
  | { readonly kind: 'identity-token'; readonly token: string };

/** Looks credentials up for exactly one registry; undefined: none, go anonymously. */
export type CredentialStore = (registry: string) => Promise<Credentials | undefined>;

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
  return credentials.kind === 'password'
    ? `user "${printable(credentials.username)}"`
    : 'the holder of an identity token';
}

export function basicAuthorization(username: string, password: string): string {
  return `Basic ${Buffer.from(`${username}:${password}`, 'utf8').toString('base64')}`;
}
