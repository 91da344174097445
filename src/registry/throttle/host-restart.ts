import type { Clock } from '../../runtime/clock.js';
import type { RetryPolicy } from './retry.js';
import { unlessAborted } from '../../runtime/wait.js';

/** How often it is looked whether the host is back: a registry takes seconds to start. */
const probeEveryMs = 2_000;

/** One request may fail by chance. The second in a row is a reason to look. */
const suspiciousFailures = 2;

interface HostRestartDeps {
  readonly host: string;
  readonly policy: RetryPolicy;
  readonly clock: Clock;
  /** Says whether the host answers. Never throws. */
  readonly probe: () => Promise<boolean>;
  readonly log: (sentence: string) => void;
  /** Ends the wait. */
  readonly signal: AbortSignal;
}

/**
 * Waits for a host that goes down in the middle of a run and comes back, as a restarted registry does: up to a minute in the whole run. Only a host
 * that has answered in this run counts, because a wrong name or port must not cost each run a minute.
 */
export class HostRestart {
  #hasAnswered = false;
  /** how many requests in a row had no answer */
  #failures = 0;
  #leftMs: number;
  #waiting: Promise<void> | undefined;
  #probing: Promise<boolean> | undefined;

  constructor(private readonly deps: HostRestartDeps) {
    this.#leftMs = deps.policy.maxRestartMs;
  }

  get isActive(): boolean {
    return this.#waiting !== undefined;
  }

  recordAnswer(): void {
    this.#hasAnswered = true;
    this.#failures = 0;
  }

  /** Takes note of a request that had no answer, and says whether the host is waited for on its account. */
  async recordFailure(): Promise<boolean> {
    if (this.isActive) return true;
    this.#failures += 1;
    if (!this.#hasAnswered || this.#failures < suspiciousFailures || this.#leftMs <= 0) return false;
    this.#probing ??= this.#probe();
    return this.#probing;
  }

  /** Waits until the host answers again, or was waited for long enough. */
  async wait(signal: AbortSignal): Promise<void> {
    if (this.#waiting !== undefined) await unlessAborted(this.#waiting, signal);
  }

  async #probe(): Promise<boolean> {
    try {
      if (await this.deps.probe()) {
        // It is the request, and not the host.
        this.#failures = 0;
        return false;
      }
      this.#waiting ??= this.#wait();
      return true;
    } finally {
      this.#probing = undefined;
    }
  }

  async #wait(): Promise<void> {
    const { host, clock, probe, log, signal } = this.deps;
    const allMs = this.#leftMs;
    log(`${host} does not answer any more. Waiting up to ${Math.ceil(allMs / 1_000)} s until it does.`);
    let isBack = false;
    while (!isBack && this.#leftMs > 0 && !signal.aborted) {
      const ms = Math.min(probeEveryMs, this.#leftMs);
      this.#leftMs -= ms;
      await clock.sleep(ms, signal).catch(() => undefined);
      isBack = await probe();
    }
    const seconds = Math.round((allMs - this.#leftMs) / 1_000);
    log(isBack ? `${host} answers again after ${seconds} s.` : `${host} did not answer within ${seconds} s.`);
    if (isBack) this.recordAnswer();
    this.#waiting = undefined;
  }
}
