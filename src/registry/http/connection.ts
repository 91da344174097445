import type { Clock } from '../../runtime/clock.js';
import { type OperationContext, RegistryError } from '../../image/registry-error.js';
import type { PullLimit } from '../../image/source-and-target.js';
import { dockerHub, registryApiHost } from '../../image/reference.js';
import { accessAdvice } from '../errors/advice.js';
import { type Answer, readAnswer } from './answer.js';
import { type AddressRules, isLoopbackHost, isOwnAddress } from './address.js';
import type { AskedHosts } from './asked-hosts.js';
import { Authenticator } from '../auth/authenticator.js';
import { sendAuthorized } from '../auth/send-authorized.js';
import type { CredentialStore } from '../auth/registry-credentials.js';
import type { LoginTrace } from '../auth/login-trace.js';
import type { ScopesCache } from '../auth/token-pool.js';
import { BlobCodings } from '../content/blob-codings.js';
import { errorFromResponse, errorFromThrown, noAnswerError } from '../errors/registry-failure.js';
import { HeadTrust } from '../content/head-trust.js';
import type { HostLog, OnHost } from './host-log.js';
import { HostState } from '../throttle/host-state.js';
import { type HttpRequest, type HttpResponse, type Send } from './http.js';
import { isStreamed } from '../transport/transport.js';
import type { RegistryQueues, QueueKind } from '../throttle/queues.js';
import { ping } from './ping.js';
import { PullLimitTracker, manifestKinds } from '../throttle/pull-limit.js';
import { type RetryPolicy, retrying } from '../throttle/retry.js';
import { runAttempt, unlessAborted } from '../../runtime/wait.js';
import type { Redact } from '../../runtime/text.js';
import type { Traffic } from './traffic.js';
import { UploadMethods } from '../content/upload-methods.js';

/** What all connections of a run share. */
export interface ConnectionDeps extends AddressRules {
  readonly send: Send;
  readonly queues: RegistryQueues;
  readonly traffic: Traffic;
  readonly credentials: CredentialStore;
  /** Where they are from, or were looked for; absent: nobody looked. */
  readonly traceLogin?: ((registry: string, repository: string) => Promise<LoginTrace>) | undefined;
  readonly retryPolicy: RetryPolicy;
  /** What earlier runs found out about a registry's token service. */
  readonly scopesCacheOf: (registry: string) => ScopesCache;
  /** A sentence that says why there may be no account; shown if a registry refuses a request without one. */
  readonly noAccountReason?: string | undefined;
  readonly clock: Clock;
  /** Gets every token of an account before it is used. */
  readonly onSecret?: ((secret: string) => void) | undefined;
  readonly redact?: Redact | undefined;
  /** Gets one warning if a person should look at what a registry does with its login. */
  readonly warn?: ((sentence: string) => void) | undefined;
  /** Every host that the run asks. */
  readonly askedHosts: AskedHosts;
  /** Aborted when a run that was stopped must have cleaned up. Without it there is no limit to that. */
  readonly cleanupSignal?: AbortSignal | undefined;
}

/** A request to a registry's API, before its host, scheme and authorization are known. */
export interface RegistryRequest extends Omit<HttpRequest, 'url' | 'onHost' | 'namedBy'> {
  /** A path below the registry's root, or an address that the registry itself gave. */
  readonly url: string | URL;
  /** The one that is asked, which decides the login. */
  readonly repository: string;
  readonly scopes: readonly string[];
  readonly context: OperationContext;
  /** The host that gave the address; absent: the registry. */
  readonly namedBy?: URL | undefined;
  /** Once it is sent its answer is waited for though the run is stopped, as long as that may tidy up. */
  readonly isFinishedWhenStopped?: boolean;
  /** Whoever asks holds a slot, or tries again as a whole: it is sent once. */
  readonly isSentOnce?: boolean;
  /** Of whose requests it is one. */
  readonly hostLog?: HostLog | undefined;
}

/** One registry, for a whole run: its address, its credentials, its cooldowns. */
export class RegistryConnection {
  readonly #deps: ConnectionDeps;
  readonly #authenticator: Authenticator;
  readonly #host: string;
  #pinging: Promise<URL> | undefined;
  /** Its address, when a ping has found it. */
  #base: URL | undefined;
  readonly #pulls = new PullLimitTracker();
  /** Whether its HEAD of a manifest is believed. */
  readonly heads = new HeadTrust();
  readonly #state: HostState;
  /** Which of its blobs are encoded. */
  readonly blobCodings = new BlobCodings();
  /** How it takes the bytes of blobs. */
  readonly uploads = new UploadMethods();

  constructor(
    readonly registry: string,
    deps: ConnectionDeps,
  ) {
    this.#deps = deps;
    this.#host = registryApiHost(registry);
    this.#state = new HostState(this.#host, deps);
    this.#authenticator = new Authenticator({ registry, ...deps, scopesCache: deps.scopesCacheOf(registry) });
  }

  /** Takes note of a scope that the run will need. */
  expect(repository: string, scope: string): void {
    this.#authenticator.expect(repository, scope);
  }

  get pullLimit(): PullLimit | 'none' | undefined {
    return this.#pulls.limit;
  }

  /** Whether it may count a GET of a manifest: Docker Hub does, and who has named or shown a limit. */
  get countsPulls(): boolean {
    return this.registry === dockerHub || this.#pulls.isShown;
  }

  async isAnonymous(repository: string): Promise<boolean> {
    return this.#authenticator.isAnonymous(repository);
  }

  /** Whether two repositories have the same login, or both none. */
  async sharesLogin(one: string, other: string): Promise<boolean> {
    return this.#authenticator.sharesLogin(one, other);
  }

  get deps(): ConnectionDeps {
    return this.#deps;
  }

  /** Whether it may be asked, and what to wait for. */
  get state(): HostState {
    return this.#state;
  }

  /**
   * Runs a task in one of the registry's queues.
   * @param opposite the registry at the other end of a transfer
   */
  async inQueue<T>(
    kind: QueueKind,
    task: () => Promise<T>,
    signal: AbortSignal,
    size: number,
    opposite?: string,
  ): Promise<T> {
    return this.#deps.queues.run(this.registry, kind, task, signal, {
      size,
      ...(opposite === undefined ? {} : { opposite }),
    });
  }

  /**
   * Sends a small request, again where its failure may pass, and reads the answer whole.
   * @param expected the statuses that are answers; every other is thrown.
   * @param take is given every answer, and may throw of one that is not to be believed.
   * @throws {RegistryError}
   */
  async ask(
    request: RegistryRequest,
    expected: readonly number[],
    maxBytes: number,
    take?: (answer: Answer) => void,
  ): Promise<Answer> {
    const { retryPolicy, clock } = this.#deps;
    const once = async (): Promise<Answer> => this.askOnce(request, expected, maxBytes, take);
    return request.isSentOnce === true ? once() : retrying(once, retryPolicy, clock, request.signal);
  }

  /** The same without another attempt. */
  async askOnce(
    request: RegistryRequest,
    expected: readonly number[],
    maxBytes: number,
    take?: (answer: Answer) => void,
  ): Promise<Answer> {
    const { kind, context, signal } = request;
    const once = async (): Promise<Answer> => {
      try {
        const response = await this.#state.send(request, async () => this.#ask(request, expected));
        const answer = await readAnswer(response, request, maxBytes, this.#deps.clock);
        take?.(answer);
        return answer;
      } catch (error) {
        throw this.#failed(request, error);
      }
    };
    if (!this.#state.isReadyFor(kind)) await this.#state.waitUntilReady(kind, context, signal);
    return this.#deps.queues.run(this.registry, 'requests', once, signal, {
      latencyOf: ({ latencyMs }) => ({ kind, ms: latencyMs }),
    });
  }

  /**
   * Sends a request once, when its host does not cool down, and returns the answer with its body unread. A 429 of any of the registry's services
   * slows down the whole registry, because it serves nothing without a token. Other registries go on.
   * @throws {RegistryError}
   */
  async send(request: RegistryRequest, expected: readonly number[]): Promise<HttpResponse> {
    try {
      return await this.#state.send(request, async () => this.#ask(request, expected));
    } catch (error) {
      throw this.#failed(request, error);
    }
  }

  #failed(request: RegistryRequest, error: unknown): RegistryError {
    request.hostLog?.failed(request);
    return errorFromThrown(error, this.#host, request.context);
  }

  async #ask(request: RegistryRequest, expected: readonly number[]): Promise<HttpResponse> {
    const { kind, context } = request;
    // Nothing is written to a host that fails every write.
    this.#state.check(request);
    try {
      const response = await this.#authorized(request);
      if (manifestKinds.has(kind) && response.url.host === this.#host) this.#pulls.record(response);
      if (expected.includes(response.status)) return response;
      const registryHost = this.#base?.host;
      const error = await errorFromResponse(response, context, this.#deps, { kind, registryHost });
      if (error.code === 'pull-limit') this.#pulls.recordRefusal();
      throw await this.#withAccount(error, request, response);
    } catch (error) {
      throw errorFromThrown(error, this.#host, context, this.#deps.insecureRegistries);
    }
  }

  /** The error names the account that the registry refused. A host that it redirected to got no account. */
  async #withAccount(
    error: RegistryError,
    { repository }: RegistryRequest,
    { url, status }: HttpResponse,
  ): Promise<RegistryError> {
    if ((error.code !== 'unauthorized' && error.code !== 'denied') || url.host !== this.#host) return error;
    const account = await this.#authenticator.account(repository, status);
    const advice = accessAdvice(this.#host, error.side, account, this.#deps.noAccountReason);
    return account.isLoginAtFault ? error.asLoginRefusal(advice) : error.withAdvice(advice);
  }

  async #authorized(request: RegistryRequest): Promise<HttpResponse> {
    const { kind, method, repository, scopes, context, signal, body, hostLog } = request;
    const onHost = hostLog?.begin(request);
    const base = this.#base ?? (await unlessAborted(this.#address(context, onHost), signal));
    const asked = { kind, method, repository, scopes, context, signal, base, onHost, isStreamed: isStreamed(body) };
    const address = (authorization: string | undefined, isAgain: boolean): HttpRequest =>
      this.#addressed(request, base, authorization, isAgain ? hostLog?.begin(request, true) : onHost);
    return sendAuthorized(this.#authenticator, asked, address, this.#deps);
  }

  #addressed(
    request: RegistryRequest,
    base: URL,
    authorization: string | undefined,
    onHost: OnHost | undefined,
  ): HttpRequest {
    const { kind, method, headers, body, headersTimeoutMs } = request;
    const url = typeof request.url === 'string' ? new URL(request.url, base) : request.url;
    return {
      kind,
      method,
      url,
      headers: authorization !== undefined && isOwnAddress(url, base) ? { ...headers, authorization } : headers,
      body,
      headersTimeoutMs,
      signal: this.#signalFor(request),
      onHost,
      namedBy: url.host === base.host ? undefined : (request.namedBy ?? base),
    };
  }

  #signalFor({ signal, isFinishedWhenStopped }: RegistryRequest): AbortSignal {
    if (isFinishedWhenStopped !== true) return signal;
    signal.throwIfAborted();
    return this.#deps.cleanupSignal ?? new AbortController().signal;
  }

  /** The registry's address, found out once a run by a ping, which also tells what authorization it asks for. */
  async #address(context: OperationContext, onHost: OnHost | undefined): Promise<URL> {
    this.#pinging ??= this.#ping(context, onHost);
    try {
      this.#base = await this.#pinging;
      return this.#base;
    } catch (error) {
      // The next request asks again: a registry that was down may be up by then.
      this.#pinging = undefined;
      throw error instanceof RegistryError ? error.inContext(context) : error;
    }
  }

  async #ping(context: OperationContext, onHost: OnHost | undefined): Promise<URL> {
    // Plain http is for this machine and for hosts that the user listed; they may have TLS all the same.
    const plain = isLoopbackHost(this.#host) || this.#deps.insecureRegistries.includes(this.registry);
    const bounds = { clock: this.#deps.clock, lateError: noAnswerError };
    const { base, challenges } = await runAttempt(maxSharedMs, bounds, async (signal) =>
      ping(this.#host, plain, { ...this.#deps, context, onHost, signal }),
    );
    this.#authenticator.recordChallenges(challenges);
    return base;
  }
}

/** For what many requests wait for, which must not end with one of them. */
const maxSharedMs = 60_000;
