import type { Clock } from '../clock.js';
import { type OperationContext, RegistryError, isPassing } from '../errors.js';
import type { PullLimit } from '../image/access.js';
import { registryApiHost } from '../image/reference.js';
import { accessAdvice } from './advice.js';
import { type LeadRules, isLoopbackHost } from './address.js';
import { Authenticator } from './auth/authenticator.js';
import { parseChallenges } from './auth/challenge.js';
import type { CredentialStore } from './auth/credentials.js';
import type { LoginTrace } from './auth/login-trace.js';
import type { ScopesMemory } from './auth/token-pool.js';
import { errorFromResponse, errorFromThrown } from './failure.js';
import { HostHealth, isConnectionLost, isSilence } from './host-health.js';
import type { HostLog, NoteHost } from './host-log.js';
import { HostRest } from './host-rest.js';
import { HostRestart } from './host-restart.js';
import { type HttpRequest, type HttpResponse, type Send, discard, readBody } from './http.js';
import type { RegistryLimits, Lane } from './limits.js';
import { ping } from './ping.js';
import { PullGauge, manifestKinds } from './pull-limit.js';
import { followRedirects } from './redirect.js';
import { type RetryPolicy, retrying } from '../retry.js';
import { beginAttempt, unlessAborted } from '../settle.js';
import type { Redact } from '../text.js';
import type { Traffic } from './traffic.js';

/** What all connections of a run share. */
export interface ConnectionOptions extends LeadRules {
  readonly send: Send;
  readonly limits: RegistryLimits;
  readonly traffic: Traffic;
  readonly credentials: CredentialStore;
  /** Where they are from, or were looked for; absent: nobody looked. */
  readonly traceLogin?: ((registry: string) => Promise<LoginTrace>) | undefined;
  readonly retryPolicy: RetryPolicy;
  /** What earlier runs found out about a registry's token service. */
  readonly memoryOf: (registry: string) => ScopesMemory;
  /** A sentence: why there may be no account; told where a registry refuses one who has none. */
  readonly withoutAccount?: string | undefined;
  readonly clock: Clock;
  /** Told every token that an account got, before it is used. */
  readonly onSecret?: ((secret: string) => void) | undefined;
  readonly redact?: Redact | undefined;
  /** Told once what a registry does with its login, where a person should look at it. */
  readonly warn?: ((sentence: string) => void) | undefined;
  /** Told what the run waits for. */
  readonly tell?: ((sentence: string) => void) | undefined;
  /** Aborted when a run that was stopped must have tidied up. Without it there is no limit to that. */
  readonly tidyUntil?: AbortSignal | undefined;
}

/** A request to a registry's API, before its host, scheme and authorization are known. */
export interface RegistryRequest extends Omit<HttpRequest, 'url' | 'note' | 'ledBy'> {
  /** A path below the registry's root, or an address that the registry itself gave. */
  readonly url: string | URL;
  readonly scopes: readonly string[];
  readonly context: OperationContext;
  /** Once it is sent its answer is waited for though the run is stopped, as long as that may tidy up. */
  readonly isSeenThrough?: boolean;
  /** Whoever asks holds a place, or tries again as a whole: it is sent once. */
  readonly isSentOnce?: boolean;
  /** Of whose requests it is one. */
  readonly log?: HostLog | undefined;
}

/** A small answer, read whole. */
export interface Answer {
  readonly status: number;
  readonly headers: HttpResponse['headers'];
  readonly url: URL;
  readonly bytes: Uint8Array;
  readonly latencyMs: number;
}

/** One registry, for a whole run: its address, its credentials, its rests. */
export class RegistryConnection {
  readonly #options: ConnectionOptions;
  readonly #authenticator: Authenticator;
  readonly #host: string;
  #base: Promise<URL> | undefined;
  readonly #rest: HostRest;
  readonly #pulls = new PullGauge();
  readonly #health: HostHealth;
  readonly #restart: HostRestart;

  constructor(
    readonly registry: string,
    options: ConnectionOptions,
  ) {
    this.#options = options;
    this.#host = registryApiHost(registry);
    this.#health = new HostHealth(options.clock);
    this.#rest = new HostRest(options.retryPolicy, options.clock);
    this.#restart = new HostRestart({
      host: this.#host,
      policy: options.retryPolicy,
      clock: options.clock,
      probe: async () => this.#isUp(),
      tell: options.tell ?? (() => undefined),
      signal: options.tidyUntil ?? new AbortController().signal,
    });
    this.#authenticator = new Authenticator({ registry, ...options, memory: options.memoryOf(registry) });
  }

  /** Takes note of a scope that the run will need. */
  expect(scope: string): void {
    this.#authenticator.expect(scope);
  }

  get pullLimit(): PullLimit | 'none' | undefined {
    return this.#pulls.limit;
  }

  async isAnonymous(): Promise<boolean> {
    return (await this.#options.credentials(this.registry)) === undefined;
  }

  get options(): ConnectionOptions {
    return this.#options;
  }

  /** Whether it may be asked now: it does not rest, and is not away. */
  get isReady(): boolean {
    return !this.#rest.isOn && !this.#restart.isOn;
  }

  /**
   * Waits until it may be asked. Wait here before you take a place.
   * @throws {RegistryError} the last refusal of a host that is not waited for
   */
  async ready(context: OperationContext, signal: AbortSignal): Promise<void> {
    while (!this.isReady) {
      await this.#rest.over(context, signal);
      await this.#restart.over(signal);
    }
  }

  /** A write whose answer was lost was carried out. */
  noteStored(): void {
    this.#health.noteStored();
  }

  /**
   * Runs a task in one of the registry's queues.
   * @param opposite the registry at the other end of a transfer
   */
  async inLane<T>(
    lane: Lane,
    task: () => Promise<T>,
    signal: AbortSignal,
    size: number,
    opposite?: string,
  ): Promise<T> {
    return this.#options.limits.run(this.registry, lane, task, signal, {
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
    take: (answer: Answer) => void = () => undefined,
  ): Promise<Answer> {
    const { retryPolicy, clock } = this.#options;
    const once = async (): Promise<Answer> =>
      this.#guarded(request, async () => {
        const response = await this.send(request, expected);
        const answeredAt = clock.monotonicMs();
        const bytes = await readBody(response, maxBytes, () => clock.monotonicMs() - answeredAt > maxAnswerMs);
        const { status, headers, url, latencyMs } = response;
        const answer = { status, headers, url, bytes, latencyMs };
        take(answer);
        return answer;
      });
    const { signal } = request;
    const inLane = async (): Promise<Answer> => {
      await this.ready(request.context, signal);
      return this.#options.limits.run(this.registry, 'requests', once, signal, {
        latencyOf: ({ latencyMs }) => ({ kind: request.kind, ms: latencyMs }),
      });
    };
    return request.isSentOnce === true ? inLane() : retrying(inLane, retryPolicy, clock, signal);
  }

  /**
   * Sends a request once, when its host does not rest, and hands over the answer with its body unread. One 429 slows the whole host, and no
   * other, whichever of its services says so: without a token it serves nothing.
   * @throws {RegistryError}
   */
  async send(request: RegistryRequest, expected: readonly number[]): Promise<HttpResponse> {
    const { kind, context, signal } = request;
    return this.#guarded(request, async () => {
      const rests = await this.#rest.over(context, signal);
      const madeAt = this.#options.clock.monotonicMs();
      const response = await this.#ask(request, expected).catch(async (error: unknown) => {
        throw this.#rest.refused(await this.#judged(error, request, madeAt), kind, rests);
      });
      this.#rest.served(kind, rests);
      this.#health.noteWritten(kind, response.status === 201);
      return response;
    });
  }

  async #ask(request: RegistryRequest, expected: readonly number[]): Promise<HttpResponse> {
    const { kind, context } = request;
    const response = await this.#answered(request);
    if (manifestKinds.has(kind) && response.url.host === this.#host) this.#pulls.note(response);
    if (expected.includes(response.status)) return response;
    throw await this.#withAccount(await errorFromResponse(response, context, this.#options, kind), response);
  }

  /** What a failure says of the host: that it is started again, or that it fails every write. */
  async #judged(error: unknown, request: RegistryRequest, madeAt: number): Promise<unknown> {
    if (!(error instanceof RegistryError) || !isPassing(error) || request.signal.aborted) return error;
    if (error.retryAt !== undefined) return error;
    const cause = causeOf(error);
    const isAway = error.status === undefined ? isConnectionLost(cause) : gatewayStatuses.has(error.status);
    if (isAway && (await this.#restart.noteFailure())) return error.awaitingHost();
    const isFailed = error.code === 'unavailable' || isSilence(cause, isBodyStream(request.body));
    if (error.side !== 'target' || !isFailed) return error;
    return this.#health.noteFailedWrite(error, request.kind, this.#host, madeAt);
  }

  /** Whether it answers, by a ping; what stands before it answers for one that is down, too. */
  async #isUp(): Promise<boolean> {
    const attempt = beginAttempt(maxProbeMs, this.#options.tidyUntil ?? new AbortController().signal);
    try {
      const url = new URL('/v2/', await this.#base);
      const response = await this.#options.send({
        kind: 'ping',
        method: 'GET',
        url,
        headers: {},
        signal: attempt.signal,
      });
      await discard(response);
      if (gatewayStatuses.has(response.status)) return false;
      this.#health.noteAnswer();
      return true;
    } catch {
      return false;
    } finally {
      attempt.end();
    }
  }

  /** Nobody waits on and on for a host that answers nobody. */
  async #answered(request: RegistryRequest): Promise<HttpResponse> {
    this.#health.check(request.context, request.kind);
    const madeAt = this.#options.clock.monotonicMs();
    try {
      const response = await this.#authorized(request, request.log?.begin(request));
      this.#health.noteAnswer();
      if (!gatewayStatuses.has(response.status)) this.#restart.noteAnswer();
      return response;
    } catch (error) {
      const failure = errorFromThrown(error, this.#host, request.context, this.#options.insecureRegistries);
      if (!request.signal.aborted && isSilence(causeOf(error), isBodyStream(request.body)))
        this.#health.noteSilence(failure, madeAt);
      throw failure;
    }
  }

  /** A registry that refuses is told of with the account that it refuses; a host that it led to knows of none. */
  async #withAccount(error: RegistryError, { url, status }: HttpResponse): Promise<RegistryError> {
    if ((error.code !== 'unauthorized' && error.code !== 'denied') || url.host !== this.#host) return error;
    const account = await this.#authenticator.account(status);
    const advice = accessAdvice(this.#host, error.side, account, this.#options.withoutAccount);
    return account.isRefused ? error.ofLogin(advice) : error.withAdvice(advice);
  }

  /** Sends with authorization; where it is refused, once more with what the refusal asks for. */
  async #authorized(request: RegistryRequest, note: NoteHost | undefined): Promise<HttpResponse> {
    const base = await unlessAborted(this.#address(request.context, note), request.signal);
    const { scopes, context, signal } = request;
    const first = await unlessAborted(this.#authenticator.authorization({ scopes, base, context, note }), signal);
    const response = await this.#dispatch(request, base, first, note);
    // A foreign host's word, after a redirect, must not decide where this registry's credentials go.
    if (response.status !== 401 || response.url.origin !== base.origin) return response;
    // To give a session back distribution wants the right to delete, which is never asked for: no token would help.
    if (request.kind === 'upload-cancel') return response;
    this.#authenticator.learn(parseChallenges(response.headers['www-authenticate']));
    if (first !== undefined) this.#authenticator.forget(first);
    const second = await unlessAborted(this.#authenticator.authorization({ scopes, base, context, note }), signal);
    if (second === undefined || second === first) return response;
    await discard(response);
    if (isBodyStream(request.body)) throw tokenRefused(context);
    return this.#dispatch(request, base, second, request.log?.begin(request, true));
  }

  async #dispatch(
    request: RegistryRequest,
    base: URL,
    authorization: string | undefined,
    note: NoteHost | undefined,
  ): Promise<HttpResponse> {
    const url = typeof request.url === 'string' ? new URL(request.url, base) : request.url;
    const { kind, method, headers, body, headersTimeoutMs } = request;
    const signal = this.#signalFor(request);
    const own = url.origin === base.origin && authorization !== undefined;
    const first: HttpRequest = {
      kind,
      method,
      url,
      headers: own ? { ...headers, authorization } : headers,
      signal,
      note,
      ...(url.host === base.host ? {} : { ledBy: base }),
      ...(body === undefined ? {} : { body }),
      ...(headersTimeoutMs === undefined ? {} : { headersTimeoutMs }),
    };
    return followRedirects(first, request, this.#options);
  }

  #signalFor({ signal, isSeenThrough }: RegistryRequest): AbortSignal {
    if (isSeenThrough !== true) return signal;
    signal.throwIfAborted();
    return this.#options.tidyUntil ?? new AbortController().signal;
  }

  /** The registry's address, found out once a run by a ping, which also tells what authorization it asks for. */
  async #address(context: OperationContext, note: NoteHost | undefined): Promise<URL> {
    this.#base ??= this.#ping(context, note);
    try {
      return await this.#base;
    } catch (error) {
      // The next request asks again: a registry that was down may be up by then.
      this.#base = undefined;
      throw error instanceof RegistryError ? error.inContext(context) : error;
    }
  }

  async #ping(context: OperationContext, note: NoteHost | undefined): Promise<URL> {
    // Plain http is for this machine and for hosts that the user listed; they may have TLS all the same.
    const plain = isLoopbackHost(this.#host) || this.#options.insecureRegistries.includes(this.registry);
    const { base, challenges } = await ping(this.#host, plain, {
      ...this.#options,
      context,
      note,
      signal: AbortSignal.timeout(maxSharedMs),
    });
    this.#authenticator.learn(challenges);
    return base;
  }

  async #guarded<T>(request: RegistryRequest, task: () => Promise<T>): Promise<T> {
    try {
      return await task();
    } catch (error) {
      request.log?.failed(request);
      throw errorFromThrown(error, this.#host, request.context);
    }
  }
}

/** What a proxy answers for a registry that is down. */
const gatewayStatuses: ReadonlySet<number> = new Set([502, 503, 504]);

/** A host that is there answers a ping at once. */
const maxProbeMs = 5_000;

/** From the first byte of a small answer to the last: a host that sends a byte at a time is as good as one that sends none. */
const maxAnswerMs = 120_000;

/** For what many requests wait for, which must not end with one of them. */
const maxSharedMs = 60_000;

/** What was streamed cannot be sent again from here: who has the content begins anew, with the new token. */
function tokenRefused(context: OperationContext): RegistryError {
  const what = '401: the token was not taken, though it had not ended by its own word';
  return new RegistryError({
    ...context,
    code: 'token-refused',
    status: 401,
    what,
    advice: 'Check that the logged-in account may write there.',
  });
}

/** A ping's or a token's failure comes in the words of the request that waited for it. */
function causeOf(error: unknown): unknown {
  return error instanceof RegistryError && error.cause !== undefined ? causeOf(error.cause) : error;
}

function isBodyStream(body: HttpRequest['body']): boolean {
  return body !== undefined && typeof body !== 'string' && !(body instanceof Uint8Array);
}
