import { type Clock, systemClock } from '../../../src/runtime/clock.js';
import { hasLeashedProcesses } from '../programs/leashed-process.js';
import { IdleWatch, hasPrograms } from './idle.js';

export interface QuickClock extends Clock {
  /**
   * How long was waited, in milliseconds of this clock: one wait behind the other, and of those side by side the longest. It is the same on
   * a machine that is slow.
   */
  waitedMs(): number;
}

interface Wait {
  dueMs: number;
  /** What `waitedMs` is then. */
  waitedMs: number;
  readonly onDue: () => void;
}

const pollMs = 1;

/** Most timers only bound a request, and are cancelled before this. */
const firstPollMs = 5;

/**
 * A clock by which chance is always the same, and no wait takes long: when nothing goes on but waits, it jumps to where the first of them is over.
 * So waits end in their order, and what takes a busy machine long makes none of them end early.
 * @param timers `real`: timers do not jump. Then undici's own timeouts, which are real, end a request before ours do.
 */
export function quickClock(timers: 'quick' | 'real' = 'quick'): QuickClock {
  const [start, begun] = [Date.now(), performance.now()];
  const waits = new Set<Wait>();
  const idle = new IdleWatch();
  let [skippedMs, waitedMs, isPolling] = [0, 0, false];
  const monotonicMs = (): number => performance.now() - begun + skippedMs;
  const poll = (): void => {
    const firstMs = Math.min(...[...waits].map(({ dueMs }) => dueMs)) - monotonicMs();
    if (firstMs > 0 && idle.isIdle(firstMs)) skippedMs += firstMs;
    const now = monotonicMs();
    const due = [...waits].filter(({ dueMs }) => dueMs <= now).sort((one, other) => one.dueMs - other.dueMs);
    for (const wait of due) {
      // One that is over may have ended, or restarted, the next.
      if (!waits.has(wait) || wait.dueMs > now) continue;
      waits.delete(wait);
      waitedMs = Math.max(waitedMs, wait.waitedMs);
      idle.restart();
      wait.onDue();
    }
    isPolling = waits.size > 0;
    if (isPolling) setTimeout(poll, pollMs);
  };
  const begin = (wait: Wait, ms: number): void => {
    wait.dueMs = monotonicMs() + ms;
    wait.waitedMs = waitedMs + ms;
    waits.add(wait);
    if (isPolling) return;
    isPolling = true;
    setTimeout(poll, firstPollMs);
  };
  const wait: Clock['setTimer'] = (ms, onDue) => {
    const own = { dueMs: 0, waitedMs: 0, onDue };
    const restart = (): void => {
      begin(own, ms);
    };
    restart();
    return { restart, cancel: () => void waits.delete(own) };
  };
  return {
    waitedMs: () => waitedMs,
    wallMs: () => start + Math.round(monotonicMs()),
    monotonicMs,
    // A timer bounds the answer of a real registry, which needs its time. A sleep only waits before the next request, so it may jump.
    setTimer: (ms, onDue) =>
      (timers === 'real' || hasPrograms() || hasLeashedProcesses() ? systemClock : { setTimer: wait }).setTimer(
        ms,
        onDue,
      ),
    sleep: async (ms, signal) => {
      signal.throwIfAborted();
      await new Promise<void>((resolve, reject) => {
        const { cancel } = wait(ms, () => {
          signal.removeEventListener('abort', stop);
          resolve();
        });
        const stop = (): void => {
          cancel();
          reject(signal.reason as Error);
        };
        signal.addEventListener('abort', stop, { once: true });
      });
    },
    random: () => 0.5,
  };
}
