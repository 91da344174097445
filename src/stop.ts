import { setMaxListeners } from 'node:events';
import type { Clock } from './clock.js';
import { StoppedError } from './errors.js';

/**
 * A run's end before it is done. All that it may still do then has its place in five seconds, counted from the one moment: GitHub sends a
 * cancelled job SIGINT, after 7.5 seconds SIGTERM, and kills it 2.5 seconds later.
 */
export interface Stop {
  /** Aborted when the run is to stop: nothing more is begun, and what is under way is ended. */
  readonly signal: AbortSignal;
  /** Aborted when it has tidied up for long enough (uploads, what it learned): its report is made of what is known by then. */
  readonly tidyUntil: AbortSignal;
  /** Aborted when it has told of itself for long enough. Files are written before that; it is the comment's. */
  readonly tellUntil: AbortSignal;
}

export interface StopSwitch extends Stop {
  /** Stops the run. Who does so first counts. */
  stop(why: StoppedError): void;
}

/** To give an upload back is one request; a host that does not take it in this time does not answer. */
const tidyMs = 2_000;

/** What is left for the report: its files are written in a moment, and a comment takes some requests. */
const tellMs = 4_000;

/** Whatever still hangs then is left as it is. */
const endMs = 4_700;

export function createStop(clock: Clock): StopSwitch {
  const [run, tidying, telling] = [new AbortController(), new AbortController(), new AbortController()];
  // Every request under way listens for them.
  setMaxListeners(0, run.signal, tidying.signal, telling.signal);
  const abortLater = (controller: AbortController, ms: number, why: StoppedError): void => {
    void clock.sleep(ms, new AbortController().signal).then(() => {
      controller.abort(why);
    });
  };
  return {
    signal: run.signal,
    tidyUntil: tidying.signal,
    tellUntil: telling.signal,
    stop: (why) => {
      if (run.signal.aborted) return;
      abortLater(tidying, tidyMs, why);
      abortLater(telling, tellMs, why);
      run.abort(why);
    },
  };
}

/**
 * A run that stops when the process is asked to end. The second time the process ends at once, and in any case when the time for the report is
 * over. The listeners stay: a library that tidies up the terminal ends the process where it finds no listener but its own.
 */
export function stopOnSignals(clock: Clock): StopSwitch {
  const control = createStop(clock);
  const asked = new Set<NodeJS.Signals>();
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.on(name, () => {
      if (asked.has(name)) process.exit(1);
      asked.add(name);
      control.stop(new StoppedError({ kind: 'signal', name }));
    });
  }
  control.signal.addEventListener('abort', () => {
    setTimeout(() => process.exit(1), endMs);
  });
  return control;
}

export interface TimeLimit {
  /** Of the whole run; 0: none. */
  readonly runTimeoutMs: number;
  /** When the process was started: milliseconds since 1970. */
  readonly startedAt: number;
}

/** Stops the run when its time is over. */
export function stopInTime(control: StopSwitch, { runTimeoutMs, startedAt }: TimeLimit, clock: Clock): void {
  if (runTimeoutMs === 0) return;
  const left = Math.max(0, startedAt + runTimeoutMs - clock.now());
  clock.sleep(left, control.signal).then(
    () => {
      control.stop(new StoppedError({ kind: 'run-timeout', seconds: runTimeoutMs / 1_000 }));
    },
    () => undefined,
  );
}
