import { type OperationContext, RegistryError } from '../../image/registry-error.js';
import { isFailure } from '../../runtime/errors.js';
import { registryApiHost } from '../../image/reference.js';
import { runAttempt } from '../../runtime/wait.js';
import type { AddressRules } from '../http/address.js';
import { type Account, accessAdvice, loginAdvice } from '../errors/advice.js';
import { noAnswerError } from '../errors/registry-failure.js';
import type { OnHost } from '../http/host-log.js';
import { type Challenge, chosenChallenge } from './challenge.js';
import {
  type CredentialStore,
  type Credentials,
  type TokenCredentials,
  basicHeaderOf,
  describeAccount,
  loginKey,
} from './registry-credentials.js';
import { type ScopeDemand, DemandedScopes } from './demanded-scopes.js';
import { TokenValues } from './held-tokens.js';
import { type LoginTrace, originWords, unusedWords } from './login-trace.js';
import { isExpectedHost, readTokenService } from './realm.js';
import { type FetchToken, type ScopesCache, TokenPool, isRefusal } from './token-pool.js';
import { type Token, type TokenDeps, type TokenService, fetchToken } from './token.js';

interface AuthenticatorDeps extends AddressRules, TokenDeps {
  readonly registry: string;
  readonly credentials: CredentialStore;
  /** Where the credentials are from, or were looked for; absent: nobody looked. */
  readonly traceLogin?: ((registry: string, repository: string) => Promise<LoginTrace>) | undefined;
  readonly scopesCache: ScopesCache;
  /** A sentence: why there may be no account. */
  readonly noAccountReason?: string | undefined;
  /** Gets every token of an account before it is used. */
  readonly onSecret?: ((secret: string) => void) | undefined;
  /** Gets one warning if the account's credentials go to an unexpected host. */
  readonly warn?: ((sentence: string) => void) | undefined;
}

export interface AuthorizationRequest {
  /** The repository that the request is to, which decides the login. */
  readonly repository: string;
  /** `repository:<name>:<actions>`. Source: distribution, docs/content/spec/auth/scope.md. */
  readonly scopes: readonly string[];
  /** The registry's own address, which its token service is measured against. */
  readonly base: URL;
  readonly context: OperationContext;
  /** Gets the token service's host when a token is fetched. */
  readonly onHost?: OnHost | undefined;
}

/** A value for the header `Authorization`. */
export interface Authorization {
  readonly header: string;
  /** What the registry asked for. */
  readonly challenge: Challenge;
  /** What a token service gave for it. */
  readonly token?: Token;
}

/** A value, or a promise of it where it has to be waited for. */
type MaybeLater<T> = T | Promise<T>;

/** An answer of 401 to a request. */
interface RefusedRequest {
  readonly repository: string;
  readonly scopes: readonly string[];
  readonly method: string;
  readonly authorization: Authorization | undefined;
}

/**
 * Makes the `Authorization` header of requests to one registry. Its repositories may have several logins; a token is shared only between those of one.
 */
export class Authenticator {
  readonly #deps: AuthenticatorDeps;
  readonly #pools = new Map<string, TokenPool>();
  /** The tokens of all pools. */
  readonly #tokens = new TokenValues();
  readonly #expected: { readonly repository: string; readonly scope: string }[] = [];
  #assigned = Promise.resolve();
  readonly #demands = new DemandedScopes();
  #challenge: Challenge | undefined;
  /** By repository: the challenge that a token was taken for. */
  readonly #acceptedChallenges = new Map<string, Challenge>();
  /** Tokens that the registry accepted, for any repository. */
  readonly #accepted = new WeakSet<Token>();
  #isWarned = false;

  constructor(deps: AuthenticatorDeps) {
    this.#deps = deps;
  }

  /** Records a registry's challenges, of which one is answered from then on. */
  recordChallenges(challenges: readonly Challenge[]): void {
    this.#challenge = chosenChallenge(challenges, this.#challenge);
  }

  /**
   * Records the challenges of a refusal. A token may only have expired: the token service that issued it keeps serving its repository, even if the
   * registry names another service now (nvcr.io does, and that one serves no anonymous clients).
   */
  recordRefusal(challenges: readonly Challenge[], { repository, scopes, method, authorization }: RefusedRequest): void {
    const { token } = authorization ?? {};
    if (authorization !== undefined && token !== undefined && this.#accepted.has(token))
      this.#acceptedChallenges.set(repository, authorization.challenge);
    if (!this.#acceptedChallenges.has(repository)) this.recordChallenges(challenges);
    const isNew = this.#demands.record(repository, challenges, scopes, method);
    // The token is good for what it was asked for, and others may use it.
    if (authorization !== undefined && !isNew) this.#forget(authorization);
  }

  /** To be called when the registry took an authorization. */
  recordAccepted(repository: string, authorization: Authorization | undefined): void {
    if (authorization?.token === undefined) return;
    this.#accepted.add(authorization.token);
    this.#acceptedChallenges.set(repository, authorization.challenge);
  }

  /** To be called when the registry refused a token that was fetched anew: the next refusal may name another token service. */
  recordRefusedAgain(repository: string): void {
    this.#acceptedChallenges.delete(repository);
  }

  /** undefined: the registry asked for nothing. Most requests find a token that has come already: they wait for no promise. */
  authorization(request: AuthorizationRequest): MaybeLater<Authorization | undefined> {
    const { repository } = request;
    const challenge = this.#acceptedChallenges.get(repository) ?? this.#challenge;
    if (challenge === undefined) return undefined;
    const credentials = this.#deps.credentials(this.#deps.registry, repository);
    return credentials instanceof Promise
      ? credentials.then((found) => this.#answerTo(challenge, found, request))
      : this.#answerTo(challenge, credentials, request);
  }

  /** As whom the registry is asked; of a secret that is sent to it as it is, a 401 says that it is not believed. */
  async account(repository: string, status: number): Promise<Account> {
    const credentials = await this.#credentialsOf(repository);
    const isSent = credentials?.kind === 'registry-token' || this.#challenge?.scheme === 'basic';
    return accountOf(credentials, await this.#trace(repository), isSent && status === 401);
  }

  async isAnonymous(repository: string): Promise<boolean> {
    return (await this.#credentialsOf(repository)) === undefined;
  }

  /** Whether two repositories have the same login, or both none. */
  async sharesLogin(one: string, other: string): Promise<boolean> {
    return loginKey(await this.#credentialsOf(one)) === loginKey(await this.#credentialsOf(other));
  }

  /** Takes note of a scope that the run will need, so that it can be asked for together with others. */
  expect(repository: string, scope: string): void {
    this.#expected.push({ repository, scope });
  }

  #answerTo(
    challenge: Challenge,
    credentials: Credentials | undefined,
    request: AuthorizationRequest,
  ): MaybeLater<Authorization | undefined> {
    if (challenge.scheme === 'basic') {
      const header = basicHeaderOf(credentials, this.#deps.registry, request.context);
      return header === undefined ? undefined : { header, challenge };
    }
    if (credentials?.kind === 'registry-token') return { header: `Bearer ${credentials.token}`, challenge };
    const token = this.#tokenAtHand(request, credentials);
    return token === undefined ? this.#tokenFor(challenge, credentials, request) : bearer(token, challenge);
  }

  #tokenAtHand(
    { repository, scopes: [scope = '', ...others] }: AuthorizationRequest,
    credentials: TokenCredentials | undefined,
  ): Token | undefined {
    const isUsual = others.length === 0 && this.#demands.of(repository) === undefined;
    return isUsual ? this.#pools.get(loginKey(credentials))?.atHand(scope) : undefined;
  }

  async #credentialsOf(repository: string): Promise<Credentials | undefined> {
    return this.#deps.credentials(this.#deps.registry, repository);
  }

  async #trace(repository: string): Promise<LoginTrace | undefined> {
    return this.#deps.traceLogin?.(this.#deps.registry, repository);
  }

  /** Forgets a token that the registry did not take, unless another stands in its place by now. */
  #forget({ header }: Authorization): void {
    this.#tokens.refuse(header.replace(/^Bearer /, ''));
  }

  /** Token services at another host are the rule, and of another domain the exception: whoever runs the registry named it, and its user should know. */
  #warnOf({ realm }: TokenService, base: URL): void {
    const { registry, hosts, warn } = this.#deps;
    if (this.#isWarned || isExpectedHost(realm, base, hosts)) return;
    this.#isWarned = true;
    warn?.(
      `${registry} sends who logs in to ${realm.host}, which is of another domain, and the login for ${registry} was sent there. If that is not its token service, change the password, and tell its operator.`,
    );
  }

  async #tokenFor(
    challenge: Challenge,
    credentials: TokenCredentials | undefined,
    request: AuthorizationRequest,
  ): Promise<Authorization> {
    const { repository, scopes, context } = request;
    const fetch: FetchToken = async (all) => this.#fetch(all, challenge, credentials, request);
    const demand = this.#demands.of(repository);
    try {
      if (demand !== undefined) return bearer(await this.#tokenAlone(request, demand, credentials, fetch), challenge);
      if (this.#expected.length > 0) this.#assigned = this.#assigned.then(async () => this.#assignExpected());
      await this.#assigned;
      return bearer(await this.#poolFor(loginKey(credentials)).get(scopes, fetch), challenge);
    } catch (error) {
      if (!(error instanceof RegistryError)) throw error;
      throw await this.#explained(error.inContext(context), repository, credentials);
    }
  }

  /** What the registry demanded beside the request's own scopes is for that repository's requests alone. */
  async #tokenAlone(
    { repository, scopes }: AuthorizationRequest,
    { scopes: demanded, isAlone }: ScopeDemand,
    credentials: TokenCredentials | undefined,
    fetch: FetchToken,
  ): Promise<Token> {
    const pool = this.#poolFor(`${loginKey(credentials)}\n${repository}`);
    if (isAlone) return pool.get(demanded, fetch);
    try {
      return await pool.get([...scopes, ...demanded], fetch);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      // Some services refuse all scopes for the sake of one (ghcr.io does), and ours may name what only the gateway knows.
      const token = await pool.get(demanded, fetch);
      this.#demands.standAlone(repository);
      return token;
    }
  }

  #poolFor(key: string): TokenPool {
    const { clock, scopesCache } = this.#deps;
    const pool = this.#pools.get(key) ?? new TokenPool(() => clock.monotonicMs(), scopesCache, this.#tokens);
    this.#pools.set(key, pool);
    return pool;
  }

  async #assignExpected(): Promise<void> {
    for (const { repository, scope } of this.#expected.splice(0)) {
      try {
        const credentials = this.#deps.credentials(this.#deps.registry, repository);
        // A run has tens of thousands: those whose login is known are not waited for.
        const known = credentials instanceof Promise ? await credentials : credentials;
        this.#poolFor(loginKey(known)).expect(scope);
      } catch (error) {
        // The repository's own requests fail with it.
        if (!isFailure(error)) throw error;
      }
    }
  }

  /** Many requests may wait for this token: it must not end with the one that asked first. */
  async #fetch(
    scopes: readonly string[],
    challenge: Challenge,
    credentials: TokenCredentials | undefined,
    { base, context, onHost }: AuthorizationRequest,
  ): Promise<Token> {
    const service = readTokenService(challenge, base, context, this.#deps);
    if (credentials !== undefined) this.#warnOf(service, base);
    const bounds = { clock: this.#deps.clock, lateError: noAnswerError };
    const token = await runAttempt(maxTokenMs, bounds, async (signal) =>
      fetchToken({ service, scopes, credentials, context, onHost, signal }, this.#deps),
    );
    // What everybody may have is no secret.
    if (credentials !== undefined) this.#deps.onSecret?.(token.value);
    return token;
  }

  /** A token service may refuse one who has no account before the registry can, and one whose password is wrong. */
  async #explained(
    error: RegistryError,
    repository: string,
    credentials: TokenCredentials | undefined,
  ): Promise<RegistryError> {
    const { registry, noAccountReason } = this.#deps;
    const isRefused = error.code === 'credentials' && error.status !== undefined;
    const trace = await this.#trace(repository);
    if (isRefused) return error.withAdvice(`${originWords(trace)}${loginAdvice(error.side)}${unusedWords(trace)}`);
    if (credentials !== undefined || (error.code !== 'unauthorized' && error.code !== 'denied')) return error;
    const account = accountOf(undefined, trace, false);
    const advice = accessAdvice(registryApiHost(registry), error.side, account, noAccountReason);
    return account.isLoginAtFault ? error.asLoginRefusal(advice) : error.withAdvice(advice);
  }
}

const maxTokenMs = 60_000;

function bearer(token: Token, challenge: Challenge): Authorization {
  return { header: token.header, challenge, token };
}

function accountOf(credentials: Credentials | undefined, trace: LoginTrace | undefined, isRefused: boolean): Account {
  if (credentials !== undefined) return { name: describeAccount(credentials), isLoginAtFault: isRefused, trace };
  return { name: undefined, isLoginAtFault: (trace?.failures ?? []).length > 0, trace };
}
