import { setMaxListeners } from 'node:events';
import type { Clock } from './clock.js';
import { isFailure } from './errors.js';

/**
 * Waits for all, so that nothing of an image that failed goes on behind its report.
 * @throws the first failure that has words for people, or else the first error
 */
export async function waitForAll<T>(promises: readonly Promise<T>[]): Promise<readonly T[]> {
  const settled = await Promise.allSettled(promises);
  const errors = settled.filter((result) => result.status === 'rejected').map((result): unknown => result.reason);
  if (errors.length > 0) throw errors.find(isFailure) ?? errors[0];
  return settled.filter((result) => result.status === 'fulfilled').map((result) => result.value);
}

/**
 * Does all of it, and ends the others when one fails for good. Waits for all, as `waitForAll` does.
 * @throws what failed first
 */
export async function runTogether<Item, T>(
  items: readonly Item[],
  work: (item: Item, signal: AbortSignal) => Promise<T>,
  signal: AbortSignal,
): Promise<readonly T[]> {
  const others = new AbortController();
  const bounded = AbortSignal.any([signal, others.signal]);
  setMaxListeners(0, bounded);
  let first: { readonly error: unknown } | undefined;
  const settled = await Promise.allSettled(
    items.map(async (item) => {
      try {
        return await work(item, bounded);
      } catch (error) {
        first ??= { error };
        others.abort();
        throw error;
      }
    }),
  );
  if (first !== undefined) throw first.error;
  return settled.filter((result) => result.status === 'fulfilled').map((result) => result.value);
}

/** Work that several may wait for. It goes on as long as somebody wants it. */
export class SharedWork<T> {
  readonly #stop = new AbortController();
  readonly #promise: Promise<T>;
  #waiting = 0;

  constructor(begin: (signal: AbortSignal) => Promise<T>) {
    setMaxListeners(0, this.#stop.signal);
    this.#promise = begin(this.#stop.signal);
    // Those who wait get the error.
    this.#promise.catch(() => undefined);
  }

  /** Whether nobody wanted it any more. */
  get isStopped(): boolean {
    return this.#stop.signal.aborted;
  }

  /** The outcome; whoever is stopped leaves it to the others, and ends it where there are none. */
  async wait(signal: AbortSignal): Promise<T> {
    signal.throwIfAborted();
    this.#waiting += 1;
    const left = new AbortController();
    const leave = (): void => {
      this.#waiting -= 1;
      if (this.#waiting === 0) this.#stop.abort(signal.reason);
      else left.abort(signal.reason);
    };
    signal.addEventListener('abort', leave, { once: true });
    try {
      return await unlessAborted(this.#promise, left.signal);
    } finally {
      signal.removeEventListener('abort', leave);
    }
  }
}

/** The promise's outcome, or, when the signal is aborted first, its reason: for what others wait for too, and is not ended for one. */
export async function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  // One promise, and not a race of two: each request waits so.
  return new Promise<T>((resolve, reject) => {
    const stop = (): void => {
      reject(signal.reason instanceof Error ? signal.reason : new Error('stopped'));
    };
    // If the signal is faster, nobody hears of its failure.
    promise.then(
      (value) => {
        signal.removeEventListener('abort', stop);
        resolve(value);
      },
      (error: unknown) => {
        signal.removeEventListener('abort', stop);
        // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- it is passed on as it is
        reject(error);
      },
    );
    signal.throwIfAborted();
    signal.addEventListener('abort', stop, { once: true });
  });
}

/** The promise's outcome, or undefined when the signal is aborted first: then it is left to itself. */
export async function unlessLate<T>(promise: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  try {
    return await unlessAborted(promise, signal);
  } catch (error) {
    if (signal.aborted) return undefined;
    throw error;
  }
}

/** Waits for the promise, which never fails, and no longer than so many milliseconds. */
export async function waitAtMost(
  ms: number,
  promise: Promise<unknown>,
  clock: Clock,
  signal: AbortSignal,
): Promise<void> {
  const stop = new AbortController();
  const enough = clock.sleep(ms, AbortSignal.any([signal, stop.signal])).catch(() => undefined);
  await Promise.race([promise, enough]);
  stop.abort();
}

/** What bounds a run, and so every part of it. */
export interface RunBounds {
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** What bounds a part of a run. */
export interface Bounds {
  readonly clock: Clock;
  /** Ends it, too. Absent: only its own time does. */
  readonly signal?: AbortSignal | undefined;
  /** Why it was ended when its time is over. */
  readonly lateError?: () => Error;
}

/** A part of a run that may end before it. */
export interface Attempt {
  /** Aborted with the run, by `abort`, and when the time is over. */
  readonly signal: AbortSignal;
  abort(reason?: Error): void;
  /** To be called when it is over, however it went. */
  end(): void;
}

/** Not by `AbortSignal.any` over `AbortSignal.timeout`: Node may collect such a timeout before it is due (nodejs/node#57736). */
export function beginAttempt(
  maxMs: number,
  {
    clock,
    signal,
    lateError = () => timeoutError(`it was not done within ${Math.round(maxMs / 1_000)} seconds`),
  }: Bounds,
): Attempt {
  const own = new AbortController();
  const stop = (): void => {
    own.abort(signal?.reason);
  };
  // Not by `AbortSignal.any`, which costs ten times as much: each transfer is an attempt.
  signal?.addEventListener('abort', stop, { once: true });
  if (signal?.aborted === true) stop();
  const timer = clock.setTimer(maxMs, () => {
    own.abort(lateError());
  });
  return {
    signal: own.signal,
    abort: (reason) => {
      own.abort(reason);
    },
    end: () => {
      timer.cancel();
      signal?.removeEventListener('abort', stop);
    },
  };
}

/** An error of the kind that `AbortSignal.timeout` makes. */
export function timeoutError(words: string): DOMException {
  return new DOMException(words, 'TimeoutError');
}

/** Runs work that is told to stop when its time is over, and waits until it has. */
export async function runAttempt<T>(
  maxMs: number,
  bounds: Bounds,
  work: (bounded: AbortSignal) => Promise<T>,
): Promise<T> {
  const attempt = beginAttempt(maxMs, bounds);
  try {
    return await work(attempt.signal);
  } finally {
    attempt.end();
  }
}

/**
 * Runs work that is told to stop when its time is over, and does not wait for it any longer.
 * @throws {DeadlineError} or the signal's reason
 */
export async function withDeadline<T>(
  ms: number,
  { clock, signal }: Bounds,
  work: (bounded: AbortSignal) => Promise<T>,
): Promise<T> {
  signal?.throwIfAborted();
  const attempt = beginAttempt(ms, { clock, signal, lateError: () => new DeadlineError(ms) });
  try {
    return await unlessAborted(work(attempt.signal), attempt.signal);
  } finally {
    attempt.end();
    attempt.abort();
  }
}

export class DeadlineError extends Error {
  override readonly name = 'DeadlineError';

  constructor(ms: number) {
    super(`no answer within ${ms / 1_000} seconds`);
  }
}
