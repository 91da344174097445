import type { Clock } from '../clock.js';
import { type OperationContext, RegistryError, isPassing } from '../errors.js';
import type { RetryPolicy } from '../retry.js';
import { beginAttempt } from '../settle.js';
import { HostHealth, causeOf, isConnectionLost, isSilence, writeKinds } from './host-health.js';
import { HostRest, isWriteRest } from './host-rest.js';
import { HostRestart } from './host-restart.js';
import { type HttpRequest, type HttpResponse, type Send, discard, isBodyStream } from './http.js';
import type { RequestKind } from './traffic.js';

export interface HostStateOptions {
  readonly send: Send;
  readonly clock: Clock;
  readonly retryPolicy: RetryPolicy;
  readonly tell?: ((sentence: string) => void) | undefined;
  readonly tidyUntil?: AbortSignal | undefined;
}

type HostRequest = Pick<HttpRequest, 'kind' | 'body' | 'signal'> & { readonly context: OperationContext };

/** What is known of one host from how its requests went: that it rests, is started again, is down, or fails every write. */
export class HostState {
  readonly #rest: HostRest;
  /** Of its writes alone: what refuses those may serve reads. */
  readonly #writeRest: HostRest;
  readonly #restart: HostRestart;
  readonly #health: HostHealth;

  /** @param base where it answers; undefined: that is not known yet */
  constructor(
    private readonly host: string,
    private readonly options: HostStateOptions,
    private readonly base: () => Promise<URL | undefined>,
  ) {
    const { retryPolicy: policy, clock, tell = () => undefined, tidyUntil: signal = neverAborted } = options;
    this.#rest = new HostRest(policy, clock);
    this.#writeRest = new HostRest(policy, clock);
    this.#restart = new HostRestart({ host, policy, clock, probe: async () => this.#isUp(), tell, signal });
    this.#health = new HostHealth(clock);
  }

  /** Whether it may be asked now: it does not rest, and is not away. */
  isReadyFor(kind: RequestKind): boolean {
    return !this.#restart.isOn && this.#restsOf(kind).every(({ isOn }) => !isOn);
  }

  /**
   * Waits until it may be asked. Wait here before you take a place.
   * @throws {RegistryError} the last refusal of a host that is not waited for
   */
  async ready(kind: RequestKind, context: OperationContext, signal: AbortSignal): Promise<void> {
    while (!this.isReadyFor(kind)) {
      for (const rest of this.#restsOf(kind)) await rest.over(context, signal);
      await this.#restart.over(signal);
    }
  }

  /** A write whose answer was lost was carried out. */
  noteStored(): void {
    this.#health.noteStored();
  }

  /**
   * Asks when the host does not rest, and takes note of how it went.
   * @throws {RegistryError} with what is known of the host
   */
  async sending(request: HostRequest, ask: () => Promise<HttpResponse>): Promise<HttpResponse> {
    const { kind, context, signal } = request;
    const seen = new Map<HostRest, number>();
    for (const rest of this.#restsOf(kind)) seen.set(rest, await rest.over(context, signal));
    const madeAt = this.options.clock.monotonicMs();
    const response = await ask().catch(async (error: unknown) => {
      const judged = await this.#judged(error, request, madeAt);
      const rest = isWriteRest(judged, kind) ? this.#writeRest : this.#rest;
      throw rest.refused(judged, kind, seen.get(rest) ?? 0);
    });
    for (const [rest, rests] of seen) rest.served(kind, rests);
    this.#health.noteWritten(kind, response.status === 201);
    return response;
  }

  /** A host that fails every write is not waited for: its breaker lets one write through now and then. */
  #restsOf(kind: RequestKind): readonly HostRest[] {
    return writeKinds.has(kind) && !this.#health.failsWrites ? [this.#rest, this.#writeRest] : [this.#rest];
  }

  /** @throws {RegistryError} where it is of no use to ask */
  check({ context, kind }: HostRequest): void {
    this.#health.check(context, kind);
  }

  noteAnswer(status: number): void {
    this.#health.noteAnswer();
    if (!gatewayStatuses.has(status)) this.#restart.noteAnswer();
  }

  /** @param madeAt when the request was made, by `Clock.monotonicMs` */
  noteUnanswered(failure: RegistryError, { signal, body }: HostRequest, madeAt: number): void {
    if (!signal.aborted && isSilence(failure, isBodyStream(body))) this.#health.noteSilence(failure, madeAt);
  }

  /** What a failure says of the host: that it is started again, or that it fails every write. */
  async #judged(error: unknown, request: HostRequest, madeAt: number): Promise<unknown> {
    if (!(error instanceof RegistryError) || !isPassing(error) || request.signal.aborted) return error;
    const cause = causeOf(error);
    const isAway = error.status === undefined ? isConnectionLost(cause) : gatewayStatuses.has(error.status);
    // One that says when it may be asked again is there.
    if (isAway && error.retryAt === undefined && (await this.#restart.noteFailure())) return error.awaitingHost();
    const isFailed = error.code === 'unavailable' || isSilence(cause, isBodyStream(request.body));
    if (error.side !== 'target' || !isFailed) return error;
    return this.#health.noteFailedWrite(error, request.kind, this.host, madeAt);
  }

  /** Whether it answers, by a ping; what stands before it answers for one that is down, too. */
  async #isUp(): Promise<boolean> {
    const attempt = beginAttempt(maxProbeMs, this.options.tidyUntil ?? neverAborted);
    try {
      const url = new URL('/v2/', await this.base());
      const response = await this.options.send({
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
}

const neverAborted = new AbortController().signal;

/** What a proxy answers for a registry that is down. */
const gatewayStatuses: ReadonlySet<number> = new Set([502, 503, 504]);

/** A host that is there answers a ping at once. */
const maxProbeMs = 5_000;
