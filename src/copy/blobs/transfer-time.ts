import type { Timer } from '../../runtime/clock.js';
import { type Attempt, type RunBounds, beginAttempt, timeoutError } from '../../runtime/wait.js';

/** A transfer that is given up when it is too slow, or does not go on at all. */
export interface TimedTransfer extends Attempt {
  /** Takes note that so many bytes went on. */
  readonly recordBytes: (bytes: number) => void;
}

/** Nothing that goes well takes so long to give, or to take, its next byte. */
const maxIdleMs = 120_000;

/** What a registry may take over a blob that it has: it may hash it again, and move it to its place in a storage. 20 MB a second. */
const bytesPerCommitMs = 20_000;

/** The longest that a timer takes. */
const maxTimerMs = 2 ** 31 - 1;

/** Begins the time of one transfer of `size` bytes; it ends with the run, too. */
export function beginTransfer(size: number, bounds: RunBounds): TimedTransfer {
  // A body that comes slower than this is as good as one that does not come: 64 KiB a second, and two minutes for all around it.
  const longestMs = Math.min(120_000 + Math.ceil(size / 65.536), maxTimerMs);
  const attempt = beginAttempt(longestMs, bounds);
  const giveUpIn = (ms: number, words: string): Timer =>
    bounds.clock.setTimer(ms, () => {
      attempt.abort(timeoutError(words));
    });
  let left = size;
  let timer = giveUpIn(maxIdleMs, `nothing went on for ${maxIdleMs / 1_000} seconds`);
  return {
    ...attempt,
    recordBytes: (bytes) => {
      left -= bytes;
      if (left > 0) {
        timer.restart();
        return;
      }
      timer.cancel();
      const commitMs = Math.min(maxIdleMs + size / bytesPerCommitMs, maxTimerMs);
      timer = giveUpIn(commitMs, `it was sent, and not taken within ${Math.round(commitMs / 1_000)} seconds`);
    },
    end: () => {
      timer.cancel();
      attempt.end();
    },
  };
}
