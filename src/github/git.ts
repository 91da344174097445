import { messageOf } from '../errors.js';
import { printable } from '../text.js';

type Environment = Readonly<Record<string, string | undefined>>;

/** Runs git; rejects where it cannot be run, hangs or floods. */
export type Git = (
  args: readonly string[],
  signal: AbortSignal,
) => Promise<{ readonly exitCode: number; readonly stdout: string; readonly stderr: string }>;

/** Far above what reading a history takes, but a partial clone may ask a server for what it lacks. */
const defaultTimeoutMs = 30_000;

/** A hundred thousand paths or so. */
const maxOutputBytes = 16 * 1024 * 1024;

/**
 * A job in a container is another user than the one who checked out, and git would refuse it all ("dubious ownership"). What makes that safe is
 * that nothing of the folder's own configuration is run: no hook, no monitor, no pager; who asks for a diff leaves out other programs for it.
 */
const always = [
  '--no-pager',
  ...['safe.directory=*', 'core.hooksPath=/dev/null', 'core.fsmonitor=false'].flatMap((setting) => ['-c', setting]),
];

/** The real git, in a folder: without a shell, and without anybody to ask for a password. */
export function createGit(folder: string, environment: Environment, timeoutMs = defaultTimeoutMs): Git {
  return async (args, signal) => {
    const { execFile } = await import('node:child_process');
    const options = {
      cwd: folder,
      env: { ...environment, GIT_TERMINAL_PROMPT: '0', GIT_OPTIONAL_LOCKS: '0' },
      timeout: timeoutMs,
      killSignal: 'SIGKILL',
      maxBuffer: maxOutputBytes,
      windowsHide: true,
      signal,
    } as const;
    return new Promise((resolve, reject) => {
      execFile('git', [...always, ...args], options, (error, stdout, stderr) => {
        if (error === null) resolve({ exitCode: 0, stdout, stderr });
        else if (typeof error.code === 'number') resolve({ exitCode: error.code, stdout, stderr });
        else reject(new Error(wordsFor(error), { cause: error }));
      });
    });
  };
}

function wordsFor(error: { readonly code?: unknown; readonly signal?: unknown }): string {
  if (error.code === 'ENOENT') return 'git is not there.';
  const what = typeof error.code === 'string' ? messageOf(error) : `it was ended by ${String(error.signal)}`;
  return `git cannot be run: ${printable(what, 200)}.`;
}
