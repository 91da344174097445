import { CircuitBreaker } from '../../runtime/circuit-breaker.js';
import type { Clock } from '../../runtime/clock.js';
import { RegistryError } from '../../image/registry-error.js';
import { errorCodeOf } from '../../runtime/errors.js';
import { hostRule } from './host-circuits.js';
import type { HttpRequest } from '../http/http.js';
import { isStreamed } from '../transport/transport.js';

/** A host that did not answer so many requests in a row is not asked any more for a while. */
export class SilentHostError extends Error {
  override readonly name = 'SilentHostError';

  /** @param cause what the HTTP client threw last */
  constructor(
    readonly host: string,
    readonly silences: number,
    readonly longestMs: number,
    override readonly cause: unknown,
  ) {
    super(`${host} does not answer`);
  }
}

/** A circuit breaker for one host that answers nothing. Without it each request would be waited for and made again, image after image. */
export class HostSilence {
  readonly #circuit: CircuitBreaker<{ readonly cause: unknown }>;
  #longestMs = 0;

  constructor(
    private readonly host: string,
    private readonly clock: Clock,
  ) {
    this.#circuit = new CircuitBreaker(hostRule, clock);
  }

  /** @throws {SilentHostError} where the host answers nobody */
  check(): void {
    const refusal = this.#circuit.refusal();
    if (refusal !== undefined)
      throw new SilentHostError(this.host, this.#circuit.failures, this.#longestMs, refusal.cause);
  }

  recordAnswer(): void {
    this.#circuit.succeeded();
  }

  /**
   * Takes note of what the HTTP client threw.
   * @param madeAt when the request was made, by `Clock.monotonicMs`
   */
  recordFailure(cause: unknown, { signal, body }: Pick<HttpRequest, 'signal' | 'body'>, madeAt: number): void {
    // What many requests wait for has a signal of its own, which ends it when its host is silent.
    const isEndedFromHere =
      signal.aborted && !(signal.reason instanceof DOMException && signal.reason.name === 'TimeoutError');
    if (isEndedFromHere || !isSilence(cause, isStreamed(body))) return;
    if (this.#circuit.failures === 0) this.#longestMs = 0;
    this.#longestMs = Math.max(this.#longestMs, this.clock.monotonicMs() - madeAt);
    this.#circuit.failed({ cause }, madeAt);
  }
}

/**
 * Whether nobody answered: no connection, or one that was closed or stayed silent. Errors of the body that was sent do not count, nor do TLS errors
 * (`EPROTO`, `ERR_SSL_…`, `ERR_TLS_…`), because then something answered.
 */
export function isSilence(thrown: unknown, sendsStream: boolean): boolean {
  const error = causeOf(thrown);
  if (!(error instanceof Error)) return false;
  if (error.name === 'TimeoutError') return !sendsStream;
  return /^(?:E(?!PROTO|RR_)[A-Z]|(?:UND_ERR_)?(?:SOCKET|CONNECT_TIMEOUT|HEADERS_TIMEOUT)$)/.test(
    errorCodeOf(error) ?? '',
  );
}

/** Whether the failure looks like a host that is down: connections are refused or closed, as while a registry restarts. */
export function isConnectionLost(error: unknown): boolean {
  return error instanceof Error && isSilence(error, true) && !/TIMEOUT|ETIMEDOUT/.test(errorCodeOf(error) ?? '');
}

/** A ping's or a token's failure comes in the words of the request that waited for it. */
export function causeOf(error: unknown): unknown {
  return error instanceof RegistryError && error.cause !== undefined ? causeOf(error.cause) : error;
}
