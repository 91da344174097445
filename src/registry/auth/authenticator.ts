import type { Clock } from '../../clock.js';
import { type OperationContext, RegistryError } from '../../errors.js';
import type { Account } from '../advice.js';
import type { Send } from '../http.js';
import type { Challenge } from './challenge.js';
import { type CredentialStore, type Credentials, basicAuthorization, describeAccount } from './credentials.js';
import { type Token, type TokenRequest, fetchToken } from './token.js';
import { readTokenService } from './realm.js';

export interface AuthenticatorOptions {
  readonly registry: string;
  readonly credentials: CredentialStore;
  readonly send: Send;
  readonly clock: Clock;
  readonly insecureRegistries: readonly string[];
}

export interface AuthorizationRequest {
  /** `repository:<name>:<actions>`. Source: distribution, docs/content/spec/auth/scope.md. */
  readonly scopes: readonly string[];
  /** The registry's own address, which its token service is measured against. */
  readonly base: URL;
  readonly context: OperationContext;
}

/**
 * Makes the `Authorization` header of requests to one registry. Tokens are kept by the scopes that they were asked for;
 * requests that need the same one wait for one fetch.
 */
export class Authenticator {
  readonly #options: AuthenticatorOptions;
  readonly #tokens = new Map<string, PendingToken>();
  #challenge: Challenge | undefined;

  constructor(options: AuthenticatorOptions) {
    this.#options = options;
  }

  /**
   * Takes over what a registry asks for. Bearer goes first where it is offered; once it was, Basic is not switched to:
   * Harbor offers it to a token that lacks rights.
   */
  learn(challenges: readonly Challenge[]): void {
    const bearer = challenges.find(({ scheme, parameters }) => scheme === 'bearer' && parameters.has('realm'));
    const basic = challenges.find(({ scheme }) => scheme === 'basic');
    if (bearer !== undefined) this.#challenge = bearer;
    else if (this.#challenge === undefined && basic !== undefined) this.#challenge = basic;
  }

  /** undefined: the registry asked for nothing. */
  async authorization({ scopes, base, context }: AuthorizationRequest): Promise<string | undefined> {
    const challenge = this.#challenge;
    if (challenge === undefined) return undefined;
    const credentials = await this.#options.credentials(this.#options.registry);
    if (challenge.scheme === 'basic') return basicOf(credentials, this.#options.registry, context);
    const service = readTokenService(challenge, base, context, this.#options.insecureRegistries);
    // Many requests may wait for this token: it must not end with the one that asked first.
    const signal = AbortSignal.timeout(maxTokenMs);
    const token = await this.#token({ service, scopes, credentials, context, signal });
    return bearerOf(token);
  }

  /** As whom the registry is asked; of a Basic one, a 401 says that it is not believed. */
  async account(status: number): Promise<Account> {
    const credentials = await this.#options.credentials(this.#options.registry);
    const name = credentials === undefined ? undefined : describeAccount(credentials);
    return { name, isRefused: status === 401 && this.#challenge?.scheme === 'basic' };
  }

  /** Forgets a token that the registry did not take, unless another stands in its place by now. */
  forget(scopes: readonly string[], authorization: string): void {
    const key = keyOf(scopes);
    const held = this.#tokens.get(key)?.token;
    if (held !== undefined && bearerOf(held) === authorization) this.#tokens.delete(key);
  }

  async #token(request: TokenRequest): Promise<Token> {
    const key = keyOf(request.scopes);
    const held = this.#tokens.get(key);
    if (held !== undefined && (held.token === undefined || held.token.expiresAt > this.#options.clock.now()))
      return held.promise;
    const pending: PendingToken = { promise: fetchToken(request, this.#options) };
    this.#tokens.set(key, pending);
    try {
      pending.token = await pending.promise;
      return pending.token;
    } catch (error) {
      if (this.#tokens.get(key) === pending) this.#tokens.delete(key);
      throw error;
    }
  }
}

interface PendingToken {
  readonly promise: Promise<Token>;
  /** Set when the promise has been kept. */
  token?: Token;
}

const maxTokenMs = 60_000;

function keyOf(scopes: readonly string[]): string {
  return scopes.join(' ');
}

function bearerOf(token: Token): string {
  return `Bearer ${token.value}`;
}

function basicOf(
  credentials: Credentials | undefined,
  registry: string,
  context: OperationContext,
): string | undefined {
  if (credentials === undefined) return undefined;
  if (credentials.kind === 'password') return basicAuthorization(credentials.username, credentials.password);
  const what = `${registry} asks for a user and a password, and docker login holds an identity token`;
  throw new RegistryError({
    ...context,
    code: 'credentials',
    what,
    advice: `Log in to ${registry} with a user and a password.`,
  });
}
