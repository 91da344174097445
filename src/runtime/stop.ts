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
  /** Aborted when it has cleaned up for long enough (uploads, what it learned): its report is made of what is known by then. */
  readonly cleanupSignal: AbortSignal;
  /** Aborted when it has told of itself for long enough. Files are written before that; it is the comment's. */
  readonly reportSignal: AbortSignal;
}

export interface StopSwitch extends Stop {
  /** Stops the run. Who does so first counts. */
  stop(why: StoppedError): void;
}

/** Cancelling an upload takes one request. A host that does not answer it in this time answers nothing. */
const cleanupMs = 2_000;

/** What is left for the report: its files are written in a moment, and a comment takes some requests. */
const reportMs = 4_000;

/** Whatever still hangs then is left as it is, and the process ended. */
const endMs = 4_700;

export function createStop(clock: Clock): StopSwitch {
  const [run, cleanup, reporting] = [new AbortController(), new AbortController(), new AbortController()];
  // Every request under way listens for them.
  setMaxListeners(0, run.signal, cleanup.signal, reporting.signal);
  const abortLater = (controller: AbortController, ms: number, why: StoppedError): void => {
    clock.setTimer(ms, () => {
      controller.abort(why);
    });
  };
  return {
    signal: run.signal,
    cleanupSignal: cleanup.signal,
    reportSignal: reporting.signal,
    stop: (why) => {
      if (run.signal.aborted) return;
      abortLater(cleanup, cleanupMs, why);
      abortLater(reporting, reportMs, why);
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
      if (asked.has(name)) endProcess(1, clock);
      asked.add(name);
      control.stop(new StoppedError({ kind: 'signal', name }));
    });
  }
  control.signal.addEventListener('abort', () => {
    clock.setTimer(endMs, () => {
      // Where a thread would keep the process, nothing but the system can end it; its exit code is then the signal's.
      if (isPoolBusy()) process.kill(process.pid, 'SIGKILL');
      else process.exit(1);
    });
  });
  return control;
}

/**
 * Ends the process as soon as it can be ended: `process.exit` waits for the threads of Node's pool, and meanwhile no signal is heard. One that
 * opens a file on a network that is gone, or looks up a name that no server answers, would keep it for as long as that takes.
 */
export function endProcess(exitCode: number, clock: Clock): void {
  if (isPoolBusy())
    clock.setTimer(pollMs, () => {
      endProcess(exitCode, clock);
    });
  else process.exit(exitCode);
}

const pollMs = 20;

/** Node's names for what waits in its pool: files, and the look-up of names. */
const poolWork = new Set(['FSReqPromise', 'FSReqCallback', 'GetAddrInfoReqWrap']);

function isPoolBusy(): boolean {
  return process.getActiveResourcesInfo().some((name) => poolWork.has(name));
}

interface TimeLimit {
  /** Of the whole run; 0: none. */
  readonly runTimeoutMs: number;
}

/** Stops the run when its time, counted from the start of the process, is over. */
export function stopInTime(control: StopSwitch, { runTimeoutMs }: TimeLimit, clock: Clock): void {
  if (runTimeoutMs === 0) return;
  const timer = clock.setTimer(Math.max(0, runTimeoutMs - clock.monotonicMs()), () => {
    control.stop(new StoppedError({ kind: 'run-timeout', seconds: runTimeoutMs / 1_000 }));
  });
  control.signal.addEventListener('abort', timer.cancel);
}
