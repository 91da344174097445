import { CircuitBreaker } from '../../runtime/circuit-breaker.js';
import type { Clock } from '../../runtime/clock.js';
import type { OperationContext, RegistryError } from '../../image/registry-error.js';
import type { RequestKind } from '../http/traffic.js';

/** Ten seconds: a load balancer that changes its backend takes less. Then every half minute one request tries again. */
export const hostRule = { failures: 5, forMs: 10_000, cooldownMs: 30_000 };

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

/** A circuit breaker for a host that fails every write and may still be read. Without it each image would be sent, one after another. */
export class HostCircuits {
  readonly #writes: CircuitBreaker<RegistryError>;

  constructor(clock: Clock) {
    this.#writes = new CircuitBreaker(hostRule, clock);
  }

  /** @throws {RegistryError} where the host fails every write and this is one */
  check(context: OperationContext, kind: RequestKind): void {
    const write = writeKinds.has(kind) ? this.#writes.refusal() : undefined;
    if (write !== undefined) throw write.inContext(context).asNotWritten();
  }

  /** Whether it is taken to fail every write. */
  get failsWrites(): boolean {
    return this.#writes.isOpen;
  }

  /** Takes note of what was stored. */
  recordStored(): void {
    this.#writes.succeeded();
  }

  /** @param isMounted whether the answer says that a blob was mounted */
  recordWrite(kind: RequestKind, isMounted: boolean): void {
    if (storingKinds.has(kind) || (kind === 'blob-mount' && isMounted)) this.recordStored();
  }

  /** Records a write that the host failed, and returns its error. If all others failed too, the error says so and is not retried. */
  recordFailedWrite(error: RegistryError, kind: RequestKind, host: string, madeAt: number): RegistryError {
    if (!writeKinds.has(kind)) return error;
    const failures = this.#writes.failures + 1;
    const reported = failures >= hostRule.failures ? error.asWritesFailed(host) : error;
    this.#writes.failed(reported, madeAt, error.retryAt?.dueMs);
    return this.failsWrites ? reported.asNotWritten() : reported;
  }
}
