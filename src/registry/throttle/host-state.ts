import type { Clock } from '../../runtime/clock.js';
import { type OperationContext, RegistryError, isRetryable } from '../../image/registry-error.js';
import type { RetryPolicy } from './retry.js';
import { type AskedHosts, isOfGateway } from '../http/asked-hosts.js';
import { HostCircuits, writeKinds } from './host-circuits.js';
import { HostCooldown, isWriteCooldown } from './host-cooldown.js';
import type { HostRestart } from './host-restart.js';
import { causeOf, isConnectionLost, isSilence } from './host-silence.js';
import type { HttpRequest, HttpResponse } from '../http/http.js';
import { isStreamed } from '../transport/transport.js';
import type { RequestKind } from '../http/traffic.js';

interface HostStateDeps {
  readonly clock: Clock;
  readonly retryPolicy: RetryPolicy;
  readonly askedHosts: AskedHosts;
}

type HostRequest = Pick<HttpRequest, 'kind' | 'body' | 'signal'> & { readonly context: OperationContext };

/** What the requests to one registry showed: it cools down, it fails every write, or a host that it needs restarts. */
export class HostState {
  readonly #cooldown: HostCooldown;
  /** For writes only: a host that refuses them may serve reads. */
  readonly #writeCooldown: HostCooldown;
  readonly #readCooldowns: readonly HostCooldown[];
  readonly #writeCooldowns: readonly HostCooldown[];
  /** The hosts that its requests failed at: itself, its token service, those that it redirects to. */
  readonly #restarts = new Set<HostRestart>();
  readonly #circuits: HostCircuits;

  constructor(
    private readonly host: string,
    private readonly deps: HostStateDeps,
  ) {
    const { retryPolicy, clock } = deps;
    this.#cooldown = new HostCooldown(retryPolicy, clock);
    this.#writeCooldown = new HostCooldown(retryPolicy, clock);
    this.#readCooldowns = [this.#cooldown];
    this.#writeCooldowns = [this.#cooldown, this.#writeCooldown];
    this.#circuits = new HostCircuits(clock);
  }

  /** Whether it may be asked now: it does not cool down, and none of its hosts is away. */
  isReadyFor(kind: RequestKind): boolean {
    for (const { isActive } of this.#restarts) if (isActive) return false;
    return this.#cooldownsOf(kind).every(({ isActive }) => !isActive);
  }

  /**
   * Waits until it may be asked. Wait here before you take a slot.
   * @throws {RegistryError} the last refusal of a host that is not waited for
   */
  async waitUntilReady(kind: RequestKind, context: OperationContext, signal: AbortSignal): Promise<void> {
    while (!this.isReadyFor(kind)) {
      for (const cooldown of this.#cooldownsOf(kind)) await cooldown.wait(context, signal);
      for (const restart of [...this.#restarts]) await restart.wait(signal);
    }
  }

  /** A write whose answer was lost was carried out. */
  recordStored(): void {
    this.#circuits.recordStored();
  }

  /**
   * Asks when the host does not cool down, and records how it went.
   * @throws {RegistryError} with what is known of the host
   */
  async send(request: HostRequest, ask: () => Promise<HttpResponse>): Promise<HttpResponse> {
    const { kind, context, signal } = request;
    const cooldowns = this.#cooldownsOf(kind);
    for (const cooldown of cooldowns) if (cooldown.isActive) await cooldown.wait(context, signal);
    const counts = cooldowns.map(({ count }) => count);
    const madeAt = this.deps.clock.monotonicMs();
    try {
      const response = await ask();
      cooldowns.forEach((cooldown, index) => {
        cooldown.served(kind, counts[index] ?? 0);
      });
      this.#circuits.recordWrite(kind, response.status === 201);
      return response;
    } catch (error) {
      const judged = await this.#classified(error, request, madeAt);
      const cooldown = isWriteCooldown(judged, kind) ? this.#writeCooldown : this.#cooldown;
      throw cooldown.refused(judged, kind, counts[cooldowns.indexOf(cooldown)] ?? 0);
    }
  }

  /** A host that fails every write is not waited for: its circuit breaker lets one write through now and then. */
  #cooldownsOf(kind: RequestKind): readonly HostCooldown[] {
    return writeKinds.has(kind) && !this.#circuits.failsWrites ? this.#writeCooldowns : this.#readCooldowns;
  }

  /** @throws {RegistryError} where it is of no use to ask */
  check({ context, kind }: HostRequest): void {
    this.#circuits.check(context, kind);
  }

  /** What a failure says: that the host which was asked restarts, or that the registry fails every write. */
  async #classified(error: unknown, request: HostRequest, madeAt: number): Promise<unknown> {
    if (!(error instanceof RegistryError) || !isRetryable(error) || request.signal.aborted) return error;
    // What the other side of a transfer threw says nothing of this one.
    if (error.side !== request.context.side) return error;
    if (await this.#isAwaited(error)) return error.asHostAwaited();
    // The token service that a write needs is not the host that writes.
    if (error.side !== 'target' || error.isOfTokenService) return error;
    if (error.code !== 'unavailable' && !isSilence(causeOf(error), isStreamed(request.body))) return error;
    return this.#circuits.recordFailedWrite(error, request.kind, error.host ?? this.host, madeAt);
  }

  /** Whether the host may be away, and the run waits for it. A host that says when to ask again is there. */
  async #isAwaited(error: RegistryError): Promise<boolean> {
    const { status, retryAt } = error;
    const mayBeAway = status === undefined ? isConnectionLost(causeOf(error)) : isOfGateway({ status });
    if (retryAt !== undefined || !mayBeAway) return false;
    const restart = this.deps.askedHosts.restartOf(error.host ?? this.host);
    this.#restarts.add(restart);
    return restart.recordFailure();
  }
}
