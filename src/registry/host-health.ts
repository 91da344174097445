import { CircuitBreaker } from '../circuit-breaker.js';
import type { Clock } from '../clock.js';
import { type OperationContext, RegistryError } from '../errors.js';
import type { RequestKind } from './traffic.js';

/** Ten seconds: a load balancer that changes its backend takes less. Then every half minute one request tries again. */
const rule = { failures: 5, forMs: 10_000, cooldownMs: 30_000 };

/** What changes something at a registry. */
export const writeKinds: ReadonlySet<RequestKind> = new Set([
  'blob-mount',
  'upload-start',
  'upload-patch',
  'upload-finish',
  'manifest-put',
]);

/** A full disk shows when bytes are stored: to open an upload shows nothing. */
const storingKinds: ReadonlySet<RequestKind> = new Set(['upload-finish', 'manifest-put']);

/**
 * Two circuit breakers of one host: one for a host that answers nothing, and one for a host that fails every write and may still be read.
 * Without them each request would be waited for and made again, image after image.
 */
export class HostHealth {
  readonly #silence: CircuitBreaker<RegistryError>;
  readonly #writes: CircuitBreaker<RegistryError>;
  #longestMs = 0;

  constructor(private readonly clock: Clock) {
    this.#silence = new CircuitBreaker(rule, clock);
    this.#writes = new CircuitBreaker(rule, clock);
  }

  /** @throws {RegistryError} where the host is down, or fails every write and this is one */
  check(context: OperationContext, kind: RequestKind): void {
    const silence = this.#silence.refusal();
    if (silence !== undefined) throw silence.inContext(context).unreachable(this.#silence.failures, this.#longestMs);
    const write = writeKinds.has(kind) ? this.#writes.refusal() : undefined;
    if (write !== undefined) throw write.inContext(context).notWritten();
  }

  /** Whether it is taken to fail every write. */
  get failsWrites(): boolean {
    return this.#writes.isOpen;
  }

  noteAnswer(): void {
    this.#silence.succeeded();
  }

  /** @param madeAt when the request was made, by `Clock.monotonicMs` */
  noteSilence(error: RegistryError, madeAt: number): void {
    if (this.#silence.failures === 0) this.#longestMs = 0;
    this.#longestMs = Math.max(this.#longestMs, this.clock.monotonicMs() - madeAt);
    this.#silence.failed(error, madeAt);
  }

  /** Takes note of what was stored. */
  noteStored(): void {
    this.#writes.succeeded();
  }

  /** @param isMounted whether the answer says that a blob was mounted */
  noteWritten(kind: RequestKind, isMounted: boolean): void {
    if (storingKinds.has(kind) || (kind === 'blob-mount' && isMounted)) this.noteStored();
  }

  /** Takes note of a write that the host failed, and gives back its error: where all others failed too, it says so and is not tried again. */
  noteFailedWrite(error: RegistryError, kind: RequestKind, host: string, madeAt: number): RegistryError {
    if (!writeKinds.has(kind)) return error;
    const failures = this.#writes.failures + 1;
    const told = failures >= rule.failures ? error.ofEveryWrite(host) : error;
    this.#writes.failed(told, madeAt, error.retryAt?.dueMs);
    return this.failsWrites ? told.notWritten() : told;
  }
}

/** Whether nobody answered: no connection, or one that was closed or stayed silent. What a body that was sent threw is no answer's lack. */
export function isSilence(thrown: unknown, sendsStream: boolean): boolean {
  const error = causeOf(thrown);
  if (!(error instanceof Error)) return false;
  if (error.name === 'TimeoutError') return !sendsStream;
  return /^(?:E(?!PROTO)[A-Z]|UND_ERR_(?:SOCKET|CONNECT_TIMEOUT|HEADERS_TIMEOUT))/.test(codeOf(error));
}

/** Whether a host that is there would not be: its connections are refused or closed, as those of a registry are that is started again. */
export function isConnectionLost(error: unknown): boolean {
  return error instanceof Error && isSilence(error, true) && !/TIMEOUT|ETIMEDOUT/.test(codeOf(error));
}

function codeOf(error: Error): string {
  return 'code' in error ? String(error.code) : '';
}

/** A ping's or a token's failure comes in the words of the request that waited for it. */
export function causeOf(error: unknown): unknown {
  return error instanceof RegistryError && error.cause !== undefined ? causeOf(error.cause) : error;
}
