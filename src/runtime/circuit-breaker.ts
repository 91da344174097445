import type { Clock } from './clock.js';

interface CircuitBreakerRule {
  /** So many failures in a row … */
  readonly failures: number;
  /** … over at least this time open the breaker. */
  readonly forMs: number;
  /** How long it stays open until one attempt may show whether it went well again; Infinity: for good. */
  readonly cooldownMs: number;
}

/**
 * Stops attempts that are bound to fail. Closed, it lets everybody through. Enough failures in a row open it: whoever asks then gets the last
 * failure at once. After each cooldown it lets one attempt through, and one success closes it.
 */
export class CircuitBreaker<Failure> {
  #failures = 0;
  /** by `Clock.monotonicMs`: when the first attempt of the row was made */
  #since = 0;
  #last: Failure | undefined;
  #nextTryAt = 0;
  #isTripped = false;

  constructor(
    private readonly rule: CircuitBreakerRule,
    private readonly clock: Pick<Clock, 'monotonicMs'>,
  ) {}

  /** How many failures there were in a row. */
  get failures(): number {
    return this.#failures;
  }

  /** Whether attempts are refused, but for one after each cooldown. */
  get isOpen(): boolean {
    return this.#last !== undefined && this.#isOpen(this.clock.monotonicMs());
  }

  /** Why nobody should try now; undefined: try, and say how it went. */
  refusal(): Failure | undefined {
    if (this.#last === undefined) return undefined;
    const now = this.clock.monotonicMs();
    if (!this.#isOpen(now)) return undefined;
    if (now < this.#nextTryAt) return this.#last;
    this.#nextTryAt = now + this.rule.cooldownMs;
    return undefined;
  }

  succeeded(): void {
    this.#failures = 0;
    this.#last = undefined;
    this.#isTripped = false;
  }

  /**
   * @param madeAt when the attempt was made, by `Clock.monotonicMs`
   * @param notBefore until then no attempt is let through
   */
  failed(failure: Failure, madeAt = this.clock.monotonicMs(), notBefore = 0): void {
    if (this.#failures === 0) this.#since = madeAt;
    this.#failures += 1;
    this.#last = failure;
    this.#nextTryAt = Math.max(this.#nextTryAt, notBefore, this.clock.monotonicMs() + this.rule.cooldownMs);
  }

  /** Opens at once, whatever went well before. */
  trip(failure: Failure): void {
    this.failed(failure);
    this.#isTripped = true;
  }

  #isOpen(now: number): boolean {
    if (this.#isTripped) return true;
    return this.#failures >= this.rule.failures && now - this.#since >= this.rule.forMs;
  }
}
