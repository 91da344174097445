import { type OperationContext, RegistryError } from '../../errors.js';
import { registryApiHost } from '../../image/reference.js';
import type { LeadRules } from '../address.js';
import { type Account, accessAdvice } from '../advice.js';
import type { NoteHost } from '../host-log.js';
import type { Challenge } from './challenge.js';
import { type CredentialStore, type Credentials, basicAuthorization, describeAccount } from './credentials.js';
import { type LoginTrace, originWords, unusedWords } from './login-trace.js';
import { isExpectedHost, readTokenService } from './realm.js';
import { type ScopesMemory, TokenPool } from './token-pool.js';
import { type Token, type TokenMeans, type TokenRequest, type TokenService, fetchToken, loginAgain } from './token.js';

export interface AuthenticatorOptions extends LeadRules, TokenMeans {
  readonly registry: string;
  readonly credentials: CredentialStore;
  /** Where the credentials are from, or were looked for; absent: nobody looked. */
  readonly traceLogin?: ((registry: string) => Promise<LoginTrace>) | undefined;
  readonly memory: ScopesMemory;
  /** A sentence: why there may be no account. */
  readonly withoutAccount?: string | undefined;
  /** Told every token that an account got, before it is used. */
  readonly onSecret?: ((secret: string) => void) | undefined;
  /** Told once where the account's credentials go to a host that nobody would expect. */
  readonly warn?: ((sentence: string) => void) | undefined;
}

export interface AuthorizationRequest {
  /** `repository:<name>:<actions>`. Source: distribution, docs/content/spec/auth/scope.md. */
  readonly scopes: readonly string[];
  /** The registry's own address, which its token service is measured against. */
  readonly base: URL;
  readonly context: OperationContext;
  /** Told of the token service's host, where a token has to be fetched. */
  readonly note?: NoteHost | undefined;
}

/**
 * Makes the `Authorization` header of requests to one registry.
 */
export class Authenticator {
  readonly #options: AuthenticatorOptions;
  readonly #tokens: TokenPool;
  #challenge: Challenge | undefined;
  #isWarned = false;

  constructor(options: AuthenticatorOptions) {
    this.#options = options;
    this.#tokens = new TokenPool(() => options.clock.now(), options.memory);
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
  async authorization({ scopes, base, context, note }: AuthorizationRequest): Promise<string | undefined> {
    const challenge = this.#challenge;
    if (challenge === undefined) return undefined;
    const credentials = await this.#options.credentials(this.#options.registry);
    if (challenge.scheme === 'basic') return basicOf(credentials, this.#options.registry, context);
    const service = readTokenService(challenge, base, context, this.#options);
    if (credentials !== undefined) this.#warnOf(service, base);
    return bearerOf(await this.#token({ service, scopes, credentials, context, note }));
  }

  /** As whom the registry is asked; of a Basic one, a 401 says that it is not believed. */
  async account(status: number): Promise<Account> {
    const credentials = await this.#options.credentials(this.#options.registry);
    const name = credentials === undefined ? undefined : describeAccount(credentials);
    return {
      name,
      isRefused: name !== undefined && status === 401 && this.#challenge?.scheme === 'basic',
      trace: await this.#trace(),
    };
  }

  async #trace(): Promise<LoginTrace | undefined> {
    return this.#options.traceLogin?.(this.#options.registry);
  }

  /** Takes note of a scope that the run will need, so that it can be asked for together with others. */
  expect(scope: string): void {
    this.#tokens.expect(scope);
  }

  /** Forgets a token that the registry did not take, unless another stands in its place by now. */
  forget(authorization: string): void {
    this.#tokens.refuse(authorization.replace(/^Bearer /, ''));
  }

  /** Token services at another host are the rule, and of another domain the exception: whoever runs the registry named it, and its user should know. */
  #warnOf({ realm }: TokenService, base: URL): void {
    const { registry, hosts, warn } = this.#options;
    if (this.#isWarned || isExpectedHost(realm, base, hosts)) return;
    this.#isWarned = true;
    warn?.(
      `${registry} sends who logs in to ${realm.host}, which is of another domain, and the login for ${registry} was sent there. If that is not its token service, change the password, and tell its operator.`,
    );
  }

  async #token({ scopes, ...request }: Omit<TokenRequest, 'signal'>): Promise<Token> {
    try {
      return await this.#tokens.get(scopes, async (all) => this.#fetch({ ...request, scopes: all }));
    } catch (error) {
      throw error instanceof RegistryError ? await this.#explained(error.inContext(request.context), request) : error;
    }
  }

  /** Many requests may wait for this token: it must not end with the one that asked first. */
  async #fetch(request: Omit<TokenRequest, 'signal'>): Promise<Token> {
    const token = await fetchToken({ ...request, signal: AbortSignal.timeout(maxTokenMs) }, this.#options);
    // What everybody may have is no secret.
    if (request.credentials !== undefined) this.#options.onSecret?.(token.value);
    return token;
  }

  /** A token service may refuse one who has no account before the registry can, and one whose password is wrong. */
  async #explained(error: RegistryError, { credentials }: Pick<TokenRequest, 'credentials'>): Promise<RegistryError> {
    const { registry, withoutAccount } = this.#options;
    const isRefused = error.code === 'credentials' && error.status !== undefined;
    const trace = await this.#trace();
    if (isRefused) return error.withAdvice(`${originWords(trace)}${loginAgain}${unusedWords(trace)}`);
    if (credentials !== undefined || (error.code !== 'unauthorized' && error.code !== 'denied')) return error;
    const nobody = { name: undefined, isRefused: false, trace };
    return error.withAdvice(accessAdvice(registryApiHost(registry), error.side, nobody, withoutAccount));
  }
}

const maxTokenMs = 60_000;

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
