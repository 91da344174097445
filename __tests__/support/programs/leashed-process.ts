import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

/** How long a program has after SIGTERM, before SIGKILL. */
const stopTimeoutMs = 3_000;

/** How long is waited for a paused program's threads where the system does not say that they have stopped. */
const pauseTimeoutMs = 200;

/**
 * Reads a pipe that only our process holds open: the end of the pipe is the end of our process, by whatever signal, and
 * then the program is killed and its folder removed. The signals of a terminal are for the others, not for this shell.
 */
const leash = 'trap "" HUP INT TERM; read -r _; kill -KILL "$1"; rm -rf "$2"';

export interface LeashedProcess {
  readonly pid: number;
  /** How it ended, in words; `undefined` while it runs. */
  ending(): string | undefined;
  /** SIGSTOP; resolves when all of its threads have stopped, which is later than the signal. */
  pause(): Promise<void>;
  resume(): void;
  /** SIGTERM, then SIGKILL for one that does not listen; resolves when it is gone. */
  stop(): Promise<void>;
  /** SIGKILL; resolves when it is gone. */
  kill(): Promise<void>;
}

export interface LeashedProcessOptions {
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /** Where standard output and standard error go. */
  readonly logFile: string;
  /** Removed if our process dies before it has stopped the program. */
  readonly folder: string;
}

/** Process numbers. What is unref’d is not among the active resources that Node lists. */
const running = new Set<number>();

export function hasLeashedProcesses(): boolean {
  return running.size > 0;
}

/** Starts a program that cannot outlive this process, even where this process is killed. */
export async function startLeashedProcess(command: string, options: LeashedProcessOptions): Promise<LeashedProcess> {
  const log = openSync(options.logFile, 'a');
  const child = spawn(command, [...options.args], { env: options.env, stdio: ['ignore', log, log] });
  closeSync(log);
  await once(child, 'spawn');
  const pid = child.pid ?? 0;
  const exit = new Promise<void>((done) =>
    child.once('exit', () => {
      done();
    }),
  );
  const release = holdLeash(pid, options.folder);
  running.add(pid);
  void exit.then(() => {
    running.delete(pid);
    release();
  });
  child.unref();
  return {
    pid,
    ending: () => describeEnding(child),
    pause: async () => {
      child.kill('SIGSTOP');
      await waitUntilStopped(pid);
    },
    resume: () => {
      child.kill('SIGCONT');
    },
    stop: async () => {
      // A paused process would not hear SIGTERM.
      child.kill('SIGCONT');
      await end(child, exit, 'SIGTERM');
    },
    kill: async () => {
      await end(child, exit, 'SIGKILL');
    },
  };
}

/** @returns what lets go of the leash; to be called when the program has ended, for its number may then be another's. */
function holdLeash(pid: number, folder: string): () => void {
  const holder = spawn('/bin/sh', ['-c', leash, 'leash', String(pid), folder], { stdio: ['pipe', 'ignore', 'ignore'] });
  // The shell may be gone when the pipe closes.
  holder.stdin.on('error', () => undefined);
  holder.unref();
  return () => {
    holder.kill('SIGKILL');
    holder.stdin.destroy();
  };
}

/** Linux says the state of each thread; elsewhere the whole time is waited. */
async function waitUntilStopped(pid: number): Promise<void> {
  const deadline = Date.now() + pauseTimeoutMs;
  while (Date.now() < deadline && !(await haveThreadsStopped(pid))) {
    await sleep(1);
  }
}

async function haveThreadsStopped(pid: number): Promise<boolean> {
  try {
    const threads = await readdir(`/proc/${pid}/task`);
    const stats = await Promise.all(threads.map(async (id) => await readFile(`/proc/${pid}/task/${id}/stat`, 'utf8')));
    // The state follows the name of the program, which is in parentheses and may hold any character.
    return stats.every((stat) => stat.slice(stat.lastIndexOf(')')).startsWith(') T'));
  } catch {
    return false;
  }
}

async function end(child: ChildProcess, exit: Promise<void>, signal: NodeJS.Signals): Promise<void> {
  if (describeEnding(child) !== undefined) {
    return;
  }
  child.ref();
  child.kill(signal);
  const timer = setTimeout(() => child.kill('SIGKILL'), stopTimeoutMs);
  await exit;
  clearTimeout(timer);
}

function describeEnding(child: ChildProcess): string | undefined {
  if (child.signalCode !== null) {
    return `ended by ${child.signalCode}`;
  }
  return child.exitCode === null ? undefined : `exited with code ${child.exitCode}`;
}
