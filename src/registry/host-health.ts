import type { Clock } from '../clock.js';
import type { OperationContext, RegistryError } from '../errors.js';

/** So many requests in a row that nobody answered, … */
const enoughSilences = 5;

/** … for as long as this, and the host is taken to be down: a restart takes seconds, and is worth waiting for. */
const enoughMs = 10_000;

/** How long then until one request tries again whether it is up. */
const restMs = 30_000;

/**
 * Whether a host answers at all. Of one that does not, every request would be waited for and made again, image after image: it is told at once
 * instead, and now and then one request may try.
 */
export class HostHealth {
  #silences = 0;
  /** by `Clock.monotonicMs`: when the first of the requests in a row was made */
  #silentSince = 0;
  #longestMs = 0;
  #last: RegistryError | undefined;
  #nextTryAt = 0;

  constructor(private readonly clock: Clock) {}

  /** @throws {RegistryError} where the host is down */
  check(context: OperationContext): void {
    const now = this.clock.monotonicMs();
    if (this.#last === undefined || this.#silences < enoughSilences || now - this.#silentSince < enoughMs) return;
    if (now >= this.#nextTryAt) {
      this.#nextTryAt = now + restMs;
      return;
    }
    throw this.#last.inContext(context).unreachable(this.#silences, this.#longestMs);
  }

  noteAnswer(): void {
    this.#silences = 0;
    this.#last = undefined;
  }

  /** @param madeAt when the request was made, by `Clock.monotonicMs` */
  noteSilence(error: RegistryError, madeAt: number): void {
    const now = this.clock.monotonicMs();
    if (this.#silences === 0) {
      this.#silentSince = madeAt;
      this.#longestMs = 0;
    }
    this.#silences += 1;
    this.#longestMs = Math.max(this.#longestMs, now - madeAt);
    this.#last = error;
    this.#nextTryAt = Math.max(this.#nextTryAt, now + restMs);
  }
}

/** Whether nobody answered: no connection, or one that was closed or stayed silent. What a body that was sent threw is no answer's lack. */
export function isSilence(error: unknown, sendsStream: boolean): boolean {
  if (!(error instanceof Error)) return false;
  if (error.name === 'TimeoutError') return !sendsStream;
  const code = 'code' in error ? String(error.code) : '';
  return /^(?:E(?!PROTO)[A-Z]|UND_ERR_(?:SOCKET|CONNECT_TIMEOUT|HEADERS_TIMEOUT))/.test(code);
}
