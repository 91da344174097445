import { unlessAborted } from '../settle.js';

/**
 * Runs a task that has to end in time, and with the run's own signal. Not by `AbortSignal.any` over `AbortSignal.timeout`: Node may collect
 * such a timeout before it is due (nodejs/node#57736).
 * @throws {DeadlineError} or the signal's reason
 */
export async function withDeadline<T>(
  timeoutMs: number,
  signal: AbortSignal,
  task: (bounded: AbortSignal) => Promise<T>,
): Promise<T> {
  signal.throwIfAborted();
  const controller = new AbortController();
  const stop = (): void => {
    controller.abort(signal.reason);
  };
  const timer = setTimeout(() => {
    controller.abort(new DeadlineError(timeoutMs));
  }, timeoutMs);
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await unlessAborted(task(controller.signal), controller.signal);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
  }
}

export class DeadlineError extends Error {
  override readonly name = 'DeadlineError';

  constructor(timeoutMs: number) {
    super(`no answer within ${timeoutMs / 1_000} seconds`);
  }
}
