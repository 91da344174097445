import { type Clock, momentIn } from '../../runtime/clock.js';
import { type OperationContext, RegistryError } from '../../image/registry-error.js';
import { type RetryPolicy, maxTotalCooldownMs } from './retry.js';
import { writeKinds } from './host-circuits.js';
import type { RequestKind } from '../http/traffic.js';

/** After that it is not waited for: what comes in so long fails at once, and does not add to what the host refuses. */
const exhaustedCooldownMs = 15 * 60_000;

/** Whether a refusal makes only the host's writes cool down. A 429 counts all requests of an account, so the whole host cools down. */
export function isWriteCooldown(error: unknown, kind: RequestKind): boolean {
  return error instanceof RegistryError && error.code !== 'rate-limited' && writeKinds.has(kind);
}

/**
 * The cooldown of one host, for all of its requests or for its writes. It lasts as long as the host asks. If a host refuses without saying how long
 * (Docker Hub's abuse limit does), each cooldown is longer than the last, and each answer shortens the next one. A refusal of a request that was
 * sent before a cooldown does not start another.
 */
export class HostCooldown {
  /** by `Clock.monotonicMs` */
  #until = 0;
  /** How many cooldowns there were: what was sent before the last one has a smaller number. */
  #count = 0;
  /** The last cooldown that the host did not ask for, less for each answer since; 0: there was none. */
  #ownMs = 0;
  /** All cooldowns since the host last gave an answer. */
  #totalMs = 0;
  #last: { readonly kind: RequestKind; readonly error: RegistryError } | undefined;

  constructor(
    private readonly policy: RetryPolicy,
    private readonly clock: Clock,
  ) {}

  get isActive(): boolean {
    return this.#leftMs() > 0;
  }

  /** How many cooldowns there were until now. */
  get count(): number {
    return this.#count;
  }

  /**
   * Waits until the host may be asked, and returns the number of cooldowns until then.
   * @throws {RegistryError} the last refusal, where it is not waited for
   */
  async wait(context: OperationContext, signal: AbortSignal): Promise<number> {
    for (let ms = this.#leftMs(); ms > 0; ms = this.#leftMs()) {
      if (ms > maxTotalCooldownMs && this.#last !== undefined) throw this.#last.error.inContext(context);
      // Looked at again behind it: what was under way meanwhile may have been refused.
      await this.clock.sleep(ms, signal);
    }
    return this.#count;
  }

  /**
   * Records an answer. Only an answer to the kind of request that was refused last shows that the host accepts it again. An answer to a request sent
   * together with the refused one counts too, because refusals are faster than answers: then the host needs fewer requests at once, which the queues
   * see to, and no longer cooldown.
   */
  served(kind: RequestKind, sentAfter: number): void {
    if (sentAfter < this.#count - 1 || kind !== this.#last?.kind) return;
    this.#totalMs = 0;
    this.#ownMs /= 2;
  }

  /** Records a refusal, and returns it with the end of the cooldown; any other failure as it is. */
  refused(error: unknown, kind: RequestKind, sentAfter: number): unknown {
    if (!(error instanceof RegistryError)) return error;
    const { code, status, retryAt, hostFailsWrites } = error;
    // A 503 may be of the one request; where it names a time it is of the host. Source: RFC 9110 §15.6.4.
    const isOfHost = code === 'rate-limited' || hostFailsWrites || (status === 503 && retryAt !== undefined);
    if (!isOfHost) return error;
    const askedMs = retryAt === undefined ? undefined : retryAt.dueMs - this.clock.monotonicMs();
    if (sentAfter === this.#count) this.#begin(askedMs);
    else this.#extend(askedMs ?? 0);
    this.#last = { kind, error };
    return error.withRetryAt(momentIn(this.#leftMs(), this.clock));
  }

  #begin(askedMs: number | undefined): void {
    const { firstCooldownMs, maxCooldownMs } = this.policy;
    if (askedMs === undefined) this.#ownMs = Math.min(Math.max(this.#ownMs * 2, firstCooldownMs), maxCooldownMs);
    const ms = askedMs ?? this.#ownMs;
    this.#count += 1;
    this.#totalMs += Math.max(ms, 0);
    this.#extend(this.#totalMs > maxTotalCooldownMs ? Math.max(ms, exhaustedCooldownMs) : ms);
  }

  #extend(ms: number): void {
    this.#until = Math.max(this.#until, this.clock.monotonicMs() + ms);
  }

  #leftMs(): number {
    return this.#until === 0 ? 0 : this.#until - this.clock.monotonicMs();
  }
}
